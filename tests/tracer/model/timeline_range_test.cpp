// Properties of the timeline: a range is a part of the whole, and holding less shows the same.
#include <fmt/format.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <map>
#include <random>

#include "tests/tracer/export/random_trace.hpp"
#include "tests/tracer/model/items.hpp"
#include "tests/tracer/model/merged.hpp"

using namespace loopscope;

namespace {

using Items = std::vector<TimelineItem>;

/// Turns and phases are shown for what is in them, and so are what waits at the end.
bool shown_for_itself(const TimelineItem& item) {
  return item.kind == ItemKind::task || item.kind == ItemKind::pool ||
         item.kind == ItemKind::event || item.kind == ItemKind::boot;
}

std::vector<std::string> lines_of(const Items& items,
                                  bool (*wanted)(const TimelineItem&, TimelineOptions),
                                  TimelineOptions options) {
  std::vector<std::string> lines;
  for (const TimelineItem& item : items)
    if (!item.is_end && shown_for_itself(item) && wanted(item, options))
      lines.push_back(fmt::format("t {} event {} id {} depth {}", item.t_ns,
                                  static_cast<int>(item.event), item.id, item.depth));
  return lines;
}
/// "" where they are the same.
std::string first_difference(const std::vector<std::string>& a, const std::vector<std::string>& b) {
  for (std::size_t i = 0; i < std::max(a.size(), b.size()); ++i) {
    const std::string one = i < a.size() ? a[i] : "nothing";
    const std::string other = i < b.size() ? b[i] : "nothing";
    if (one != other) return one + " or " + other;
  }
  return "";
}
bool any(const TimelineItem&, TimelineOptions) {
  return true;
}
bool overlaps(const TimelineItem& item, TimelineOptions range) {
  const std::int64_t took_ns = item.kind == ItemKind::event ? 0 : item.took_ns;
  return item.t_ns < range.to_ns && item.t_ns + took_ns >= range.from_ns;
}

}  // namespace

TEST_CASE("a range of a timeline is what overlaps it in the whole", "[model][property]") {
  std::mt19937 random(9);
  for (unsigned seed = 1; seed <= 10; ++seed) {
    const RandomTrace made(seed, seed % 2 == 0);
    const Loaded loaded(made.script());
    const Items whole = items_of(loaded.trace);
    const auto length = static_cast<std::uint32_t>(loaded.trace.last_ns());
    for (int i = 0; i < 20; ++i) {
      TimelineOptions range;
      range.from_ns = random() % length;
      range.to_ns = range.from_ns + random() % (length / 4);
      INFO("seed " << seed << ", from " << range.from_ns << " to " << range.to_ns);
      REQUIRE(first_difference(lines_of(items_of(loaded.trace, range), any, range),
                               lines_of(whole, overlaps, range)) == "");
    }
  }
}

TEST_CASE("however few lines are held, the same ones come at the same depth", "[model][property]") {
  const RandomTrace one(51, false);
  const RandomTrace other(52, true);
  const Script script = merged(one.script(), other.script());
  const Loaded loaded(script);
  const Items whole = items_of(loaded.trace);
  for (const std::size_t held : {1, 2, 5, 40}) {
    TimelineOptions options;
    options.max_held = held;
    INFO("held: " << held);
    CHECK(first_difference(lines_of(items_of(loaded.trace, options), any, {}),
                           lines_of(whole, any, {})) == "");
  }
}

TEST_CASE("what is shown before its end is shown once more, with its length", "[model][property]") {
  const RandomTrace made(61, false);
  const Loaded loaded(made.script());
  std::int64_t all_ns = 0;
  for (const TimelineItem& item : items_of(loaded.trace))
    if (item.kind == ItemKind::task) all_ns += item.took_ns;
  TimelineOptions options;
  options.max_held = 1;
  std::int64_t opened = 0;
  std::int64_t ended = 0;
  for (const TimelineItem& item : items_of(loaded.trace, options)) {
    if (item.open) ++opened;
    if (item.is_end) ++ended;
    if (item.kind == ItemKind::task && !item.open) all_ns -= item.took_ns;
  }
  CHECK(opened > 100);
  CHECK(opened == ended);
  CHECK(all_ns == 0);
}

TEST_CASE("the end of what was shown before its end stands where its begin stood",
          "[model][property]") {
  const RandomTrace made(62, true);
  const Loaded loaded(made.script());
  TimelineOptions options;
  options.max_held = 1;
  std::map<std::pair<std::uint32_t, std::uint64_t>, std::uint32_t> depths;  // of tasks, by thread
  std::size_t ends = 0;
  for (const TimelineItem& item : items_of(loaded.trace, options)) {
    if (item.kind != ItemKind::task) continue;
    if (item.open) depths[{item.thread, item.id}] = item.depth;
    if (!item.is_end) continue;
    ++ends;
    CHECK(item.depth == depths.at({item.thread, item.id}));
  }
  CHECK(ends > 50);
}

TEST_CASE("items that waited in vain come only where the range reaches the end", "[model]") {
  Script script;
  script.queue(10, 1, Queue::timer);
  script.log(20, "last");
  TimelineOptions options;
  options.to_ns = 20;
  CHECK(items_of(script, options).empty());
  options.to_ns = 21;
  REQUIRE(items_of(script, options).size() == 2);
  CHECK(items_of(script, options)[1].kind == ItemKind::waiting);
}
