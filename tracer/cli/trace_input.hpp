// Reading a trace for a verb: problems go to standard error, progress to a bar.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

#include "tracer/format/reader.hpp"

namespace loopscope {

/// Throws TraceError where the output would overwrite the trace that it is made of.
void require_other_file(const std::string& trace, const std::string& output);

/// Tells on standard error about the first few lines that are not valid.
class ProblemPrinter {
 public:
  explicit ProblemPrinter(std::string path) : path_(std::move(path)) {}
  void operator()(std::uint64_t line, std::string_view reason) const;

 private:
  std::string path_;
  mutable std::uint64_t count_ = 0;
};

/// One trace, opened. Throws TraceError.
class TraceInput {
 public:
  /// `what` stands beside the progress bar, "" for none.
  TraceInput(const std::string& path, std::string what);

  [[nodiscard]] const TraceHeader& header() const { return reader_.header(); }
  /// Every event, in order.
  void read(const std::function<void(const TraceEvent&)>& take);
  /// The trace ends as it should; otherwise it was cut off.
  [[nodiscard]] bool closed() const { return reader_.closed(); }
  [[nodiscard]] std::uint64_t problems() const { return reader_.problems(); }

 private:
  std::string path_;
  std::string what_;
  TraceReader reader_;
};

}  // namespace loopscope
