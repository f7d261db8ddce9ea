#include "viewer/model/lint_list.hpp"

#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

LintFinding found(Lint lint, std::uint32_t event, std::uint32_t other = no_index) {
  LintFinding finding;
  finding.lint = lint;
  finding.event = event;
  finding.other = other;
  return finding;
}

LintReport three_findings() {
  LintReport report;
  report.findings = {found(Lint::race, 3, 7), found(Lint::open_handle, 4),
                     found(Lint::uncaught, 9)};
  report.counts[static_cast<std::size_t>(Lint::race)] = 120;  // the others are not listed
  report.counts[static_cast<std::size_t>(Lint::open_handle)] = 1;
  report.counts[static_cast<std::size_t>(Lint::uncaught)] = 1;
  return report;
}

}  // namespace

TEST_CASE("findings are listed by severity, and all are counted", "[viewer]") {
  const LintList list(three_findings());
  CHECK(list.count() == 122);
  CHECK(list.count(Lint::race) == 120);
  CHECK(list.kinds() == std::vector{Lint::uncaught, Lint::race, Lint::open_handle});
  CHECK(list.worst() == Severity::error);
  const auto all = list.findings(std::nullopt);
  REQUIRE(all.size() == 3);
  CHECK(all.front()->lint == Lint::uncaught);
  CHECK(all.back()->lint == Lint::open_handle);
  REQUIRE(list.findings(Lint::race).size() == 1);
  CHECK(list.findings(Lint::late_timer).empty());
}

TEST_CASE("where nothing is found nothing is listed", "[viewer]") {
  const Viewed viewed(ordering_script());
  const LintList list(lint(viewed.trace, {}));
  CHECK(list.count() == 0);
  CHECK(list.kinds().empty());
  CHECK_FALSE(list.worst());
}

TEST_CASE("of a race both callbacks are asked about", "[viewer]") {
  const Viewed viewed(ordering_script());
  const LintList list(three_findings());
  CHECK(question_of(viewed.trace, *list.findings(Lint::race).front()).is_pair());
  CHECK_FALSE(question_of(viewed.trace, *list.findings(Lint::open_handle).front()).is_pair());
}
