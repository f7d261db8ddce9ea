// What validate() says about a trace of a few lines.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>

#include "tests/tracer/format/files.hpp"
#include "tracer/format/validate.hpp"

namespace loopscope::test {

/// The report about a file of `header` and `lines`.
inline ValidationReport check(std::string_view lines, ValidateOptions options = {},
                              std::string_view header = small_header) {
  const TemporaryDirectory directory;
  return validate(write_file(directory / "t", trace_of(lines, header)), options);
}

/// `lines` and the `end` that belongs to them.
inline std::string with_end(std::string_view lines, std::uint64_t dropped = 0) {
  const auto count = std::count(lines.begin(), lines.end(), '\n');
  return std::string(lines) + R"({"t":999,"e":"end","exit":0,"events":)" + std::to_string(count) +
         ",\"dropped\":" + std::to_string(dropped) + "}\n";
}

/// The only finding about these lines.
inline std::string finding(std::string_view lines, std::uint64_t dropped = 0,
                           std::string_view header = small_header) {
  const ValidationReport report = check(with_end(lines, dropped), {}, header);
  return report.findings.size() == 1 ? report.findings[0].text
                                     : std::to_string(report.findings.size()) + " findings";
}

}  // namespace loopscope::test
