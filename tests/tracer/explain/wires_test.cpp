// Why, over TCP: both ends of a connection are in the trace.
#include <catch2/catch.hpp>

#include "tests/tracer/explain/story.hpp"

using namespace loopscope;

namespace {

constexpr std::string_view server = "[::ffff:127.0.0.1]:80";
constexpr std::string_view server_as_called = "127.0.0.1:80";
constexpr std::string_view client = "127.0.0.1:5000";
constexpr std::string_view other_client = "127.0.0.1:5001";

// main#1 listens with io#2 and connects 20 with io#3, whose other end is 30.
Story connected() {
  Story story;
  story.main(1).io(2).tcp(Event::tcp_connect, 20).io(3).end(1).start();
  story.phase(Phase::pending).phase(Phase::poll);
  story.begin(2).established(Event::tcp_accept, 30, server, client).io(4).end(2);
  return story;
}

Story& client_begins(Story& story) {
  return story.begin(3).established(Event::tcp_connected, 20, client, server_as_called).io(5);
}

Story& next_poll(Story& story) {
  return story.phase(Phase::pending).phase(Phase::poll);
}

}  // namespace

TEST_CASE("who writes bytes leads to who reads them", "[explain][wires]") {
  Story story = connected();
  client_begins(story).tcp(Event::tcp_write, 20, 10).end(3);
  next_poll(story).begin(4).tcp(Event::tcp_read, 30, 10).queue(6, Queue::check).end(4);
  story.phase(Phase::check).run(6);
  const Why answer = why(story, "3", "6");
  CHECK(answer.verdict == Verdict::causal);
  REQUIRE(answer.steps.size() == 1);
  CHECK(answer.steps.front().text ==
        "io#4@29 queued check#6, io#3@18 wrote what io#4@29 read. So check#6 cannot come before "
        "io#3@18.");
}

TEST_CASE("who reads the first bytes does not wait for who writes the next", "[explain][wires]") {
  Story story = connected();
  client_begins(story).tcp(Event::tcp_write, 20, 10).queue(6, Queue::check).end(3);
  story.phase(Phase::check).begin(6).tcp(Event::tcp_write, 20, 5).end(6);
  next_poll(story).begin(4).tcp(Event::tcp_read, 30, 10).end(4);
  CHECK(why(story, "6", "4").verdict == Verdict::race);
  CHECK(why(story, "3", "4").verdict == Verdict::causal);
}

TEST_CASE("bytes that wait in the writer are written by who handed them over", "[explain][wires]") {
  Story story = connected();
  client_begins(story).tcp(Event::tcp_write, 20, 6);
  story.script().last().queued = 4;
  story.end(3);
  next_poll(story).begin(5).tcp(Event::tcp_write, 20, 4).end(5);
  story.begin(4).tcp(Event::tcp_read, 30, 10).end(4);
  CHECK(why(story, "3", "4").verdict == Verdict::causal);
  CHECK(why(story, "5", "4").verdict == Verdict::race);
}

TEST_CASE("who shuts a connection down leads to who sees its end", "[explain][wires]") {
  Story story = connected();
  client_begins(story).end(3).begin(5).tcp(Event::tcp_shutdown, 20).end(5);
  next_poll(story).begin(4).tcp(Event::tcp_eof, 30).end(4);
  const Why answer = why(story, "5", "4");
  CHECK(answer.verdict == Verdict::causal);
  CHECK(answer.steps.front().text.find("ended the connection") != std::string::npos);
}

TEST_CASE("a callback comes before what was only sent after it", "[explain][wires]") {
  Story story = connected();
  client_begins(story).queue(6, Queue::check).end(3).phase(Phase::check);
  story.begin(6).queue(7, Queue::check).queue(8, Queue::check).end(6).phase(Phase::check);
  story.run(7).begin(8).tcp(Event::tcp_write, 20, 5).end(8);
  next_poll(story).begin(4).tcp(Event::tcp_read, 30, 5).end(4);
  const Why answer = why(story, "7", "4");
  CHECK(answer.verdict == Verdict::guaranteed);
  CHECK(answer.steps.front().text ==
        "check#8 wrote what io#4@45 read. check#8 ran only after check#7.");
}

