// Connections that do not come about: refused, timed out, reset, each told apart.
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/core/net/support.hpp"

namespace loopscope::test {
namespace {

/// Listens, but nobody accepts, and its backlog is full: the kernel lets further ones wait.
class FullServer {
 public:
  FullServer() {
    fd_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    Endpoint any = loopback();
    REQUIRE(::bind(fd_, any.data(), static_cast<socklen_t>(any.size())) == 0);
    REQUIRE(::listen(fd_, 0) == 0);
    socklen_t size = static_cast<socklen_t>(any.capacity());
    REQUIRE(getsockname(fd_, any.data(), &size) == 0);
    at = any;
    for (int& filler : fillers_) {
      filler = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
      ::connect(filler, at.data(), static_cast<socklen_t>(at.size()));
    }
  }
  FullServer(const FullServer&) = delete;
  FullServer& operator=(const FullServer&) = delete;
  ~FullServer() {
    for (const int filler : fillers_) ::close(filler);
    ::close(fd_);
  }
  Endpoint at;

 private:
  int fd_ = -1;
  std::array<int, 8> fillers_{};
};

Endpoint nobody_listens() {
  TestNet test;
  return test.server.local();
}

}  // namespace

TEST_CASE("nobody listens: ECONNREFUSED, never from inside connect()", "[net][connect]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestNet test(profile);
  test.server.close();
  const Endpoint at = nobody_listens();
  const std::shared_ptr<Socket> client = Socket::make(test.loop);
  std::error_code outcome;
  client->connect(at, [&](std::error_code error) {
    outcome = error;
    client->close(test.say("closed"));
  });
  CHECK_FALSE(outcome);
  CHECK_FALSE(test.loop.run());
  CHECK(outcome == std::errc::connection_refused);
  CHECK(test.log == Log{"closed"});
}

TEST_CASE("nobody answers: ETIMEDOUT after the time that was given", "[net][connect]") {
  const FullServer server;
  TestLoop test(Profile::modern, Clock::Source::monotonic);
  const std::shared_ptr<Socket> client = Socket::make(test.loop);
  std::error_code outcome;
  client->connect(server.at,
                  [&](std::error_code error) {
                    outcome = error;
                    client->close();
                  },
                  {30});
  CHECK_FALSE(test.loop.run());
  CHECK(outcome == std::errc::timed_out);
  CHECK(test.clock.now_ns() >= 30 * Loop::ns_per_ms);
}

TEST_CASE("connected in time, the timeout does not come", "[net][connect]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const auto& socket) {
    socket->close();
    test.server.close();
  };
  const std::shared_ptr<Socket> client = Socket::make(test.loop);
  client->connect(test.server.local(),
                  [&](std::error_code error) {
                    test.log_error("connect", error);
                    client->close();
                  },
                  {10'000});
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"connect ok"});
}

TEST_CASE("a peer that resets is told apart from one that ends", "[net][reset]") {
  const bool reset = GENERATE(true, false);
  TestNet test;
  test.on_connection = [&](std::error_code, const std::shared_ptr<Socket>& socket) {
    test.server.close();
    socket->read_start([reset, socket = socket.get()](const ReadResult&) {
      if (reset)
        socket->reset();
      else
        socket->close();
    });
  };
  std::shared_ptr<Socket> client;
  ReadResult last;
  client = test.connect([&] {
    client->write("hello");
    client->read_start([&](const ReadResult& result) {
      last = result;
      client->close();
    });
  });
  CHECK_FALSE(test.loop.run());
  CHECK(last.eof == !reset);
  CHECK(static_cast<bool>(last.error) == reset);
  if (reset) CHECK(last.error == std::errc::connection_reset);
}

TEST_CASE("closed while connecting: ECANCELED in the close phase", "[net][connect]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const auto& socket) {
    if (socket != nullptr) socket->close();
  };
  const std::shared_ptr<Socket> client = Socket::make(test.loop);
  client->connect(test.server.local(), [&](std::error_code error) {
    CHECK(error == std::errc::operation_canceled);
    test.log.emplace_back("connect");
  });
  client->shutdown([&](std::error_code error) {
    CHECK(error == std::errc::operation_canceled);
    test.log.emplace_back("shutdown");
  });
  client->close(test.say("closed"));
  test.server.close();
  CHECK(test.log.empty());
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"connect", "shutdown", "closed"});
}

TEST_CASE("what was written before the connection failed fails with it", "[net][connect]") {
  const Endpoint at = nobody_listens();
  TestLoop test(Profile::modern, Clock::Source::monotonic);
  const std::shared_ptr<Socket> client = Socket::make(test.loop);
  std::error_code written;
  client->connect(at, [&](std::error_code) { test.log.emplace_back("connect"); });
  client->write("early", [&](std::error_code error) {
    written = error;
    test.log.emplace_back("write");
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"connect", "write"});
  CHECK(written == std::errc::operation_canceled);
}

TEST_CASE("a second connect() is EISCONN, in the pending phase", "[net][connect]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const auto& socket) { socket->close(); };
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->connect(test.server.local(), [&](std::error_code error) {
      CHECK(error == std::errc::already_connected);
      client->close();
      test.server.close();
      test.log.emplace_back("twice");
    });
    CHECK(test.log.empty());
  });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"twice"});
}

TEST_CASE("reading without a connection says ENOTCONN, and keeps nothing alive", "[net][connect]") {
  TestNet test;
  test.server.close();
  const std::shared_ptr<Socket> socket = Socket::make(test.loop);
  std::error_code outcome;
  socket->read_start([&](const ReadResult& result) { outcome = result.error; });
  CHECK_FALSE(outcome);
  CHECK_FALSE(test.loop.run());
  CHECK(outcome == std::errc::not_connected);
}

TEST_CASE("a connect that fails ends the reading that waited for it", "[net][connect]") {
  TestNet test;
  test.server.close();
  const Endpoint at = nobody_listens();
  const std::shared_ptr<Socket> socket = Socket::make(test.loop);
  socket->connect(at, [&](std::error_code error) {
    CHECK(error == std::errc::connection_refused);
    test.log.emplace_back("refused");
  });
  socket->read_start([&](const ReadResult&) { test.log.emplace_back("read"); });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"refused"});
}

TEST_CASE("options set before connect() hold once there is a descriptor", "[net][connect]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const std::shared_ptr<Socket>& peer) {
    peer->close();
    test.server.close();
  };
  const std::shared_ptr<Socket> socket = Socket::make(test.loop);
  CHECK_FALSE(socket->set_no_delay(true));
  CHECK_FALSE(socket->set_keep_alive(true, 77));
  socket->connect(test.server.local(), [&](std::error_code) {
    const auto option = [&](int level, int name) {
      int value = 0;
      socklen_t size = sizeof value;
      getsockopt(socket->native_handle(), level, name, &value, &size);
      return value;
    };
    CHECK(option(IPPROTO_TCP, TCP_NODELAY) != 0);
    CHECK(option(IPPROTO_TCP, TCP_KEEPIDLE) == 77);
    socket->close();
  });
  CHECK_FALSE(test.loop.run());
}

}  // namespace loopscope::test
