#include "tracer/format/line_writer.hpp"

#include <algorithm>
#include <cstring>
#include <string>
#include <vector>

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
constexpr std::size_t piece_bytes = 65536;

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
  written.probe.timer_queue(1, "", SourceLocation{}, 5'000'000, 2);
  written.probe.task_queue(2, Queue::check, "", SourceLocation{});
  TracedAddress v6{AddressFamily::v6, {}, 80};
  v6.bytes[15] = 1;
  written.probe.address(AddressRole::local, {AddressFamily::v4, {127, 0, 0, 1}, 9999});
  written.probe.address(AddressRole::peer, v6);
  written.probe.emit(Event::tcp_accept, 0, 0, 8, handle);
  written.probe.emit(Event::tcp_connect, 0, 0, 9);
  CHECK(written.lines() == R"("e":"task.queue","id":1,"q":"timer","due":5000000,"delay":2}
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
  CHECK(written.writer.lines() == 4);
}

TEST_CASE("what stands for too many is defined only where it is used", "[format]") {
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock, {.max_definitions = 2});
  Probe probe(session, "loop");
  LineWriter writer(session);
  const auto place = [](std::uint32_t line) { return LocationText{"a.cpp", "f", line, 1}; };
  for (const std::uint32_t line : {1U, 2U, 3U})
    probe.emit(Event::task_queue, 0, session.name("name " + std::to_string(line)), line,
               session.location(place(line)));
  std::string written;
  for (const Record& record : session.threads()[0]->ring.readable()) {
    writer.write(0, record);
    written += std::string(writer.buffer().text()) + "--\n";
    writer.buffer().clear();
  }
  const auto parts = [&written](std::string_view text) {
    std::vector<std::size_t> found;
    for (std::size_t at = 0; (at = written.find(text, at)) != written.npos; ++at)
      found.push_back(static_cast<std::size_t>(
          std::count(written.begin(), written.begin() + static_cast<std::ptrdiff_t>(at), '-') / 2));
    return found;
  };
  using Parts = std::vector<std::size_t>;  // the records before which it stands
  CHECK(parts(R"("n":2,"text":"name 1")") == Parts{0});
  CHECK(parts(R"x("n":1,"text":"(too many names)")x") == Parts{1});
  CHECK(parts(R"x("n":1,"text":"(too many locations)")x") == Parts{1});
  CHECK(parts(R"("name":1,"at":1)") == Parts{1, 2});
}

TEST_CASE("texts of definitions are cut", "[format]") {
  Written written;
  const std::string name(LineWriter::max_definition_bytes + 100, 'n');
  written.probe.emit_named(Event::mark, 0, name);
  for (const Record& record : written.session.threads()[0]->ring.readable())
    written.writer.write(0, record);
  const std::string text(written.writer.buffer().text());
  CHECK(std::count(text.begin(), text.end(), 'n') <
        static_cast<std::ptrdiff_t>(LineWriter::max_definition_bytes + 100));
  CHECK(text.find(name.substr(0, LineWriter::max_definition_bytes - 8)) != text.npos);
}

TEST_CASE("time never goes backwards on a thread, whatever the clock says", "[format]") {
  Written written;
  for (const std::uint64_t ticks : {50U, 20U, 70U})
    written.writer.write(0, {ticks, Event::poll_wake, 0, 0, 0, 0});
  const std::string text(written.writer.buffer().text());
  CHECK(text.find("{\"t\":20,") == text.npos);
  std::size_t at = 0;
  int at_50 = 0;
  while ((at = text.find("{\"t\":50,\"e\":\"poll.wake\"", at)) != text.npos) ++at, ++at_50;
  CHECK(at_50 == 2);
}

