#include "viewer/model/words.hpp"

#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

/// Of one event with id 5.
template <typename Fill>
std::string label_of_one(Event event, Fill fill) {
  Script script;
  script.define(DefinitionKind::name, 1, "web");
  fill(script.add(1, event, 5));
  return box_label(Viewed(script).trace, 0);
}

}  // namespace

TEST_CASE("boxes are named by what they hold", "[viewer]") {
  const auto named = [](TraceEvent& event) { event.name = 1; };
  CHECK(label_of_one(Event::task_queue, named) == "web#5");
  CHECK(label_of_one(Event::boot_begin, named) == "web");
  CHECK(label_of_one(Event::handle_open, named) == "web#5");
  CHECK(label_of_one(Event::handle_open,
                     [](TraceEvent& event) { event.kind = HandleKind::async; }) == "async#5");
  CHECK(label_of_one(Event::phase_begin, [](TraceEvent& event) { event.phase = Phase::check; }) ==
        "check");
  CHECK(label_of_one(Event::turn, [](TraceEvent& event) { event.n = 12; }) == "turn 12");
  CHECK(label_of_one(Event::poll_wait, [](TraceEvent& event) { event.why = PollReason::timer; }) ==
        "wait: timer");
}

TEST_CASE("connections are named by what happens to them", "[viewer]") {
  CHECK(label_of_one(Event::tcp_read, [](TraceEvent& event) { event.n = 19; }) == "#5 read 19 B");
  CHECK(label_of_one(Event::tcp_again, [](TraceEvent&) {}) == "#5 EAGAIN");
  CHECK(label_of_one(Event::tcp_listen, [](TraceEvent& event) { event.local = "[::1]:80"; }) ==
        "#5 listen [::1]:80");
  CHECK(label_of_one(Event::tcp_accept, [](TraceEvent& event) {
          event.local = "[::1]:80";
          event.peer = "[::1]:999";
        }) == "#5 accept [::1]:999");
  CHECK(label_of_one(Event::tcp_error, [](TraceEvent& event) {
          event.op = "read";
          event.error = "ECONNRESET";
        }) == "#5 read ECONNRESET");
}

TEST_CASE("a list's lines name the event and what it is about", "[viewer]") {
  Script script;
  script.define(DefinitionKind::name, 1, "web");
  script.queue(1, 5, Queue::tick).name = 1;
  script.run(2, 3, 5);
  script.queue(4, 6, Queue::check);
  script.add(5, Event::task_cancel, 6);
  script.phase(6, Event::phase_end, Phase::poll);
  script.add(7, Event::poll_wake).n = 2;
  script.add(8, Event::handle_start, 9);
  const Viewed viewed(script);
  const std::vector<std::string> lines{
      "task.queue web#5",    "task.begin web#5", "task.end web#5",    "task.queue check#6",
      "task.cancel check#6", "phase.end poll",   "poll.wake 2 ready", "handle.start #9"};
  for (std::uint32_t i = 0; i < lines.size(); ++i) CHECK(event_line(viewed.trace, i) == lines[i]);
}

TEST_CASE("an end is about its begin, a cancel about what was queued", "[viewer]") {
  Script script;
  script.queue(1, 5, Queue::tick);
  script.run(2, 3, 5);
  script.queue(4, 6, Queue::check);
  script.add(5, Event::task_cancel, 6);
  script.add(6, Event::task_end, 77);  // its begin was lost
  const Viewed viewed(script);
  CHECK(subject_of(viewed.trace, 0) == 0);
  CHECK(subject_of(viewed.trace, 2) == 1);
  CHECK(subject_of(viewed.trace, 4) == 3);
  CHECK(subject_of(viewed.trace, 5) == 5);
}

TEST_CASE("times are as precise as the screen, and numbers are grouped", "[viewer]") {
  CHECK(time_label(1'234'567, 1) == "1.23457 ms");
  CHECK(time_label(1'234'567, 1000) == "1.23 ms");
  CHECK(time_label(1'234'567, 1e6) == "1 ms");
  CHECK(time_label(12'345'000'000, 1e6) == "12.3 s");
  CHECK(grouped(0) == "0");
  CHECK(grouped(999) == "999");
  CHECK(grouped(1'000) == "1 000");
  CHECK(grouped(12'345'678) == "12 345 678");
}
