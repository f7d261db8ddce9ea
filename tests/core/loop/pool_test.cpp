// pool-completion: blocking work on threads, its callback in poll.
#include "core/loop/pool.hpp"

#include <future>
#include <thread>

#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

LoopOptions one_worker() {
  LoopOptions options;
  options.pool_threads = 1;
  return options;
}

}  // namespace

TEST_CASE("work runs on another thread, its callback on the loop's", "[loop][pool]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  std::thread::id worked_on;
  std::thread::id called_on;
  test.loop.pool().queue_work([&] { worked_on = std::this_thread::get_id(); },
                              [&](std::error_code error) {
                                CHECK_FALSE(error);
                                called_on = std::this_thread::get_id();
                              },
                              "work");
  CHECK_FALSE(test.loop.run());
  CHECK(called_on == std::this_thread::get_id());
  CHECK(worked_on != called_on);
  CHECK(worked_on != std::thread::id());
}

TEST_CASE("one worker: first come, first served, first called back", "[loop][pool]") {
  TestLoop test(one_worker());
  for (int i = 0; i < 20; ++i)
    test.loop.pool().queue_work(
        [] {}, [&, i](std::error_code) { test.log.push_back(std::to_string(i)); }, "work");
  test.loop.run();
  REQUIRE(test.log.size() == 20);
  for (std::size_t i = 0; i < 20; ++i) CHECK(test.log[i] == std::to_string(i));
}

TEST_CASE("the one that finishes first is called back first", "[loop][pool][pool-completion]") {
  TestLoop test;
  std::promise<void> go;
  test.loop.pool().queue_work([&] { go.get_future().wait(); },
                              [&](std::error_code) { test.log.emplace_back("slow"); }, "slow");
  test.loop.pool().queue_work([] {},
                              [&](std::error_code) {
                                test.log.emplace_back("quick");
                                go.set_value();
                              },
                              "quick");
  test.loop.run();
  CHECK(test.log == Log{"quick", "slow"});
}

TEST_CASE("cancelled before it began: ECANCELED and no work, too late: false", "[loop][pool]") {
  TestLoop test(one_worker());
  std::promise<void> begun;
  std::promise<void> go;
  auto running = test.loop.pool().queue_work(
      [&] {
        begun.set_value();
        go.get_future().wait();
      },
      [&](std::error_code error) { CHECK_FALSE(error); }, "running");
  bool worked = false;
  std::error_code outcome;
  auto waiting = test.loop.pool().queue_work(
      [&] { worked = true; }, [&](std::error_code error) { outcome = error; }, "waiting");
  begun.get_future().wait();
  CHECK_FALSE(Pool::cancel(*running));
  CHECK(Pool::cancel(*waiting));
  CHECK_FALSE(Pool::cancel(*waiting));
  go.set_value();
  CHECK_FALSE(test.loop.run());
  CHECK(outcome == std::errc::operation_canceled);
  CHECK_FALSE(worked);
}

TEST_CASE("an exception of the work is the callback's own", "[loop][pool]") {
  TestLoop test;
  bool called = false;
  test.loop.pool().queue_work([] { throw std::runtime_error("in the worker"); },
                              [&](std::error_code) { called = true; }, "bad");
  CHECK_THROWS_WITH(test.loop.run(), "in the worker");
  CHECK_FALSE(called);
  CHECK_FALSE(test.loop.run());
}

TEST_CASE("virtual time stands still while a worker works", "[loop][pool][now]") {
  TestLoop test;
  Timer timer(test.loop);
  timer.start(test.say("timer"), 1);
  test.loop.pool().queue_work([] { std::this_thread::sleep_for(std::chrono::milliseconds(20)); },
                              [&](std::error_code) { test.log.emplace_back("work"); }, "work");
  test.loop.run();
  CHECK(test.log == Log{"work", "timer"});
  CHECK(test.loop.now_ms() == 1);
}

TEST_CASE("a loop that goes never begins the work that waits", "[loop][pool]") {
  std::atomic<int> worked{0};
  std::promise<void> begun;
  {
    TestLoop test(one_worker());
    test.loop.pool().queue_work(
        [&] {
          begun.set_value();
          std::this_thread::sleep_for(std::chrono::milliseconds(20));
          ++worked;
        },
        [](std::error_code) { FAIL("no loop, no callback"); }, "running");
    test.loop.pool().queue_work([&] { ++worked; }, [](std::error_code) {}, "waiting");
    begun.get_future().wait();
  }
  CHECK(worked == 1);
}

TEST_CASE("one request more than max_queued is refused", "[loop][pool][limit]") {
  LoopOptions options = one_worker();
  options.max_queued = 1;
  TestLoop test(options);
  test.loop.pool().queue_work([] {}, [](std::error_code) {}, "fits");
  CHECK_THROWS_AS(test.loop.pool().queue_work([] {}, [](std::error_code) {}, "too much"),
                  QueueFull);
  CHECK_FALSE(test.loop.run());
}

TEST_CASE("what a worker does is recorded on its own thread", "[loop][pool]") {
  TestLoop test;
  test.loop.pool().queue_work([] {}, [](std::error_code) {}, "work");
  const auto queued = test.take_records(Event::task_queue);
  REQUIRE(queued.size() == 1);
  test.loop.run();
  const auto threads = test.session.threads();
  REQUIRE(threads.size() == 2);
  CHECK(threads[1]->name == "pool 1");
  const auto records = threads[1]->ring.readable();
  REQUIRE(records.size() == 2);
  CHECK(records[0].event == Event::pool_begin);
  CHECK(records[1].event == Event::pool_end);
  CHECK(records[0].a == queued[0].a);
}

}  // namespace loopscope::test
