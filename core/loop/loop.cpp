#include "core/loop/loop.hpp"

#include <algorithm>
#include <stdexcept>

#include "core/loop/error.hpp"
#include "core/loop/phase_scope.hpp"
#include "core/loop/pool.hpp"
#include "core/loop/round.hpp"
#include "core/loop/timer.hpp"

namespace loopscope {
namespace {

// True while it lives.
class RunningScope {
 public:
  explicit RunningScope(bool& running) noexcept : running_(running) { running_ = true; }
  RunningScope(const RunningScope&) = delete;
  RunningScope& operator=(const RunningScope&) = delete;
  ~RunningScope() { running_ = false; }

 private:
  bool& running_;
};

}  // namespace

Loop::Loop(Clock& clock, LoopOptions options, Probe probe)
    : clock_(clock),
      options_(options),
      probe_(std::move(probe)),
      pending_("pending", options.max_queued),
      pool_(std::make_unique<Pool>(*this)) {
  if (options_.session != nullptr) options_.session->set_profile(options_.profile);
  if (options_.session != nullptr && !probe_.on()) probe_ = Probe(*options_.session, "loop");
  update_time();
}

// Handles that go use the loop's lists and its probe. Their callbacks often hold them.
Loop::~Loop() {
  pool_.reset();
  while (!kept_.empty()) {
    const std::shared_ptr<Handle> handle = kept_.begin()->second;
    handle->release();
    kept_.erase(handle.get());
  }
}

bool Loop::run(RunMode mode) {
  if (running_)
    throw std::logic_error("run() inside of a callback of the same loop, whose turn is not over");
  const RunningScope running(running_);
  trace_alive(Event::start, mode);
  const bool alive = run_turns(mode);
  stop_ = false;
  trace_alive(Event::stop, mode);
  return alive;
}

// The phases in their order. libuv 1.45 moved the timers from the start of a turn to its end.
bool Loop::run_turns(RunMode mode) {
  const bool classic = options_.profile == Profile::classic;
  bool alive = is_alive();
  if (!alive) update_time();
  if (!classic && mode == RunMode::default_mode && alive && !stop_) {
    update_time();
    run_timers();
  }
  while (alive && !stop_ && !halted_) {
    if (classic) update_time();
    begin_turn();
    if (classic) run_timers();
    const bool may_sleep = pending_.empty() && idle_handles_.empty();
    run_pending();
    run_phase_handles(Phase::idle, idle_handles_);
    run_phase_handles(Phase::prepare, prepare_handles_);
    run_poll(mode, may_sleep);
    run_pending_again();
    run_phase_handles(Phase::check, check_handles_);
    run_closing();
    if (!classic || mode == RunMode::once) {
      update_time();
      run_timers();
    }
    alive = is_alive();
    if (mode != RunMode::default_mode) break;
  }
  return alive;
}

void Loop::begin_turn() {
  ++iteration_;
  probe_.emit(Event::turn, 0, 0, iteration_, now_ms_ * ns_per_ms);
}

// Nothing of the phase would be seen. Most phases of most turns are empty.
bool Loop::may_skip(bool nothing_waits) const noexcept {
  return halted_ || (nothing_waits && !probe_.on());
}

void Loop::run_timers() {
  if (may_skip(timers_.size() == 0)) return;
  const std::size_t own = timers_.size();
  const PhaseScope scope(
      probe_, Phase::timers,
      probe_.on() && host_ != nullptr ? own + host_->waiting(Phase::timers) : own);
  TimerQueue::DuePhase due_timers(timers_);
  while (!halted_) {
    Timer* const timer = due_timers.next(now_ms_);
    if (timer == nullptr) break;
    timer->fire();
  }
}

void Loop::run_pending() {
  if (may_skip(pending_.empty())) return;
  const PhaseScope scope(probe_, Phase::pending, pending_.size());
  for (std::size_t left = pending_.size(); left > 0 && !halted_; --left) {
    pending_.serve([this](QueuedTask& next) { invoke(next.id, next.callback); });
  }
}

// Callbacks put off by poll do not wait for the next turn, but they cannot starve it either.
void Loop::run_pending_again() {
  constexpr int rounds = 8;
  for (int round = 0; round < rounds && !pending_.empty(); ++round) run_pending();
}

void Loop::run_phase_handles(Phase phase, PhaseHandleList& handles) {
  if (may_skip(handles.empty())) return;
  const PhaseScope scope(probe_, phase, probe_.on() ? waiting(handles, phase) : 0);
  Round round(handles);
  while (!round.empty() && !halted_) {
    PhaseHandle& handle = round.take();
    handles.push_back(handle);
    run_phase_handle(handle);
  }
}

void Loop::run_phase_handle(PhaseHandle& handle) {
  if (handle.is_internal())
    handle.run_callback(handle.callback_);
  else
    invoke(handle.task_, [&] { handle.run_callback(handle.callback_); });
}

void Loop::run_closing() {
  if (may_skip(closing_.empty())) return;
  const PhaseScope scope(probe_, Phase::close, probe_.on() ? closing_.size() : 0);
  Round round(closing_);
  while (!round.empty() && !halted_) round.take().finish_close();
}

void Loop::defer(Callback callback, std::string_view name, SourceLocation where) {
  const std::uint64_t task = probe_.new_id();
  pending_.push(needed(callback, "defer()"), task);
  probe_.task_queue(task, Queue::pending, name, where);
}

// Only inside a catch block.
void Loop::task_failed(std::uint64_t task) {
  try {
    throw;
  } catch (const LeaveLoop&) {
    probe_.task_end(task);
    halt();
    return;
  } catch (...) {
    const std::exception_ptr error = std::current_exception();
    if (probe_.on()) probe_.task_threw(task, error_text(error));
    if (host_ == nullptr) throw;
    host_->uncaught(error);
  }
}

void Loop::keep(std::shared_ptr<Handle> handle) {
  const Handle* const key = handle.get();
  kept_.emplace(key, std::move(handle));
}

void Loop::forget(const Handle& handle) {
  kept_.erase(&handle);
}

std::span<char> Loop::read_buffer() {
  constexpr std::size_t buffer_bytes = 65536;  // what libuv suggests to its users
  if (read_buffer_ == nullptr) read_buffer_ = std::make_unique<char[]>(buffer_bytes);
  return {read_buffer_.get(), buffer_bytes};
}

Probe& Loop::probe_here() {
  return is_own_thread() ? probe_ : thread_probe(options_.session);
}

Loop::PhaseHandleList& Loop::handles_of(HandleKind kind) noexcept {
  if (kind == HandleKind::idle) return idle_handles_;
  return kind == HandleKind::prepare ? prepare_handles_ : check_handles_;
}

std::size_t Loop::waiting(const PhaseHandleList& handles, Phase phase) const {
  const auto traced = std::count_if(handles.begin(), handles.end(), [](const PhaseHandle& handle) {
    return !handle.is_internal();
  });
  return static_cast<std::size_t>(traced) + (host_ != nullptr ? host_->waiting(phase) : 0);
}

}  // namespace loopscope
