#include "tests/conformance/libuv/loop_program.hpp"

#include <algorithm>
#include <array>
#include <random>

namespace loopscope::conformance {
namespace {

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  LoopProgram program() {
    LoopProgram made;
    made.handles.resize(2 + pick(7));
    const bool mostly_asyncs = pick(2) == 0;
    for (HandlePlan& handle : made.handles) {
      handle.kind = mostly_asyncs && pick(4) > 0 ? Kind::async : static_cast<Kind>(pick(5));
      handle.is_late = handle.kind == Kind::async && pick(3) == 0;
    }
    plan_ = &made;
    made.works.resize(pick(4));
    for (Actions& work : made.works) work = actions(3);
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
    const HandlePlan& handle = plan_->handles[made.handle];
    if (handle.kind == Kind::async && pick(3) > 0)
      made.verb = handle.is_late && pick(2) == 0 ? Verb::start : Verb::send;
    made.ms = static_cast<std::uint64_t>(delays_ms[pick(delays_ms.size())]);
    if (pick(3) == 0) made.repeat_ms = 1 + pick(10);
    if (pick(8) == 0) made.verb = pick(4) == 0 ? Verb::cancel_work : Verb::pool_work;
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
    : program_(program),
      calls_(program.handles.size()),
      made_(program.handles.size()),
      closing_(program.handles.size()) {}

std::vector<std::string> LoopRunner::run(LoopApi& loop) {
  loop_ = &loop;
  for (std::size_t i = 0; i < program_.handles.size(); ++i)
    if (!program_.handles[i].is_late) make(i);
  for (const Action& action : program_.main) take(action);
  std::vector<Run> runs = program_.runs;
  runs.push_back(Run::until_done);
  for (const Run mode : runs) {
    const bool alive = loop.run(mode);
    lines_.push_back(alive ? "run: alive" : "run: done");
  }
  is_ending_ = true;
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

void LoopRunner::worked(std::size_t number, bool was_cancelled) {
  in_timer_ = false;
  may_work_ = true;
  lines_.push_back("work " + std::to_string(number) + (was_cancelled ? " cancelled" : " done") +
                   " at " + std::to_string(loop_->now_ms()));
  if (number >= program_.works.size() || is_ending_) return;
  for (const Action& action : program_.works[number]) take(action);
}

void LoopRunner::say(const std::string& what, std::size_t handle) {
  constexpr std::array names = {"timer", "idle", "prepare", "check", "async"};
  const auto kind = static_cast<std::size_t>(program_.handles[handle].kind);
  lines_.push_back(what + ' ' + names[kind] + ' ' + std::to_string(handle) + " at " +
                   std::to_string(loop_->now_ms()));
}

void LoopRunner::make(std::size_t handle) {
  made_[handle] = true;
  if (!may_be_reffed(program_.handles[handle].kind)) loop_->set_ref(handle, false);
}

void LoopRunner::close(std::size_t handle) {
  if (!made_[handle] || closing_[handle]) return;
  closing_[handle] = true;
  loop_->close(handle);
}

// What does not fit the handle, or comes too late for it, is left out.
void LoopRunner::take(const Action& action) {
  if (action.verb == Verb::work) return may_work_ ? loop_->work(action.ms) : void();
  if (action.verb == Verb::pool_work) return loop_->pool_work(works_++);
  if (action.verb == Verb::stop_loop) return loop_->stop_loop();
  if (action.verb == Verb::cancel_work) {
    works_ += 2;
    return loop_->cancel_work(works_ - 2, works_ - 1);
  }
  const Kind kind = program_.handles[action.handle].kind;
  if (closing_[action.handle]) return;
  if (action.verb == Verb::close) return close(action.handle);
  if (kind == Kind::async) return take_async(action);
  if (action.verb == Verb::ref || action.verb == Verb::unref) {
    if (may_be_reffed(kind)) loop_->set_ref(action.handle, action.verb == Verb::ref);
    return;
  }
  if (action.verb == Verb::stop) return loop_->stop(action.handle);
  if (kind == Kind::timer) return take_timer(action);
  if (action.verb == Verb::start) loop_->start(action.handle);
}

void LoopRunner::take_timer(const Action& action) {
  if (action.verb == Verb::again) return loop_->again(action.handle);
  if (action.verb != Verb::start) return;
  // libuv before 1.48 runs a 0 ms timer that a timer armed in the same phase.
  const std::uint64_t ms = in_timer_ ? std::max<std::uint64_t>(1, action.ms) : action.ms;
  loop_->start_timer(action.handle, ms, action.repeat_ms);
}

void LoopRunner::take_async(const Action& action) {
  const bool is_made = made_[action.handle];
  if (is_made && action.verb == Verb::send) loop_->send(action.handle);
  if (is_made || action.verb != Verb::start) return;
  loop_->start(action.handle);
  make(action.handle);
}

}  // namespace loopscope::conformance
