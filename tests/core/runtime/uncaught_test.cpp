// Uncaught exceptions: the listener, the report, and what becomes of the queues.
#include "core/loop/error.hpp"
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

class Thrower : public TestRuntime {
 public:
  using TestRuntime::TestRuntime;
  auto fail(std::string text) {
    return [text] { throw std::runtime_error(text); };
  }
  void listen() {
    runtime.on_uncaught_exception(
        [this](const std::exception_ptr& error) { log.push_back("caught " + error_text(error)); });
  }
};

}  // namespace

TEST_CASE("without a listener an exception ends the process with code 1 and a report",
          "[runtime][uncaught]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  const std::string from = GENERATE("main", "tick", "microtask", "timer", "immediate");
  Thrower test(profile);
  Runtime& runtime = test.runtime;
  runtime.on_exit([&](int code) { test.log.push_back("exit " + std::to_string(code)); });
  const int code = runtime.run([&] {
    runtime.set_timeout(test.say("never"), 5);
    if (from == "main") test.fail("bad")();
    if (from == "tick") runtime.next_tick(test.fail("bad"));
    if (from == "microtask") runtime.queue_microtask(test.fail("bad"));
    if (from == "timer") runtime.set_timeout(test.fail("bad"), 1);
    if (from == "immediate") runtime.set_immediate(test.fail("bad"));
  });
  CHECK(code == 1);
  CHECK(test.log == Log{"exit 1"});
  CHECK(test.err.str() == "Uncaught std::runtime_error: bad\n");
}

TEST_CASE("a main script that threw is followed by its queues, before the loop begins",
          "[runtime][uncaught]") {
  Thrower test;
  test.listen();
  const int code = test.runtime.run([&] {
    test.runtime.set_immediate(test.say("immediate"));
    test.runtime.next_tick([&] {
      test.log.emplace_back("tick");
      test.runtime.set_timeout(test.say("timer"), 1);
      test.spend_ms(5);
    });
    test.runtime.queue_microtask(test.say("microtask"));
    test.fail("main")();
  });
  CHECK(code == 0);
  CHECK(test.log == Log{"caught main", "tick", "microtask", "timer", "immediate"});
}

TEST_CASE("the ticks behind one that threw wait for the next drain, microtasks too",
          "[runtime][uncaught]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  Thrower test(profile);
  test.listen();
  test.runtime.run([&] {
    test.runtime.set_immediate(test.say("immediate"));
    test.runtime.next_tick(test.fail("tick"));
    test.runtime.next_tick(test.say("tick 2"));
    test.runtime.queue_microtask(test.say("microtask"));
  });
  CHECK(test.log == Log{"caught tick", "tick 2", "microtask", "immediate"});
}

TEST_CASE("a microtask that threw does not hold up the others", "[runtime][uncaught]") {
  Thrower test;
  test.listen();
  test.runtime.run([&] {
    test.runtime.queue_microtask(test.fail("microtask"));
    test.runtime.queue_microtask(test.say("microtask 2"));
  });
  CHECK(test.log == Log{"caught microtask", "microtask 2"});
}

TEST_CASE("the timers behind one that threw run in the same phase", "[runtime][uncaught]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  Thrower test(profile);
  test.listen();
  test.runtime.run([&] {
    test.runtime.set_timeout(
        [&] {
          test.runtime.set_immediate(test.say("immediate"));
          test.runtime.next_tick(test.say("tick"));
          test.fail("timer")();
        },
        5);
    test.runtime.set_timeout(test.say("same list"), 5);
    test.runtime.set_timeout(test.say("third"), 5);
  });
  CHECK(test.log == Log{"caught timer", "same list", "tick", "third", "immediate"});
}

TEST_CASE("one that was cleared is not there: the next after an exception still comes before ticks",
          "[runtime][uncaught]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  Thrower test(profile);
  test.listen();
  test.runtime.run([&] {
    test.runtime.set_immediate([&] {
      test.runtime.set_immediate(test.say("cleared")).clear();
      test.runtime.set_immediate(test.say("queued by it"));
      test.runtime.next_tick(test.say("tick"));
      test.fail("immediate")();
    });
  });
  CHECK(test.log == Log{"caught immediate", "queued by it", "tick"});
}

TEST_CASE("the immediates behind one that threw run in the same phase", "[runtime][uncaught]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  Thrower test(profile);
  test.listen();
  test.runtime.run([&] {
    test.runtime.set_immediate([&] {
      test.runtime.next_tick(test.say("tick"));
      test.fail("immediate")();
    });
    test.runtime.set_immediate([&] {
      CHECK(test.loop.iteration() == 1);
      test.log.emplace_back("second");
    });
    test.runtime.set_immediate(test.say("third"));
  });
  CHECK(test.log == Log{"caught immediate", "second", "tick", "third"});
}

TEST_CASE("an interval that threw goes on", "[runtime][uncaught]") {
  Thrower test;
  test.listen();
  Timeout interval;
  int left = 3;
  test.runtime.run([&] {
    interval = test.runtime.set_interval(
        [&] {
          if (--left == 0) interval.clear();
          throw std::runtime_error(std::to_string(left));
        },
        10);
  });
  CHECK(test.log == Log{"caught 2", "caught 1", "caught 0"});
}

TEST_CASE("an exception in the listener ends the process with code 7", "[runtime][uncaught]") {
  Thrower test;
  test.runtime.on_uncaught_exception(
      [](const std::exception_ptr&) { throw std::runtime_error("in the listener"); });
  CHECK(test.runtime.run([&] {
    test.runtime.set_timeout(test.say("never"), 1);
    test.fail("first")();
  }) == 7);
  CHECK(test.log.empty());
  CHECK(test.err.str() == "Uncaught std::runtime_error: in the listener\n");
}

TEST_CASE("several listeners are called in order, anything may be thrown", "[runtime][uncaught]") {
  Thrower test;
  test.listen();
  test.listen();
  test.runtime.run([] { throw 5; });
  CHECK(test.log == Log{"caught unknown exception", "caught unknown exception"});
}

TEST_CASE("the exception of a plain loop handle reaches the listener", "[runtime][uncaught]") {
  Thrower test;
  test.listen();
  Timer timer(test.loop);
  test.runtime.run([&] { timer.start(test.fail("loop timer"), 1); });
  CHECK(test.log == Log{"caught loop timer"});
}

TEST_CASE("the trace has the task that threw, with what it said", "[runtime][uncaught]") {
  Thrower test;
  test.listen();
  test.runtime.run(test.fail("short text"));
  const std::vector<Record> records = test.take_records();
  const auto error = std::find_if(records.begin(), records.end(), [](const Record& record) {
    return record.event == Event::operand_error;
  });
  REQUIRE(error != records.end());
  CHECK((error - 1)->event == Event::operand_text);
  CHECK((error + 1)->event == Event::task_end);
}

}  // namespace loopscope::test
