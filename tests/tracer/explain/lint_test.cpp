#include "tracer/explain/lint.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"

using namespace loopscope;

namespace {

LintReport report(Story& story, const LintLimits& limits = {}) {
  story.script().add(1'000'000'000, Event::end);
  const Loaded loaded(story.script());
  return lint(loaded.trace, limits);
}

std::uint64_t count(const LintReport& report, Lint lint) {
  return report.counts[static_cast<std::size_t>(lint)];
}

std::uint64_t all(const LintReport& report) {
  std::uint64_t sum = 0;
  for (const std::uint64_t each : report.counts) sum += each;
  return sum;
}

}  // namespace

TEST_CASE("a sound run is silent", "[explain][lint]") {
  Story story;
  story.main(1).timer(2, 5).timer(3, 5).queue(4, Queue::check).queue(5, Queue::tick).end(1).run(5);
  story.start().phase(Phase::pending).phase(Phase::check).run(4).at_ms(6).phase(Phase::timers);
  story.run(2).run(3);
  CHECK(all(report(story)) == 0);
}

TEST_CASE("a long drain that a due timer waits for is starvation", "[explain][lint]") {
  Story story;
  story.main(1).timer(2, 1).queue(3, Queue::tick).end(1).begin(3).at_ms(80).end(3).start();
  story.phase(Phase::timers).run(2);
  const LintReport found = report(story, {.late_ns = 1'000'000'000});
  REQUIRE(count(found, Lint::starvation) == 1);
  CHECK(found.findings.front().what.find("1 due timers") != std::string::npos);
}

TEST_CASE("a long drain that nothing waits for is none", "[explain][lint]") {
  Story story;
  story.main(1).queue(3, Queue::tick).end(1).begin(3).at_ms(80).end(3).start();
  CHECK(count(report(story), Lint::starvation) == 0);
}

TEST_CASE("a callback over the limit is slow, the main script is not", "[explain][lint]") {
  Story story;
  story.main(1).queue(2, Queue::check).at_ms(90).end(1).start().phase(Phase::pending);
  story.phase(Phase::check).begin(2).at_ms(170).end(2);
  const LintReport found = report(story);
  CHECK(count(found, Lint::slow_callback) == 1);
  CHECK(all(found) == 1);
  CHECK(all(report(story, {.callback_ns = 100'000'000})) == 0);
}

TEST_CASE("late timers are one finding for each place", "[explain][lint]") {
  Story story;
  story.main(1).timer(2, 1).timer(3, 1).end(1).start().at_ms(80).phase(Phase::timers).run(2).run(3);
  const LintReport found = report(story);
  CHECK(count(found, Lint::late_timer) == 2);
  REQUIRE(found.findings.size() == 1);
  CHECK(found.findings.front().count == 2);
}

TEST_CASE("a short timer against an immediate is a race", "[explain][lint]") {
  Story story;
  story.main(1).timer(2, 1).queue(3, Queue::check).end(1).start().at_ms(1).phase(Phase::timers);
  story.run(2).phase(Phase::check).run(3);
  const LintReport found = report(story);
  REQUIRE(count(found, Lint::race) == 1);
  CHECK(found.findings.front().other != no_index);
}

TEST_CASE("timers of one list, or far apart, are no race", "[explain][lint]") {
  Story story;
  story.main(1).timer(2, 1).timer(3, 1).timer(4, 30).end(1).start().at_ms(40).phase(Phase::timers);
  story.run(2).run(3).run(4);
  CHECK(count(report(story), Lint::race) == 0);
}

TEST_CASE("a handle that nobody closed is open at the end", "[explain][lint]") {
  Story story;
  story.main(1);
  story.script().add(20'000, Event::handle_open, 7).kind = HandleKind::tcp_server;
  story.script().add(21'000, Event::handle_start, 7);
  story.script().add(22'000, Event::handle_open, 8).kind = HandleKind::tcp;
  story.script().add(23'000, Event::handle_start, 8);
  story.script().add(24'000, Event::handle_close, 8);
  story.at_ms(1).end(1);
  const LintReport found = report(story);
  REQUIRE(count(found, Lint::open_handle) == 1);
  CHECK(found.findings.front().what.find("tcp-server") == 0);
}

TEST_CASE("a callback that throws is told", "[explain][lint]") {
  Story story;
  story.main(1).queue(2, Queue::check).end(1).start().phase(Phase::pending).phase(Phase::check);
  story.begin(2).end(2, true);
  CHECK(count(report(story), Lint::uncaught) == 1);
}

TEST_CASE("beyond the limit findings are counted only", "[explain][lint]") {
  Story story;
  story.main(1);
  for (std::uint64_t id = 2; id < 12; ++id) story.queue(id, Queue::check);
  story.end(1).start().phase(Phase::pending).phase(Phase::check);
  for (std::uint64_t id = 2; id < 12; ++id) story.begin(id).end(id, true);
  const LintReport found = report(story, {.max_findings = 3});
  CHECK(count(found, Lint::uncaught) == 10);
  CHECK(found.findings.size() == 3);
}
