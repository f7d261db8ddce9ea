#include "tests/tracer/export/random_trace.hpp"

namespace loopscope {

bool RandomTrace::chance(int percent) {
  return std::uniform_int_distribution<int>(1, 100)(random_) <= percent;
}

/// Time goes on by 0 to 3 ns mostly, so that neighbours often share a moment, and sometimes by
/// more.
std::int64_t RandomTrace::tick() {
  now_ns_ += std::uniform_int_distribution<int>(0, chance(20) ? 5'000 : 3)(random_);
  if (damaged_ && chance(1)) now_ns_ -= 500;
  return now_ns_;
}

void RandomTrace::talk(std::uint64_t id) {
  static constexpr Event events[] = {Event::tcp_connect, Event::tcp_accept, Event::tcp_connected,
                                     Event::tcp_read,    Event::tcp_write,  Event::tcp_again,
                                     Event::tcp_eof,     Event::tcp_error,  Event::tcp_close,
                                     Event::tcp_listen};
  const auto which = std::uniform_int_distribution<std::size_t>(0, 9)(random_);
  TraceEvent& event = script_.add(tick(), events[which], 1'000'000 + id % 5);
  event.n = 64;
}

void RandomTrace::work(std::uint64_t id) {
  script_.thread = 1 + static_cast<std::uint32_t>(id % 2);
  if (!lost()) script_.add(tick(), Event::pool_begin, id).n = script_.thread;
  if (!lost()) script_.add(tick(), Event::pool_end, id).n = script_.thread;
  script_.thread = 0;
}

void RandomTrace::change_handle() {
  static constexpr Event events[] = {Event::handle_start, Event::handle_stop, Event::handle_ref,
                                     Event::handle_unref, Event::handle_close};
  const Event event = events[std::uniform_int_distribution<std::size_t>(0, 4)(random_)];
  const std::uint64_t id = handles_.front();
  handles_.pop_front();
  if (!lost()) script_.add(tick(), event, id);
  if (event != Event::handle_close || damaged_) handles_.push_back(id);
}

void RandomTrace::handle(std::uint64_t by) {
  if (handles_.size() > 3) return change_handle();
  handles_.push_back(next_id_++);
  TraceEvent& opened = script_.add(tick(), Event::handle_open, handles_.back());
  opened.kind = HandleKind::check;
  opened.by = by;
}

void RandomTrace::inside(std::uint64_t id, int depth) {
  static constexpr Queue queues[] = {Queue::timer, Queue::check,     Queue::tick,
                                     Queue::io,    Queue::microtask, Queue::pool};
  const auto which = std::uniform_int_distribution<std::size_t>(0, 5)(random_);
  if (chance(60)) {
    const Queue queue = queues[which];
    const bool drains = queue == Queue::tick || queue == Queue::microtask;
    if (!lost()) script_.queue(tick(), next_id_, queue, id).when_ns = now_ns_ + 100;
    if (queue == Queue::pool) work(next_id_);
    (drains ? drain_ : waiting_).push_back(next_id_++);
  }
  if (chance(20)) talk(id);
  if (chance(20)) handle(id);
  if (chance(10)) script_.log(tick(), "line");
  if (chance(10) && !waiting_.empty()) script_.add(tick(), Event::task_cancel, waiting_.front());
  if (chance(10)) script_.add(tick(), Event::counter).n = static_cast<std::int64_t>(which);
  if (chance(10) && depth < 3) run_task(next_id_++, depth + 1);
}

void RandomTrace::run_task(std::uint64_t id, int depth) {
  if (!lost()) script_.add(tick(), Event::task_begin, id);
  for (int i = 0; i < 3; ++i) inside(id, depth);
  if (!lost()) script_.add(tick(), Event::task_end, id);
}

void RandomTrace::phase(Phase which) {
  if (!lost()) script_.phase(tick(), Event::phase_begin, which);
  if (which == Phase::poll) {
    script_.add(tick(), Event::poll_wait).when_ns = 50;
    if (!lost()) script_.add(tick(), Event::poll_wake).n = 1;
  }
  for (std::size_t i = waiting_.size(); i > 0 && chance(70); --i) {
    const std::uint64_t id = waiting_.front();
    waiting_.pop_front();
    run_task(id, 0);
    for (; !drain_.empty(); drain_.pop_front()) run_task(drain_.front(), 3);
  }
  if (!lost()) script_.phase(tick(), Event::phase_end, which);
}

RandomTrace::RandomTrace(unsigned seed, bool damaged, int turns)
    : random_(seed), damaged_(damaged) {
  script_.queue(tick(), next_id_, Queue::main);
  waiting_.push_back(next_id_++);
  for (int turn = 1; turn <= turns; ++turn) {
    script_.turn(tick(), turn);
    for (const Phase which : {Phase::timers, Phase::poll, Phase::check, Phase::close}) phase(which);
  }
  if (chance(50)) script_.add(tick(), Event::stop);
}

}  // namespace loopscope
