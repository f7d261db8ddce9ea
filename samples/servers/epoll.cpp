// I/O model 4, epoll: the kernel keeps the list of what is watched and gives back only who is
// ready.
#include <sys/epoll.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <memory>
#include <system_error>
#include <vector>

#include "samples/samples.hpp"
#include "samples/servers/clients.hpp"

namespace loopscope {
namespace {

class Epoll {
 public:
  explicit Epoll(RawThread& thread) : thread_(thread), fd_(epoll_create1(EPOLL_CLOEXEC)) {
    if (fd_ < 0) throw std::system_error(errno, std::system_category(), "epoll_create1");
  }
  Epoll(const Epoll&) = delete;
  Epoll& operator=(const Epoll&) = delete;
  ~Epoll() { ::close(fd_); }

  void watch(RawSocket& socket) {
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &socket;
    if (epoll_ctl(fd_, EPOLL_CTL_ADD, socket.native_handle(), &event) != 0)
      throw std::system_error(errno, std::system_category(), "epoll_ctl");
  }
  std::vector<RawSocket*> wait() {
    std::array<epoll_event, 64> events{};
    thread_.wait_begins();
    const int count = epoll_wait(fd_, events.data(), static_cast<int>(events.size()), -1);
    if (count < 0 && errno != EINTR)
      throw std::system_error(errno, std::system_category(), "epoll_wait");
    std::vector<RawSocket*> ready;
    std::vector<std::uint64_t> ids;
    for (int i = 0; i < count; ++i) {
      ready.push_back(static_cast<RawSocket*>(events.at(static_cast<std::size_t>(i)).data.ptr));
      ids.push_back(ready.back()->id());
    }
    thread_.wait_ends(ids);
    return ready;
  }

 private:
  RawThread& thread_;
  int fd_;
};

int run(SampleContext& context) {
  RawThread thread(context, "server");
  RawSocket server = RawSocket::listen(thread, RawSocket::Mode::non_blocking);
  const RawRun as_loop(thread, server.id());
  const Clients clients(context, server.local());
  Epoll epoll(thread);
  epoll.watch(server);
  std::vector<std::unique_ptr<RawSocket>> connections;
  for (unsigned gone = 0; gone < context.clients();)
    for (RawSocket* ready : epoll.wait()) {
      if (ready != &server) {
        if (!serve_once(thread, *ready)) ++gone;  // closing it ends the watching, too
      } else if (auto accepted = server.accept()) {
        connections.push_back(std::make_unique<RawSocket>(std::move(*accepted)));
        epoll.watch(*connections.back());
      }
    }
  return 0;
}

}  // namespace

const Sample epoll_sample{
    .name = "epoll",
    .lesson =
        "I/O model 4: as select, but the kernel names only those that are ready: the wait that "
        "event "
        "loops stand on",
    .run = run,
    .needs_real_time = true,
    .has_clients = true,
};

}  // namespace loopscope
