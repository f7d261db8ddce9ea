// pool-completion: what has finished is called back first of all that one wake-up is for.
#include <thread>

#include "core/loop/async.hpp"
#include "core/loop/pool.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

/// A loop whose work has finished by the time that it goes on.
class FinishedWork : public TestLoop {
 public:
  explicit FinishedWork(Profile profile) : TestLoop(profile) {}

  std::shared_ptr<Pool::Work> work(Function<void(std::error_code)> done) {
    auto work = loop.pool().queue_work([] {}, std::move(done), "work");
    while (!Pool::is_finished(*work)) std::this_thread::yield();
    return work;
  }
  void work(std::string name) {
    work([this, name = std::move(name)](std::error_code) { log.push_back(name); });
  }
  /// One turn, and a mark between it and the next.
  void turn() {
    loop.run(RunMode::nowait);
    log.emplace_back("|");
  }
};

}  // namespace

TEST_CASE("all finished work is called back before any async", "[loop][pool-completion]") {
  FinishedWork test(GENERATE(Profile::classic, Profile::modern));
  Async async(test.loop, test.say("async"));
  test.work("first");
  async.send();
  test.work("second");
  test.turn();
  CHECK(test.log == Log{"first", "second", "async", "|"});
}

TEST_CASE("work that finishes while others are called back waits for the next turn",
          "[loop][pool-completion]") {
  FinishedWork test(GENERATE(Profile::classic, Profile::modern));
  Async async(test.loop, test.say("async"));
  test.work([&](std::error_code) {
    test.log.emplace_back("first");
    test.work("second");
    async.send();
  });
  test.turn();
  test.turn();
  CHECK(test.log == Log{"first", "async", "|", "second", "|"});
}

TEST_CASE("work that an async queues comes in the next turn, before the async it sends",
          "[loop][pool-completion]") {
  FinishedWork test(GENERATE(Profile::classic, Profile::modern));
  int calls = 0;
  Async async(test.loop, [&] {
    test.log.emplace_back("async");
    if (++calls > 1) return;
    async.send();
    test.work("work");
  });
  async.send();
  test.turn();
  test.turn();
  CHECK(test.log == Log{"async", "|", "work", "async", "|"});
}

TEST_CASE("cancelled work has finished at once, before what runs", "[loop][pool-completion]") {
  LoopOptions options = options_of(GENERATE(Profile::classic, Profile::modern));
  options.pool_threads = 1;
  TestLoop test(options);
  std::atomic<bool> go{false};
  const auto log_done = [&](std::string name) {
    return [&test, name](std::error_code error) {
      test.log.push_back(name + (error == std::errc::operation_canceled ? " cancelled" : ""));
    };
  };
  test.loop.pool().queue_work(
      [&] {
        while (!go) std::this_thread::yield();
      },
      log_done("running"), "running");
  const auto waiting = test.loop.pool().queue_work([] {}, log_done("waiting"), "waiting");
  CHECK_FALSE(Pool::is_finished(*waiting));
  CHECK(Pool::cancel(*waiting));
  CHECK(Pool::is_finished(*waiting));
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"waiting cancelled"});
  go = true;
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"waiting cancelled", "running"});
}

TEST_CASE("an exception of one callback leaves the others to the next run()",
          "[loop][pool-completion]") {
  FinishedWork test(GENERATE(Profile::classic, Profile::modern));
  Async async(test.loop, test.say("async"));
  test.work([](std::error_code) { throw std::runtime_error("in the callback"); });
  test.work("second");
  async.send();
  CHECK_THROWS_WITH(test.loop.run(RunMode::nowait), "in the callback");
  test.turn();
  CHECK(test.log == Log{"second", "async", "|"});
}

TEST_CASE("the trace names finished work, then the asyncs", "[loop][pool-completion]") {
  FinishedWork test(GENERATE(Profile::classic, Profile::modern));
  Async async(test.loop, test.say("async"));
  async.send();
  test.work("first");
  test.work("second");
  test.turn();
  std::vector<std::uint64_t> expected;
  std::vector<std::uint64_t> ready;
  for (const Record& record : test.take_records()) {
    const bool is_pool = static_cast<Queue>(record.small & 0xffU) == Queue::pool;
    if (record.event == Event::task_queue && is_pool) expected.push_back(record.a);
    if (record.event == Event::poll_wake) CHECK(record.a == 3);
    if (record.event == Event::poll_ready) ready.push_back(record.a);
  }
  expected.push_back(async.id());
  CHECK(ready == expected);
}

}  // namespace loopscope::test
