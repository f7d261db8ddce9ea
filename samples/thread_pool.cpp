// Files and names are worked on by four threads; the network never leaves the loop's own.
#include <fmt/format.h>

#include "core/loop/error.hpp"
#include "core/loop/file.hpp"
#include "core/net/server.hpp"
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

constexpr int files = 6;  // two more than there are workers

class Traffic {
 public:
  explicit Traffic(Runtime& runtime) : runtime_(runtime), server_(runtime.loop(), "server") {}

  void start() {
    for (int number = 1; number <= files; ++number) read(number);
    look_up(runtime_.loop(), "localhost", 80, [this](std::error_code error, const auto& found) {
      runtime_.log(error ? "look-up of localhost: " + describe_error(error)
                         : "look-up of localhost: " + found.front().address().to_string());
      done();
    });
    const std::error_code error = server_.listen(
        make_endpoint("127.0.0.1", 0), [](std::error_code, const std::shared_ptr<Socket>& client) {
          if (client != nullptr)
            client->read_start([client](const ReadResult&) { client->write("pong"); });
        });
    if (error) throw std::system_error(error, "listen on 127.0.0.1");
    chat();
  }

 private:
  void read(int number) {
    read_file(runtime_.loop(), "/proc/self/exe",
              [this, number](std::error_code error, const std::string& bytes) {
                runtime_.log(error ? fmt::format("file {}: {}", number, describe_error(error))
                                   : fmt::format("file {}: {} KiB", number, bytes.size() >> 10U));
                done();
              });
  }
  // Sends and receives for as long as the pool works.
  void chat() {
    auto client = Socket::make(runtime_.loop(), "client");
    client->connect(server_.local(), [client](std::error_code error) {
      if (error) return client->close();
      client->write("ping");
    });
    client->read_start([this, client](const ReadResult& result) {
      if (!result.error && !result.eof) ++answers_;
      if (waiting_ > 0 && answers_ < 1000)
        client->write("ping");
      else
        client->close();
    });
  }
  void done() {
    if (--waiting_ > 0) return;
    runtime_.log(fmt::format("meanwhile the network gave {} answers", answers_));
    server_.close();
  }

  Runtime& runtime_;
  Server server_;
  int waiting_ = files + 1;
  int answers_ = 0;
};

int run(SampleContext& context) {
  Loop loop(context.clock(), context.loop_options());
  Runtime runtime(loop, context.runtime_options());
  Traffic traffic(runtime);
  return runtime.run([&] { traffic.start(); });
}

}  // namespace

const Sample thread_pool_sample{
    .name = "thread-pool",
    .lesson =
        "seven requests on four workers: their callbacks come in poll, in the order of completion, "
        "and "
        "the network goes on meanwhile",
    .run = run,
    .needs_real_time = true,
};

}  // namespace loopscope
