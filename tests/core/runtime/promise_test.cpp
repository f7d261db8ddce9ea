// Promises: what they give, and how many microtasks they take to give it.
#include "core/runtime/promise.hpp"

#include <memory>

#include "core/loop/error.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

/// Logs 1, 2, 3, …, one each microtask, beside what is under test.
void count_microtasks(TestRuntime& test, int until, int from = 1) {
  if (from > until) return;
  test.runtime.queue_microtask([&test, until, from] {
    test.log.push_back(std::to_string(from));
    count_microtasks(test, until, from + 1);
  });
}

Promise<int> one(TestRuntime& test) {
  return Promise<int>::resolved(test.runtime, 1);
}

}  // namespace

TEST_CASE("values pass through then, errors past it to catch", "[runtime][promise]") {
  TestRuntime test;
  test.runtime.run([&] {
    one(test)
        .then([](int value) { return value + 1; })
        .then([&](int value) {
          test.log.push_back(std::to_string(value));
          throw std::runtime_error("bad");
        })
        .then([&] { test.log.emplace_back("not called"); })
        .catch_error(
            [&](const std::exception_ptr& error) { test.log.push_back(error_text(error)); })
        .then([&] { test.log.emplace_back("goes on"); });
  });
  CHECK(test.log == Log{"2", "bad", "goes on"});
}

TEST_CASE("a handler is never called at once, and reactions run in the order of asking",
          "[runtime][promise][fifo]") {
  TestRuntime test;
  test.runtime.run([&] {
    const Promise<int> promise = one(test);
    promise.then([&](int) { test.log.emplace_back("first"); });
    promise.then([&](int) { test.log.emplace_back("second"); });
    test.log.emplace_back("main");
  });
  CHECK(test.log == Log{"main", "first", "second"});
}

TEST_CASE("each then takes one microtask", "[runtime][promise]") {
  TestRuntime test;
  test.runtime.run([&] {
    one(test).then([&](int) { test.log.emplace_back("then"); }).then([&] {
      test.log.emplace_back("then then");
    });
    count_microtasks(test, 3);
  });
  CHECK(test.log == Log{"then", "1", "then then", "2", "3"});
}

TEST_CASE("a promise that a handler returns is adopted, in two microtasks more",
          "[runtime][promise]") {
  TestRuntime test;
  test.runtime.run([&] {
    one(test).then([&](int) { return one(test); }).then([&](int) {
      test.log.emplace_back("then");
    });
    count_microtasks(test, 5);
  });
  CHECK(test.log == Log{"1", "2", "3", "then", "4", "5"});
}

TEST_CASE("resolve(promise) takes two microtasks before its reactions", "[runtime][promise]") {
  TestRuntime test;
  test.runtime.run([&] {
    Promise<int>(test.runtime, [&](const auto& resolver) {
      resolver.resolve(one(test));
    }).then([&](int) { test.log.emplace_back("then"); });
    count_microtasks(test, 4);
  });
  CHECK(test.log == Log{"1", "2", "then", "3", "4"});
}

TEST_CASE("finally passes the outcome on, unless it throws", "[runtime][promise]") {
  TestRuntime test;
  const auto say_value = [&](int value) { test.log.push_back(std::to_string(value)); };
  const auto say_error = [&](const std::exception_ptr& error) {
    test.log.push_back(error_text(error));
  };
  test.runtime.run([&] {
    one(test).finally([&] { test.log.emplace_back("finally"); }).then(say_value);
    one(test).finally([] { throw std::runtime_error("f"); }).then(say_value, say_error);
    Promise<int>::rejected(test.runtime, std::runtime_error("r"))
        .finally([] {})
        .then(say_value, say_error);
  });
  CHECK(test.log == Log{"finally", "f", "1", "r"});
}

TEST_CASE("finally takes as many microtasks as node's", "[runtime][promise]") {
  TestRuntime test;
  test.runtime.run([&] {
    one(test).finally([] {}).then([&](int) { test.log.emplace_back("then"); });
    count_microtasks(test, 6);
  });
  CHECK(test.log == Log{"1", "2", "3", "then", "4", "5", "6"});
}

