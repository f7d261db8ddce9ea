// A hundred clients at once, one thread: no connection waits for another one's answer.
#include <fmt/format.h>

#include "core/loop/error.hpp"
#include "core/net/server.hpp"
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

constexpr unsigned clients = 100;
constexpr unsigned requests = 5;

class EchoTest {
 public:
  explicit EchoTest(Runtime& runtime) : runtime_(runtime), server_(runtime.loop(), "server") {}

  void start() {
    const std::error_code error = server_.listen(
        make_endpoint("127.0.0.1", 0), [this](std::error_code, auto client) { serve(client); });
    if (error) throw std::system_error(error, "listen on 127.0.0.1");
    for (unsigned number = 1; number <= clients; ++number) connect(number);
  }
  void report() const {
    runtime_.log(fmt::format("{} clients, at most {} at once, {} answers, {} errors", clients,
                             most_at_once_, answers_, errors_));
  }

 private:
  void serve(const std::shared_ptr<Socket>& client) {
    if (client == nullptr) return;  // no descriptor was left; the trace has the error
    most_at_once_ = std::max(most_at_once_, server_.connection_count());
    client->read_start([client](const ReadResult& result) {
      if (result.eof || result.error)
        client->close();
      else
        client->write({result.bytes.data(), result.bytes.size()});
    });
  }

  void connect(unsigned number) {
    auto socket = Socket::make(runtime_.loop(), fmt::format("client {}", number));
    socket->connect(server_.local(), [this, socket](std::error_code error) {
      if (error) return end(*socket, 1);
      socket->write("ping");
    });
    socket->read_start([this, socket, left = requests](const ReadResult& result) mutable {
      if (result.eof || result.error) return end(*socket, 1);
      ++answers_;
      if (--left == 0) return end(*socket, 0);
      socket->write("ping");
    });
  }
  void end(Socket& client, unsigned errors) {
    errors_ += errors;
    client.close();
    if (++ended_ == clients) server_.close();
  }

  Runtime& runtime_;
  Server server_;
  std::size_t most_at_once_ = 0;
  unsigned answers_ = 0;
  unsigned errors_ = 0;
  unsigned ended_ = 0;
};

int run(SampleContext& context) {
  Loop loop(context.clock(), context.loop_options());
  Runtime runtime(loop, context.runtime_options());
  EchoTest test(runtime);
  runtime.on_exit([&](int) { test.report(); });
  return runtime.run([&] { test.start(); });
}

}  // namespace

const Sample many_clients_sample{
    "many-clients",
    "one thread and a hundred connections: each wake-up of poll serves whoever is ready", run};

}  // namespace loopscope
