#include "tracer/format/line_writer.hpp"

#include <string>

#include <catch2/catch.hpp>

#include "core/probe/probe.hpp"

using namespace loopscope;

namespace {

// Records of one thread under virtual time, and the lines they become.
class Written {
 public:
  Clock clock{Clock::Source::virtual_time};
  Session session{clock};
  Probe probe{session, "loop"};
  LineWriter writer{session};

  // What was recorded since the last call, without definitions and the common beginning.
  std::string lines() {
    Ring& ring = session.threads()[0]->ring;
    const auto records = ring.readable();
    for (const Record& record : records) writer.write(0, record);
    ring.release(records.size());
    std::string result;
    std::string_view rest = writer.buffer().text();
    for (; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
      const std::string_view line = rest.substr(0, rest.find('\n'));
      if (line.find("\"e\":\"def\"") == line.npos)
        result += std::string(line.substr(line.find("\"e\""))) + '\n';
    }
    writer.buffer().clear();
    return result;
  }
};

constexpr std::uint64_t handle = 7;

}  // namespace

TEST_CASE("tasks know who queued them", "[format]") {
  Written written;
  written.probe.task_queue(1, Queue::main, "main", SourceLocation{});
  written.probe.task_begin(1);
  written.probe.task_queue(2, Queue::tick, "", SourceLocation{},
                           task_flag_repeat | task_flag_unref);
  written.probe.task_end(1);
  written.probe.task_threw(2, "no \"good\"");
  CHECK(written.lines() == R"("e":"task.queue","id":1,"q":"main","name":2}
"e":"task.begin","id":1}
"e":"task.queue","id":2,"q":"tick","by":1,"repeat":true,"ref":false}
"e":"task.end","id":1}
"e":"task.end","id":2,"error":"no \"good\""}
)");
}

TEST_CASE("operands belong to the next event of their thread only", "[format]") {
  Written written;
  written.probe.timer_queue(1, "", SourceLocation{}, 5'000'000);
  written.probe.task_queue(2, Queue::check, "", SourceLocation{});
  TracedAddress v6{AddressFamily::v6, {}, 80};
  v6.bytes[15] = 1;
  written.probe.address(AddressRole::local, {AddressFamily::v4, {127, 0, 0, 1}, 9999});
  written.probe.address(AddressRole::peer, v6);
  written.probe.emit(Event::tcp_accept, 0, 0, 8, handle);
  written.probe.emit(Event::tcp_connect, 0, 0, 9);
  CHECK(written.lines() == R"("e":"task.queue","id":1,"q":"timer","due":5000000}
"e":"task.queue","id":2,"q":"check"}
"e":"tcp.accept","c":8,"server":7,"local":"127.0.0.1:9999","peer":"[::1]:80"}
"e":"tcp.connect","c":9}
)");
}

TEST_CASE("a loss discards operands and running tasks", "[format]") {
  Written written;
  written.probe.task_begin(1);
  written.probe.emit(Event::operand_due, 0, 0, 99);
  written.probe.emit(Event::drop, 0, 0, 12, 0);
  written.probe.task_queue(2, Queue::timer, "", SourceLocation{});
  CHECK(written.lines() == R"("e":"task.begin","id":1}
"e":"drop","count":12,"from":0,"to":3}
"e":"task.queue","id":2,"q":"timer"}
)");
}

TEST_CASE("every event has its fields", "[format]") {
  Written written;
  Probe& probe = written.probe;
  probe.emit(Event::start, 1, static_cast<std::uint32_t>(AliveReason::handle), handle);
  probe.emit(Event::turn, 0, 0, 3, 4000);
  probe.phase(Event::phase_begin, Phase::poll, 2);
  probe.emit(Event::poll_wait, static_cast<std::uint16_t>(PollReason::timer), 0, 50, 1);
  probe.emit(Event::poll_wait, static_cast<std::uint16_t>(PollReason::no_timer), 0, forever_ns);
  probe.emit(Event::poll_ready, 1, 0, handle);
  probe.handle_open(handle, HandleKind::tcp_server, "", SourceLocation{});
  probe.emit(Event::tcp_write, 0, 20, handle, 10);
  probe.emit_named(Event::tcp_error, 111, "connect", handle);
  probe.emit_named(Event::counter, 0, "depth", static_cast<std::uint64_t>(-5));
  probe.emit(Event::pool_begin, 2, 0, 4);
  probe.log(Stream::err, "späm");
  CHECK(written.lines() == R"("e":"start","mode":"once","alive":"handle","id":7}
"e":"turn","n":3,"now":4000}
"e":"phase.begin","ph":"poll","len":2}
"e":"poll.wait","timeout":50,"why":"timer","id":1}
"e":"poll.wait","why":"no-timer"}
"e":"poll.ready","id":7,"dir":"write"}
"e":"handle.open","id":7,"kind":"tcp-server"}
"e":"tcp.write","c":7,"n":10,"queued":20}
"e":"tcp.error","c":7,"op":"connect","error":"ECONNREFUSED"}
"e":"counter","name":3,"value":-5}
"e":"pool.begin","id":4,"worker":2}
"e":"log","s":"err","text":"späm","task":4}
)");
}

TEST_CASE("definitions stand before their first use", "[format]") {
  Written written;
  written.probe.task_queue(1, Queue::main, "main", SourceLocation::current());
  const auto records = written.session.threads()[0]->ring.readable();
  for (const Record& record : records) written.writer.write(0, record);
  const std::string text(written.writer.buffer().text());
  const std::size_t use = text.find("task.queue");
  CHECK(text.find(R"("kind":"thread","n":0,"text":"loop","tid":)") < use);
  CHECK(text.find(R"("kind":"name","n":2,"text":"main"})") < use);
  CHECK(text.find("line_writer_test.cpp\",\"line\":") < use);
  CHECK(written.writer.lines() == 6);
}

TEST_CASE("what is too deep to follow does no harm", "[format]") {
  RunningTasks tasks;
  const std::uint64_t deep = RunningTasks::max_depth + 10;
  for (std::uint64_t id = 1; id <= deep; ++id) tasks.begin(id);
  CHECK(tasks.innermost() == RunningTasks::max_depth);
  for (std::uint64_t id = deep; id >= 1; --id) tasks.end(id);
  CHECK(tasks.innermost() == 0);
}
