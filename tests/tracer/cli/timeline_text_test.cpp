#include "tracer/cli/timeline_text.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>
#include <sstream>

#include "tests/tracer/model/loaded.hpp"
#include "tracer/cli/timeline_json.hpp"

using namespace loopscope;

namespace {

std::string text_of(const Script& script, bool colour = false) {
  std::string result;
  const Loaded loaded(script);
  const TimelineText text(colour, loaded.trace.definitions());
  TimelineBuilder builder(loaded.trace, {},
                          [&](const TimelineItem& item) { result += text.line(item); });
  builder.show_all();
  return result;
}

}  // namespace

TEST_CASE("the ordering puzzle as text", "[cli]") {
  CHECK(text_of(ordering_script()).insert(0, 1, '\n') == R"(
       0.002   3.00 µs  ● main      #1
       0.006   1.00 µs    ↳ tick      #3                              ← main#1
       1.000   20.0 µs  turn 1
       1.001   7.00 µs    timers
       1.002   3.00 µs      ● timer     timeout#2                     ← main#1 @ordering.cpp:12
       1.004                  ▸ hello
       1.006   1.00 µs        ↳ microtask #4                          ← timeout#2
       1.030            run() returns: nothing keeps the loop alive
       1.040            exit code 0
)");
}

TEST_CASE("colours change nothing but the colour", "[cli]") {
  const std::string coloured = text_of(ordering_script(), true);
  CHECK(coloured.find("\x1b[") != std::string::npos);
  std::string plain;
  for (std::size_t i = 0; i < coloured.size(); ++i) {
    if (coloured[i] == '\x1b')
      i = coloured.find('m', i);
    else
      plain += coloured[i];
  }
  CHECK(plain == text_of(ordering_script()));
}

TEST_CASE("TCP events are sentences in the callback they happened in", "[cli]") {
  Script script;
  script.define(DefinitionKind::name, 2, "server");
  TraceEvent& handle = script.add(1, Event::handle_open, 5);
  handle.kind = HandleKind::tcp_server;
  handle.name = 2;
  script.queue(2, 1, Queue::main);
  script.add(3, Event::task_begin, 1);
  TraceEvent& listen = script.add(4, Event::tcp_listen, 5);
  listen.local = "127.0.0.1:9999";
  listen.n = 128;
  TraceEvent& accept = script.add(5, Event::tcp_accept, 6);
  accept.other = 5;
  accept.peer = "127.0.0.1:40000";
  script.add(6, Event::tcp_read, 6).n = 13;
  script.add(7, Event::task_end, 1);
  const std::string text = text_of(script);
  CHECK(text.find("    server#5 listens on 127.0.0.1:9999 (backlog 128)\n") != std::string::npos);
  CHECK(text.find("#6 accepted by server#5 from 127.0.0.1:40000\n") != std::string::npos);
  CHECK(text.find("#6 reads 13 bytes\n") != std::string::npos);
}

TEST_CASE("a poll wait says why it waits", "[cli]") {
  TimelineItem item{.kind = ItemKind::wait};
  item.why = PollReason::timer;
  item.id = 4;
  item.other_name = "timeout";
  item.due_ns = 5'000'000;
  CHECK(wait_sentence(item) == "waits up to 5.00 ms for timer timeout#4");
  item.id = 0;  // the JavaScript engine's own
  CHECK(wait_sentence(item) == "waits up to 5.00 ms for an internal timer");
  item.why = PollReason::immediate;
  item.due_ns = 0;
  item.n = 2;
  CHECK(wait_sentence(item) == "does not wait: an immediate is queued; 2 ready");
  item.why = PollReason::no_timer;
  item.due_ns = TimelineItem::unknown;
  item.n = 0;
  CHECK(wait_sentence(item) == "waits for I/O: no timer is armed");
}

TEST_CASE("every line of the JSON form says what the text says", "[cli]") {
  std::vector<nlohmann::json> lines;
  const Loaded loaded(ordering_script());
  TimelineBuilder builder(loaded.trace, {}, [&lines](const TimelineItem& item) {
    lines.push_back(nlohmann::json::parse(timeline_json(item)));
  });
  builder.show_all();
  REQUIRE(lines.size() == 9);
  CHECK(lines[1] == nlohmann::json({{"kind", "task"},
                                    {"depth", 1},
                                    {"t", 6'000},
                                    {"took", 1'000},
                                    {"id", 3},
                                    {"q", "tick"},
                                    {"name", "tick"},
                                    {"by", 1},
                                    {"by_name", "main"},
                                    {"queued", 4'000},
                                    {"drained_after", 1}}));
  CHECK(lines[4].at("due") == 1'000'000);
  CHECK(lines[4].at("line") == 12);
  CHECK(lines[5].at("e") == "log");
  CHECK(lines[5].at("text") == "hello");
}
