// Ordinary Asio code on the loop: its handlers are I/O tasks of poll.
#include "core/loop/executor.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <thread>

#include "tests/core/support.hpp"

namespace loopscope::test {

using namespace std::chrono_literals;

TEST_CASE("posted handlers run in poll, in the order of arrival, never at once",
          "[loop][executor]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Prepare prepare(test.loop);
  Check check(test.loop);
  prepare.unref();
  check.unref();
  prepare.start(test.say("prepare"));
  check.start(test.say("check"));
  boost::asio::post(test.loop.executor(), test.say("posted"));
  boost::asio::dispatch(test.loop.executor(), test.say("dispatched"));
  CHECK(test.log.empty());
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"prepare", "posted", "dispatched", "check"});
}

TEST_CASE("one posted by a handler waits for the next turn", "[loop][executor]") {
  TestLoop test;
  boost::asio::post(test.loop.executor(), [&] {
    boost::asio::post(test.loop.executor(), [&] { CHECK(test.loop.iteration() == 2); });
    CHECK(test.loop.iteration() == 1);
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.loop.iteration() == 2);
}

TEST_CASE("poll takes so many handlers of other threads, and leaves the rest to the next turn",
          "[loop][executor]") {
  constexpr int posted = 100'000;
  TestLoop test;
  int in_first_turn = 0;
  int in_all = 0;
  Check check(test.loop);
  check.start([&] {
    if (in_all == posted) check.stop();
  });
  std::thread([executor = test.loop.executor(), &test, &in_first_turn, &in_all] {
    for (int i = 0; i < posted; ++i)
      boost::asio::post(executor, [&] {
        ++in_all;
        if (test.loop.iteration() == 1) ++in_first_turn;
      });
  }).join();
  CHECK_FALSE(test.loop.run());
  CHECK(in_all == posted);
  CHECK(in_first_turn == 65536);
  CHECK(test.loop.iteration() == 2);
}

TEST_CASE("an Asio timer keeps the loop alive until its handler ran", "[loop][executor]") {
  TestLoop test(Profile::modern, Clock::Source::monotonic);
  boost::asio::steady_timer timer(test.loop.executor(), 5ms);
  timer.async_wait([&](const boost::system::error_code& error) {
    CHECK_FALSE(error);
    test.log.emplace_back("timer");
  });
  CHECK(test.loop.is_alive());
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"timer"});
}

TEST_CASE("a cancelled operation calls its handler with an error", "[loop][executor]") {
  TestLoop test;
  boost::asio::steady_timer timer(test.loop.executor(), 1h);
  boost::system::error_code outcome;
  timer.async_wait([&](const boost::system::error_code& error) { outcome = error; });
  timer.cancel();
  CHECK_FALSE(test.loop.run());
  CHECK(outcome == boost::asio::error::operation_aborted);
}

TEST_CASE("threads may post while the loop waits", "[loop][executor]") {
  TestLoop test(Profile::modern, Clock::Source::monotonic);
  boost::asio::steady_timer keep(test.loop.executor(), 1h);
  keep.async_wait([](const boost::system::error_code&) {});
  int ran = 0;
  std::thread poster([&] {
    for (int i = 0; i < 500; ++i)
      boost::asio::post(test.loop.executor(), [&] {
        if (++ran == 500) keep.cancel();
      });
  });
  CHECK_FALSE(test.loop.run());
  poster.join();
  CHECK(ran == 500);
}

TEST_CASE("after an Asio handler the runtime drains its queues", "[runtime][executor]") {
  TestRuntime test;
  test.runtime.run([&] {
    for (const char* text : {"a", "b"})
      boost::asio::post(test.loop.executor(), [&test, text] {
        test.log.emplace_back(text);
        test.runtime.next_tick(test.say(std::string("tick of ") + text));
      });
  });
  CHECK(test.log == Log{"a", "tick of a", "b", "tick of b"});
}

TEST_CASE("a handler is an I/O task: queued, begun, ended", "[loop][executor]") {
  TestLoop test;
  boost::asio::post(test.loop.executor(), [] {});
  test.loop.run();
  std::vector<Event> events;
  std::uint64_t id = 0;
  for (const Record& record : test.take_records()) {
    if (record.event == Event::task_queue) {
      id = record.a;
      CHECK((record.small & 0xffU) == static_cast<unsigned>(Queue::io));
    }
    const bool counts = record.event == Event::turn || record.event == Event::phase_begin ||
                        record.event == Event::poll_wake;
    if (id != 0 && record.a == id && !counts) events.push_back(record.event);
  }
  CHECK(events == std::vector<Event>{Event::task_queue, Event::poll_ready, Event::task_begin,
                                     Event::task_end});
}

TEST_CASE("a loop that goes drops what was posted and what is under way", "[loop][executor]") {
  auto witness = std::make_shared<int>(1);
  {
    TestLoop test;
    boost::asio::post(test.loop.executor(), [witness] {});
    boost::asio::steady_timer timer(test.loop.executor(), 1h);
    timer.async_wait([witness](const boost::system::error_code&) {});
    timer.cancel();
    CHECK(witness.use_count() == 3);
  }
  CHECK(witness.use_count() == 1);
}

}  // namespace loopscope::test
