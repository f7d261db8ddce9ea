// "Why does it not exit?" The loop can name everything that keeps it alive.
#include <fmt/format.h>

#include "core/loop/async.hpp"
#include "core/net/server.hpp"
#include "samples/samples.hpp"
#include "samples/script.hpp"

namespace loopscope {
namespace {

class Program {
 public:
  explicit Program(Runtime& runtime)
      : runtime_(runtime),
        server_(runtime.loop(), "web server"),
        wake_(
            runtime.loop(), [] {}, "wake-up") {}

  void main() {
    const std::error_code error = server_.listen(
        make_endpoint("127.0.0.1", 0), [](std::error_code, const std::shared_ptr<Socket>&) {});
    if (error) throw std::system_error(error, "listen on 127.0.0.1");
    refresh_ = runtime_.set_interval([] {}, 60'000, "refresh the cache");
    runtime_.set_timeout([] {}, 60'000, "never missed").unref();
    ask("main is done, and what keeps the process alive is");
    runtime_.set_timeout([this] { end(); }, 5, "look again");
  }

 private:
  void end() {
    refresh_.clear();
    ask("without the interval");
    server_.close();
    ask("with the server closing");
    wake_.unref();
    ask("with the wake-up unref'd");
    runtime_.set_timeout([this] { ask("after the close phase"); }, 1, "look once more");
  }

  void ask(std::string_view when) {
    const std::vector<AliveItem> items = runtime_.loop().keeping_alive();
    runtime_.log(fmt::format("{}:{}", when, items.empty() ? " nothing" : ""));
    for (const AliveItem& item : items) runtime_.log("  " + item.what);
  }

  Runtime& runtime_;
  Server server_;
  Async wake_;
  Timeout refresh_;
};

int run(SampleContext& context) {
  Loop loop(context.clock(), context.loop_options());
  Runtime runtime(loop, context.runtime_options());
  Program program(runtime);
  return runtime.run([&] { program.main(); });
}

}  // namespace

const Sample why_alive_sample{
    "why-alive", "what keeps the process from exiting, by name, and how it goes away one by one",
    run};

}  // namespace loopscope
