// Reading until EAGAIN, within a budget; stopping; the end.
#include "core/loop/timer.hpp"
#include "tests/core/net/support.hpp"

namespace loopscope::test {
namespace {

/// One client that sends `bytes` at once and half-closes.
class OneSender : public TestNet {
 public:
  explicit OneSender(std::string bytes) : bytes_(std::move(bytes)) {
    client = connect([this] {
      client->write(bytes_);
      client->shutdown([this](std::error_code) { client->close(); });
    });
  }
  std::shared_ptr<Socket> client;

 private:
  std::string bytes_;
};

}  // namespace

TEST_CASE("no read gives more than 64 KiB, no event more than 32 of them", "[net][read]") {
  OneSender test(std::string(std::size_t{6} << 20U, 'x'));
  std::vector<std::uint64_t> turns;
  std::size_t received = 0;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    test.server.close();
    socket->read_start([&, socket = socket.get()](const ReadResult& result) {
      CHECK(result.bytes.size() <= 65536);
      received += result.bytes.size();
      turns.push_back(test.loop.iteration());
      if (result.eof) socket->close();
    });
  };
  CHECK_FALSE(test.loop.run());
  CHECK(received == std::size_t{6} << 20U);
  for (const std::uint64_t turn : turns) CHECK(std::count(turns.begin(), turns.end(), turn) <= 32);
}

TEST_CASE("read_stop() in a callback is at once, read_start() goes on where it was",
          "[net][read]") {
  OneSender test(std::string(200'000, 'y'));
  std::size_t received = 0;
  int reads = 0;
  Timer pause(test.loop);
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> accepted) {
    test.server.close();
    Socket* const socket = accepted.get();
    const auto read = [&, socket](const ReadResult& result) {
      received += result.bytes.size();
      ++reads;
      if (result.eof) return socket->close();
    };
    socket->read_start([&, socket, read](const ReadResult& result) {
      read(result);
      socket->read_stop();
      pause.start(
          [&, socket, read] {
            CHECK(reads == 1);
            socket->read_start(read);
          },
          5);
    });
  };
  CHECK_FALSE(test.loop.run());
  CHECK(received == 200'000);
}

TEST_CASE("a socket that does not read and does not write does not keep the loop alive",
          "[net][alive]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const auto&) { test.server.close(); };
  std::shared_ptr<Socket> client;
  client = test.connect([&] { test.log.emplace_back("connected"); });
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"connected"});
}

TEST_CASE("the end comes once, and read_start() after it never calls", "[net][read]") {
  OneSender test("z");
  Timer later(test.loop);
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> accepted) {
    test.server.close();
    Socket* const socket = accepted.get();
    socket->read_start([&, socket](const ReadResult& result) {
      test.log.push_back(result.eof ? "end" : text_of(result));
      if (!result.eof) return;
      socket->read_start([&](const ReadResult&) { test.log.emplace_back("again"); });
      later.start([socket] { socket->close(); }, 5);
    });
  };
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"z", "end"});
}

TEST_CASE("an exception of a read callback leaves run(), and reading goes on", "[net][read]") {
  OneSender test("text");
  bool first = true;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> accepted) {
    test.server.close();
    accepted->read_start([&, socket = accepted.get()](const ReadResult& result) {
      if (std::exchange(first, false)) throw std::runtime_error("in the callback");
      if (result.eof) socket->close(test.say("closed"));
    });
  };
  CHECK_THROWS_WITH(test.loop.run(), "in the callback");
  CHECK_FALSE(test.loop.run());
  CHECK(test.log == Log{"closed"});
}

TEST_CASE("the runtime drains its queues between two reads of one event",
          "[net][runtime][drain-before-next-callback]") {
  OneSender test(std::string(150'000, 'y'));
  std::ostringstream out;
  Runtime runtime(test.loop, RuntimeOptions{&out, &out});
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> accepted) {
    test.server.close();
    accepted->read_start([&, socket = accepted.get()](const ReadResult& result) {
      test.log.emplace_back("read");
      runtime.next_tick(test.say("tick"));
      if (result.eof) socket->close();
    });
  };
  runtime.run([] {});
  REQUIRE(test.log.size() >= 4);
  for (std::size_t i = 0; i < test.log.size(); ++i)
    CHECK(test.log[i] == (i % 2 == 0 ? "read" : "tick"));
}

}  // namespace loopscope::test
