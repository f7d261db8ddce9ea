#include "tracer/format/thread_rules.hpp"

#include <algorithm>
#include <iterator>

#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

// The places of a turn in which phases stand.
constexpr int timers_first = 0;
constexpr int pending_first = 1;
constexpr int poll_place = 4;
constexpr int pending_again = 5;  // what poll put off
constexpr int timers_last = 8;

}  // namespace

void ThreadRules::check(const TraceEvent& event) {
  const std::pair key{event.process, event.thread};
  if (threads_.size() >= max_threads && !threads_.contains(key)) {
    findings_.add(event.line, "has more than {} threads; thread {} is not checked", max_threads,
                  event.thread);
    return;
  }
  Thread& thread = threads_[key];
  check_time(event, thread);
  switch (event.event) {
    case Event::turn:
      return begin_turn(event, thread);
    case Event::start:
      thread.in_turn = false;
      thread.rank = no_rank;
      return;
    case Event::phase_begin:
      check_phase_order(event, thread);
      return begin(event, thread, {true, static_cast<std::uint64_t>(event.phase)});
    case Event::phase_end:
      return end(event, thread, {true, static_cast<std::uint64_t>(event.phase)});
    case Event::task_begin:
    case Event::pool_begin:
      return begin(event, thread, {false, event.id});
    case Event::task_end:
    case Event::pool_end:
      return end(event, thread, {false, event.id});
    case Event::drop:
      close_from(thread, thread.open.begin());
      thread.lossy = true;
      return;
    default:
      return;
  }
}

bool ThreadRules::is_running(std::uint64_t task) const noexcept {
  return running_.contains(task);
}

void ThreadRules::check_time(const TraceEvent& event, Thread& thread) {
  if (event.t_ns < 0)
    findings_.add(event.line, "is before the start of the trace: t is {}", event.t_ns);
  else if (event.t_ns < thread.last_ns)
    findings_.add(event.line, "goes back in time on thread {}: t is {} after {}", event.thread,
                  event.t_ns, thread.last_ns);
  thread.last_ns = std::max(thread.last_ns, event.t_ns);
}

void ThreadRules::begin(const TraceEvent& event, Thread& thread, Frame frame) {
  if (frame.is_phase && !thread.open.empty())
    findings_.add(event.line, "phase {} begins inside of another phase or task",
                  name_of(event.phase));
  if (thread.open.size() >= max_depth) {
    findings_.add(event.line, "nests deeper than {} on thread {}", max_depth, event.thread);
    return;
  }
  thread.open.push_back(frame);
  if (!frame.is_phase) ++running_[frame.id];
}

void ThreadRules::close_from(Thread& thread, std::vector<Frame>::iterator first) {
  for (auto frame = first; frame != thread.open.end(); ++frame) {
    const auto running = frame->is_phase ? running_.end() : running_.find(frame->id);
    if (running != running_.end() && --running->second == 0) running_.erase(running);
  }
  thread.open.erase(first, thread.open.end());
}

// What does not fit ends nothing, except where it is further out: then that ends with all inside.
void ThreadRules::end(const TraceEvent& event, Thread& thread, Frame frame) {
  const auto same = [frame](const Frame& open) {
    return open.is_phase == frame.is_phase && open.id == frame.id;
  };
  std::vector<Frame>& open = thread.open;
  if (!open.empty() && same(open.back())) {
    close_from(thread, std::prev(open.end()));
    return;
  }
  const auto found = std::find_if(open.begin(), open.end(), same);
  if (!thread.lossy || found != open.end()) {
    const std::string what = frame.is_phase ? fmt::format("phase {}", name_of(event.phase))
                                            : fmt::format("task {}", frame.id);
    findings_.add(event.line, "{} ends, but {}", what,
                  found == open.end() ? "did not begin on this thread"
                                      : "what began inside of it did not end before");
  }
  close_from(thread, found);
}

void ThreadRules::begin_turn(const TraceEvent& event, Thread& thread) {
  if (event.n <= thread.turn)
    findings_.add(event.line, "turn {} begins after turn {}", event.n, thread.turn);
  if (!thread.open.empty())
    findings_.add(event.line, "turn {} begins inside of a phase or task", event.n);
  thread.turn = std::max(thread.turn, event.n);
  thread.rank = no_rank;
  thread.in_turn = true;
}

void ThreadRules::check_phase_order(const TraceEvent& event, Thread& thread) {
  if (!thread.in_turn) {
    // Only the modern profile runs timers once before the first turn of a run.
    if ((classic_ || event.phase != Phase::timers) && !thread.lossy)
      findings_.add(event.line, "phase {} begins outside of a turn", name_of(event.phase));
    return;
  }
  const int rank = rank_of(event.phase, thread);
  const bool again = rank == thread.rank && rank == pending_again;
  if (rank <= thread.rank && !again && !thread.lossy)
    findings_.add(event.line, "phase {} is out of the {} profile's order in turn {}",
                  name_of(event.phase), classic_ ? "classic" : "modern", thread.turn);
  thread.rank = std::max(thread.rank, rank);
}

int ThreadRules::rank_of(Phase phase, const Thread& thread) const noexcept {
  if (phase == Phase::timers)
    return classic_ && thread.rank == no_rank ? timers_first : timers_last;
  if (phase == Phase::pending) return thread.rank >= poll_place ? pending_again : pending_first;
  const int after_pending = static_cast<int>(phase) - static_cast<int>(Phase::pending);
  return pending_first + after_pending + (phase > Phase::poll ? 1 : 0);
}

}  // namespace loopscope
