// I/O model 1, blocking: a read waits for the one connection that it was asked to read from.
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
  std::vector<RawSocket> connections;
  for (unsigned i = 0; i < context.clients(); ++i) connections.push_back(*server.accept());
  // Clients 2 and 3 ask first, but it is client 1's turn.
  for (unsigned request = 1; request <= Clients::requests; ++request)
    for (RawSocket& connection : connections) serve_once(thread, connection);
  return 0;
}

}  // namespace

const Sample blocking_sample{
    .name = "blocking",
    .lesson =
        "I/O model 1: each read waits for its one connection, so that the slowest client sets the "
        "pace "
        "of all",
    .run = run,
    .needs_real_time = true,
    .has_clients = true,
};

}  // namespace loopscope
