// What lint found, for a panel: by severity, and one kind or all.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "tracer/explain/lint.hpp"
#include "viewer/model/question.hpp"

namespace loopscope::viewer {

enum class Severity : std::uint8_t { error, warning, note };
[[nodiscard]] Severity severity_of(Lint lint) noexcept;
[[nodiscard]] std::string_view name_of(Severity severity) noexcept;

/// The findings of `loopscope lint` with its own limits, the severest first, then in the order of
/// that list.
class LintList {
 public:
  LintList() = default;
  explicit LintList(LintReport report);

  [[nodiscard]] const LintReport& report() const noexcept { return report_; }
  /// Also of those that are not listed.
  [[nodiscard]] std::uint64_t count() const noexcept;
  [[nodiscard]] std::uint64_t count(Lint lint) const noexcept {
    return report_.counts[static_cast<std::size_t>(lint)];
  }
  /// The worst that was found.
  [[nodiscard]] std::optional<Severity> worst() const noexcept;
  /// Those that were found, the severest first.
  [[nodiscard]] std::vector<Lint> kinds() const;
  /// Of one kind, or all.
  [[nodiscard]] std::vector<const LintFinding*> findings(std::optional<Lint> only) const;

 private:
  LintReport report_;
};

/// What Why is asked when a finding is looked at: about both callbacks of a race.
[[nodiscard]] Question question_of(const Trace& trace, const LintFinding& finding);

}  // namespace loopscope::viewer
