#include "tests/conformance/libuv/loop_program.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <utility>

namespace loopscope::conformance {
namespace {

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  LoopProgram program() {
    LoopProgram made;
    made.handles.resize(2 + pick(7));
    bool has_async = false;
    for (HandlePlan& handle : made.handles) {
      handle.kind = static_cast<Kind>(pick(5));
      // libuv calls several asyncs in the order of their making, the reactor in that of the sends.
      if (handle.kind == Kind::async && std::exchange(has_async, true)) handle.kind = Kind::timer;
    }
    plan_ = &made;
    for (HandlePlan& handle : made.handles)
      for (std::size_t calls = pick(4); calls > 0; --calls) handle.calls.push_back(actions(3));
    made.main = actions(10);
    for (std::size_t runs = pick(4); runs > 0; --runs)
      made.runs.push_back(static_cast<Run>(pick(3)));
    return made;
  }

 private:
  std::size_t pick(std::size_t below) { return random_() % below; }

  Actions actions(std::size_t most) {
    Actions made;
    for (std::size_t left = pick(most + 1); left > 0; --left) made.push_back(action());
    return made;
  }

  Action action() {
    constexpr std::array verbs = {Verb::start, Verb::start, Verb::start, Verb::start, Verb::start,
                                  Verb::stop,  Verb::again, Verb::close, Verb::send,  Verb::send,
                                  Verb::ref,   Verb::unref, Verb::work,  Verb::start, Verb::work,
                                  Verb::start, Verb::close, Verb::start, Verb::start, Verb::start};
    constexpr std::array delays_ms = {0, 0, 1, 1, 2, 5, 5, 10, 10, 20};
    Action made;
    made.verb = verbs[pick(verbs.size())];
    made.handle = pick(plan_->handles.size());
    made.ms = static_cast<std::uint64_t>(delays_ms[pick(delays_ms.size())]);
    if (pick(3) == 0) made.repeat_ms = 1 + pick(10);
    if (pick(40) == 0) made.verb = Verb::stop_loop;
    return made;
  }

  std::mt19937 random_;
  const LoopProgram* plan_ = nullptr;
};

bool may_be_reffed(Kind kind) {
  return kind == Kind::timer || kind == Kind::idle;
}

}  // namespace

LoopProgram random_loop_program(std::uint32_t seed) {
  return Generator(seed).program();
}

LoopRunner::LoopRunner(const LoopProgram& program)
    : program_(program), calls_(program.handles.size()), closing_(program.handles.size()) {}

std::vector<std::string> LoopRunner::run(LoopApi& loop) {
  loop_ = &loop;
  for (std::size_t i = 0; i < program_.handles.size(); ++i)
    if (!may_be_reffed(program_.handles[i].kind)) loop.set_ref(i, false);
  for (const Action& action : program_.main) take(action);
  std::vector<Run> runs = program_.runs;
  runs.push_back(Run::until_done);
  for (const Run mode : runs) {
    const bool alive = loop.run(mode);
    lines_.push_back(alive ? "run: alive" : "run: done");
  }
  for (std::size_t i = 0; i < program_.handles.size(); ++i) close(i);
  loop.run(Run::until_done);
  return std::move(lines_);
}

void LoopRunner::called(std::size_t handle) {
  const HandlePlan& plan = program_.handles[handle];
  in_timer_ = plan.kind == Kind::timer;
  // libuv waits too long where a callback between its look at the clock and poll takes time.
  may_work_ = plan.kind == Kind::check || plan.kind == Kind::async;
  say("called", handle);
  const std::size_t call = calls_[handle]++;
  if (call >= plan.calls.size()) {
    close(handle);
  } else {
    for (const Action& action : plan.calls[call]) take(action);
  }
  in_timer_ = false;
}

void LoopRunner::closed(std::size_t handle) {
  say("closed", handle);
}

void LoopRunner::say(const std::string& what, std::size_t handle) {
  constexpr std::array names = {"timer", "idle", "prepare", "check", "async"};
  const auto kind = static_cast<std::size_t>(program_.handles[handle].kind);
  lines_.push_back(what + ' ' + names[kind] + ' ' + std::to_string(handle) + " at " +
                   std::to_string(loop_->now_ms()));
}

void LoopRunner::close(std::size_t handle) {
  if (closing_[handle]) return;
  closing_[handle] = true;
  loop_->close(handle);
}

// What does not fit the handle, or comes too late for it, is left out.
void LoopRunner::take(const Action& action) {
  if (action.verb == Verb::work) return may_work_ ? loop_->work(action.ms) : void();
  if (action.verb == Verb::stop_loop) return loop_->stop_loop();
  const Kind kind = program_.handles[action.handle].kind;
  if (closing_[action.handle]) return;
  if (action.verb == Verb::close) return close(action.handle);
  if (kind == Kind::async) return action.verb == Verb::send ? loop_->send(action.handle) : void();
  if (action.verb == Verb::ref || action.verb == Verb::unref) {
    if (may_be_reffed(kind)) loop_->set_ref(action.handle, action.verb == Verb::ref);
    return;
  }
  if (action.verb == Verb::stop) return loop_->stop(action.handle);
  if (action.verb == Verb::again) return kind == Kind::timer ? loop_->again(action.handle) : void();
  if (action.verb != Verb::start) return;
  // libuv before 1.48 runs a 0 ms timer that a timer armed in the same phase.
  const std::uint64_t ms = in_timer_ ? std::max<std::uint64_t>(1, action.ms) : action.ms;
  kind == Kind::timer ? loop_->start_timer(action.handle, ms, action.repeat_ms)
                      : loop_->start(action.handle);
}

}  // namespace loopscope::conformance