TEST_CASE("two clients race to be accepted", "[explain][wires]") {
  Story story;
  story.main(1).io(2).tcp(Event::tcp_connect, 20).io(3).tcp(Event::tcp_connect, 21).io(6).end(1);
  story.start().phase(Phase::pending).phase(Phase::poll);
  story.begin(2).established(Event::tcp_accept, 30, server, client).io(4).end(2);
  story.begin(2).established(Event::tcp_accept, 31, server, other_client).io(7).end(2);
  story.script().add(1'000'000'000, Event::end);
  const Loaded loaded(story.script());
  Explainer explainer(loaded.trace);
  const auto runs = find_moments(explainer.runs(), "#2", 9);
  REQUIRE(runs.size() == 2);
  const Why answer = explainer.why(runs[0], runs[1]);
  CHECK(answer.verdict == Verdict::race);
  CHECK(answer.flip.find("Had the client of io#2@") == 0);
}

TEST_CASE("a client that connects because another was accepted comes later", "[explain][wires]") {
  Story story = connected();
  client_begins(story).end(3).phase(Phase::check);
  next_poll(story).begin(4).tcp(Event::tcp_connect, 21).io(6).end(4);
  next_poll(story).begin(2).established(Event::tcp_accept, 31, server, other_client).end(2);
  story.begin(6).established(Event::tcp_connected, 21, other_client, server).end(6);
  story.script().add(1'000'000'000, Event::end);
  const Loaded loaded(story.script());
  Explainer explainer(loaded.trace);
  const auto runs = find_moments(explainer.runs(), "#2", 9);
  REQUIRE(runs.size() == 2);
  CHECK(explainer.why(runs[0], runs[1]).verdict == Verdict::causal);
}

TEST_CASE("where records were lost, bytes cannot be counted", "[explain][wires]") {
  Story story = connected();
  TraceEvent& drop = story.script().add(1'500, Event::drop);
  drop.n = 5;
  drop.when_ns = 1'000;
  drop.to_ns = 1'500;
  client_begins(story).tcp(Event::tcp_write, 20, 10).end(3);
  next_poll(story).begin(4).tcp(Event::tcp_read, 30, 10).end(4);
  CHECK(why(story, "3", "4").verdict != Verdict::causal);
}

namespace {

// Process 0 accepts; process 1 connects, writes, and says two things, the one before it writes.
Story two_processes() {
  Story story;
  story.main(1).io(2).end(1).start().phase(Phase::poll);
  story.script().process = 1;
  story.main(11).tcp(Event::tcp_connect, 20).io(3).end(11);
  client_begins(story);
  story.script().log(9'000, "before").by = 3;
  story.at_ms(1).tcp(Event::tcp_write, 20, 10);
  story.script().log(1'900'000, "after").by = 3;
  story.at_ms(2).end(3);
  story.script().process = 0;
  story.begin(2).established(Event::tcp_accept, 30, server, client).io(4).end(2);
  story.begin(4).tcp(Event::tcp_read, 30, 10).end(4);
  return story;
}

}  // namespace

TEST_CASE("what one process writes leads to what another one reads", "[explain][wires]") {
  Story story = two_processes();
  CHECK(why(story, "before", "4").verdict == Verdict::causal);
  Story again = two_processes();
  CHECK(why(again, "11", "2").verdict == Verdict::causal);
}

TEST_CASE("what a process says after it has written is in no order with the other's",
          "[explain][wires]") {
  Story story = two_processes();
  const Why answer = why(story, "after", "4");
  CHECK(answer.verdict == Verdict::unknown);
  CHECK(answer.unknown.find("two processes") != std::string::npos);
}
