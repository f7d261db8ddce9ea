// co_await: an async function's order of microtasks.
#include "core/runtime/await.hpp"

#include <memory>

#include "core/loop/error.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

Promise<int> doubled(Runtime& runtime, Promise<int> of) {
  static_cast<void>(runtime);
  co_return 2 * co_await of;
}

Promise<void> steps(Runtime& runtime, Log& log, std::string name, int count) {
  for (int i = 1; i <= count; ++i) {
    log.push_back(name + std::to_string(i));
    co_await Promise<void>::resolved(runtime);
  }
  log.push_back(name + " ends");
}

Promise<int> fails(Runtime& runtime) {
  co_await Promise<void>::resolved(runtime);
  throw std::runtime_error("async");
}

Promise<int> gives_promise(Runtime& runtime) {
  co_return Promise<int>::resolved(runtime, 5);
}

Promise<void> leaves(Runtime& runtime) {
  co_await Promise<void>::resolved(runtime);
  runtime.exit(6);
}

}  // namespace

TEST_CASE("an async function runs at once up to its first await", "[runtime][await]") {
  TestRuntime test;
  test.runtime.run([&] {
    steps(test.runtime, test.log, "a", 2);
    test.log.emplace_back("main");
  });
  CHECK(test.log == Log{"a1", "main", "a2", "a ends"});
}

TEST_CASE("each await takes one microtask", "[runtime][await]") {
  TestRuntime test;
  test.runtime.run([&] {
    steps(test.runtime, test.log, "a", 2);
    steps(test.runtime, test.log, "b", 3);
    test.runtime.queue_microtask(test.say("microtask"));
  });
  CHECK(test.log == Log{"a1", "b1", "a2", "b2", "microtask", "a ends", "b3", "b ends"});
}

TEST_CASE("the value of an await, and of the function", "[runtime][await]") {
  TestRuntime test;
  test.runtime.run([&] {
    doubled(test.runtime, Promise<int>::resolved(test.runtime, 21)).then([&](int value) {
      test.log.push_back(std::to_string(value));
    });
  });
  CHECK(test.log == Log{"42"});
}

TEST_CASE("an exception rejects the promise, awaiting a rejected one throws", "[runtime][await]") {
  TestRuntime test;
  test.runtime.run([&] {
    doubled(test.runtime, fails(test.runtime)).catch_error([&](const std::exception_ptr& error) {
      test.log.push_back(error_text(error));
      return 0;
    });
  });
  CHECK(test.log == Log{"async"});
}

TEST_CASE("returning a promise takes three microtasks, as in node", "[runtime][await]") {
  TestRuntime test;
  test.runtime.run([&] {
    gives_promise(test.runtime).then([&](int) { test.log.emplace_back("then"); });
    steps(test.runtime, test.log, "m", 4);
  });
  CHECK(test.log == Log{"m1", "m2", "m3", "then", "m4", "m ends"});
}

TEST_CASE("exit() in an async function leaves the loop", "[runtime][await][exit]") {
  TestRuntime test;
  CHECK(test.runtime.run([&] { leaves(test.runtime); }) == 6);
  CHECK(test.err.str().empty());
}

TEST_CASE("a coroutine that nobody can resume any more is destroyed", "[runtime][await]") {
  TestRuntime test;
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> local = held;
  const auto wait = [](Runtime& runtime, std::shared_ptr<int> keep) -> Promise<void> {
    co_await Promise<void>(runtime, [](const auto&) {});
    *keep = 1;
  };
  test.runtime.run([&] { wait(test.runtime, std::move(held)); });
  CHECK(local.expired());
}

}  // namespace loopscope::test
