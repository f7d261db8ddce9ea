// A conversation over real sockets, from accept to close.
#include "tests/core/net/support.hpp"

namespace loopscope::test {
namespace {

/// Sends back everything, and closes after the peer's end.
void echo(const std::shared_ptr<Socket>& socket) {
  socket->read_start([socket = socket.get()](const ReadResult& result) {
    if (result.error || result.eof) return socket->close();
    socket->write({result.bytes.data(), result.bytes.size()});
  });
}

}  // namespace

TEST_CASE("a server echoes over IPv4 and IPv6", "[net][echo]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  const std::string ip = GENERATE("127.0.0.1", "::1");
  TestNet test(profile, make_endpoint(ip, 0));
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    CHECK(socket->peer().address() == test.server.local().address());
    echo(socket);
    test.server.close();
  };
  std::string heard;
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->read_start([&](const ReadResult& result) {
      heard += text_of(result);
      if (result.eof) return client->close();
      if (heard.size() == 5) client->shutdown();
    });
    client->write("hello");
  });
  CHECK_FALSE(test.loop.run());
  CHECK(heard == "hello");
  CHECK(test.server.connection_count() == 0);
}

TEST_CASE("the server counts its connections until they are closed", "[net][connection-count]") {
  TestNet test;
  std::vector<std::shared_ptr<Socket>> accepted;
  std::vector<std::size_t> counts;
  test.on_connection = [&](std::error_code, std::shared_ptr<Socket> socket) {
    accepted.push_back(std::move(socket));
    counts.push_back(test.server.connection_count());
    if (accepted.size() < 3) return;
    for (const auto& one : accepted) {
      one->close();
      counts.push_back(test.server.connection_count());
    }
    test.server.close();
  };
  std::vector<std::shared_ptr<Socket>> clients;
  for (int i = 0; i < 3; ++i)
    clients.push_back(test.connect([&, i] { clients[static_cast<std::size_t>(i)]->close(); }));
  CHECK_FALSE(test.loop.run());
  CHECK(counts == std::vector<std::size_t>{1, 2, 3, 2, 1, 0});
}

TEST_CASE("a hundred clients at once, each with its own answer", "[net][echo]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const std::shared_ptr<Socket>& socket) {
    echo(socket);
  };
  std::vector<std::shared_ptr<Socket>> clients(100);
  std::vector<std::string> heard(100);
  std::size_t open = clients.size();
  for (std::size_t i = 0; i < clients.size(); ++i) {
    const std::string words = "client " + std::to_string(i);
    clients[i] = test.connect([&, i, words] {
      clients[i]->write(words);
      clients[i]->read_start([&, i, words](const ReadResult& result) {
        heard[i] += text_of(result);
        if (heard[i] != words) return;
        clients[i]->close();
        if (--open == 0) test.server.close();
      });
    });
  }
  CHECK_FALSE(test.loop.run());
  for (std::size_t i = 0; i < heard.size(); ++i) CHECK(heard[i] == "client " + std::to_string(i));
}

TEST_CASE("every step of a conversation is recorded", "[net][trace]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const std::shared_ptr<Socket>& socket) {
    echo(socket);
    test.server.close();
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] {
    client->write("hello");
    client->read_start([&](const ReadResult& result) {
      if (result.eof) return client->close();
      client->shutdown();
    });
  });
  const std::uint64_t id = client->id();
  test.loop.run();
  std::vector<Event> events;
  for (const Record& record : test.take_records())
    if (record.a == id && record.event >= Event::tcp_listen && record.event <= Event::tcp_error &&
        record.event != Event::tcp_again)
      events.push_back(record.event);
  CHECK(events == std::vector<Event>{Event::tcp_connect, Event::tcp_connected, Event::tcp_write,
                                     Event::tcp_read, Event::tcp_shutdown, Event::tcp_eof,
                                     Event::tcp_close});
}

TEST_CASE("no-delay and keep-alive can be set on a connection", "[net][options]") {
  TestNet test;
  test.on_connection = [&](std::error_code, const std::shared_ptr<Socket>& socket) {
    CHECK_FALSE(socket->set_no_delay(true));
    CHECK_FALSE(socket->set_keep_alive(true, 30));
    CHECK(socket->set_keep_alive(true, 0) == std::errc::invalid_argument);
    socket->close();
    test.server.close();
  };
  std::shared_ptr<Socket> client;
  client = test.connect([&] { client->close(); });
  CHECK(client->set_no_delay(true) == std::error_code{});
  CHECK_FALSE(test.loop.run());
  CHECK(client->set_no_delay(true) == std::errc::bad_file_descriptor);
}

}  // namespace loopscope::test
