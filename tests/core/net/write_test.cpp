// Writing: queues, back-pressure, drain, half-close and what comes after it.
#include "core/loop/timer.hpp"

#include "tests/core/net/support.hpp"

namespace loopscope::test {
namespace {

constexpr std::size_t megabyte = std::size_t{1} << 20U;

}  // namespace

TEST_CASE("more than the kernel takes is queued: write() says stop, drain says go",
          "[net][back-pressure]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestNet test(profile);
  std::size_t received = 0;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    test.server.close();
    socket->read_start([&, socket = socket.get()](const ReadResult& result) {
      received += result.bytes.size();
      if (result.eof) socket->close();
    });
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->on_drain([&] {
      CHECK(client->queued_bytes() == 0);
      test.log.emplace_back("drain");
      client->shutdown([&](std::error_code) { client->close(); });
    });
    const std::string bytes(8 * megabyte, 'x');
    CHECK_FALSE(
        client->write(bytes, [&](std::error_code error) { test.log_error("write", error); }));
    CHECK(client->queued_bytes() > client->high_water_mark_bytes);
  });
  CHECK_FALSE(test.loop.run());
  CHECK(received == 8 * megabyte);
  CHECK(test.log == Log{"write ok", "drain"});
}

TEST_CASE("writes come through whole and in order, their callbacks too", "[net][write]") {
  TestNet test;
  std::string received;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    test.server.close();
    socket->read_start([&, socket = socket.get()](const ReadResult& result) {
      received += text_of(result);
      if (result.eof) socket->close();
    });
  };
  const std::shared_ptr<Socket> client = Socket::make(test.loop);
  client->connect(test.server.local(), [&](std::error_code) { test.log.emplace_back("connect"); });
  std::string sent;
  for (char letter = 'a'; letter <= 'e'; ++letter) {
    const std::string part(megabyte, letter);
    sent += part;
    client->write(part, [&, letter](std::error_code error) {
      test.log_error(std::string(1, letter), error);
    });
  }
  client->shutdown([&](std::error_code error) {
    test.log_error("shutdown", error);
    client->close();
  });
  CHECK_FALSE(test.loop.run());
  CHECK((received == sent));
  CHECK(test.log == Log{"connect", "a ok", "b ok", "c ok", "d ok", "e ok", "shutdown ok"});
}

TEST_CASE("after half-close the other half goes on, both ways", "[net][half-close]") {
  TestNet test;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    test.server.close();
    socket->read_start([&, socket = socket.get()](const ReadResult& result) {
      if (!result.eof) return test.log.push_back("server hears " + text_of(result));
      socket->write("still here");
      socket->shutdown([socket](std::error_code) { socket->close(); });
    });
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->read_start([&](const ReadResult& result) {
      if (result.eof) return client->close();
      test.log.push_back("client hears " + text_of(result));
    });
    client->write("bye");
    client->shutdown();
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"server hears bye", "client hears still here"});
}

TEST_CASE("write after shutdown is EPIPE, shutdown after shutdown ENOTCONN", "[net][half-close]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const auto& socket) { socket->close(); };
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->shutdown();
    client->write("late", [&](std::error_code error) { CHECK(error == std::errc::broken_pipe); });
    client->shutdown([&](std::error_code error) {
      CHECK(error == std::errc::not_connected);
      client->close();
      test.server.close();
      test.log.emplace_back("both failed");
    });
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"both failed"});
}

TEST_CASE("writing to a peer that is gone is an error, not a signal", "[net][write]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const std::shared_ptr<Socket>& socket) {
    test.server.close();
    socket->read_start([socket = socket.get()](const ReadResult&) { socket->reset(); });
  };
  std::shared_ptr<Socket> client;
  std::error_code failed;
  Timer again(test.loop);
  client = test.connect([&] {
    again.start(
        [&] {
          client->write("anyone?", [&](std::error_code error) {
            if (!error) return;
            failed = error;
            again.stop();
            client->close();
          });
        },
        1, 1);
  });
  CHECK_FALSE(test.loop.run());
  CHECK((failed == std::errc::broken_pipe || failed == std::errc::connection_reset));
}

TEST_CASE("not connected is ENOTCONN, beyond max_queued_bytes it is ENOBUFS",
          "[net][write][limit]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const auto& socket) { socket->close(); };
  const std::shared_ptr<Socket> unconnected = Socket::make(test.loop);
  unconnected->write("text", [&](std::error_code error) {
    CHECK(error == std::errc::not_connected);
    unconnected->close();
  });
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->max_queued_bytes = 10;
    // Nothing is queued, so no drain is to be waited for.
    CHECK(client->write("more than ten bytes", [&](std::error_code error) {
      CHECK(error == std::errc::no_buffer_space);
      test.log.emplace_back("refused");
      client->close();
      test.server.close();
    }));
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"refused"});
}

TEST_CASE("a write that was done at once has its callback in the pending phase",
          "[net][write][pending]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const auto& socket) { socket->close(); };
  Check check(test.loop);
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    check.start([&] {
      test.log.emplace_back("check");
      check.close();
    });
    client->write("a", [&](std::error_code) {
      test.log.emplace_back("write");
      client->close();
      test.server.close();
    });
    CHECK(test.log.empty());
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"write", "check"});
}

}  // namespace loopscope::test
