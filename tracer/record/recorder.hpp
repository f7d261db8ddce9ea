// Writes a session's records to a trace file, on a thread of its own, while they come in.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/probe/session.hpp"
#include "tracer/format/error.hpp"
#include "tracer/format/header.hpp"

namespace loopscope {

struct RecorderOptions {
  /// After this long at most, what was recorded is with the operating system, so that a killed
  /// program leaves a file that reads up to there.
  std::uint64_t flush_interval_ns = 100'000'000;
  /// So many bytes of lines, before compression, go into the file, then no more records: those that
  /// come later are counted as dropped, and close() ends the trace as ever. 0: without limit.
  std::uint64_t max_bytes = 0;
  /// Header facts; `clock`, `start` and `pid` are filled in by the recorder, as are `profile` where
  /// the session has a loop and `process` where it is empty.
  TraceHeader header = {};
  /// Source files whose texts go into the header; one that cannot be read is reported and left out.
  std::vector<std::string> embed = {};
  /// Told, at most once, why recording did not begin (in the constructor) or ended early (on the
  /// writer's thread); the default writes the sentence to standard error.
  std::function<void(std::string_view)> on_error = {};
};

/// From construction to close() every record of the session goes into the file: per thread in
/// order, across threads by time. Under FullPolicy::block nothing is lost. Where the file cannot be
/// opened, or no longer be written (disk full, reader of the pipe gone), recording ends with one
/// error and the program goes on: what it still records is dropped, as after close().
///
/// fork(): the child has no writer and never writes to the parent's trace: there, close() and the
/// destructor do nothing, and what its probes still record is lost. To be recorded, the child makes
/// a Session and a Recorder of its own, for a file of its own.
class Recorder {
 public:
  /// `path`: a file that is made with the umask or, if it exists, emptied; never through a symbolic
  /// link. `-` or `/dev/stdout`: standard output; a FIFO waits for its reader. A name that ends in
  /// `.zst` is compressed. Where it cannot be opened, on_error is told and failed() is true.
  /// `session` must live longer than the recorder; std::logic_error where it has one already.
  Recorder(Session& session, const std::string& path, RecorderOptions options = {});
  Recorder(const Recorder&) = delete;
  Recorder& operator=(const Recorder&) = delete;
  /// As close(), but the trace gets no `end` line unless an Event::end was recorded: it reads as
  /// cut off.
  ~Recorder();

  /// Writes what was recorded until now and `end`, and ends the writer's thread. Threads that
  /// still record must have stopped before. Further calls do nothing.
  void close(int exit_code);

  /// True where the file could not be opened, or can no longer be written. That it holds
  /// `max_bytes` is no failure.
  [[nodiscard]] bool failed() const noexcept;

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loopscope
