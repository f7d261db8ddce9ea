// A trace file that is being written: records in, blocks of lines out.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

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
  /// `max_bytes` of lines, before compression; 0: without limit.
  TraceOutput(Session& session, const std::string& path, std::chrono::nanoseconds flush_interval,
              std::uint64_t max_bytes = 0);

  void write_header(const TraceHeader& header);
  /// Takes what the rings hold up to now, and hands it to the system if the last time is
  /// flush_interval ago. Returns how full the fullest ring was.
  double record();
  /// The limit is reached: records are taken and counted as dropped.
  [[nodiscard]] bool is_full() noexcept {
    return max_bytes_ != 0 && written_bytes_ + writer_.buffer().size() >= max_bytes_;
  }
  /// Takes what is left, says what was lost, writes `end` if there is an exit code (given here or
  /// recorded as Event::end) and closes the file.
  void finish(std::optional<int> exit_code);

 private:
  void write(std::uint32_t thread, std::span<const Record> records);
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
  std::uint64_t max_bytes_;
  std::uint64_t written_bytes_ = 0;
  std::vector<std::uint64_t> left_out_;  // records, by thread
};

}  // namespace loopscope
