// A callback that is not there: refused where it is handed over, not where it would be called.
#include "core/loop/async.hpp"
#include "core/loop/file.hpp"
#include "core/loop/pool.hpp"
#include "core/loop/signal.hpp"
#include "core/loop/timer.hpp"
#include "core/net/server.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

TEST_CASE("an empty callback of a handle is refused at the call", "[loop][needed]") {
  TestLoop test;
  Timer timer(test.loop);
  Check check(test.loop);
  Signal signal(test.loop);
  CHECK_THROWS_WITH(timer.start({}, 1), "Timer::start() needs a callback, and got an empty one");
  CHECK_THROWS_AS(check.start({}), std::invalid_argument);
  CHECK_THROWS_AS(signal.start({}, SIGUSR1), std::invalid_argument);
  CHECK_THROWS_AS(Async(test.loop, {}), std::invalid_argument);
  CHECK_THROWS_AS(test.loop.defer({}, "deferred"), std::invalid_argument);
  CHECK_FALSE(test.loop.run());
}

TEST_CASE("a timer that runs keeps its callback when it is given none", "[loop][needed]") {
  TestLoop test;
  Timer timer(test.loop);
  timer.start(test.say("kept"), 1);
  CHECK_THROWS_AS(timer.start({}, 5), std::invalid_argument);
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"kept"});
}

TEST_CASE("an empty callback of a request is refused at the call", "[loop][needed]") {
  TestLoop test;
  CHECK_THROWS_AS(test.loop.pool().queue_work(
                      {}, [](std::error_code) {}, "work"),
                  std::invalid_argument);
  CHECK_THROWS_AS(test.loop.pool().queue_work([] {}, {}, "work"), std::invalid_argument);
  CHECK_THROWS_AS(read_file(test.loop, "/dev/null", {}), std::invalid_argument);
  CHECK_THROWS_AS(write_file(test.loop, "/dev/null", "", {}), std::invalid_argument);
  CHECK_THROWS_AS(stat_file(test.loop, "/dev/null", {}), std::invalid_argument);
  CHECK_FALSE(test.loop.run());
}

TEST_CASE("an empty callback of TCP is refused at the call", "[net][needed]") {
  TestLoop test;
  Server server(test.loop);
  const Endpoint any(boost::asio::ip::address_v4::loopback(), 0);
  CHECK_THROWS_AS(static_cast<void>(server.listen(any, {})), std::invalid_argument);
  const std::shared_ptr<Socket> socket = Socket::make(test.loop);
  CHECK_THROWS_AS(socket->read_start({}), std::invalid_argument);
  socket->close();
  CHECK_FALSE(test.loop.run());
}

TEST_CASE("an empty callback of Node's layer is refused at the call", "[runtime][needed]") {
  TestRuntime test;
  Runtime& node = test.runtime;
  CHECK_THROWS_AS(node.set_timeout({}), std::invalid_argument);
  CHECK_THROWS_AS(node.set_interval({}), std::invalid_argument);
  CHECK_THROWS_AS(node.set_immediate({}), std::invalid_argument);
  CHECK_THROWS_AS(node.next_tick({}), std::invalid_argument);
  CHECK_THROWS_AS(node.queue_microtask({}), std::invalid_argument);
  CHECK_THROWS_AS(node.on_exit({}), std::invalid_argument);
  CHECK_THROWS_AS(node.run({}), std::invalid_argument);
  CHECK(node.run([] {}) == 0);
  CHECK_THROWS_AS(node.run([] {}), std::logic_error);  // its program has ended
}

}  // namespace loopscope::test
