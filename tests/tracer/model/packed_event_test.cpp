// Property: an event of any kind comes out of the model with all that its line said.
#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>
#include <limits>

#include "tests/tracer/format/random_events.hpp"
#include "tests/tracer/model/loaded.hpp"

using namespace loopscope;
using namespace loopscope::test;

namespace {

constexpr std::int64_t longest_delay_ms = std::int64_t{Label::no_delay} - 1;

/// What cannot be in a trace (docs/trace-format.md: no other number is negative), or does not fit.
void make_sound(TraceEvent& event, std::int64_t t_ns) {
  event.t_ns = t_ns;
  event.queued = std::max<std::int64_t>(event.queued, 0);
  if (event.event == Event::turn) event.n = std::max<std::int64_t>(event.n, 0);
  if (event.has(Field::delay))
    event.delay_ms = std::clamp<std::int64_t>(event.delay_ms, 0, longest_delay_ms);
}

bool is_packed(Event event) {
  return !name_of(event).empty() && event != Event::definition && event != Event::source;
}

/// The line of an event of the model; which keys it had is not kept there.
std::string line_of_packed(const Trace& trace, std::uint32_t index, std::uint64_t fields) {
  TraceEvent event = trace.event(index);
  event.fields = fields;
  return line_of(event);
}

void check_round_trip(const std::deque<TraceEvent>& events, std::size_t block_events) {
  Script script;
  for (const TraceEvent& event : events) script.add(0, event.event) = event;
  const Loaded loaded(script, block_events);
  REQUIRE(loaded.trace.size() == events.size());
  for (std::uint32_t i = 0; i < loaded.trace.size(); ++i)
    REQUIRE(line_of_packed(loaded.trace, i, events[i].fields) == line_of(events[i]));
}

}  // namespace

TEST_CASE("every kind of event comes out of the model as it went in", "[model][property]") {
  RandomEvents random(77);
  std::deque<TraceEvent> events;
  for (int round = 0; round < 200; ++round)
    for (std::size_t kind = 0; kind < Names<Event>::all.size(); ++kind)
      if (is_packed(static_cast<Event>(kind)))
        make_sound(events.emplace_back(random.of(static_cast<Event>(kind))),
                   static_cast<std::int64_t>(events.size()));
  for (const std::size_t block_events : {1, 7, 1000}) check_round_trip(events, block_events);
}

TEST_CASE("the ends of every number's range come out as they went in", "[model]") {
  std::deque<TraceEvent> events;
  const auto both_ends = [&events](Event kind, auto member) {
    using Number = std::remove_reference_t<decltype(TraceEvent{}.*member)>;
    for (const Number value : {std::numeric_limits<Number>::min(), Number{0}, Number{1},
                               std::numeric_limits<Number>::max()}) {
      TraceEvent& event = events.emplace_back();
      event.event = kind;
      event.fields = fields_of(kind).allowed();
      event.*member = value;
      make_sound(event, static_cast<std::int64_t>(events.size()));
    }
  };
  for (std::size_t i = 0; i < Names<Event>::all.size(); ++i) {
    const auto kind = static_cast<Event>(i);
    if (!is_packed(kind)) continue;
    for (const auto member : {&TraceEvent::id, &TraceEvent::by}) both_ends(kind, member);
    for (const auto member : {&TraceEvent::name, &TraceEvent::at, &TraceEvent::fn,
                              &TraceEvent::thread, &TraceEvent::process})
      both_ends(kind, member);
    for (const auto member : {&TraceEvent::n, &TraceEvent::when_ns}) both_ends(kind, member);
  }
  both_ends(Event::end, &TraceEvent::events);
  both_ends(Event::end, &TraceEvent::dropped);
  both_ends(Event::tcp_accept, &TraceEvent::other);
  both_ends(Event::tcp_write, &TraceEvent::queued);
  both_ends(Event::drop, &TraceEvent::to_ns);
  check_round_trip(events, 100);
}

TEST_CASE("an error without words is an error all the same", "[model]") {
  Script script;
  script.add(1, Event::task_end, 1).has_error = true;
  script.add(2, Event::task_end, 1);
  const Loaded loaded(script);
  CHECK(loaded.trace.event(0).has_error);
  CHECK_FALSE(loaded.trace.event(1).has_error);
}

TEST_CASE("the name of an event of a later version is kept", "[model]") {
  Script script;
  TraceEvent& event = script.add(1, Event::unknown, 5);
  event.unknown_name = "quic.stream";
  const Loaded loaded(script);
  CHECK(loaded.trace.event(0).event == Event::unknown);
  CHECK(loaded.trace.event(0).unknown_name == "quic.stream");
}
