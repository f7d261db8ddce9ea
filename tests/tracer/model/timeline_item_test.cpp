// What one line of the timeline says.
#include <catch2/catch.hpp>

#include "tests/tracer/model/items.hpp"

using namespace loopscope;

namespace {

TimelineOptions everything() {
  TimelineOptions options;
  options.everything = true;
  return options;
}

TimelineItem item_of(const Script& script, Event event) {
  for (TimelineItem& item : items_of(script, everything()))
    if (item.kind == ItemKind::event && item.event == event) return item;
  FAIL("the timeline has no such line");
  return {};
}
TimelineItem item_of(const Script& script, ItemKind kind) {
  for (TimelineItem& item : items_of(script, everything()))
    if (item.kind == kind) return item;
  FAIL("the timeline has no such line");
  return {};
}

/// Names 2 "main" and 3 "listener", location 1 server.cpp:12, a server that is open as 5.
Script with_server(std::uint32_t name) {
  Script script;
  script.define(DefinitionKind::name, 2, "main");
  script.define(DefinitionKind::name, 3, "listener");
  script.define(DefinitionKind::location, 1, "/src/server.cpp").line_number = 12;
  TraceEvent& handle = script.add(1, Event::handle_open, 5);
  handle.kind = HandleKind::tcp_server;
  handle.name = name;
  handle.at = 1;
  return script;
}

}  // namespace

TEST_CASE("a handle has its name, or that of its kind", "[model]") {
  CHECK(item_of(with_server(3), Event::handle_open).name == "listener");
  CHECK(item_of(with_server(0), Event::handle_open).name == "tcp-server");
  Script script = with_server(3);
  script.add(2, Event::handle_close, 5);
  CHECK(item_of(script, Event::handle_close).name == "listener");
  const TimelineItem opened = item_of(script, Event::handle_open);
  CHECK(opened.file == "/src/server.cpp");
  CHECK(opened.line == 12);
  CHECK(opened.handle == HandleKind::tcp_server);
}

TEST_CASE("a connection tells by which server it was accepted", "[model]") {
  Script script = with_server(3);
  TraceEvent& accept = script.add(2, Event::tcp_accept, 6);
  accept.other = 5;
  accept.peer = "[::1]:9";
  const TimelineItem item = item_of(script, Event::tcp_accept);
  CHECK(item.other == 5);
  CHECK(item.other_name == "listener");
  CHECK(item.peer == "[::1]:9");
}

TEST_CASE("what keeps the loop alive has its name", "[model]") {
  Script script = with_server(3);
  TraceEvent& start = script.add(2, Event::start, 5);
  start.alive = AliveReason::handle;
  const TimelineItem item = item_of(script, Event::start);
  CHECK(item.name == "listener");
  CHECK(item.alive == AliveReason::handle);
}

TEST_CASE("a wait has its limit, the timer behind it, and how much was ready", "[model]") {
  Script script;
  script.define(DefinitionKind::name, 2, "timeout");
  script.queue(1, 9, Queue::timer).name = 2;
  TraceEvent& wait = script.add(2, Event::poll_wait, 9);
  wait.when_ns = 500;
  wait.why = PollReason::timer;
  script.add(400, Event::poll_wake).n = 3;
  const TimelineItem item = item_of(script, ItemKind::wait);
  CHECK(item.due_ns == 500);
  CHECK(item.why == PollReason::timer);
  CHECK(item.other_name == "timeout");
  CHECK(item.n == 3);
  CHECK(item.took_ns == 398);
}

TEST_CASE("a callback that threw says what", "[model]") {
  Script script;
  script.add(1, Event::task_begin, 4);
  TraceEvent& end = script.add(2, Event::task_end, 4);
  end.has_error = true;
  end.error = "no such file";
  const TimelineItem item = item_of(script, ItemKind::task);
  CHECK(item.threw);
  CHECK(item.error == "no such file");
  CHECK_FALSE(item.known);
  CHECK(item.id == 4);
}

TEST_CASE("work on the pool tells its worker, and who asked for it after that has ended",
          "[model]") {
  Script script = with_server(3);
  script.queue(2, 1, Queue::main).name = 2;
  script.add(3, Event::task_begin, 1);
  script.queue(4, 8, Queue::pool, 1).at = 1;
  script.add(5, Event::task_end, 1);
  script.thread = 2;
  script.add(6, Event::pool_begin, 8).n = 2;
  script.add(9, Event::pool_end, 8).n = 2;
  const TimelineItem item = item_of(script, ItemKind::pool);
  CHECK(item.n == 2);
  CHECK(item.thread == 2);
  CHECK(item.by == 1);
  CHECK(item.by_name == "main");
  CHECK(item.line == 12);
  CHECK(item.took_ns == 3);
}

TEST_CASE("a task that is queued by one that is not in the trace says so", "[model]") {
  Script script;
  script.queue(1, 4, Queue::tick, 99);
  script.run(2, 3, 4);
  const TimelineItem item = item_of(script, ItemKind::task);
  CHECK(item.by == 99);
  CHECK(item.by_name == "task");
}

TEST_CASE("a cancelled task says what it was and where it was queued", "[model]") {
  Script script = with_server(3);
  TraceEvent& queued = script.queue(2, 4, Queue::timer);
  queued.name = 3;
  queued.at = 1;
  queued.when_ns = 700;
  script.add(3, Event::task_cancel, 4);
  const TimelineItem item = item_of(script, Event::task_cancel);
  CHECK(item.name == "listener");
  CHECK(item.queue == Queue::timer);
  CHECK(item.queued_ns == 2);
  CHECK(item.due_ns == 700);
  CHECK(item.file == "/src/server.cpp");
}

TEST_CASE("a step of the start-up has a name and a layer", "[model]") {
  Script script = with_server(3);
  for (const Event event : {Event::boot_begin, Event::boot_end}) {
    TraceEvent& boot = script.add(event == Event::boot_begin ? 2 : 5, event);
    boot.name = 3;
    boot.layer = Layer::cpp;
  }
  const TimelineItem item = item_of(script, ItemKind::boot);
  CHECK(item.name == "listener");
  CHECK(item.layer == Layer::cpp);
  CHECK(item.took_ns == 3);
  CHECK(item.complete);
}
