// esm-main-is-microtask, and how a program begins and ends.
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("a script is a task: ticks before microtasks", "[runtime][main]") {
  TestRuntime test;
  test.runtime.run([&] {
    test.runtime.queue_microtask(test.say("microtask"));
    test.runtime.next_tick(test.say("tick"));
  });
  CHECK(test.log == Log{"tick", "microtask"});
}

TEST_CASE("a module's body is a microtask: microtasks before ticks",
          "[runtime][main][esm-main-is-microtask]") {
  TestRuntime test;
  test.runtime.run(
      [&] {
        test.runtime.next_tick(test.say("tick"));
        test.runtime.queue_microtask(test.say("microtask"));
        test.log.emplace_back("main");
      },
      Runtime::MainKind::module);
  CHECK(test.log == Log{"main", "microtask", "tick"});
}

TEST_CASE("the main script belongs to iteration 0", "[runtime][main]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  CHECK(test.runtime.run([&] { CHECK(test.loop.iteration() == 0); }) == 0);
  CHECK(test.loop.iteration() == 0);
}

TEST_CASE("beforeExit may queue more, and comes again until it does not", "[runtime][exit]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  int left = 2;
  test.runtime.on_before_exit([&](int) {
    test.log.emplace_back("beforeExit");
    if (left-- > 0) test.runtime.set_timeout(test.say("timer"), 1);
  });
  test.runtime.on_exit([&](int code) { test.log.push_back("exit " + std::to_string(code)); });
  CHECK(test.runtime.run([] {}) == 0);
  CHECK(test.log == Log{"beforeExit", "timer", "beforeExit", "timer", "beforeExit", "exit 0"});
}

TEST_CASE("ticks that beforeExit queues are run, they alone do not bring it back",
          "[runtime][exit]") {
  TestRuntime test;
  test.runtime.on_before_exit([&](int) {
    test.log.emplace_back("beforeExit");
    test.runtime.next_tick(test.say("tick"));
    test.runtime.queue_microtask(test.say("microtask"));
  });
  test.runtime.run([] {});
  CHECK(test.log == Log{"beforeExit", "tick", "microtask"});
}

TEST_CASE("exit listeners run once, and of what they queue only microtasks", "[runtime][exit]") {
  TestRuntime test;
  test.runtime.on_exit([&](int code) {
    test.log.push_back("exit " + std::to_string(code));
    test.runtime.next_tick(test.say("tick"));
    test.runtime.queue_microtask(test.say("microtask"));
    test.runtime.set_timeout(test.say("timer"), 1);
  });
  test.runtime.on_exit([&](int) { test.log.emplace_back("second listener"); });
  CHECK(test.runtime.run([&] { test.runtime.set_exit_code(3); }) == 3);
  CHECK(test.log == Log{"exit 3", "second listener", "microtask"});
}

TEST_CASE("a microtask of an exit listener may still change the code", "[runtime][exit]") {
  TestRuntime test;
  const bool leaves = GENERATE(false, true);
  test.runtime.on_exit([&](int) {
    test.runtime.queue_microtask([&] {
      if (leaves) test.runtime.exit(4);
      test.runtime.set_exit_code(9);
    });
  });
  CHECK(test.runtime.run([] {}) == (leaves ? 4 : 9));
}

TEST_CASE("after exit() the microtasks of an exit listener do not run", "[runtime][exit]") {
  TestRuntime test;
  test.runtime.on_exit([&](int) { test.runtime.queue_microtask(test.say("microtask")); });
  CHECK(test.runtime.run([&] { test.runtime.exit(7); }) == 7);
  CHECK(test.log.empty());
}

TEST_CASE("exit() leaves the callback it is called in, and is the last", "[runtime][exit]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  const std::string from = GENERATE("main", "tick", "microtask", "timer", "immediate");
  TestRuntime test(profile);
  Runtime& runtime = test.runtime;
  runtime.on_exit([&](int code) { test.log.push_back("exit " + std::to_string(code)); });
  runtime.on_before_exit([&](int) { test.log.emplace_back("beforeExit"); });
  const auto leave = [&] {
    runtime.next_tick(test.say("tick after exit"));
    runtime.exit(7);
    test.log.emplace_back("not reached");
  };
  const int code = runtime.run([&] {
    if (from == "tick") runtime.next_tick(leave);
    if (from == "microtask") runtime.queue_microtask(leave);
    if (from == "timer") runtime.set_timeout(leave, 1);
    if (from == "immediate") runtime.set_immediate(leave);
    if (from == "main") leave();
    runtime.set_timeout(test.say("timer"), 1);
  });
  CHECK(code == 7);
  CHECK(test.log == Log{"exit 7"});
}

TEST_CASE("exit() inside an exit listener changes the code and ends the listeners",
          "[runtime][exit]") {
  TestRuntime test;
  test.runtime.on_exit([&](int) { test.runtime.exit(9); });
  test.runtime.on_exit([&](int) { test.log.emplace_back("not reached"); });
  CHECK(test.runtime.run([] {}) == 9);
  CHECK(test.log.empty());
}

TEST_CASE("log() prints a line and records each of its lines", "[runtime][log]") {
  TestRuntime test;
  test.runtime.run([&] {
    test.runtime.log("one\ntwo");
    test.runtime.log_error("bad");
  });
  CHECK(test.out.str() == "one\ntwo\n");
  CHECK(test.err.str() == "bad\n");
  CHECK(test.take_records(Event::log).size() == 3);
}

}  // namespace loopscope::test
