// The loop: libuv's uv_loop_t and uv_run on Boost.Asio, with every step recorded.
#pragma once

#include <boost/asio/io_context.hpp>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <thread>
#include <type_traits>
#include <unordered_map>
#include <utility>
#include <vector>

#include "core/loop/handle.hpp"
#include "core/loop/options.hpp"
#include "core/loop/phase_handle.hpp"
#include "core/loop/poll.hpp"
#include "core/loop/request.hpp"
#include "core/loop/task_fifo.hpp"
#include "core/loop/timer_queue.hpp"
#include "core/loop/wakeups.hpp"
#include "core/probe/clock.hpp"
#include "core/probe/probe.hpp"

namespace loopscope {

class Executor;
class Pool;

/// Belongs to the thread that made it. Everything on it is used from that thread, except where a
/// member says otherwise. Handles must be gone before the
/// loop is, but for those it owns.
class Loop {
 public:
  /// `clock` must outlive the loop; with a virtual clock the loop advances it to the next timer
  /// instead of waiting. `probe`: the calling thread's into `options.session`, where it has
  /// recorded before there was a loop; by default the loop makes one.
  explicit Loop(Clock& clock, LoopOptions options = {}, Probe probe = {});
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  ~Loop();

  /// uv_run: runs until nothing keeps the loop alive (default), for one turn (once: poll may
  /// block; nowait: it may not), or until stop(). True if something still keeps it alive.
  /// An exception of a callback leaves run() unless a host takes it; run() may be called again.
  /// Inside of a callback of this loop it throws std::logic_error: a turn has no turn inside.
  bool run(RunMode mode = RunMode::default_mode);
  /// uv_stop: run() ends after this turn, whose poll does not block.
  void stop() noexcept { stop_ = true; }
  /// No further callback at all: run() returns as soon as the running one does. For good.
  void halt() noexcept { halted_ = true; }
  [[nodiscard]] bool is_halted() const noexcept { return halted_; }

  /// The cached time of this turn, in ms since the clock began. uv_now.
  [[nodiscard]] std::uint64_t now_ms() const noexcept { return now_ms_; }
  void update_time() noexcept { now_ms_ = clock_.now_ns() / ns_per_ms; }
  static constexpr std::uint64_t ns_per_ms = 1'000'000;
  /// The longest single wait in poll, as libuv's INT_MAX ms.
  static constexpr std::uint64_t max_wait_ms = 0x7fffffff;

  /// uv_loop_alive: an active and ref'd handle, an active request, a pending callback or a closing
  /// handle.
  [[nodiscard]] bool is_alive() const noexcept;
  [[nodiscard]] std::vector<AliveItem> keeping_alive() const;
  /// Turns begun so far.
  [[nodiscard]] std::uint64_t iteration() const noexcept { return iteration_; }
  [[nodiscard]] Profile profile() const noexcept { return options_.profile; }
  [[nodiscard]] const LoopOptions& options() const noexcept { return options_; }

  /// For ordinary Asio code: its handlers run in poll, each as an I/O task. See executor.hpp.
  [[nodiscard]] Executor executor() noexcept;
  /// The context that poll waits in. Its sockets and descriptors are used on the loop's thread
  /// only; any thread may post. A handler run by it directly is in no trace, and poll does not end
  /// while such handlers post more of them: use executor().
  [[nodiscard]] boost::asio::io_context& context() noexcept { return poll_.context(); }
  [[nodiscard]] Pool& pool() noexcept { return *pool_; }

  /// Puts a callback off to the next pending phase, as libuv does with a connect that failed at
  /// once. Throws QueueFull.
  void defer(Callback callback, std::string_view name,
             SourceLocation where = SourceLocation::current());

  // For handles and for the layer above.

