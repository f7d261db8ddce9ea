// What happens before the first line of a main script, and after its last: the steps by which Node
// starts, done by hand, each with the layer that does it.
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>

#include "core/loop/loop.hpp"
#include "core/runtime/runtime.hpp"
#include "samples/samples.hpp"

namespace loopscope {
namespace {

class StartUp {
 public:
  explicit StartUp(SampleContext& context) : context_(context) {
    if (context.session() != nullptr) first_probe_ = Probe(*context.session(), "loop");
  }

  int run() {
    step("register modules", Layer::cpp, [this] { register_modules(); });
    step("environment", Layer::cpp, [this] { options_ = context_.loop_options(); });
    step("loader", Layer::js, [this] { script_ = find_script("main"); });
    step("loop initialisation", Layer::c, [this] {
      loop_.emplace(context_.clock(), options_, std::move(first_probe_));
      runtime_.emplace(*loop_, context_.runtime_options());
    });
    step("main script", Layer::js, [this] { call("main", script_); });
    step("loop", Layer::c, [this] { loop_->run(); });
    step("beforeExit", Layer::js, [this] { call("beforeExit", find_script("beforeExit")); });
    return runtime_->exit_code();
  }

 private:
  using Script = std::function<void(Runtime&)>;

  template <typename Work>
  void step(std::string_view name, Layer layer, Work work) {
    probe().emit_named(Event::boot_begin, static_cast<std::uint16_t>(layer), name);
    work();
    probe().emit_named(Event::boot_end, static_cast<std::uint16_t>(layer), name);
  }
  // The loop has the thread's probe as soon as there is one.
  Probe& probe() { return loop_ ? loop_->probe() : first_probe_; }

  void register_modules() {
    scripts_["main"] = [](Runtime& runtime) {
      runtime.log("main script");
      runtime.set_timeout([&runtime] { runtime.log("timer, in the loop"); }, 1);
      runtime.next_tick([&runtime] { runtime.log("tick, before the loop starts"); });
    };
    scripts_["beforeExit"] = [](Runtime& runtime) { runtime.log("beforeExit: the loop is empty"); };
  }
  const Script& find_script(const std::string& name) const {
    const auto found = scripts_.find(name);
    if (found == scripts_.end()) throw std::runtime_error("there is no script " + name);
    return found->second;
  }
  // A script is a task of its own: when it returns, ticks and microtasks are drained.
  void call(std::string_view name, const Script& script) {
    const std::uint64_t task = probe().new_id();
    probe().task_queue(task, Queue::main, name, SourceLocation::current());
    loop_->invoke(task, [&] { script(*runtime_); });
  }

  SampleContext& context_;
  Probe first_probe_;
  std::map<std::string, Script> scripts_;
  LoopOptions options_;
  Script script_;
  std::optional<Loop> loop_;
  std::optional<Runtime> runtime_;
};

int run(SampleContext& context) {
  return StartUp(context).run();
}

}  // namespace

const Sample startup_sample{
    "startup",
    "seven steps from registering modules to beforeExit; only the fifth is the program's own", run};

}  // namespace loopscope
