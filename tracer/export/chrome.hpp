// A trace as a Chrome trace, which Perfetto, chrome://tracing, DevTools and speedscope open alike.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tracer/export/chrome_writer.hpp"
#include "tracer/export/lane.hpp"
#include "tracer/model/walker.hpp"

namespace loopscope {

struct ChromeOptions {
  /// Without, slices carry their name only: speedscope groups frames by name and args.
  bool args = true;
};

/// Turns, phases and callbacks are nested slices; arrows lead from where a task was queued to where
/// it ran; connections are async spans; queue depths are counters. Streams: memory holds what is
/// open (scopes, waiting tasks, connections), never the output.
class ChromeExporter final : public TraceListener {
 public:
  /// Later times (11 days) would lose their nanoseconds in an importer: such events are left out.
  static constexpr std::int64_t max_ns = 999'999'999'999'000;

  ChromeExporter(HoleFile& file, const TraceHeader& header, ChromeOptions options = {});
  void apply(const TraceEvent& event);
  /// After the last event: closes what is open. The caller closes the file.
  void finish();
  [[nodiscard]] std::uint64_t left_out() const noexcept { return left_out_; }

 private:
  struct Closing {
    ChromeWriter::Slice slice;
    std::string more;
  };
  struct Thread {
    ChromeTrack track;
    Lane<Closing> lane;
    std::vector<ChromeWriter::Slice> slices;  // open, outermost first
  };
  struct Arrow {
    HoleFile::Hole hole;
    std::int64_t t_ns;
    std::uint64_t task;
  };
  struct Span {  // a connection or a server
    Thread* thread;
    bool server;
    bool connecting;
  };
  static constexpr std::size_t series_count = 10;
  struct Process {
    std::array<std::int64_t, series_count> depths{};  // by queue
    bool changed = true;
  };

  void queued(Task& task, const Queue* moved_from, const TraceEvent& event) override;
  void left(const Task& task, const TraceEvent& event) override;
  void opened(Scope& scope) override;
  void closed(Scope& scope) override;
  void event(const TraceEvent& event) override;

  Thread& thread_of(std::uint32_t process, std::uint32_t thread);
  void name_thread(const Thread& thread, std::uint32_t process, std::uint32_t number);
  void name_process(std::uint32_t process);
  void defined(const TraceEvent& event);
  std::int64_t draw_end(const Closing& closing, std::int64_t end_ns, std::int64_t floor_ns);
  std::int64_t place(Thread& thread, std::int64_t t_ns);
  std::int64_t touch(Thread& thread, std::int64_t t_ns);

  [[nodiscard]] std::string_view slice_name(const Scope& scope) const;
  [[nodiscard]] std::string slice_args(const Scope& scope) const;
  void append_task_args(std::string& args, const Scope& scope) const;

  void start_arrow(Thread& thread, std::int64_t t_ns, std::uint64_t task);
  void end_arrow(Thread& thread, std::uint64_t task);
  void drop_arrow(std::uint64_t task);

  void sample_queues(Thread& thread, std::uint32_t process, std::int64_t t_ns);
  void tcp(const TraceEvent& event);
  void open_span(const TraceEvent& event, bool server, bool connecting);
  void connecting_ends(Span& span, const TraceEvent& event);
  void close_span(const TraceEvent& event);
  void point(const TraceEvent& event);
  void instant(const TraceEvent& event, std::string_view name, std::string_view args);

  ChromeWriter writer_;
  TraceHeader header_;
  TraceWalker walker_;
  ChromeTracks tracks_;
  std::unordered_map<std::uint64_t, std::unique_ptr<Thread>> threads_;
  std::unordered_map<std::uint32_t, Process> processes_;
  std::unordered_map<std::uint64_t, Arrow> arrows_;  // by task: waiting for their other end
  std::unordered_map<std::uint64_t, Span> spans_;
  std::uint64_t next_arrow_ = 1;
  std::uint64_t left_out_ = 0;
};

}  // namespace loopscope
