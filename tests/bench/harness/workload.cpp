#include "tests/bench/harness/workload.hpp"

#include "tracer/record/recorder.hpp"

namespace loopscope::bench {

Workload::Workload(Probe& probe)
    : probe_(probe), connection_(probe.new_id()), read_task_(probe.new_id()) {
  probe_.handle_open(connection_, HandleKind::tcp, "connection", SourceLocation::current());
  probe_.emit(Event::handle_start, 0, 0, connection_);
  probe_.task_queue(read_task_, Queue::io, "read", SourceLocation::current(), task_flag_repeat);
  timer_task_ = arm_timer();
  probe_.emit(Event::start, static_cast<std::uint16_t>(RunMode::default_mode),
              static_cast<std::uint32_t>(AliveReason::handle), connection_);
}

std::uint64_t Workload::arm_timer() {
  constexpr std::uint64_t delay_ns = 1'000'000;
  const std::uint64_t id = probe_.new_id();
  probe_.timer_queue(id, "heartbeat", SourceLocation::current(), turn_ * delay_ns,
                     delay_ns / 1'000'000);
  return id;
}

void Workload::record_turn() {
  ++turn_;
  probe_.emit(Event::turn, 0, 0, turn_, turn_ * 1000);
  record_poll();
  record_timers();
}

void Workload::record_poll() {
  constexpr std::uint64_t request_bytes = 64;
  probe_.phase(Event::phase_begin, Phase::poll);
  probe_.emit(Event::poll_wait, static_cast<std::uint16_t>(PollReason::timer), 0, 1'000'000,
              timer_task_);
  probe_.emit(Event::poll_wake, 0, 0, 1);
  probe_.emit(Event::poll_ready, static_cast<std::uint16_t>(Direction::read), 0, connection_);
  probe_.task_begin(read_task_);
  probe_.emit(Event::tcp_read, 0, 0, connection_, request_bytes);
  probe_.emit(Event::tcp_write, 0, 0, connection_, request_bytes);
  record_queued(Queue::microtask, "reply sent");
  probe_.task_end(read_task_);
  record_drain();
  probe_.phase(Event::phase_end, Phase::poll);
}

void Workload::record_timers() {
  probe_.phase(Event::phase_begin, Phase::timers, 1);
  const std::uint64_t running = timer_task_;
  probe_.task_begin(running);
  timer_task_ = arm_timer();
  record_queued(Queue::tick, "after heartbeat");
  probe_.task_end(running);
  record_drain();
  probe_.phase(Event::phase_end, Phase::timers);
}

void Workload::record_queued(Queue queue, const char* name) {
  queued_task_ = probe_.new_id();
  probe_.task_queue(queued_task_, queue, name, SourceLocation::current());
}

void Workload::record_drain() {
  probe_.task_begin(queued_task_);
  probe_.task_end(queued_task_);
}

void write_trace(const std::string& path, std::uint64_t lines) {
  Clock clock;
  Session session(clock);
  Probe probe(session, "loop");
  Recorder recorder(session, path);
  Workload workload(probe);
  for (std::uint64_t turn = 0; turn < lines / Workload::lines_per_turn; ++turn)
    workload.record_turn();
  recorder.close(0);
}

}  // namespace loopscope::bench
