// Server architecture 2, a process per connection: the children serve, the parent only accepts.
#include <sys/wait.h>

#include <fmt/format.h>

#include <cerrno>
#include <system_error>
#include <vector>

#include "samples/samples.hpp"
#include "samples/servers/clients.hpp"

namespace loopscope {
namespace {

// In the child. The connection is its own copy.
int serve_in_child(SampleContext& child, RawSocket& connection) {
  RawThread thread(child, "server");
  connection.hand_to_process(thread);
  const RawRun as_loop(thread, connection.id());
  serve(thread, connection);
  return 0;
}

// 0 if all of them ended well.
int wait_for_children(const std::vector<pid_t>& children) {
  int exit_code = 0;
  for (const pid_t child : children) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0)
      if (errno != EINTR) throw std::system_error(errno, std::system_category(), "waitpid");
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) exit_code = 1;
  }
  return exit_code;
}

int run(SampleContext& context) {
  RawThread thread(context, "server");
  RawSocket server = RawSocket::listen(thread);
  const RawRun as_loop(thread, server.id());
  const Clients clients(context, server.local());
  std::vector<pid_t> children;
  for (unsigned i = 1; i <= context.clients(); ++i) {
    RawSocket connection = *server.accept();
    children.push_back(context.fork_child(fmt::format("child {}", i), [&](SampleContext& child) {
      return serve_in_child(child, connection);
    }));
    connection.close();  // the parent's copy
  }
  return wait_for_children(children);
}

}  // namespace

const Sample fork_server_sample{
    .name = "fork-server",
    .lesson =
        "architecture 2: a process per connection; each child blocks for itself, and the trace has "
        "a "
        "row of processes",
    .run = run,
    .needs_real_time = true,
    .forks = true,
    .has_clients = true,
};

}  // namespace loopscope
