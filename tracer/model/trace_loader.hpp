// From a file to a Trace: parsed and packed on two threads, put together on the caller's.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "tracer/format/reader.hpp"
#include "tracer/model/trace.hpp"

namespace loopscope {

/// Used by one thread; the trace may be read by others between fetch() and append().
///
///     TraceLoader loader("T.jsonl");
///     while (loader.fetch()) loader.append();
///     loader.trace().finish();
class TraceLoader {
 public:
  struct Options {
    unsigned threads = 2;
    bool follow = false;  // the file may grow: fetch() may find more later
  };
  /// Throws TraceError as TraceReader does.
  TraceLoader(const std::string& path, Options options);
  explicit TraceLoader(const std::string& path) : TraceLoader(path, Options{}) {}
  TraceLoader(const TraceLoader&) = delete;
  TraceLoader& operator=(const TraceLoader&) = delete;
  ~TraceLoader() = default;

  /// Reads the next events, without touching the trace. False at the end of the file.
  [[nodiscard]] bool fetch();
  /// Adds what fetch() has read.
  void append();

  [[nodiscard]] Trace& trace() noexcept { return *trace_; }
  [[nodiscard]] const Trace& trace() const noexcept { return *trace_; }
  [[nodiscard]] std::optional<double> progress() const noexcept { return reader_->progress(); }
  /// The trace ends as it should; otherwise it was cut off.
  [[nodiscard]] bool closed() const noexcept { return reader_->closed(); }

 private:
  struct Problem {
    std::uint64_t line;
    std::string reason;
  };

  std::vector<PackedBlock> packed_;  // by slot of the reader
  std::vector<Problem> problems_;    // of the block that was fetched
  std::unique_ptr<TraceReader> reader_;
  std::unique_ptr<Trace> trace_;
  std::optional<EventBlock> block_;
  bool full_ = false;
};

}  // namespace loopscope
