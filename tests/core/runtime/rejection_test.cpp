// Unhandled rejections: reported when ticks and microtasks are empty.
#include "core/loop/error.hpp"
#include "core/runtime/promise.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

Promise<void> rejected(TestRuntime& test, const char* text = "no") {
  return Promise<void>::rejected(test.runtime, std::runtime_error(text));
}

void listen(TestRuntime& test) {
  test.runtime.on_unhandled_rejection([&test](const std::exception_ptr& error) {
    test.log.push_back("unhandled " + error_text(error));
  });
}

}  // namespace

TEST_CASE("unhandled, and no listener: code 1 and a report", "[runtime][rejection]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  CHECK(test.runtime.run([&] {
    rejected(test);
    test.runtime.queue_microtask(test.say("microtask"));
    test.runtime.set_immediate(test.say("never"));
  }) == 1);
  CHECK(test.log == Log{"microtask"});
  CHECK(test.err.str() == "Uncaught std::runtime_error: no\n");
}

TEST_CASE("the uncaughtException listener takes it where there is no other",
          "[runtime][rejection]") {
  TestRuntime test;
  test.runtime.on_uncaught_exception(
      [&](const std::exception_ptr& error) { test.log.push_back(error_text(error)); });
  CHECK(test.runtime.run([&] { rejected(test); }) == 0);
  CHECK(test.log == Log{"no"});
}

TEST_CASE("reported after ticks and microtasks, and before the next callback",
          "[runtime][rejection]") {
  TestRuntime test;
  listen(test);
  test.runtime.run([&] {
    test.runtime.set_immediate(test.say("immediate"));
    rejected(test, "one");
    rejected(test, "two");
    test.runtime.next_tick([&] { test.runtime.queue_microtask(test.say("microtask")); });
  });
  CHECK(test.log == Log{"microtask", "unhandled one", "unhandled two", "immediate"});
}

TEST_CASE("what the report queues is drained in turn", "[runtime][rejection]") {
  TestRuntime test;
  test.runtime.on_unhandled_rejection([&](const std::exception_ptr&) {
    test.runtime.queue_microtask(test.say("microtask"));
    test.runtime.next_tick(test.say("tick"));
  });
  test.runtime.run([&] {
    rejected(test);
    test.runtime.set_immediate(test.say("immediate"));
  });
  CHECK(test.log == Log{"tick", "microtask", "immediate"});
}

TEST_CASE("handled before the report, by a tick or a microtask: no report",
          "[runtime][rejection]") {
  TestRuntime test;
  listen(test);
  test.runtime.run([&] {
    const Promise<void> in_tick = rejected(test);
    const Promise<void> in_microtask = rejected(test);
    test.runtime.next_tick([in_tick] { in_tick.catch_error([](const std::exception_ptr&) {}); });
    test.runtime.queue_microtask(
        [in_microtask] { in_microtask.catch_error([](const std::exception_ptr&) {}); });
  });
  CHECK(test.log.empty());
}

TEST_CASE("handled after the report: rejectionHandled", "[runtime][rejection]") {
  TestRuntime test;
  listen(test);
  test.runtime.on_rejection_handled(test.say("handled late"));
  test.runtime.run([&] {
    const Promise<void> promise = rejected(test);
    test.runtime.set_immediate(
        [promise] { promise.catch_error([](const std::exception_ptr&) {}); });
  });
  CHECK(test.log == Log{"unhandled no", "handled late"});
}

TEST_CASE("two rejections, the first report handles the second: both are reported",
          "[runtime][rejection]") {
  TestRuntime test;
  std::optional<Promise<void>> second;
  test.runtime.on_rejection_handled(test.say("handled late"));
  test.runtime.on_unhandled_rejection([&](const std::exception_ptr& error) {
    test.log.push_back(error_text(error));
    if (second) second->catch_error([](const std::exception_ptr&) {});
    second.reset();
  });
  test.runtime.run([&] {
    rejected(test, "one");
    second = rejected(test, "two");
  });
  CHECK(test.log == Log{"one", "two"});
}

TEST_CASE("a chain is reported once, at its end", "[runtime][rejection]") {
  TestRuntime test;
  listen(test);
  test.runtime.run([&] { rejected(test, "chain").then([] {}).then([] {}).finally([] {}); });
  CHECK(test.log == Log{"unhandled chain"});
}

// As node prints it: the second rejection is never told, and the tick waits for the next drain.
TEST_CASE("a listener that throws ends the reports", "[runtime][rejection][exception]") {
  TestRuntime test;
  test.runtime.on_uncaught_exception([&](const std::exception_ptr& error) {
    test.log.push_back("uncaught " + error_text(error));
  });
  test.runtime.on_unhandled_rejection([&](const std::exception_ptr& error) {
    test.log.push_back("unhandled " + error_text(error));
    test.runtime.next_tick(test.say("tick"));
    throw std::runtime_error("listener");
  });
  CHECK(test.runtime.run([&] {
    rejected(test, "one");
    rejected(test, "two");
    test.runtime.set_immediate(test.say("immediate"));
    test.runtime.set_timeout(test.say("timer"), 1);
    test.spend_ms(2);
  }) == 0);
  CHECK(test.log == Log{"unhandled one", "uncaught listener", "timer", "tick", "immediate"});
}

}  // namespace loopscope::test
