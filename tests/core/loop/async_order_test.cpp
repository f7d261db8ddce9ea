// async-order: one wake-up serves every async that was sent, in the order of their making.
#include <functional>

#include "core/loop/async.hpp"
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

/// Asyncs A, B and C, made in this order, which say their names and then do what is in `then`.
class ThreeAsyncs : public TestLoop {
 public:
  explicit ThreeAsyncs(Profile profile) : TestLoop(profile) {}

  Callback call(std::string name, std::function<void()>& after) {
    return [this, name = std::move(name), &after] {
      log.push_back(name);
      if (after) after();
    };
  }
  /// One turn, and a mark between it and the next.
  void turn() {
    loop.run(RunMode::nowait);
    log.emplace_back("|");
  }

  std::function<void()> then_a;
  std::function<void()> then_b;
  std::function<void()> then_c;
  std::unique_ptr<Async> a = std::make_unique<Async>(loop, call("A", then_a));
  std::unique_ptr<Async> b = std::make_unique<Async>(loop, call("B", then_b));
  std::unique_ptr<Async> c = std::make_unique<Async>(loop, call("C", then_c));
};

}  // namespace

TEST_CASE("asyncs run in the order of their making, not of the sends", "[loop][async-order]") {
  ThreeAsyncs test(GENERATE(Profile::classic, Profile::modern));
  test.c->send();
  test.a->send();
  test.b->send();
  test.turn();
  CHECK(test.log == Log{"A", "B", "C", "|"});
}

TEST_CASE("an async sent by one made earlier runs in the same pass", "[loop][async-order]") {
  ThreeAsyncs test(GENERATE(Profile::classic, Profile::modern));
  test.then_a = [&] { test.c->send(); };
  test.a->send();
  test.turn();
  CHECK(test.log == Log{"A", "C", "|"});
}

TEST_CASE("an async sent by one made later, or by itself, runs in the next turn",
          "[loop][async-order]") {
  ThreeAsyncs test(GENERATE(Profile::classic, Profile::modern));
  test.then_b = [&] {
    test.then_b = {};
    test.b->send();
    test.a->send();
  };
  test.b->send();
  test.c->send();
  test.turn();
  test.turn();
  CHECK(test.log == Log{"B", "C", "|", "A", "B", "|"});
}

// The wake-up of a send in the pass is still to come, though its async ran: as with libuv's
// eventfd.
TEST_CASE("a send within the pass ends the next poll at once", "[loop][async-order]") {
  ThreeAsyncs test(GENERATE(Profile::classic, Profile::modern));
  Timer timer(test.loop);
  timer.start(test.say("timer"), 20);
  test.then_a = [&] { test.b->send(); };
  test.a->send();
  test.loop.run(RunMode::once);
  test.loop.run(RunMode::once);
  CHECK(test.loop.now_ms() == 0);
  test.loop.run(RunMode::once);
  CHECK(test.log == Log{"A", "B", "timer"});
}

TEST_CASE(
    "an async made in the pass waits, and then comes before those that the pass had not reached",
    "[loop][async-order]") {
  ThreeAsyncs test(GENERATE(Profile::classic, Profile::modern));
  std::unique_ptr<Async> made;
  test.then_a = [&] {
    test.then_a = {};
    made = std::make_unique<Async>(test.loop, test.say("made"));
    made->send();
  };
  test.a->send();
  test.turn();
  for (Async* async : {test.c.get(), test.b.get(), test.a.get()}) async->send();
  test.turn();
  CHECK(test.log == Log{"A", "|", "A", "made", "B", "C", "|"});
}

TEST_CASE("closed or destroyed before its place in the pass: no callback", "[loop][async-order]") {
  ThreeAsyncs test(GENERATE(Profile::classic, Profile::modern));
  test.then_a = [&] {
    test.b->close(test.say("B closed"));
    test.c.reset();
    test.a.reset();
  };
  for (Async* async : {test.a.get(), test.b.get(), test.c.get()}) async->send();
  test.turn();
  CHECK(test.log == Log{"A", "B closed", "|"});
}

TEST_CASE("an exception leaves run(), and the rest of the pass comes with the next",
          "[loop][async-order]") {
  ThreeAsyncs test(GENERATE(Profile::classic, Profile::modern));
  test.then_a = [] { throw std::runtime_error("in A"); };
  for (Async* async : {test.a.get(), test.b.get(), test.c.get()}) async->send();
  CHECK_THROWS_WITH(test.loop.run(RunMode::nowait), "in A");
  test.turn();
  CHECK(test.log == Log{"A", "B", "C", "|"});
}

TEST_CASE("a halted loop ends the pass", "[loop][async-order]") {
  ThreeAsyncs test(GENERATE(Profile::classic, Profile::modern));
  test.then_a = [&] { test.loop.halt(); };
  for (Async* async : {test.a.get(), test.b.get(), test.c.get()}) async->send();
  test.turn();
  CHECK(test.log == Log{"A", "|"});
}

TEST_CASE("an exception that the host takes does not end the pass", "[loop][async-order]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.on_uncaught_exception(
      [&](std::exception_ptr) { test.log.emplace_back("uncaught"); });
  Async first(test.loop, [] { throw std::runtime_error("in the first"); });
  Async second(test.loop, [&] {
    test.log.emplace_back("second");
    first.close();
    second.close();
  });
  test.runtime.run([&] {
    second.send();
    first.send();
  });
  CHECK(test.log == Log{"uncaught", "second"});
}

TEST_CASE("the trace names the asyncs in the order in which they are served",
          "[loop][async-order]") {
  ThreeAsyncs test(GENERATE(Profile::classic, Profile::modern));
  test.c->send();
  test.a->send();
  test.turn();
  std::vector<std::uint64_t> ready;
  for (const Record& record : test.take_records()) {
    if (record.event == Event::poll_wake) CHECK(record.a == 2);
    if (record.event == Event::poll_ready) ready.push_back(record.a);
  }
  CHECK(ready == std::vector<std::uint64_t>{test.a->id(), test.c->id()});
}

}  // namespace loopscope::test
