// Servers that cannot listen, and servers that run out of descriptors.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/core/net/support.hpp"

namespace loopscope::test {
namespace {

constexpr auto ignore = [](std::error_code, const std::shared_ptr<Socket>&) {};

/// Runs `body` in a process of its own; 0 if it returned true.
template <typename Body>
int in_child(Body&& body) {
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) _exit(body() ? 0 : 1);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 256 + WTERMSIG(status);
}

/// With no descriptor left, a client knocks; true if the server heard of it and then serves the
/// next one.
bool survives_emfile() {
  Clock clock;
  Loop loop(clock);
  Server server(loop);
  std::error_code heard;
  bool served = false;
  const auto failed =
      server.listen(loopback(), [&](std::error_code error, const std::shared_ptr<Socket>& socket) {
        if (error) heard = error;
        if (socket == nullptr) return;
        served = true;
        socket->close();
        server.close();
      });
  if (failed) return false;
  std::shared_ptr<Socket> first = Socket::make(loop);
  std::shared_ptr<Socket> second = Socket::make(loop);
  first->connect(server.local(), [](std::error_code) {});
  const rlimit few{16, 16};
  if (setrlimit(RLIMIT_NOFILE, &few) != 0) return false;
  std::vector<int> fillers;
  for (int fd = ::open("/dev/null", O_RDONLY); fd >= 0; fd = ::open("/dev/null", O_RDONLY))
    fillers.push_back(fd);
  for (int turns = 0; !heard && turns < 100; ++turns) loop.run(RunMode::nowait);
  for (const int fd : fillers) ::close(fd);
  first->close();
  second->connect(server.local(), [&](std::error_code) { second->close(); });
  loop.run();
  return heard == std::errc::too_many_files_open && served;
}

}  // namespace

TEST_CASE("an address in use is a clear error, and the port's owner goes on", "[net][listen]") {
  TestNet test;
  Server second(test.loop, "second");
  const std::error_code error = second.listen(test.server.local(), ignore);
  CHECK(error == std::errc::address_in_use);
  CHECK_FALSE(second.is_active());
  CHECK(test.server.is_active());
  const auto errors = test.take_records(Event::tcp_error);
  REQUIRE(errors.size() == 1);
  CHECK(errors[0].small == EADDRINUSE);
  CHECK(test.session.name_text(errors[0].text) == "listen");
  CHECK_FALSE(second.listen(loopback(), ignore));
  CHECK(second.listen(loopback(), ignore) == std::errc::connection_already_in_progress);
}

TEST_CASE("an address that is not this machine's cannot be bound", "[net][listen]") {
  TestLoop test;
  Server server(test.loop);
  CHECK(server.listen(make_endpoint("192.0.2.1", 80), ignore) == std::errc::address_not_available);
  CHECK_FALSE(test.loop.is_alive());
}

TEST_CASE("a listening server keeps the loop alive, by its address, until closed or unref'd",
          "[net][listen][alive]") {
  TestNet test;
  const auto items = test.loop.keeping_alive();
  REQUIRE(items.size() == 1);
  CHECK(items[0].what == "tcp-server \"server\" listening on 127.0.0.1:" +
                             std::to_string(test.server.local().port()));
  test.server.unref();
  CHECK_FALSE(test.loop.is_alive());
  test.server.ref();
  test.server.close(test.say("closed"));
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"closed"});
}

TEST_CASE("a server may be destroyed in its own connection callback", "[net][listen]") {
  TestLoop test(Profile::modern, Clock::Source::monotonic);
  auto server = std::make_unique<Server>(test.loop);
  int connections = 0;
  REQUIRE_FALSE(server->listen(loopback(), [&](std::error_code, const auto& socket) {
    ++connections;
    socket->close();
    server.reset();
  }));
  std::vector<std::shared_ptr<Socket>> clients;
  const Endpoint at = server->local();
  for (int i = 0; i < 2; ++i) {
    clients.push_back(Socket::make(test.loop));
    clients.back()->connect(at, [](std::error_code) {});
  }
  while (server != nullptr) test.loop.run(RunMode::once);
  for (const auto& client : clients) client->close();
  CHECK_FALSE(test.loop.run());
  CHECK(connections == 1);
}

TEST_CASE("without a free descriptor the server hears EMFILE and goes on", "[net][emfile]") {
  CHECK(in_child(survives_emfile) == 0);
}

TEST_CASE("addresses are literals: anything else says so", "[net][address]") {
  CHECK_THROWS_WITH(make_endpoint("localhost", 80), Catch::Contains("localhost"));
  CHECK(to_string(make_endpoint("::1", 9999)) == "[::1]:9999");
  CHECK(to_string(make_endpoint("127.0.0.1", 1)) == "127.0.0.1:1");
  CHECK(traced(make_endpoint("127.0.0.1", 9)).bytes[0] == 127);
  CHECK(traced(make_endpoint("::1", 9)).bytes[15] == 1);
}

}  // namespace loopscope::test