TEST_CASE("losses that a ring could not report are reported at the end", "[format]") {
  Written written;
  written.probe.emit(Event::poll_wake);
  written.probe.emit(Event::drop, 0, 0, 12, 0);
  static_cast<void>(written.lines());
  written.writer.write_unreported_drops(0, 12);
  CHECK(written.writer.buffer().size() == 0);
  written.writer.write_unreported_drops(0, 20);
  std::string text(written.writer.buffer().text());
  CHECK(text.find(R"("e":"drop","count":8,)") != text.npos);
  written.writer.buffer().clear();
  const std::uint64_t lines = written.writer.lines();
  written.writer.write_end(3, 20);
  text = written.writer.buffer().text();
  CHECK(text.find(R"("e":"end","exit":3,"events":)" + std::to_string(lines) +
                  R"(,"dropped":20})") != text.npos);
}

TEST_CASE("a recorded end is an exit code, not a line", "[format]") {
  Written written;
  CHECK_FALSE(written.writer.exit_code());
  written.probe.emit(Event::end, 42);
  CHECK(written.lines().empty());
  CHECK(written.writer.exit_code() == 42);
}

TEST_CASE("texts of events have a limit", "[format]") {
  Operands operands;
  std::uint64_t word = 0;
  std::memcpy(&word, "12345678", sizeof word);
  for (std::size_t bytes = 0; bytes < Operands::max_text_bytes + 1000; bytes += 16)
    operands.take({0, Event::operand_text, 16, 0, word, word});
  CHECK(operands.text.size() == Operands::max_text_bytes);
  operands.clear();
  CHECK(operands.text.empty());
  CHECK_FALSE(operands.any);
}

TEST_CASE("an end that fits nothing ends what is inside of its task", "[format]") {
  RunningTasks tasks;
  for (const std::uint64_t id : {1U, 2U, 3U}) tasks.begin(id);
  tasks.end(9);
  CHECK(tasks.innermost() == 3);
  tasks.end(2);
  CHECK(tasks.innermost() == 1);
  tasks.begin(5);
  tasks.forget();
  CHECK(tasks.innermost() == 0);
}

TEST_CASE("what is too deep to follow does no harm", "[format]") {
  RunningTasks tasks;
  const std::uint64_t deep = RunningTasks::max_depth + 10;
  for (std::uint64_t id = 1; id <= deep; ++id) tasks.begin(id);
  CHECK(tasks.innermost() == RunningTasks::max_depth);
  for (std::uint64_t id = deep; id >= 1; --id) tasks.end(id);
  CHECK(tasks.innermost() == 0);
}

TEST_CASE("a task says where its callback begins", "[format]") {
  Written written;
  const std::uint32_t at = written.session.location({"a.js", "f", 1, 2});
  const std::uint32_t callee = written.session.location({"a.js", "g", 3, 4});
  written.probe.task_queue(1, Queue::tick, "g", SourceLocation::numbered(at, callee));
  written.probe.task_queue(2, Queue::tick, "g", SourceLocation::numbered(at));
  CHECK(written.lines() == R"("e":"task.queue","id":1,"q":"tick","name":2,"at":2,"fn":3}
"e":"task.queue","id":2,"q":"tick","name":2,"at":2}
)");
}

TEST_CASE("source texts stand in pieces before the first place in them", "[format]") {
  Written written;
  REQUIRE(written.session.add_source("a.js", std::string(piece_bytes, 'x') + "ö\"\n"));
  REQUIRE(written.session.add_source("a.js", "once is enough"));
  const std::uint32_t at = written.session.location({"a.js", "f", 1, 2});
  written.probe.task_queue(1, Queue::tick, "", SourceLocation::numbered(at));
  CHECK(written.lines() ==
        R"("e":"source","file":"a.js","n":1,"text":")" + std::string(piece_bytes, 'x') + R"("}
"e":"source","file":"a.js","n":2,"text":"ö\"\n"}
"e":"task.queue","id":1,"q":"tick","at":2}
)");
}

TEST_CASE("source texts have a limit", "[format]") {
  Written written;
  CHECK_FALSE(written.session.add_source("a", std::string(Session::max_source_bytes + 1, 'x')));
  const std::string longest(Session::max_source_bytes, 'x');
  for (std::size_t i = 0; i < Session::max_sources_bytes / longest.size(); ++i)
    CHECK(written.session.add_source(std::to_string(i), longest));
  CHECK_FALSE(written.session.add_source("one more", "x"));
}
