#include "viewer/model/lint_list.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "viewer/model/words.hpp"

namespace loopscope::viewer {

Severity severity_of(Lint lint) noexcept {
  switch (lint) {
    case Lint::uncaught:
    case Lint::rejection:
    case Lint::lost:
      return Severity::error;
    case Lint::open_handle:
      return Severity::note;
    default:
      return Severity::warning;
  }
}

std::string_view name_of(Severity severity) noexcept {
  if (severity == Severity::error) return "error";
  return severity == Severity::warning ? "warning" : "note";
}

LintList::LintList(LintReport report) : report_(std::move(report)) {
  std::stable_sort(report_.findings.begin(), report_.findings.end(),
                   [](const LintFinding& a, const LintFinding& b) {
                     return severity_of(a.lint) < severity_of(b.lint);
                   });
}

std::uint64_t LintList::count() const noexcept {
  return std::accumulate(report_.counts.begin(), report_.counts.end(), std::uint64_t{0});
}

std::vector<Lint> LintList::kinds() const {
  std::vector<Lint> kinds;
  for (std::size_t i = 0; i < lint_count; ++i)
    if (report_.counts[i] > 0) kinds.push_back(static_cast<Lint>(i));
  std::stable_sort(kinds.begin(), kinds.end(),
                   [](Lint a, Lint b) { return severity_of(a) < severity_of(b); });
  return kinds;
}

std::optional<Severity> LintList::worst() const noexcept {
  std::optional<Severity> worst;
  for (std::size_t i = 0; i < lint_count; ++i) {
    const Severity severity = severity_of(static_cast<Lint>(i));
    if (report_.counts[i] > 0 && (!worst || severity < *worst)) worst = severity;
  }
  return worst;
}

std::vector<const LintFinding*> LintList::findings(std::optional<Lint> only) const {
  std::vector<const LintFinding*> found;
  for (const LintFinding& finding : report_.findings)
    if (!only || finding.lint == *only) found.push_back(&finding);
  return found;
}

Question question_of(const Trace& trace, const LintFinding& finding) {
  Question question{.one = subject_of(trace, finding.event)};
  if (finding.other != no_index) question.other = subject_of(trace, finding.other);
  return question;
}

}  // namespace loopscope::viewer
