// Is a trace sound: does it say only what can have happened?
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/format/event.hpp"
#include "tracer/format/header.hpp"

namespace loopscope {

struct Finding {
  std::uint64_t line = 0;  // 0: the trace as a whole
  std::string text;
};

struct ValidationReport {
  std::vector<Finding> findings;    // in the order of the file, the first few
  std::uint64_t more_findings = 0;  // not kept
  std::uint64_t events = 0;         // lines read, without the header
  std::uint64_t dropped = 0;        // records that the recorder says it lost
  bool closed = false;              // ends with `end`
  [[nodiscard]] bool sound() const noexcept { return findings.empty(); }
};

struct ValidateOptions {
  std::size_t max_findings = 100;
  /// Tasks, handles and connections alive at once; beyond it ids are no longer followed, which is
  /// a finding of its own.
  std::size_t max_live_ids = std::size_t{1} << 24U;
};

/// Checks the events of one trace as they come. Memory: what is alive at one time.
class Validator {
 public:
  explicit Validator(const TraceHeader& header, ValidateOptions options = {});
  Validator(Validator&&) noexcept;
  Validator& operator=(Validator&&) noexcept;
  ~Validator();

  void check(const TraceEvent& event);
  /// A line that the reader could not read.
  void problem(std::uint64_t line, std::string_view reason);
  /// After the last event.
  [[nodiscard]] ValidationReport finish();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

/// Reads and checks a whole file. Throws TraceError where it cannot be read as a trace at all.
/// `on_progress` is called now and then with 0 to 1.
[[nodiscard]] ValidationReport validate(const std::string& path, ValidateOptions options = {},
                                        const std::function<void(double)>& on_progress = {});

}  // namespace loopscope
