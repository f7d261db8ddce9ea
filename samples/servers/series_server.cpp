// Server architecture 1, one process in series: the next client waits until this one has gone.
#include "samples/samples.hpp"
#include "samples/servers/clients.hpp"

namespace loopscope {
namespace {

int run(SampleContext& context) {
  RawThread thread(context, "server");
  RawSocket server = RawSocket::listen(thread);
  const RawRun as_loop(thread, server.id());
  const Clients clients(context, server.local());
  for (unsigned i = 0; i < context.clients(); ++i) {
    RawSocket connection = *server.accept();
    serve(thread, connection);
  }
  return 0;
}

}  // namespace

const Sample series_server_sample{
    .name = "series-server",
    .lesson =
        "architecture 1: one process, one client at a time; the others wait in the backlog until "
        "the "
        "slow one has gone",
    .run = run,
    .needs_real_time = true,
    .has_clients = true,
};

}  // namespace loopscope
