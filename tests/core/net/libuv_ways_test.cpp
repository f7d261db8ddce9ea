// What Node's bindings need as libuv has it: errors that come at once, writes that only try, the
// moment of a half-close.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>

#include "tests/core/net/support.hpp"

namespace loopscope::test {

TEST_CASE("the kernel is told of a half-close in the next pending phase", "[net][half-close]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const auto& socket) {
    test.server.close();
    socket->read_start([&, socket = socket.get()](const ReadResult& result) {
      if (result.eof) socket->close();
    });
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->shutdown([&](std::error_code error) {
      test.log_error("shutdown", error);
      client->close();
    });
    test.loop.defer([&] { test.log.emplace_back("deferred after it"); }, "after");
    char byte = 0;
    CHECK(::recv(client->native_handle(), &byte, 1, MSG_DONTWAIT) == -1);
    test.log.emplace_back("still open");
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"still open", "shutdown ok", "deferred after it"});
}

TEST_CASE("where our half is closed, the last bytes and the end are one event", "[net][read]") {
  TestNet test;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    test.server.close();
    socket->read_start([socket = socket.get()](const ReadResult& result) {
      if (!result.eof) return;
      socket->write("bye");
      socket->shutdown([socket](std::error_code) { socket->close(); });
    });
  };
  std::vector<std::uint64_t> turns;
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->read_start([&](const ReadResult& result) {
      turns.push_back(test.loop.iteration());
      if (result.eof) client->close();
    });
    client->shutdown();
  });
  CHECK_FALSE(test.loop.run());
  REQUIRE(turns.size() == 2);
  CHECK(turns[0] == turns[1]);
}

namespace {

// The turns in which a server gets each of three connections that are made at once.
std::vector<std::uint64_t> turns_of_accepts(Profile profile) {
  TestNet test(profile);
  std::vector<std::uint64_t> turns;
  test.on_connection = [&](std::error_code, const auto& socket) {
    turns.push_back(test.loop.iteration());
    if (turns.size() == 3) test.server.close();
    socket->close();
  };
  std::vector<std::shared_ptr<Socket>> clients(3);
  for (auto& client : clients) client = test.connect([&client] { client->close(); });
  CHECK_FALSE(test.loop.run());
  return turns;
}

}  // namespace

TEST_CASE("classic accepts all that wait, modern one in each turn", "[net][listen]") {
  const auto classic = turns_of_accepts(Profile::classic);
  REQUIRE(classic.size() == 3);
  CHECK(classic[0] == classic[2]);
  const auto modern = turns_of_accepts(Profile::modern);
  REQUIRE(modern.size() == 3);
  CHECK(modern[1] == modern[0] + 1);
  CHECK(modern[2] == modern[1] + 1);
}

TEST_CASE("what poll has reported is before what its callback makes ready", "[net][read]") {
  TestNet test;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    test.server.close();
    socket->read_start([&, socket = socket.get()](const ReadResult& result) {
      test.log.emplace_back(result.eof ? "server end" : "server data");
      result.eof ? socket->close() : static_cast<void>(socket->write("answer"));
    });
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->write("question");
    client->shutdown();
    client->read_start([&](const ReadResult& result) {
      if (result.eof || result.error) return client->close();
      test.log.emplace_back("client data");
    });
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"server data", "server end", "client data"});
}

TEST_CASE("a read that was stopped in its callback does not end the next wait", "[net][read]") {
  TestNet test;
  std::shared_ptr<Socket> accepted;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    test.server.close();
    accepted = std::move(socket);
    accepted->read_start([&](const ReadResult&) {
      accepted->read_stop();
      test.log.emplace_back("read");
    });
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] { client->write("one"); });
  std::uint64_t turns = 0;
  Timer timer(test.loop);
  timer.start(
      [&] {
        turns = test.loop.iteration();
        client->close();
        accepted->close();
      },
      30);
  Timer writes(test.loop);
  writes.start([&] { client->write("two"); }, 10);
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"read"});
  accepted.reset();
  CHECK(turns <= 6);
}

TEST_CASE("the last bytes before a reset are followed by an end where that is wanted",
          "[net][read]") {
  const bool looks = GENERATE(false, true);
  TestNet test;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    test.server.close();
    socket->looks_for_resets = looks;
    socket->read_start([&, socket = socket.get()](const ReadResult& result) {
      if (result.error) test.log_error("read", result.error);
      if (result.eof) test.log.emplace_back("end");
      if (result.error || result.eof) socket->close();
    });
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->write("last");
    client->reset();
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == (looks ? Log{"end"} : Log{"read Connection reset by peer"}));
}