TEST_CASE("a promise settles once, whoever tries again", "[runtime][promise]") {
  TestRuntime test;
  test.runtime.run([&] {
    Promise<int>(test.runtime, [](const auto& resolver) {
      resolver.resolve(1);
      resolver.resolve(2);
      resolver.reject(std::runtime_error("late"));
      throw std::runtime_error("later");
    }).then([&](int value) { test.log.push_back(std::to_string(value)); });
  });
  CHECK(test.log == Log{"1"});
}

TEST_CASE("a promise that was resolved with another one is not settled by anything else",
          "[runtime][promise]") {
  TestRuntime test;
  test.runtime.run([&] {
    Promise<int>(test.runtime, [&](const auto& resolver) {
      resolver.resolve(one(test));
      resolver.resolve(2);
      resolver.reject(std::runtime_error("late"));
    }).then([&](int value) { test.log.push_back(std::to_string(value)); });
  });
  CHECK(test.log == Log{"1"});
}

TEST_CASE("a promise resolved with itself is rejected", "[runtime][promise]") {
  TestRuntime test;
  test.runtime.run([&] {
    std::optional<Promise<int>::Resolver> resolver;
    const Promise<int> promise(test.runtime, [&](const auto& made) { resolver = made; });
    resolver->resolve(promise);
    promise.catch_error([&](const std::exception_ptr& error) {
      test.log.push_back(error_text(error));
      return 0;
    });
  });
  REQUIRE(test.log.size() == 1);
  CHECK_THAT(test.log[0], Catch::Contains("itself"));
}

TEST_CASE("an executor that throws rejects", "[runtime][promise]") {
  TestRuntime test;
  test.runtime.run([&] {
    Promise<void>(test.runtime, [](const auto&) {
      throw std::runtime_error("executor");
    }).catch_error([&](const std::exception_ptr& error) { test.log.push_back(error_text(error)); });
  });
  CHECK(test.log == Log{"executor"});
}

TEST_CASE("exit() in a handler leaves it, and is no rejection", "[runtime][promise][exit]") {
  TestRuntime test;
  CHECK(test.runtime.run([&] {
    one(test).then([&](int) { test.runtime.exit(4); }).catch_error([&](const std::exception_ptr&) {
      test.log.emplace_back("not called");
    });
  }) == 4);
  CHECK(test.log.empty());
}

TEST_CASE("a promise that nobody can settle any more lets go of its handlers",
          "[runtime][promise]") {
  TestRuntime test;
  auto held = std::make_shared<int>(0);
  const std::weak_ptr<int> handler = held;
  test.runtime.run([&] {
    Promise<void> never(test.runtime, [](const auto&) {});
    never.then([held = std::move(held)] {}).then([] {});
    CHECK_FALSE(handler.expired());
  });
  CHECK(handler.expired());
}

TEST_CASE("a promise settled by a timer runs its reactions after that timer",
          "[runtime][promise]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    Promise<void>(test.runtime, [&](const auto& resolver) {
      test.runtime.set_timeout(
          [&, resolver] {
            resolver.resolve();
            test.log.emplace_back("timer");
          },
          5);
      test.runtime.set_timeout(test.say("next timer"), 5);
    }).then([&] { test.log.emplace_back("then"); });
  });
  CHECK(test.log == Log{"timer", "then", "next timer"});
}

TEST_CASE("reactions have the names that they are given", "[runtime][promise]") {
  TestRuntime test;
  test.runtime.run([&] {
    Promise<void> later(test.runtime, [&](const auto& resolver) {
      test.runtime.set_immediate([resolver] { resolver.resolve(); });
    });
    later.then([] {}, std::string("given and ") + "gone")
        .finally([] {}, "tidied up")
        .catch_error([](const std::exception_ptr&) {}, "never called");
  });
  Log names;
  for (const Record& record : test.take_records(Event::task_queue))
    if (static_cast<Queue>(record.small & 0xFFU) == Queue::microtask)
      names.emplace_back(test.session.name_text(record.text));
  CHECK(names.front() == "given and gone");
  CHECK(std::count(names.begin(), names.end(), "tidied up") == 1);
  CHECK(names.back() == "never called");
}

}  // namespace loopscope::test
