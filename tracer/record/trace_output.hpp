// A trace file that is being written: records in, blocks of lines out.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "core/probe/session.hpp"
#include "tracer/format/byte_sink.hpp"
#include "tracer/format/header.hpp"
#include "tracer/format/line_writer.hpp"
#include "tracer/record/ring_merge.hpp"

namespace loopscope {

/// Used by one thread at a time. Every function throws TraceError when the file can no longer be
/// written, and must not be called again then.
class TraceOutput {
 public:
  TraceOutput(Session& session, const std::string& path, std::chrono::nanoseconds flush_interval);

  void write_header(const TraceHeader& header);
  /// Takes what the rings hold up to now, and hands it to the system if the last time is
  /// flush_interval ago. Returns how full the fullest ring was.
  double record();
  /// Takes what is left, says what was lost, writes `end` if there is an exit code (given here or
  /// recorded as Event::end) and closes the file.
  void finish(std::optional<int> exit_code);

 private:
  void take(std::uint64_t until_ticks);
  void write_lines();
  void flush_if_due();
  void write_end(std::optional<int> exit_code);

  Session& session_;
  std::unique_ptr<ByteSink> sink_;
  LineWriter writer_;
  RingMerge merge_;
  RingMerge::OnRecords on_records_;
  double fullest_ = 0;
  std::chrono::nanoseconds flush_interval_;
  std::chrono::steady_clock::time_point last_flush_;
  bool unflushed_ = false;
};

}  // namespace loopscope
