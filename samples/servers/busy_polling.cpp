// I/O model 2, non-blocking and busy: nothing ever waits, everything is asked again and again.
#include <fmt/format.h>

#include <optional>
#include <vector>

#include "samples/samples.hpp"
#include "samples/servers/clients.hpp"

namespace loopscope {
namespace {

struct Passes {
  unsigned all = 0;
  unsigned useful = 0;
};

bool accept_one(RawSocket& server, std::vector<RawSocket>& connections) {
  std::optional<RawSocket> connection = server.accept();
  if (!connection) return false;
  connections.push_back(std::move(*connection));
  return true;
}

// What poll.wait and poll.wake stand for here: the start and the end of asking everybody.
bool ask_everybody(RawThread& thread, RawSocket& server, std::vector<RawSocket>& connections,
                   unsigned& gone) {
  thread.wait_begins(PollReason::run_nowait);
  bool was_useful = accept_one(server, connections);
  for (RawSocket& connection : connections) {
    if (connection.native_handle() < 0) continue;
    const RawSocket::Read read =
        connection.read([&](std::string_view request) { answer(thread, connection, request); });
    was_useful = was_useful || read != RawSocket::Read::again;
    if (read != RawSocket::Read::eof) continue;
    connection.close();
    ++gone;
  }
  thread.wait_ends({});
  return was_useful;
}

int run(SampleContext& context) {
  RawThread thread(context, "server");
  RawSocket server = RawSocket::listen(thread, RawSocket::Mode::non_blocking);
  const RawRun as_loop(thread, server.id());
  const Clients clients(context, server.local());
  std::vector<RawSocket> connections;
  Passes passes;
  for (unsigned gone = 0; gone < context.clients(); ++passes.all) {
    if (ask_everybody(thread, server, connections, gone)) ++passes.useful;
    std::this_thread::yield();
  }
  thread.log(fmt::format("asked everybody {} times, for nothing {} times", passes.all,
                         passes.all - passes.useful));
  return 0;
}

}  // namespace

const Sample busy_polling_sample{
    .name = "busy-polling",
    .lesson =
        "I/O model 2: nobody waits for the slow client, but the processor is busy with asking: "
        "nearly "
        "all answers are EAGAIN",
    .run = run,
    .needs_real_time = true,
    .has_clients = true,
};

}  // namespace loopscope