  void set_host(LoopHost* host) noexcept { host_ = host; }
  [[nodiscard]] Clock& clock() noexcept { return clock_; }
  [[nodiscard]] Probe& probe() noexcept { return probe_; }
  [[nodiscard]] bool is_own_thread() const noexcept {
    return std::this_thread::get_id() == thread_;
  }
  /// The calling thread's probe; any thread.
  [[nodiscard]] Probe& probe_here();
  [[nodiscard]] Poll& poll() noexcept { return poll_; }
  [[nodiscard]] Wakeups& wakeups() noexcept { return wakeups_; }
  /// Owns a handle until forget(), which close() leads to, or until the loop ends.
  void keep(std::shared_ptr<Handle> handle);
  void forget(const Handle& handle);
  /// For one read, whose callback is done with it before the next.
  [[nodiscard]] std::span<char> read_buffer();
  /// Runs `body` as task `task`: records begin and end, hands an exception to the host. False if
  /// there was one, or if the loop is halted. Without a host the exception goes on.
  template <typename Body>
  bool run_task(std::uint64_t task, Body&& body) {
    probe_.task_begin(task);
    try {
      body();
    } catch (...) {
      task_failed(task);
      return false;
    }
    probe_.task_end(task);
    return !halted_;
  }
  /// A callback of its own: as run_task(), and then the host drains its queues.
  template <typename Body>
  void invoke(std::uint64_t task, Body&& body) {
    if (run_task(task, std::forward<Body>(body)) && host_ != nullptr) host_->after_callback();
  }

 private:
  friend class Handle;
  friend class PhaseHandle;
  friend class Timer;
  friend class Request;
  struct PollPlan {
    std::uint64_t timeout_ns;
    PollReason reason;
    std::uint64_t timer_task = 0;
  };
  using AllHandleList =
      boost::intrusive::list<Handle, boost::intrusive::base_hook<detail::HandleHook>,
                             boost::intrusive::constant_time_size<false>>;
  using ClosingList =
      boost::intrusive::list<Handle, boost::intrusive::base_hook<detail::ClosingHook>,
                             boost::intrusive::constant_time_size<false>>;
  using PhaseHandleList =
      boost::intrusive::list<PhaseHandle, boost::intrusive::base_hook<detail::PhaseHook>,
                             boost::intrusive::constant_time_size<false>>;

  void task_failed(std::uint64_t task);
  bool run_turns(RunMode mode);
  void begin_turn();
  [[nodiscard]] bool may_skip(bool nothing_waits) const noexcept;
  void run_timers();
  void run_pending();
  void run_pending_again();
  void run_phase_handles(Phase phase, PhaseHandleList& handles);
  void run_phase_handle(PhaseHandle& handle);
  void run_poll(RunMode mode, bool may_sleep);
  void run_closing();

  [[nodiscard]] PollPlan plan_poll(RunMode mode, bool may_sleep);
  [[nodiscard]] PollPlan plan_for_next_timer();
  void wait(const PollPlan& plan);
  [[nodiscard]] std::uint64_t without_elapsed(std::uint64_t timeout_ns) const noexcept;
  void dispatch(ReadyList& ready);
  void trace_ready(const ReadyList& ready);
  void trace_alive(Event event, RunMode mode);
  [[nodiscard]] bool only_immediates_idle() const noexcept;
  PhaseHandleList& handles_of(HandleKind kind) noexcept;
  [[nodiscard]] std::size_t waiting(const PhaseHandleList& handles, Phase phase) const;

  Clock& clock_;
  LoopOptions options_;
  Probe probe_;
  std::thread::id thread_ = std::this_thread::get_id();
  LoopHost* host_ = nullptr;
  std::uint64_t now_ms_ = 0;
  std::uint64_t iteration_ = 0;
  std::size_t active_handles_ = 0;  // active and ref'd
  bool stop_ = false;
  bool halted_ = false;
  bool running_ = false;

  Poll poll_;
  ReadyItems ready_items_;  // of one poll, while recording
  Wakeups wakeups_{*this};
  TimerQueue timers_;
  TaskFifo pending_;
  PhaseHandleList idle_handles_;
  PhaseHandleList prepare_handles_;
  PhaseHandleList check_handles_;
  AllHandleList handles_;
  ClosingList closing_;
  RequestList requests_;
  std::unique_ptr<char[]> read_buffer_;
  std::unordered_map<const Handle*, std::shared_ptr<Handle>> kept_;
  std::unique_ptr<Pool> pool_;
};

template <typename... Args>
void Handle::run_callback(Function<void(Args...)>& slot, std::type_identity_t<Args>... args) {
  bool gone = false;
  bool* const outer = std::exchange(gone_, &gone);
  Function<void(Args...)> running = std::move(slot);
  const auto after = [&] {  // NOLINT(bugprone-use-after-move): moved from, a slot is empty
    if (gone) {
      if (outer != nullptr) *outer = true;
      return;
    }
    gone_ = outer;
    if (!slot) slot = std::move(running);
  };
  try {
    running(std::forward<Args>(args)...);
  } catch (...) {
    after();
    throw;
  }
  after();
}

}  // namespace loopscope
