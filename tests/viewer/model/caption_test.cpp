// One sentence for each kind of event of docs/trace-format.md.
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/viewer/model/viewed.hpp"
#include "viewer/model/words.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

/// The caption of the last event of a script.
std::string last_caption(const Script& script) {
  const Viewed viewed(script);
  return caption(viewed.trace, viewed.trace.size() - 1);
}
/// Of one event with id 5 at 1 ms.
template <typename Fill>
std::string caption_of(Event event, Fill fill) {
  Script script;
  script.define(DefinitionKind::name, 1, "web");
  fill(script.add(1'000'000, event, 5));
  return last_caption(script);
}
std::string caption_of(Event event) {
  return caption_of(event, [](TraceEvent&) {});
}

/// "timeout#5 is called", out of this queue.
std::string queued(Queue queue) {
  return caption_of(Event::task_queue, [queue](TraceEvent& event) {
    event.queue = queue;
    event.name = 1;
  });
}
std::string begins(Phase phase, std::int64_t waiting) {
  return caption_of(Event::phase_begin, [=](TraceEvent& event) {
    event.phase = phase;
    event.n = waiting;
  });
}
std::string waits(PollReason why, std::int64_t timeout_ns, std::uint64_t id = 0) {
  return caption_of(Event::poll_wait, [=](TraceEvent& event) {
    event.why = why;
    event.when_ns = timeout_ns;
    event.id = id;
  });
}
/// After a wait of 20 ms at most, which took `took_ns`.
std::string wakes(std::int64_t took_ns, std::int64_t ready) {
  Script script;
  TraceEvent& wait = script.add(0, Event::poll_wait);
  wait.why = PollReason::timer;
  wait.when_ns = 20'000'000;
  script.add(took_ns, Event::poll_wake).n = ready;
  return last_caption(script);
}

}  // namespace

TEST_CASE("every kind of event has a sentence of its own", "[viewer][caption]") {
  std::vector<std::string> said;
  for (auto kind = Event::start; kind <= Event::drop;
       kind = static_cast<Event>(static_cast<int>(kind) + 1)) {
    const std::string sentence = caption_of(kind);
    CAPTURE(static_cast<int>(kind), sentence);
    CHECK(sentence.size() > 8);
    CHECK((sentence.back() == '.' || kind == Event::log));
    CHECK(sentence.find("does not know") == std::string::npos);
    CHECK(std::find(said.begin(), said.end(), sentence) == said.end());
    said.push_back(sentence);
  }
}

TEST_CASE("of a task whose task.queue was lost there is no more to say", "[viewer][caption]") {
  CHECK(caption_of(Event::task_begin) == "task#5 is called.");
}

TEST_CASE("what is queued is told with when its turn comes", "[viewer][caption]") {
  CHECK(queued(Queue::tick) == "web#5 joins the tick queue; it is called before the loop goes on.");
  CHECK(queued(Queue::check).ends_with("it is called in the next check phase."));
  CHECK(queued(Queue::close).ends_with("in the close phase."));
  CHECK(queued(Queue::io).ends_with("when poll finds it ready."));
  CHECK(queued(Queue::pool).find("worker thread") != std::string::npos);
  CHECK(queued(Queue::timer).ends_with("in a timers phase."));
  const std::string timer = caption_of(Event::task_queue, [](TraceEvent& event) {
    event.queue = Queue::timer;
    event.by = 3;
    event.when_ns = 21'000'000;
  });
  CHECK(timer.find("queued by #3") != std::string::npos);
  CHECK(timer.ends_with("due in 20.0 ms, it is called in the first timers phase after that."));
}

TEST_CASE("a task returns, throws, or leaves its queue", "[viewer][caption]") {
  Script script;
  script.define(DefinitionKind::name, 1, "timeout");
  script.queue(0, 5, Queue::timer).name = 1;
  script.add(1'000'000, Event::task_begin, 5);
  Script thrown = script;
  script.add(3'000'000, Event::task_end, 5);
  CHECK(last_caption(script) == "timeout#5 returned after 2.00 ms.");
  TraceEvent& end = thrown.add(3'000'000, Event::task_end, 5);
  end.has_error = true;
  end.error = "Error: no";
  CHECK(last_caption(thrown) == "timeout#5 threw after 2.00 ms: Error: no.");
  CHECK(caption_of(Event::task_cancel) == "#5 is cancelled: it leaves its queue without running.");
  CHECK(caption_of(Event::task_ref).find("it keeps the loop alive") != std::string::npos);
  CHECK(caption_of(Event::task_unref).find("does not keep the loop alive") != std::string::npos);
}

TEST_CASE("workers do their work beside the loop", "[viewer][caption]") {
  Script script;
  script.define(DefinitionKind::name, 1, "read file");
  script.queue(0, 5, Queue::pool).name = 1;
  script.thread = 3;
  script.add(1, Event::pool_begin, 5).n = 2;
  CHECK(last_caption(script) == "Worker 2 begins the work of read file#5, beside the loop.");
  script.add(2, Event::pool_end, 5).n = 2;
  CHECK(last_caption(script) ==
        "Worker 2 has done the work of read file#5: its callback waits for poll.");
}

TEST_CASE("a phase says what it will do", "[viewer][caption]") {
  CHECK(begins(Phase::timers, 2) ==
        "The timers phase begins: 2 timers wait; those that are due are called, the earliest "
        "first.");
  CHECK(begins(Phase::timers, 0) == "The timers phase begins: nothing waits for it.");
  CHECK(begins(Phase::poll, 0).find("the kernel is asked") != std::string::npos);
  CHECK(begins(Phase::check, 1).find("1 callback waits; what they") != std::string::npos);
  CHECK(begins(Phase::pending, 1) == "The pending phase begins: 1 put-off callback waits.");
  CHECK(begins(Phase::idle, 1).find("as in every turn") != std::string::npos);
  CHECK(begins(Phase::close, 3).ends_with("3 close callbacks wait."));
  const auto over = [](TraceEvent& event) { event.phase = Phase::close; };
  CHECK(caption_of(Event::phase_end, over) == "The close phase is over.");
}

