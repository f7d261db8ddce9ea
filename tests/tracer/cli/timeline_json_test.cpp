// The fields of `timeline --json`, as docs/cli.md names them.
#include "tracer/cli/timeline_json.hpp"

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "tests/tracer/model/items.hpp"

using namespace loopscope;
using Json = nlohmann::json;

namespace {

std::vector<Json> json_of(const Script& script) {
  TimelineOptions options;
  options.everything = true;
  std::vector<Json> lines;
  for (const TimelineItem& item : items_of(script, options))
    lines.push_back(Json::parse(timeline_json(item)));
  return lines;
}

/// The last line without what every line has.
Json last_of(const Script& script) {
  Json json = json_of(script).back();
  for (const char* common : {"kind", "depth", "t"}) json.erase(common);
  return json;
}

Script server() {
  Script script;
  script.define(DefinitionKind::name, 2, "web");
  script.define(DefinitionKind::location, 1, "/src/server.js").line_number = 12;
  TraceEvent& opened = script.add(1, Event::handle_open, 5);
  opened.kind = HandleKind::tcp_server;
  opened.name = 2;
  opened.at = 1;
  opened.by = 3;
  return script;
}

}  // namespace

TEST_CASE("an opened handle has its kind, name, place and who opened it", "[cli][timeline]") {
  CHECK(last_of(server()) == Json({{"e", "handle.open"},
                                   {"id", 5},
                                   {"name", "web"},
                                   {"by", 3},
                                   {"handle", "tcp-server"},
                                   {"file", "/src/server.js"},
                                   {"line", 12}}));
}

TEST_CASE("a server's and a connection's events have their addresses", "[cli][timeline]") {
  Script script = server();
  TraceEvent& listen = script.add(2, Event::tcp_listen, 5);
  listen.n = 511;
  listen.local = "[::1]:80";
  CHECK(last_of(script) == Json({{"e", "tcp.listen"},
                                 {"id", 5},
                                 {"name", "web"},
                                 {"backlog", 511},
                                 {"local", "[::1]:80"}}));
  TraceEvent& accept = script.add(3, Event::tcp_accept, 6);
  accept.other = 5;
  accept.peer = "[::1]:9";
  accept.by = 8;
  CHECK(last_of(script) ==
        Json({{"e", "tcp.accept"}, {"id", 6}, {"by", 8}, {"server", 5}, {"peer", "[::1]:9"}}));
}

TEST_CASE("a connection's traffic has its bytes, waiting ones and errors", "[cli][timeline]") {
  Script script;
  TraceEvent& write = script.add(1, Event::tcp_write, 6);
  write.n = 10;
  write.queued = 5;
  CHECK(last_of(script) == Json({{"e", "tcp.write"}, {"id", 6}, {"n", 10}, {"queued", 5}}));
  script.add(2, Event::tcp_read, 6).n = 7;
  CHECK(last_of(script) == Json({{"e", "tcp.read"}, {"id", 6}, {"n", 7}}));
  script.add(3, Event::tcp_again, 6).direction = Direction::write;
  CHECK(last_of(script) == Json({{"e", "tcp.again"}, {"id", 6}, {"dir", "write"}}));
  TraceEvent& error = script.add(4, Event::tcp_error, 6);
  error.op = "read";
  error.error = "ECONNRESET";
  CHECK(last_of(script) ==
        Json({{"e", "tcp.error"}, {"id", 6}, {"op", "read"}, {"error", "ECONNRESET"}}));
}

TEST_CASE("output, marks and counters have texts and values", "[cli][timeline]") {
  Script script = server();
  TraceEvent& log = script.log(2, "a \"line\"\xff");
  log.stream = Stream::err;
  log.by = 4;
  CHECK(last_of(script) ==
        Json({{"e", "log"}, {"by", 4}, {"text", "a \"line\"\xEF\xBF\xBD"}, {"s", "err"}}));
  TraceEvent& mark = script.add(3, Event::mark);
  mark.name = 2;
  mark.n = -1;
  CHECK(last_of(script) == Json({{"e", "mark"}, {"name", "web"}, {"value", -1}}));
}

TEST_CASE("beginning, end, losses and ready descriptors", "[cli][timeline]") {
  Script script = server();
  TraceEvent& start = script.add(2, Event::start, 5);
  start.alive = AliveReason::handle;
  CHECK(last_of(script) == Json({{"e", "start"}, {"id", 5}, {"name", "web"}, {"alive", "handle"}}));
  script.add(3, Event::poll_ready, 5).direction = Direction::read;
  CHECK(last_of(script) ==
        Json({{"e", "poll.ready"}, {"id", 5}, {"name", "web"}, {"dir", "read"}}));
  script.add(4, Event::drop).n = 9;
  CHECK(last_of(script) == Json({{"e", "drop"}, {"count", 9}}));
  script.add(5, Event::end).n = 3;
  CHECK(last_of(script) == Json({{"e", "end"}, {"exit", 3}}));
}

TEST_CASE("a queued task has its queue, due time and place", "[cli][timeline]") {
  Script script = server();
  TraceEvent& queued = script.queue(2, 7, Queue::timer, 3);
  queued.when_ns = 900;
  queued.at = 1;
  const std::vector<Json> lines = json_of(script);
  CHECK(lines[1]["e"] == "task.queue");
  for (const Json& line : {lines[1], lines[2]}) {  // queued, and waiting at the end
    CHECK(line["id"] == 7);
    CHECK(line["q"] == "timer");
    CHECK(line["name"] == "timer");
    CHECK(line["by"] == 3);
    CHECK(line["due"] == 900);
    CHECK(line["line"] == 12);
  }
  CHECK(lines[2]["kind"] == "waiting");
}

TEST_CASE("a wait that has no end has no timeout, and says so", "[cli][timeline]") {
  Script script;
  script.add(1, Event::poll_wait).why = PollReason::no_timer;
  CHECK(last_of(script) ==
        Json({{"took", 0}, {"why", "no-timer"}, {"ready", 0}, {"incomplete", true}}));
}

TEST_CASE("threads and processes other than the first have their numbers", "[cli][timeline]") {
  Script script;
  script.log(1, "first");
  script.thread = 2;
  script.process = 1;
  script.log(2, "second");
  const std::vector<Json> lines = json_of(script);
  CHECK_FALSE(lines[0].contains("th"));
  CHECK_FALSE(lines[0].contains("p"));
  CHECK(lines[1]["th"] == 2);
  CHECK(lines[1]["p"] == 1);
}