TEST_CASE("try_connect() returns what fails at once", "[net][connect]") {
  TestNet test;
  const std::shared_ptr<Socket> client = Socket::make(test.loop);
  REQUIRE_FALSE(client->bind(loopback()));
  bool called = false;
  CHECK(client->try_connect(make_endpoint("::1", 1), [&](std::error_code) { called = true; }) ==
        std::errc::address_family_not_supported);
  client->close();
  test.server.close();
  CHECK_FALSE(test.loop.run());
  CHECK_FALSE(called);
}

TEST_CASE("bind() says where a connection comes from", "[net][connect]") {
  TestNet test;
  const std::shared_ptr<Socket> client = Socket::make(test.loop);
  REQUIRE_FALSE(client->bind(loopback()));
  const std::uint16_t port = client->local().port();
  test.on_connection = [&](std::error_code, const auto& socket) {
    CHECK(socket->peer().port() == port);
    socket->close();
    client->close();
    test.server.close();
    test.log.emplace_back("accepted");
  };
  client->connect(test.server.local(), {});
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"accepted"});
}

TEST_CASE("that the address to connect from is in use is told by the connect", "[net][connect]") {
  TestNet test;
  const std::shared_ptr<Socket> client = Socket::make(test.loop);
  REQUIRE_FALSE(client->bind(test.server.local()));
  REQUIRE_FALSE(client->try_connect(test.server.local(), [&](std::error_code error) {
    CHECK(error == std::errc::address_in_use);
    client->close();
    test.server.close();
    test.log.emplace_back("told");
  }));
  CHECK(test.log.empty());
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"told"});
}

TEST_CASE("that a server's address is in use is told by listening, not by bind()",
          "[net][listen]") {
  TestNet test;
  Server second(test.loop);
  REQUIRE_FALSE(second.bind(test.server.local()));
  CHECK(second.start_listening([](std::error_code, const auto&) {}, 16) ==
        std::errc::address_in_use);
  REQUIRE_FALSE(second.bind(loopback()));
  CHECK(second.local().port() != 0);
  REQUIRE_FALSE(second.start_listening([](std::error_code, const auto&) {}, 16));
  CHECK(second.is_active());
}

TEST_CASE("try_write() writes nothing while connecting, and is EPIPE after shutdown()",
          "[net][write]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const auto& socket) {
    test.server.close();
    socket->close();
  };
  std::shared_ptr<Socket> client;
  std::error_code error;
  client = test.connect([&] {
    CHECK(client->try_write("four", error) == 4);
    CHECK_FALSE(error);
    client->shutdown();
    CHECK_FALSE(client->is_writable());
    CHECK(client->try_write("late", error) == 0);
    CHECK(error == std::errc::broken_pipe);
    client->close();
  });
  CHECK(client->try_write("early", error) == 0);
  CHECK_FALSE(error);
  CHECK_FALSE(test.loop.run());
}

TEST_CASE("a socket without a descriptor cannot be written to", "[net][write]") {
  TestNet test;
  const std::shared_ptr<Socket> socket = Socket::make(test.loop);
  std::error_code error;
  CHECK(socket->try_write("x", error) == 0);
  CHECK(error == std::errc::bad_file_descriptor);
}

TEST_CASE("reads go into memory of the caller's, as much as fits", "[net][read]") {
  TestNet test;
  std::array<char, 3> memory{};
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> accepted) {
    test.server.close();
    Socket* const socket = accepted.get();
    socket->read_into(memory);
    socket->read_start([&, socket](const ReadResult& result) {
      if (result.eof) return socket->close();
      CHECK(result.bytes.data() == memory.data());
      test.log.push_back(text_of(result));
    });
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->write("abcdefgh");
    client->close();
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"abc", "def", "gh"});
}

TEST_CASE("open() takes over a connection that is there", "[net][connect]") {
  TestNet test;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    test.server.close();
    socket->write("hello");
    socket->close();
  };
  const int fd = ::socket(AF_INET, SOCK_STREAM, 0);
  REQUIRE(::connect(fd, test.server.local().data(), sizeof(sockaddr_in)) == 0);
  const std::shared_ptr<Socket> socket = Socket::make(test.loop);
  REQUIRE_FALSE(socket->set_no_delay(true));
  REQUIRE_FALSE(socket->open(fd));
  int no_delay = 0;
  socklen_t size = sizeof no_delay;
  CHECK(getsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &no_delay, &size) == 0);
  CHECK(no_delay != 0);
  CHECK(socket->peer() == test.server.local());
  CHECK(socket->open(fd) == std::errc::device_or_resource_busy);
  socket->read_start([&](const ReadResult& result) {
    if (result.eof) return socket->close();
    test.log.push_back(text_of(result));
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"hello"});
}

}  // namespace loopscope::test
