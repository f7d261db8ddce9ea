#include "tests/bench/harness/echo_server.hpp"

#include <csignal>
#include <memory>
#include <optional>
#include <system_error>

#include "core/loop/loop.hpp"
#include "core/loop/signal.hpp"
#include "core/net/server.hpp"
#include "tests/bench/harness/cpu.hpp"
#include "tracer/record/recorder.hpp"

namespace loopscope::bench {
namespace {

void echo(const std::shared_ptr<Socket>& socket) {
  socket->set_no_delay(true);
  socket->read_start([to = socket.get()](const ReadResult& read) {
    if (read.error || read.eof) return to->close();
    to->write({read.bytes.data(), read.bytes.size()});
  });
}

void serve(Loop& loop, const Ready& ready) {
  Server server(loop, "echo");
  const std::error_code error =
      server.listen(make_endpoint("127.0.0.1", 0),
                    [](std::error_code failed, const std::shared_ptr<Socket>& socket) {
                      if (failed) throw std::system_error(failed, "accept");
                      echo(socket);
                    },
                    {.backlog = 1024});
  if (error) throw std::system_error(error, "listen");
  Signal end(loop, "end");
  end.start(
      [&](int) {
        server.close();
        end.close();
      },
      SIGTERM);
  ready(server.local().port());
  loop.run();
}

}  // namespace

int serve_echo(const Ready& ready, const std::string& trace) {
  unpin();
  Clock clock;
  Session session(clock);
  std::optional<Recorder> recorder;
  if (!trace.empty()) recorder.emplace(session, trace);
  pin_to_core(measured_core);
  LoopOptions options;
  if (recorder) options.session = &session;
  Loop loop(clock, options);
  serve(loop, ready);
  if (recorder) recorder->close(0);
  return 0;
}

}  // namespace loopscope::bench
