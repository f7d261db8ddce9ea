// How long poll waits, and the reason that is recorded for it.
#include "core/loop/async.hpp"
#include "core/loop/pool.hpp"
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

struct Wait {
  PollReason reason;
  std::uint64_t timeout_ns;
  bool operator==(const Wait&) const = default;
};

/// What the polls of one run(once) recorded.
Wait wait_of(TestLoop& test, RunMode mode = RunMode::once) {
  test.take_records();
  test.loop.run(mode);
  const auto waits = test.take_records(Event::poll_wait);
  REQUIRE(waits.size() == 1);
  return {static_cast<PollReason>(waits[0].small), waits[0].a};
}

}  // namespace

TEST_CASE("poll waits until the nearest timer, and names its task", "[loop][poll]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer far(test.loop);
  Timer near(test.loop);
  far.start([] {}, 50);
  near.start([] {}, 20);
  const auto tasks = test.take_records(Event::task_queue);
  test.loop.run(RunMode::once);
  const auto waits = test.take_records(Event::poll_wait);
  REQUIRE(waits.size() == 1);
  CHECK(static_cast<PollReason>(waits[0].small) == PollReason::timer);
  CHECK(waits[0].a == 20 * Loop::ns_per_ms);
  CHECK(waits[0].b == tasks.at(1).a);
}

TEST_CASE("poll does not wait in run(nowait)", "[loop][poll]") {
  TestLoop test;
  Timer timer(test.loop);
  timer.start([] {}, 50);
  CHECK(wait_of(test, RunMode::nowait) == Wait{PollReason::run_nowait, 0});
}

TEST_CASE("poll does not wait when nothing active is left", "[loop][poll]") {
  TestLoop test;
  Timer timer(test.loop);
  timer.close();
  CHECK(wait_of(test) == Wait{PollReason::nothing_active, 0});
}

TEST_CASE("poll does not wait while an idle handle is active", "[loop][poll]") {
  TestLoop test;
  Idle idle(test.loop);
  idle.start([] {});
  test.loop.run(RunMode::nowait);
  Prepare stopper(test.loop);
  stopper.start([&] { test.loop.stop(); });
  Timer timer(test.loop);
  timer.start([] {}, 50);
  stopper.stop();
  Check once(test.loop);
  once.start([&] { test.loop.stop(); });
  CHECK(wait_of(test, RunMode::default_mode) == Wait{PollReason::idle, 0});
}

TEST_CASE("poll does not wait while a callback is pending or a handle is closing", "[loop][poll]") {
  TestLoop test;
  Timer timer(test.loop);
  Timer closing(test.loop);
  timer.start([] {}, 50);
  Prepare prepare(test.loop);
  prepare.unref();
  SECTION("pending") {
    prepare.start([&] { test.loop.defer([] {}, "pending"); });
    CHECK(wait_of(test) == Wait{PollReason::pending, 0});
  }
  SECTION("closing") {
    prepare.start([&] { closing.close(); });
    CHECK(wait_of(test) == Wait{PollReason::closing, 0});
  }
}

TEST_CASE("poll waits for ever for an active handle without a timer", "[loop][poll]") {
  TestLoop test;
  Async async(test.loop, test.say("woken"));
  async.send();
  CHECK(wait_of(test) == Wait{PollReason::no_timer, forever_ns});
  CHECK(test.log == Log{"woken"});
}

TEST_CASE("a ref'd immediate keeps poll from waiting, and is the reason", "[loop][poll]") {
  TestRuntime test;
  test.runtime.run([&] { test.runtime.set_immediate([] {}); });
  const auto waits = test.take_records(Event::poll_wait);
  REQUIRE(waits.size() == 1);
  CHECK(static_cast<PollReason>(waits[0].small) == PollReason::immediate);
}

TEST_CASE("poll names the runtime's timer, not the loop timer behind it", "[loop][poll]") {
  TestRuntime test;
  test.runtime.run([&] {
    test.runtime.set_timeout([] {}, 30);
    test.runtime.set_timeout([] {}, 10);
  });
  const std::vector<Record> records = test.take_records();
  std::vector<std::uint64_t> tasks;
  std::vector<std::uint64_t> waited_for;
  for (const Record& record : records) {
    if (record.event == Event::task_queue && (record.small & 0xffU) == 0) tasks.push_back(record.a);
    if (record.event == Event::poll_wait) waited_for.push_back(record.b);
  }
  CHECK(waited_for == std::vector<std::uint64_t>{tasks.at(1), tasks.at(0)});
}

TEST_CASE("now is cached: it moves at the start of the timers and after poll", "[loop][now]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer keep(test.loop);
  keep.start([] {}, 1000);
  Prepare prepare(test.loop);
  std::uint64_t before_ms = 1;
  std::uint64_t after_ms = 0;
  prepare.start([&] {
    before_ms = test.loop.now_ms();
    test.spend_ms(30);
    after_ms = test.loop.now_ms();
  });
  Check check(test.loop);
  std::uint64_t in_check_ms = 0;
  check.start([&] { in_check_ms = test.loop.now_ms(); });
  test.loop.run(RunMode::nowait);
  CHECK(before_ms == 0);
  CHECK(after_ms == 0);
  CHECK(in_check_ms == 30);
}

}  // namespace loopscope::test
