// Random loop programs run in the same order on the reactor's loop and on libuv.
#include <catch2/catch.hpp>
#include <future>
#include <memory>
#include <thread>

#include "core/loop/async.hpp"
#include "core/loop/loop.hpp"
#include "core/loop/pool.hpp"
#include "core/loop/timer.hpp"
#include "tests/conformance/libuv/loop_program.hpp"
#include "tests/conformance/referee.hpp"

namespace loopscope::conformance {
namespace {

LoopOptions options_of(Profile profile) {
  LoopOptions options;
  options.profile = profile;
  options.pool_threads = 1;
  return options;
}

class OurLoop final : public LoopApi {
 public:
  OurLoop(const LoopProgram& program, LoopRunner& runner, Profile profile)
      : runner_(runner), loop_(clock_, options_of(profile)) {
    for (std::size_t i = 0; i < program.handles.size(); ++i)
      handles_.push_back(program.handles[i].is_late ? nullptr : make(program.handles[i].kind, i));
  }

  void start_timer(std::size_t handle, std::uint64_t ms, std::uint64_t repeat_ms) override {
    as<Timer>(handle).start(caller(handle), ms, repeat_ms);
  }
  void again(std::size_t handle) override { as<Timer>(handle).again(); }
  void start(std::size_t handle) override {
    if (handles_[handle] == nullptr)
      handles_[handle] = make(Kind::async, handle);
    else
      as<PhaseHandle>(handle).start(caller(handle));
  }
  void stop(std::size_t handle) override {
    if (handles_[handle]->kind() == HandleKind::timer)
      as<Timer>(handle).stop();
    else
      as<PhaseHandle>(handle).stop();
  }
  void send(std::size_t handle) override { as<Async>(handle).send(); }
  void set_ref(std::size_t handle, bool ref) override {
    ref ? handles_[handle]->ref() : handles_[handle]->unref();
  }
  void close(std::size_t handle) override {
    handles_[handle]->close([this, handle] { runner_.closed(handle); });
  }
  void work(std::uint64_t ms) override {
    clock_.advance_to_ns(clock_.now_ns() + ms * Loop::ns_per_ms);
  }
  void pool_work(std::size_t number) override {
    wait_for(*queue(number, [] {}));
  }
  void cancel_work(std::size_t running, std::size_t cancelled) override {
    std::promise<void> begun;
    std::promise<void> gate;
    const auto first = queue(running, [&] {
      begun.set_value();
      gate.get_future().wait();
    });
    begun.get_future().wait();
    Pool::cancel(*queue(cancelled, [] {}));
    gate.set_value();
    wait_for(*first);
  }
  void stop_loop() override { loop_.stop(); }
  bool run(Run mode) override {
    const RunMode modes[] = {RunMode::default_mode, RunMode::once, RunMode::nowait};
    return loop_.run(modes[static_cast<std::size_t>(mode)]);
  }
  [[nodiscard]] std::uint64_t now_ms() const override { return loop_.now_ms(); }

 private:
  template <typename Type>
  Type& as(std::size_t handle) {
    return dynamic_cast<Type&>(*handles_[handle]);
  }
  Callback caller(std::size_t handle) {
    return [this, handle] { runner_.called(handle); };
  }
  std::shared_ptr<Pool::Work> queue(std::size_t number, Callback work) {
    return loop_.pool().queue_work(
        std::move(work),
        [this, number](std::error_code error) { runner_.worked(number, static_cast<bool>(error)); },
        "work");
  }
  static void wait_for(const Pool::Work& work) {
    while (!Pool::is_finished(work)) std::this_thread::yield();
  }
  std::unique_ptr<Handle> make(Kind kind, std::size_t handle) {
    if (kind == Kind::timer) return std::make_unique<Timer>(loop_);
    if (kind == Kind::idle) return std::make_unique<Idle>(loop_);
    if (kind == Kind::prepare) return std::make_unique<Prepare>(loop_);
    if (kind == Kind::check) return std::make_unique<Check>(loop_);
    return std::make_unique<Async>(loop_, caller(handle));
  }

  LoopRunner& runner_;
  Clock clock_{Clock::Source::virtual_time};
  Loop loop_;
  std::vector<std::unique_ptr<Handle>> handles_;
};

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + '\n';
  return text;
}

}  // namespace

TEST_CASE("random loop programs run as on libuv", "[conformance][libuv]") {
  constexpr std::uint32_t first = 1;
  constexpr std::uint32_t count = 2000;
  const auto lines =
      lines_of("'" LOOPSCOPE_UV_PROGRAM "' " + std::to_string(first) + ' ' + std::to_string(count));
  REQUIRE(lines.size() > count);
  const Profile profile = lines[0] < "libuv 1.45" ? Profile::classic : Profile::modern;
  auto line = lines.begin() + 1;
  for (std::uint32_t seed = first; seed < first + count; ++seed) {
    REQUIRE(*line++ == "program " + std::to_string(seed));
    std::vector<std::string> expected;
    while (line != lines.end() && line->rfind("program ", 0) != 0) expected.push_back(*line++);
    const LoopProgram program = random_loop_program(seed);
    LoopRunner runner(program);
    OurLoop loop(program, runner, profile);
    const auto ours = runner.run(loop);
    if (ours != expected)
      FAIL("program " << seed << "\nlibuv:\n"
                      << joined(expected) << "\nreactor:\n"
                      << joined(ours));
  }
}

}  // namespace loopscope::conformance
