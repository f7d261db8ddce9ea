// Nobody listens: the error comes with the callback, and the loop goes on.
#include <fmt/format.h>

#include "core/loop/error.hpp"
#include "core/net/server.hpp"
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

// A port that was free a moment ago: somebody listened there and stopped.
Endpoint deserted_endpoint(Loop& loop) {
  Server server(loop, "short-lived server");
  const std::error_code error = server.listen(
      make_endpoint("127.0.0.1", 0), [](std::error_code, const std::shared_ptr<Socket>&) {});
  if (error) throw std::system_error(error, "listen on 127.0.0.1");
  return server.local();
}

void connect(Runtime& runtime, const Endpoint& to, int tries) {
  auto socket = Socket::make(runtime.loop(), "client");
  socket->connect(to, [&runtime, socket, to, tries](std::error_code error) {
    runtime.log(error ? describe_error(error) : "connected");
    socket->close();
    if (tries > 1)
      runtime.set_timeout([&runtime, to, tries] { connect(runtime, to, tries - 1); }, 5, "retry");
    else
      runtime.log("given up");
  });
  runtime.log("connecting");
}

int run(SampleContext& context) {
  return run_script(
      context, [](Runtime& runtime) { connect(runtime, deserted_endpoint(runtime.loop()), 3); });
}

}  // namespace

const Sample refused_sample{
    "refused",
    "connect() where nobody listens: ECONNREFUSED is a callback in poll, not an exception, and a "
    "timer can try again",
    run};

}  // namespace loopscope