TEST_CASE("poll says why it waits and what ended that", "[viewer][caption]") {
  CHECK(waits(PollReason::immediate, 0) ==
        "poll looks, but does not wait: an immediate is queued.");
  CHECK(waits(PollReason::no_timer, TraceEvent::no_time) ==
        "poll waits until something is ready: no timer is armed.");
  CHECK(waits(PollReason::timer, 20'000'000, 7) ==
        "poll waits for what gets ready, but no longer than 20.0 ms: then timer #7 is due.");
  CHECK(wakes(20'000'000, 0) ==
        "poll wakes up after 20.0 ms: nothing is ready, but its time is up.");
  CHECK(wakes(5'000'000, 0) == "poll wakes up after 5.00 ms: nothing is ready.");
  CHECK(wakes(5'000'000, 1) == "poll wakes up: 1 is ready, served one after the other.");
  CHECK(caption_of(Event::poll_wake) == "poll goes on: nothing is ready.");
  const auto write = [](TraceEvent& event) { event.direction = Direction::write; };
  CHECK(caption_of(Event::poll_ready, write).find("#5 is ready to write") == 0);
}

TEST_CASE("run() begins and returns with what keeps the loop alive", "[viewer][caption]") {
  const auto handle = [](TraceEvent& event) { event.alive = AliveReason::handle; };
  CHECK(caption_of(Event::start, handle) == "run() begins: handle #5 keeps the loop alive.");
  CHECK(caption_of(Event::stop, handle) == "run() returns, though handle #5 keeps the loop alive.");
  CHECK(caption_of(Event::stop) == "run() returns: nothing keeps the loop alive.");
  const auto turn = [](TraceEvent& event) {
    event.n = 4;
    event.when_ns = 2'000'000;
  };
  CHECK(caption_of(Event::turn, turn).find("Turn 4 of the loop begins; its clock") == 0);
  CHECK(caption_of(Event::end, [](TraceEvent& event) { event.n = 3; }) ==
        "The recording ends; exit code 3.");
}

TEST_CASE("handles say whether they keep the loop alive", "[viewer][caption]") {
  const std::string opened = caption_of(Event::handle_open, [](TraceEvent& event) {
    event.kind = HandleKind::tcp_server;
    event.name = 1;
    event.by = 2;
  });
  CHECK(opened ==
        "The tcp-server handle web#5 is opened by #2; it keeps the loop alive from when it is "
        "active.");
  CHECK(caption_of(Event::handle_start).find("unless it is unref'd") != std::string::npos);
  CHECK(caption_of(Event::handle_stop).find("active no longer") != std::string::npos);
  CHECK(caption_of(Event::handle_close).find("in the close phase") != std::string::npos);
  CHECK(caption_of(Event::async_send).find("poll will call it") != std::string::npos);
}

TEST_CASE("connections tell what the kernel did", "[viewer][caption]") {
  const auto addresses = [](TraceEvent& event) {
    event.local = "[::1]:80";
    event.peer = "[::1]:999";
    event.other = 3;
  };
  CHECK(caption_of(Event::tcp_listen, addresses) == "Server #5 listens on [::1]:80.");
  CHECK(caption_of(Event::tcp_listen) == "Server #5 listens.");
  CHECK(caption_of(Event::tcp_accept, addresses) ==
        "Server #3 accepts a connection from [::1]:999 as #5.");
  CHECK(caption_of(Event::tcp_connected, addresses) == "#5 is connected to [::1]:999.");
  CHECK(caption_of(Event::tcp_read, [](TraceEvent& event) { event.n = 12'000; }) ==
        "#5 reads 12 000 B.");
  const auto write = [](TraceEvent& event) {
    event.n = 10;
    event.queued = 20;
  };
  CHECK(caption_of(Event::tcp_write, write) == "The kernel takes 10 B from #5; 20 B wait here.");
  CHECK(caption_of(Event::tcp_again).find("nothing more to read") != std::string::npos);
  const auto out = [](TraceEvent& event) { event.direction = Direction::write; };
  CHECK(caption_of(Event::tcp_again, out).find("no room") != std::string::npos);
  const auto refused = [](TraceEvent& event) {
    event.op = "connect";
    event.error = "ECONNREFUSED";
  };
  CHECK(caption_of(Event::tcp_error, refused) == "#5: connect failed with ECONNREFUSED.");
}

TEST_CASE("output, marks, start-up and losses are told", "[viewer][caption]") {
  const auto log = [](TraceEvent& event) { event.text = "hello"; };
  CHECK(caption_of(Event::log, log) == "The program prints: hello");
  const auto error = [](TraceEvent& event) {
    event.text = "no";
    event.stream = Stream::err;
  };
  CHECK(caption_of(Event::log, error) == "The program prints to its error output: no");
  const auto named = [](TraceEvent& event) {
    event.name = 1;
    event.n = 7;
  };
  CHECK(caption_of(Event::mark, named) == "Mark “web”.");
  CHECK(caption_of(Event::counter, named) == "Counter “web” is 7.");
  CHECK(caption_of(Event::boot_begin, named).find("“web” begins") != std::string::npos);
  CHECK(caption_of(Event::drop, [](TraceEvent& event) { event.n = 1200; }).find("1 200 records") ==
        0);
  CHECK(caption_of(Event::unknown, [](TraceEvent& event) { event.unknown_name = "gc"; }) ==
        "An event that this version does not know: gc.");
}
