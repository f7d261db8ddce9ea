// Async: waking the loop from anywhere.
#include "core/loop/async.hpp"

#include <thread>

#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("several sends before the callback are one call", "[loop][async]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  Async async(test.loop, test.say("woken"));
  for (int i = 0; i < 3; ++i) async.send();
  test.loop.run(RunMode::nowait);
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"woken"});
  async.send();
  test.loop.run(RunMode::nowait);
  CHECK(test.log == Log{"woken", "woken"});
}

TEST_CASE("a send inside the callback is another call", "[loop][async]") {
  TestLoop test;
  int calls = 0;
  Async async(test.loop, [&] {
    if (++calls < 3)
      async.send();
    else
      async.close();
  });
  async.send();
  CHECK_FALSE(test.loop.run());
  CHECK(calls == 3);
}

TEST_CASE("sends from threads wake a loop that waits for ever", "[loop][async]") {
  TestLoop test(Profile::modern, Clock::Source::monotonic);
  std::atomic<int> sent{0};
  int calls = 0;
  Async async(test.loop, [&] {
    ++calls;
    if (sent == 2000) async.close();
  });
  const auto send_many = [&] {
    for (int i = 0; i < 1000; ++i) {
      ++sent;
      async.send();
    }
  };
  std::thread first(send_many);
  std::thread second(send_many);
  std::thread drain([&] {
    first.join();
    second.join();
  });
  CHECK_FALSE(test.loop.run());
  drain.join();
  CHECK(sent == 2000);
  CHECK(calls >= 1);
  CHECK(calls <= 2000);
}

TEST_CASE("closed or destroyed with a send on its way: no callback", "[loop][async]") {
  TestLoop test;
  auto destroyed = std::make_unique<Async>(test.loop, test.say("destroyed"));
  Async closed(test.loop, test.say("closed"));
  destroyed->send();
  closed.send();
  destroyed.reset();
  closed.close(test.say("close callback"));
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"close callback"});
}

TEST_CASE("each send is recorded on the thread that sends", "[loop][async]") {
  TestLoop test;
  Async async(test.loop, [&] { async.close(); });
  std::thread([&] { async.send(); }).join();
  test.loop.run();
  const auto threads = test.session.threads();
  REQUIRE(threads.size() == 2);
  const auto records = threads[1]->ring.readable();
  REQUIRE(records.size() == 1);
  CHECK(records[0].event == Event::async_send);
  CHECK(records[0].a == async.id());
}

}  // namespace loopscope::test
