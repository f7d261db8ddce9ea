// close-phase: 'close' of a socket, with whatever is still under way.
#include "core/loop/timer.hpp"
#include "tests/core/net/support.hpp"

namespace loopscope::test {

TEST_CASE("the close callback runs in the close phase of the same turn", "[net][close-phase]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestNet test(profile);
  Check check(test.loop);
  test.on_connection = [&](std::error_code, const auto& socket) {
    const std::uint64_t turn = test.loop.iteration();
    check.start([&] {
      test.log.emplace_back("check");
      check.close();
    });
    socket->close([&, turn] {
      CHECK(test.loop.iteration() == turn);
      test.log.emplace_back("close");
    });
    test.server.close();
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] { client->close(); });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"check", "close"});
}

TEST_CASE("closed with writes queued: each is told ECANCELED, before the close callback",
          "[net][close-phase]") {
  TestNet test;
  std::shared_ptr<Socket> peer;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    peer = std::move(socket);
    test.server.close();
  };
  std::shared_ptr<Socket> client;
  std::vector<std::error_code> errors;
  client = test.connect([&] {
    const std::string bytes(std::size_t{8} << 20U, 'x');
    for (int i = 0; i < 2; ++i)
      client->write(bytes, [&](std::error_code error) { errors.push_back(error); });
    client->close([&] {
      CHECK(errors.size() == 2);
      test.log.emplace_back("closed");
      peer->close();
    });
    CHECK(errors.empty());
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"closed"});
  for (const std::error_code& error : errors) CHECK(error == std::errc::operation_canceled);
}

TEST_CASE("the loop owns an open socket, and lets go of it when it is closed", "[net][close]") {
  TestNet test;
  std::weak_ptr<Socket> accepted;
  test.on_connection = [&](std::error_code, const std::shared_ptr<Socket>& socket) {
    accepted = socket;
    test.server.close();
    socket->read_start([socket](const ReadResult& result) {
      if (result.eof) socket->close();
    });
  };
  std::shared_ptr<Socket> client;
  Timer later(test.loop);
  client = test.connect([&] {
    later.start(
        [&] {
          CHECK_FALSE(accepted.expired());
          client->close();
        },
        5);
  });
  CHECK_FALSE(test.loop.run());
  CHECK(accepted.expired());
}

TEST_CASE("the last reference may go in any callback of the socket", "[net][close]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const std::shared_ptr<Socket>& socket) {
    test.server.close();
    socket->write("hello");
    socket->close();
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->read_start([&](const ReadResult&) {
      client->close();
      client.reset();
      test.log.emplace_back("gone");
    });
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"gone"});
}

TEST_CASE("what a closed socket is asked to do is a clear error", "[net][close]") {
  TestNet test;
  const std::shared_ptr<Socket> socket = Socket::make(test.loop, "mine");
  socket->close();
  CHECK_THROWS_WITH(socket->write("text"),
                    Catch::Contains("write() on a tcp \"mine\" that is closing"));
  CHECK_THROWS_AS(socket->read_start([](const ReadResult&) {}), std::logic_error);
  CHECK_THROWS_AS(socket->shutdown(), std::logic_error);
  CHECK_THROWS_AS(socket->connect(test.server.local(), {}), std::logic_error);
  CHECK_NOTHROW(socket->read_stop());
  CHECK_NOTHROW(socket->reset());
  test.server.close();
  CHECK_FALSE(test.loop.run());
}

TEST_CASE("a loop that goes takes its open sockets along", "[net][close]") {
  std::weak_ptr<Socket> client;
  {
    TestNet test;
    test.on_connection = [&](std::error_code, const std::shared_ptr<Socket>& socket) {
      socket->read_start([socket](const ReadResult&) {});
      test.loop.stop();
    };
    client = test.connect([] {});
    client.lock()->write("queued before connected");
    test.loop.run();
    CHECK_FALSE(client.expired());
  }
  CHECK(client.expired());
}

TEST_CASE("an exception in a cancelled write leaves the rest to the next run()", "[net][close]") {
  TestNet test;
  const std::shared_ptr<Socket> socket = Socket::make(test.loop);
  socket->connect(test.server.local(), [](std::error_code) {});
  socket->write("one", [](std::error_code) { throw std::runtime_error("lost"); });
  socket->write("two", [&](std::error_code error) {
    CHECK(error == std::errc::operation_canceled);
    test.log.emplace_back("two");
  });
  socket->close(test.say("closed"));
  test.server.close();
  CHECK_THROWS_WITH(test.loop.run(), "lost");
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"two", "closed"});
}

}  // namespace loopscope::test
