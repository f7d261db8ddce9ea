// A loop with real time, and a server and its client on it.
#pragma once

#include "core/net/server.hpp"
#include "tests/core/support.hpp"

namespace loopscope::test {

inline Endpoint loopback(std::uint16_t port = 0) {
  return make_endpoint("127.0.0.1", port);
}

inline std::string text_of(const ReadResult& result) {
  return {result.bytes.begin(), result.bytes.end()};
}

/// Listens on a free port of `at`; the tests say what becomes of a connection.
class TestNet : public TestLoop {
 public:
  explicit TestNet(Profile profile = Profile::modern, const Endpoint& at = loopback())
      : TestLoop(profile, Clock::Source::monotonic), server(loop, "server") {
    const std::error_code failed =
        server.listen(at, [this](std::error_code error, std::shared_ptr<Socket> socket) {
          on_connection(error, std::move(socket));
        });
    REQUIRE_FALSE(failed);
  }

  /// Connects, and calls back with the connected socket.
  std::shared_ptr<Socket> connect(Function<void()> connected) {
    std::shared_ptr<Socket> client = Socket::make(loop, "client");
    client->connect(server.local(),
                    [connected = std::move(connected)](std::error_code error) mutable {
                      REQUIRE_FALSE(error);
                      connected();
                    });
    return client;
  }
  void log_error(const std::string& what, std::error_code error) {
    log.push_back(what + ' ' + (error ? error.message() : "ok"));
  }

  Server server;
  Function<void(std::error_code, std::shared_ptr<Socket>)> on_connection;
};

}  // namespace loopscope::test
