// tick-before-microtask, microtask-drain, tick-drain, drain-before-next-callback.
#include <boost/asio/post.hpp>

#include "core/loop/async.hpp"
#include "core/loop/executor.hpp"
#include "core/loop/timer.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("ticks come before microtasks", "[runtime][tick-before-microtask]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  test.runtime.run([&] {
    test.runtime.queue_microtask(test.say("microtask"));
    test.runtime.next_tick(test.say("tick"));
    test.log.emplace_back("main");
  });
  CHECK(test.log == Log{"main", "tick", "microtask"});
}

TEST_CASE("ticks are emptied, new ones included, before microtasks", "[runtime][tick-drain]") {
  TestRuntime test;
  Runtime& runtime = test.runtime;
  runtime.run([&] {
    runtime.queue_microtask(test.say("microtask"));
    runtime.next_tick([&] {
      test.log.emplace_back("tick 1");
      runtime.next_tick([&] {
        test.log.emplace_back("tick 3");
        runtime.next_tick(test.say("tick 4"));
      });
    });
    runtime.next_tick(test.say("tick 2"));
  });
  CHECK(test.log == Log{"tick 1", "tick 2", "tick 3", "tick 4", "microtask"});
}

TEST_CASE("microtasks are emptied, new ones included, before a tick that one of them queued",
          "[runtime][microtask-drain]") {
  TestRuntime test;
  Runtime& runtime = test.runtime;
  runtime.run([&] {
    runtime.queue_microtask([&] {
      test.log.emplace_back("microtask 1");
      runtime.next_tick([&] {
        test.log.emplace_back("tick");
        runtime.queue_microtask(test.say("microtask of tick"));
        runtime.next_tick(test.say("tick of tick"));
      });
      runtime.queue_microtask(test.say("microtask 3"));
    });
    runtime.queue_microtask(test.say("microtask 2"));
  });
  CHECK(test.log == Log{"microtask 1", "microtask 2", "microtask 3", "tick", "tick of tick",
                        "microtask of tick"});
}

TEST_CASE("both queues are drained between two timers and between two immediates",
          "[runtime][drain-before-next-callback]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  const auto callback = [&test](std::string name) {
    return [&test, name] {
      test.log.push_back(name);
      test.runtime.queue_microtask(test.say(name + " microtask"));
      test.runtime.next_tick(test.say(name + " tick"));
    };
  };
  test.runtime.run([&] {
    test.runtime.set_timeout(callback("t1"), 10);
    test.runtime.set_timeout(callback("t2"), 10);
    test.runtime.set_timeout(
        [&] {
          test.runtime.set_immediate(callback("i1"));
          test.runtime.set_immediate(callback("i2"));
        },
        20);
  });
  CHECK(test.log == Log{"t1", "t1 tick", "t1 microtask", "t2", "t2 tick", "t2 microtask",  //
                        "i1", "i1 tick", "i1 microtask", "i2", "i2 tick", "i2 microtask"});
}

TEST_CASE("both queues are drained after every kind of callback",
          "[runtime][drain-before-next-callback]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  const auto callback = [&test](std::string name) {
    return [&test, name] {
      test.log.push_back(name);
      test.runtime.next_tick(test.say(name + " tick"));
    };
  };
  Idle idle(test.loop);
  Prepare prepare(test.loop);
  Check check(test.loop);
  Timer timer(test.loop);
  Timer closed(test.loop);
  test.runtime.run([&] {
    timer.start(callback("timer"), 0);
    test.loop.defer(callback("pending"), "pending");
    idle.start(callback("idle"));
    prepare.start(callback("prepare"));
    boost::asio::post(test.loop.executor(), callback("poll"));
    check.start([&, said = callback("check")]() mutable {
      said();
      for (PhaseHandle* handle :
           {static_cast<PhaseHandle*>(&idle), static_cast<PhaseHandle*>(&prepare),
            static_cast<PhaseHandle*>(&check)})
        handle->stop();
      closed.close(callback("close"));
    });
  });
  Log expected;
  for (const char* name : {"timer", "pending", "idle", "prepare", "poll", "check", "close"}) {
    expected.emplace_back(name);
    expected.push_back(std::string(name) + " tick");
  }
  CHECK(test.log == expected);
}

TEST_CASE("the ordering puzzle", "[runtime]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestRuntime test(profile);
  Runtime& runtime = test.runtime;
  runtime.run([&] {
    runtime.set_timeout(
        [&] {
          test.log.emplace_back("timer");
          runtime.queue_microtask([&] {
            test.log.emplace_back("promise in timeout");
            runtime.next_tick(test.say("tick in that promise"));
          });
          runtime.next_tick([&] {
            test.log.emplace_back("tick in timeout");
            runtime.next_tick(test.say("tick in that tick"));
          });
        },
        0);
    runtime.set_immediate([&] {
      test.log.emplace_back("immediate");
      runtime.next_tick(test.say("tick in immediate"));
    });
    runtime.queue_microtask(test.say("promise"));
    runtime.next_tick(test.say("tick"));
    test.log.emplace_back("main");
    test.spend_ms(2);
  });
  CHECK(test.log == Log{"main", "tick", "promise", "timer", "tick in timeout", "tick in that tick",
                        "promise in timeout", "tick in that promise", "immediate",
                        "tick in immediate"});
}

}  // namespace loopscope::test
