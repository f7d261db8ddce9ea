#include "tracer/model/timeline.hpp"

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "tests/tracer/model/items.hpp"
#include "tracer/format/names.hpp"

using namespace loopscope;

namespace {

std::string word(const TimelineItem& item) {
  if (item.kind == ItemKind::turn) return "turn";
  if (item.kind == ItemKind::phase) return std::string(name_of(item.phase));
  if (item.kind == ItemKind::wait) return "wait";
  if (item.kind == ItemKind::event) return std::string(name_of(item.event));
  return std::to_string(item.id);
}

/// One letter of indent a level: "turn .timers ..2 ...log".
std::string tree(const std::vector<TimelineItem>& items) {
  std::string text;
  for (const TimelineItem& item : items)
    text.append(text.empty() ? 0 : 1, ' ').append(item.depth, '.').append(word(item));
  return text;
}

}  // namespace

TEST_CASE("the tree has drains under their callback and no empty phases", "[model]") {
  const auto items = items_of(ordering_script());
  CHECK(tree(items) == "1 .3 turn .timers ..2 ...log ...4 stop end");
}

TEST_CASE("a callback says who queued it, where and when", "[model]") {
  const auto items = items_of(ordering_script());
  const TimelineItem& timer = items[4];
  REQUIRE(timer.id == 2);
  CHECK(timer.name == "timeout");
  CHECK(timer.by == 1);
  CHECK(timer.by_name == "main");
  CHECK(timer.file == "/src/ordering.cpp");
  CHECK(timer.line == 12);
  CHECK(timer.queued_ns == 3'000);
  CHECK(timer.due_ns == 1'000'000);
  CHECK(timer.took_ns == 3'000);
  CHECK(items[1].drained_after == 1);
}

TEST_CASE("turns in which nothing happened are counted, not shown", "[model]") {
  Script script;
  for (int turn = 1; turn <= 5; ++turn) script.turn(turn * 100, turn);
  script.run(510, 520, 7);
  script.add(600, Event::stop);
  const auto items = items_of(script);
  REQUIRE(tree(items) == "turn .7 stop");
  CHECK(items[0].n == 5);
  CHECK(items[0].skipped_turns == 4);
}

TEST_CASE("a range shows what overlaps it, within what is around it", "[model]") {
  TimelineOptions options;
  options.from_ns = 1'003'500;
  options.to_ns = 1'005'500;
  CHECK(tree(items_of(ordering_script(), options)) == "turn .timers ..2 ...log");
  options.from_ns = 6'500;
  options.to_ns = 6'600;
  CHECK(tree(items_of(ordering_script(), options)) == ".3");
  options.from_ns = 2'000'000;
  options.to_ns = 3'000'000;
  CHECK(items_of(ordering_script(), options).empty());
}

TEST_CASE("a long scope is shown before its end when too much is held", "[model]") {
  Script script;
  script.turn(1, 1);
  script.phase(2, Event::phase_begin, Phase::poll);
  for (std::uint64_t id = 1; id <= 50; ++id) {
    const auto t = static_cast<std::int64_t>(id) * 10;
    script.run(t, t + 5, id);
  }
  script.phase(900, Event::phase_end, Phase::poll);
  script.add(901, Event::stop);
  TimelineOptions options;
  options.max_held = 10;
  const auto items = items_of(script, options);
  REQUIRE(items.size() == 50 + 5);
  CHECK(items[0].open);
  CHECK(items[1].open);
  CHECK(items[1].took_ns == TimelineItem::unknown);
  const TimelineItem& end = items[items.size() - 3];
  CHECK(end.is_end);
  CHECK(end.phase == Phase::poll);
  CHECK(end.took_ns == 898);
}

TEST_CASE("waits are shown when they waited or woke something", "[model]") {
  Script script;
  for (const std::int64_t timeout : {0, 5}) {
    const std::int64_t t_ns = 10 * timeout;
    script.phase(t_ns + 1, Event::phase_begin, Phase::poll);
    script.add(t_ns + 2, Event::poll_wait).when_ns = timeout;
    script.add(t_ns + 3, Event::poll_wake);
    script.phase(t_ns + 4, Event::phase_end, Phase::poll);
  }
  const auto items = items_of(script);
  CHECK(tree(items) == "poll .wait");
  CHECK(items[1].due_ns == 5);
}

TEST_CASE("tasks that never ran stand at the end", "[model]") {
  Script script;
  for (std::uint64_t id = 1; id <= 15; ++id) script.queue(1, id, Queue::timer);
  const auto items = items_of(script);
  REQUIRE(items.size() == 11);
  CHECK(items[0].kind == ItemKind::waiting);
  CHECK(items[0].id == 1);
  CHECK(items[10].kind == ItemKind::more);
  CHECK(items[10].n == 5);
}

TEST_CASE("queuing and handles are shown when everything is asked for", "[model]") {
  TimelineOptions options;
  options.everything = true;
  CHECK(tree(items_of(ordering_script(), options)) ==
        "task.queue 1 .task.queue .task.queue .3 turn .timers ..2 ...task.queue ...log ...4 stop "
        "end");
}
