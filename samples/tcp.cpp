// A TCP conversation: a server on 127.0.0.1:9999 and two clients, all on one loop.
#include <fmt/format.h>

#include "core/loop/error.hpp"
#include "core/net/server.hpp"
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

constexpr std::uint16_t port = 9999;
constexpr unsigned clients = 2;

std::string_view text(const ReadResult& result) {
  return {result.bytes.data(), result.bytes.size()};
}

class Conversation {
 public:
  explicit Conversation(Runtime& runtime) : runtime_(runtime), server_(runtime.loop(), "server") {}

  void start() {
    const std::error_code error =
        server_.listen(at_, [this](std::error_code, auto client) { greet(std::move(client)); });
    if (error) return cannot_listen(error);
    log(fmt::format("server: listening on {}", to_string(server_.local())));
    for (unsigned number = 1; number <= clients; ++number) connect(number);
  }

 private:
  void cannot_listen(const std::error_code& error) {
    runtime_.log_error(
        fmt::format("cannot listen on {}: {}.{}", to_string(at_), describe_error(error),
                    error == std::errc::address_in_use
                        ? " Another program listens there; `ss -ltnp` names it. End it and run "
                          "this sample again."
                        : ""));
    runtime_.set_exit_code(1);
  }

  // The server's side of one connection.
  void greet(const std::shared_ptr<Socket>& client) {
    if (client == nullptr) return server_.close();  // no descriptor was left for it, or more
    log(fmt::format("server: a connection; current clients: {}", server_.connection_count()));
    client->read_start([this, client](const ReadResult& result) {
      if (result.eof || result.error) return say_goodbye(*client);
      log(fmt::format("server: data: {}", text(result)));
      client->write(text(result));
    });
  }
  void say_goodbye(Socket& client) {
    client.close([this] {
      log(fmt::format("server: closed; current clients: {}", server_.connection_count()));
      one_less();
    });
  }
  void one_less() {
    if (++gone_ == clients) server_.close();
  }

  // The client's side.
  void connect(unsigned number) {
    auto socket = Socket::make(runtime_.loop(), fmt::format("client {}", number));
    socket->connect(at_, [this, socket, number](std::error_code error) {
      if (error) return give_up(*socket, number, error);
      socket->write(fmt::format("Hello Server!, I'm {}", number));
    });
    socket->read_start([this, socket, number](const ReadResult& result) {
      if (result.eof || result.error) return socket->close();
      log(fmt::format("client {}: the server answers: {}", number, text(result)));
      socket->shutdown();
    });
  }

  void give_up(Socket& socket, unsigned number, const std::error_code& error) {
    log(fmt::format("client {}: {}", number, describe_error(error)));
    socket.close();
    one_less();
  }

  void log(const std::string& line) { runtime_.log(line); }

  Runtime& runtime_;
  const Endpoint at_ = make_endpoint("127.0.0.1", port);
  Server server_;
  unsigned gone_ = 0;
};

int run(SampleContext& context) {
  Loop loop(context.clock(), context.loop_options());
  Runtime runtime(loop, context.runtime_options());
  Conversation conversation(runtime);
  return runtime.run([&] { conversation.start(); });
}

}  // namespace

const Sample tcp_sample{
    "tcp",
    "listen, connection, data, answer, end: each is one task of poll, and close comes in its own "
    "phase",
    run};

}  // namespace loopscope
