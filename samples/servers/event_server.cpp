// Server architecture 4, one event-driven process: the reactor itself, with the same clients.
#include <fmt/format.h>

#include "core/net/server.hpp"
#include "core/runtime/runtime.hpp"
#include "samples/samples.hpp"
#include "samples/servers/clients.hpp"

namespace loopscope {
namespace {

class EventServer {
 public:
  explicit EventServer(Runtime& runtime) : runtime_(runtime), server_(runtime.loop(), "server") {}

  const Endpoint& start() {
    const std::error_code error =
        server_.listen(make_endpoint("127.0.0.1", 0),
                       [this](std::error_code accepted, auto client) { serve(accepted, client); });
    if (error) throw std::system_error(error, "listen on 127.0.0.1");
    return server_.local();
  }

  /// So many clients have connected; with the last of them the server goes.
  void expect(unsigned clients) {
    clients_ = clients;
    if (clients_ == 0) server_.close();
  }

 private:
  void serve(std::error_code error, const std::shared_ptr<Socket>& client) {
    if (error) {  // no descriptor was left for it, and none will be for the next
      runtime_.log("accept: " + error.message());
      return server_.close();
    }
    client->read_start([this, client](const ReadResult& result) {
      if (result.eof || result.error) return goodbye(*client);
      const std::string_view request(result.bytes.data(), result.bytes.size());
      runtime_.log(fmt::format("answering {}", request));
      client->write(request);
    });
  }
  void goodbye(Socket& client) {
    client.close();
    if (++gone_ == clients_) server_.close();
  }

  Runtime& runtime_;
  Server server_;
  unsigned clients_ = 0;
  unsigned gone_ = 0;
};

int run(SampleContext& context) {
  Loop loop(context.clock(), context.loop_options());
  Runtime runtime(loop, context.runtime_options());
  EventServer server(runtime);
  std::optional<Clients> clients;
  return runtime.run([&] {
    clients.emplace(context, server.start());
    server.expect(clients->connected());
  });
}

}  // namespace

const Sample event_server_sample{
    .name = "event-server",
    .lesson =
        "architecture 4: one thread, one wait for all, a callback for whoever is ready: epoll with "
        "phases and queues around it",
    .run = run,
    .needs_real_time = true,
    .has_clients = true,
};

}  // namespace loopscope
