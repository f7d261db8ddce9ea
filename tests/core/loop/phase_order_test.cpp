// phase-order: timers, pending, idle, prepare, poll, check, close; the profile says where the
// timers are.
#include "core/loop/async.hpp"
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {
namespace {

std::vector<Phase> phases_of(const std::vector<Record>& records) {
  std::vector<Phase> phases;
  for (const Record& record : records)
    if (record.event == Event::phase_begin) phases.push_back(static_cast<Phase>(record.small));
  return phases;
}

/// One callback in every phase; the timer stays due, turn after turn.
class EveryPhase : public TestLoop {
 public:
  explicit EveryPhase(Profile profile) : TestLoop(profile) {
    timer.start(say("timer"), 0, 1);
    loop.defer(say("pending"), "pending");
    idle.start(say("idle"));
    prepare.start(say("prepare"));
    check.start([this] {
      log.emplace_back("check");
      spend_ms(1);
      closed.close(say("close"));
    });
    async.send();
  }

  Timer timer{loop};
  Idle idle{loop};
  Prepare prepare{loop};
  Check check{loop};
  Timer closed{loop};
  Async async{loop, say("poll")};
};

}  // namespace

TEST_CASE("classic: a turn begins with the timers", "[loop][phase-order]") {
  EveryPhase test(Profile::classic);
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"timer", "pending", "idle", "prepare", "poll", "check", "close"});
}

TEST_CASE("modern: a turn ends with the timers", "[loop][phase-order]") {
  EveryPhase test(Profile::modern);
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"pending", "idle", "prepare", "poll", "check", "close", "timer"});
}

TEST_CASE("modern: run(default) runs the timers once before its first turn",
          "[loop][phase-order]") {
  EveryPhase test(Profile::modern);
  Check stopper(test.loop);
  stopper.start([&] { test.loop.stop(); });
  test.loop.run();
  CHECK(test.log == Log{"timer", "pending", "idle", "prepare", "poll", "check", "close", "timer"});
  CHECK(test.loop.iteration() == 1);
}

TEST_CASE("every phase of a turn is recorded, also one with nothing to do", "[loop][phase-order]") {
  using enum Phase;
  const std::vector<Phase> classic_turn = {timers, pending, idle,        prepare,
                                           poll,   check,   Phase::close};
  const std::vector<Phase> modern_turn = {pending, idle,         prepare, poll,
                                          check,   Phase::close, timers};
  TestLoop classic(Profile::classic);
  Timer keeps_classic(classic.loop);
  keeps_classic.start([] {}, 10);
  classic.loop.run(RunMode::nowait);
  CHECK(phases_of(classic.take_records()) == classic_turn);

  TestLoop modern(Profile::modern);
  Timer keeps_modern(modern.loop);
  keeps_modern.start([] {}, 10);
  modern.loop.run(RunMode::nowait);
  CHECK(phases_of(modern.take_records()) == modern_turn);
}

TEST_CASE("turns are numbered from 1 and carry the cached now", "[loop][phase-order]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Timer timer(test.loop);
  int fired = 0;
  timer.start(
      [&] {
        if (++fired == 3) timer.stop();
      },
      5, 5);
  test.loop.run();
  std::vector<std::uint64_t> numbers;
  for (const Record& turn : test.take_records(Event::turn)) {
    numbers.push_back(turn.a);
    CHECK(turn.b % (5 * Loop::ns_per_ms) == 0);
  }
  REQUIRE(numbers.size() == test.loop.iteration());
  for (std::size_t i = 0; i < numbers.size(); ++i) CHECK(numbers[i] == i + 1);
}

}  // namespace loopscope::test
