// Writes a trace with every event of the vocabulary into the directory that it is given.
#include <cstdio>
#include <string>

#include "core/probe/probe.hpp"
#include "tracer/format/merge.hpp"
#include "tracer/record/recorder.hpp"

namespace loopscope {
namespace {

void record_loop(Probe& probe) {
  probe.emit_named(Event::boot_begin, 1, "loop");
  probe.emit_named(Event::boot_end, 1, "loop");
  for (std::uint16_t mode = 0; mode < 3; ++mode)
    probe.emit(Event::start, mode, static_cast<std::uint32_t>(AliveReason::handle), 7);
  probe.emit(Event::turn, 0, 0, 1, 5);
  for (int phase = 0; phase <= static_cast<int>(Phase::close); ++phase) {
    probe.phase(Event::phase_begin, static_cast<Phase>(phase), 3);
    probe.phase(Event::phase_end, static_cast<Phase>(phase));
  }
  for (std::uint16_t why = 0; why <= static_cast<std::uint16_t>(PollReason::no_timer); ++why)
    probe.emit(Event::poll_wait, why, 0, why == 0 ? 0 : forever_ns, why);
  probe.emit(Event::poll_wake, 0, 0, 1);
  probe.emit(Event::poll_ready, 1, 0, 7);
  probe.emit(Event::stop);
}

void record_tasks(Probe& probe) {
  for (int queue = 0; queue <= static_cast<int>(Queue::main); ++queue) {
    const std::uint64_t id = probe.new_id();
    probe.task_queue(id, static_cast<Queue>(queue), "task", SourceLocation::current(),
                     task_flag_unref);
    const std::uint32_t place = probe.session()->location({"a.js", "f", 1, 1});
    probe.task_queue(probe.new_id(), static_cast<Queue>(queue), "task",
                     SourceLocation::numbered(place, place));
    probe.emit(Event::task_ref, 0, 0, id);
    probe.emit(Event::task_unref, 0, 0, id);
    probe.task_begin(id);
    probe.timer_queue(probe.new_id(), "", SourceLocation::current(), 99, 5, task_flag_repeat);
    probe.task_threw(id, "it \"failed\"\n");
    probe.task_cancel(id);
  }
  probe.emit(Event::pool_begin, 1, 0, 3);
  probe.emit(Event::pool_end, 1, 0, 3);
}

void record_handles(Probe& probe) {
  for (int kind = 0; kind <= static_cast<int>(HandleKind::tcp_server); ++kind) {
    const std::uint64_t id = probe.new_id();
    probe.handle_open(id, static_cast<HandleKind>(kind), "handle", SourceLocation::current());
    for (const Event event : {Event::handle_start, Event::handle_stop, Event::handle_ref,
                              Event::handle_unref, Event::async_send, Event::handle_close})
      probe.emit(event, 0, 0, id);
  }
}

void record_connections(Probe& probe) {
  TracedAddress v6{AddressFamily::v6, {}, 9999};
  v6.bytes.fill(0xAB);
  for (const Event event :
       {Event::tcp_listen, Event::tcp_accept, Event::tcp_connect, Event::tcp_connected,
        Event::tcp_read, Event::tcp_write, Event::tcp_again, Event::tcp_drain, Event::tcp_shutdown,
        Event::tcp_eof, Event::tcp_close}) {
    probe.address(AddressRole::local, {AddressFamily::v4, {127, 0, 0, 1}, 80});
    probe.address(AddressRole::peer, v6);
    probe.emit(event, 0, 5, 9, 8);
  }
  probe.emit_named(Event::tcp_error, 111, "connect", 9);
}

void record_program(Probe& probe) {
  probe.log(Stream::out, "text \xFF\x01 😀");
  probe.log(Stream::err, std::string(Probe::max_log_bytes + 10, 'x'));
  probe.emit_named(Event::mark, 0, "mark", static_cast<std::uint64_t>(-1));
  probe.emit_named(Event::counter, 0, "counter", 3);
  probe.emit(Event::drop, 0, 0, 3, 1);
}

void record_all(const std::string& path, Clock::Source source) {
  const Clock clock(source);
  Session session(clock);
  RecorderOptions options;
  options.header.process = "record_everything";
  options.embed = {__FILE__};
  options.on_error = [](std::string_view) {};  // the source may be elsewhere
  Recorder recorder(session, path, std::move(options));
  Probe probe(session, "loop");
  Probe second(session, "worker");
  record_loop(probe);
  record_tasks(probe);
  record_handles(probe);
  record_connections(second);
  record_program(second);
  recorder.close(0);
}

}  // namespace
}  // namespace loopscope

int main(int argc, char** argv) {
  using namespace loopscope;
  if (argc != 2) {
    std::fputs("usage: record_everything DIRECTORY\n", stderr);
    return 2;
  }
  const std::string directory = argv[1];
  record_all(directory + "/real.jsonl", Clock::Source::tsc);
  record_all(directory + "/virtual.jsonl", Clock::Source::virtual_time);
  merge_traces({directory + "/real.jsonl", directory + "/real.jsonl"}, directory + "/merged.jsonl");
}
