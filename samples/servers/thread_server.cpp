// Server architecture 3, a thread per connection: as with processes, but they share everything.
#include <fmt/format.h>

#include <thread>
#include <vector>

#include "samples/samples.hpp"
#include "samples/servers/clients.hpp"

namespace loopscope {
namespace {

int run(SampleContext& context) {
  RawThread thread(context, "server");
  RawSocket server = RawSocket::listen(thread);
  const RawRun as_loop(thread, server.id());
  const Clients clients(context, server.local());
  std::vector<std::jthread> threads;
  for (unsigned i = 1; i <= context.clients(); ++i)
    threads.emplace_back([&context, i, connection = *server.accept()]() mutable {
      RawThread own(context, fmt::format("connection {}", i));
      connection.hand_to(own);
      const RawRun own_run(own, connection.id());
      serve(own, connection);
    });
  return 0;
}

}  // namespace

const Sample thread_server_sample{
    .name = "thread-server",
    .lesson =
        "architecture 3: a thread per connection; each blocks for itself, and the kernel decides "
        "who "
        "runs when",
    .run = run,
    .needs_real_time = true,
    .has_clients = true,
};

}  // namespace loopscope
