// I/O model 3, select(): one wait for all, and then a walk over all to see who it was.
#include <sys/select.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "samples/samples.hpp"
#include "samples/servers/clients.hpp"

namespace loopscope {
namespace {

// select() changes the set that it is given, so it is made anew each time.
std::vector<RawSocket*> wait_for_any(RawThread& thread, const std::vector<RawSocket*>& sockets) {
  fd_set set;
  FD_ZERO(&set);
  int highest = -1;
  for (const RawSocket* socket : sockets) {
    if (socket->native_handle() >= FD_SETSIZE)
      throw std::system_error(EMFILE, std::system_category(), "select() knows 1024 descriptors");
    FD_SET(socket->native_handle(), &set);
    highest = std::max(highest, socket->native_handle());
  }
  thread.wait_begins();
  const int count = ::select(highest + 1, &set, nullptr, nullptr, nullptr);
  if (count < 0 && errno != EINTR) throw std::system_error(errno, std::system_category(), "select");
  std::vector<RawSocket*> ready;
  std::vector<std::uint64_t> ids;
  for (RawSocket* socket : sockets) {
    if (count <= 0 || !FD_ISSET(socket->native_handle(), &set)) continue;
    ready.push_back(socket);
    ids.push_back(socket->id());
  }
  thread.wait_ends(ids);
  return ready;
}

int run(SampleContext& context) {
  RawThread thread(context, "server");
  RawSocket server = RawSocket::listen(thread, RawSocket::Mode::non_blocking);
  const RawRun as_loop(thread, server.id());
  const Clients clients(context, server.local());
  std::vector<std::unique_ptr<RawSocket>> connections;
  std::vector<RawSocket*> watched{&server};
  for (unsigned gone = 0; gone < context.clients();)
    for (RawSocket* ready : wait_for_any(thread, watched)) {
      if (ready == &server) {
        if (auto accepted = server.accept())
          watched.push_back(
              connections.emplace_back(std::make_unique<RawSocket>(std::move(*accepted))).get());
      } else if (!serve_once(thread, *ready)) {
        std::erase(watched, ready);
        ++gone;
      }
    }
  return 0;
}

}  // namespace

const Sample select_sample{
    .name = "select",
    .lesson =
        "I/O model 3: one wait for all connections; whoever is ready is served, and the others do "
        "not "
        "wait for it",
    .run = run,
    .needs_real_time = true,
    .has_clients = true,
};

}  // namespace loopscope
