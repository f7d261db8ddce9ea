// One thread that waits in the kernel by itself, and records its waits as a loop records its polls.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "samples/sample.hpp"

namespace loopscope {

/// Each wait is a turn with a poll phase, which lasts until the next wait: what the wait made
/// possible is done inside of it, as on a loop. Belongs to the thread that made it.
class RawThread {
 public:
  RawThread(SampleContext& context, std::string_view name)
      : context_(context), probe_(thread_probe(context.session(), name)) {}
  RawThread(const RawThread&) = delete;
  RawThread& operator=(const RawThread&) = delete;
  ~RawThread() { end_phase(); }

  [[nodiscard]] Probe& probe() const noexcept { return probe_; }
  void log(std::string_view line) { context_.log(probe_, line); }

  /// The thread is about to wait until something is ready, for `limit_ns` at most; not at all for
  /// any other reason.
  void wait_begins(PollReason reason = PollReason::no_timer, std::uint64_t limit_ns = forever_ns);
  /// It goes on, because these handles are ready.
  void wait_ends(std::span<const std::uint64_t> ready);
  void wait_ends(std::initializer_list<std::uint64_t> ready) {
    wait_ends(std::span<const std::uint64_t>(ready.begin(), ready.size()));
  }
  /// Does `work` as an I/O task of this thread.
  template <typename Work>
  void run_task(std::string_view name, const SourceLocation& where, Work work) {
    const std::uint64_t task = probe_.new_id();
    probe_.task_queue(task, Queue::io, name, where);
    probe_.task_begin(task);
    work();
    probe_.task_end(task);
  }

 private:
  friend class RawRun;
  void end_phase();

  SampleContext& context_;
  Probe& probe_;
  std::uint64_t turn_ = 0;
  bool in_phase_ = false;
};

/// From the first wait to the last, as run() of a loop: `socket` is what keeps it alive.
class RawRun {
 public:
  RawRun(RawThread& thread, std::uint64_t socket) : thread_(thread) {
    tell(Event::start, AliveReason::handle, socket);
  }
  RawRun(const RawRun&) = delete;
  RawRun& operator=(const RawRun&) = delete;
  ~RawRun() {
    thread_.end_phase();
    tell(Event::stop, AliveReason::none, 0);
  }

 private:
  void tell(Event event, AliveReason reason, std::uint64_t id) {
    thread_.probe().emit(event, 0, static_cast<std::uint32_t>(reason), id);
  }
  RawThread& thread_;
};

}  // namespace loopscope
