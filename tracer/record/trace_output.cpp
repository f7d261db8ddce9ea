#include "tracer/record/trace_output.hpp"

#include <limits>

namespace loopscope {
namespace {

// Big enough that the system call does not count, small enough to stay in the cache.
constexpr std::size_t block_bytes = std::size_t{128} << 10U;

}  // namespace

TraceOutput::TraceOutput(Session& session, const std::string& path,
                         std::chrono::nanoseconds flush_interval, std::uint64_t max_bytes)
    : session_(session),
      sink_(open_sink(path)),
      writer_(session),
      flush_interval_(flush_interval),
      last_flush_(std::chrono::steady_clock::now()),
      max_bytes_(max_bytes) {
  on_records_ = [this](std::uint32_t thread, std::span<const Record> records) {
    write(thread, records);
  };
}

void TraceOutput::write(std::uint32_t thread, std::span<const Record> records) {
  if (is_full()) {
    if (thread >= left_out_.size()) left_out_.resize(thread + 1);
    left_out_[thread] += records.size();
    return;
  }
  for (const Record& record : records) writer_.write(thread, record);
  if (writer_.buffer().size() >= block_bytes) write_lines();
}

void TraceOutput::write_header(const TraceHeader& header) {
  sink_->write(to_line(header));
  sink_->flush();
}

double TraceOutput::record() {
  take(session_.clock().earliest_stamp());
  flush_if_due();
  return fullest_;
}

void TraceOutput::take(std::uint64_t until_ticks) {
  const std::vector<Session::Thread*> threads = session_.threads();
  fullest_ = merge_.drain(threads, until_ticks, on_records_).fullest;
}

void TraceOutput::write_lines() {
  sink_->write(writer_.buffer().text());
  written_bytes_ += writer_.buffer().size();
  writer_.buffer().clear();
  unflushed_ = true;
}

void TraceOutput::flush_if_due() {
  if (writer_.buffer().size() == 0 && !unflushed_) return;
  const auto now = std::chrono::steady_clock::now();
  if (now - last_flush_ < flush_interval_) return;
  write_lines();
  sink_->flush();
  unflushed_ = false;
  last_flush_ = now;
}

void TraceOutput::finish(std::optional<int> exit_code) {
  take(std::numeric_limits<std::uint64_t>::max());
  write_end(exit_code ? exit_code : writer_.exit_code());
  write_lines();
  sink_->close();
}

void TraceOutput::write_end(std::optional<int> exit_code) {
  std::uint64_t dropped = 0;
  std::uint32_t number = 0;
  left_out_.resize(session_.threads().size());
  for (const Session::Thread* thread : session_.threads()) {
    const std::uint64_t of_thread = thread->ring.dropped() + left_out_[number];
    writer_.write_unreported_drops(number++, of_thread);
    dropped += of_thread;
  }
  if (exit_code) writer_.write_end(*exit_code, dropped);
}

}  // namespace loopscope
