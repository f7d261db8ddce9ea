#include "tests/conformance/node/interpreter.hpp"

#include "core/loop/error.hpp"
#include "core/runtime/await.hpp"

namespace loopscope::conformance {
namespace {

LoopOptions recorded(Session* session, Profile profile) {
  LoopOptions options;
  options.profile = profile;
  options.session = session;
  return options;
}

bool gives_promise(const Task& task) {
  return task.outcome == Outcome::resolved_promise || task.outcome == Outcome::rejected_promise;
}

}  // namespace

Interpreter::Interpreter(const Program& program, Profile profile, Session* session, Clock* clock)
    : program_(program),
      clock_(clock != nullptr ? *clock : own_clock_),
      loop_(clock_, recorded(session, profile)),
      runtime_(loop_, RuntimeOptions{&output_, &output_}) {}

std::vector<std::string> Interpreter::run() {
  listen();
  const int code = runtime_.run([this] { run_tree(); });
  say("exit " + std::to_string(code));
  return std::move(lines_);
}

void Interpreter::say(const std::string& line) {
  const std::uint64_t now_ms = clock_.now_ns() / Loop::ns_per_ms;
  lines_.push_back(line + " at " + std::to_string(now_ms));
  if (on_line) on_line();
}

void Interpreter::listen() {
  runtime_.on_uncaught_exception(
      [this](const std::exception_ptr& error) { say("uncaught " + error_text(error)); });
  if (program_.listens_to_rejections)
    runtime_.on_unhandled_rejection(
        [this](const std::exception_ptr& error) { say("unhandled " + error_text(error)); });
  runtime_.on_rejection_handled([this] { say("handled late"); });
  runtime_.on_before_exit([this](int) {
    say("beforeExit");
    if (next_tree_ == program_.trees.size()) return;
    runtime_.set_immediate([this] { say("immediate"); });  // beforeExit comes again
    run_tree();
  });
}

void Interpreter::run_tree() {
  run_task(program_.trees.at(next_tree_++));
}

void Interpreter::run_body(const Task& task) {
  say(std::to_string(task.number));
  for (const Step& step : task.steps) take(step);
}

void Interpreter::run_task(const Task& task) {
  run_body(task);
  if (task.outcome == Outcome::error) throw Thrown(task.number);
}

int Interpreter::value_of(const Task& task) {
  run_task(task);
  return task.number;
}

Promise<int> Interpreter::promise_of(const Task& task) {
  run_body(task);
  if (task.outcome == Outcome::rejected_promise)
    return Promise<int>::rejected(runtime_, Thrown(task.number));
  return Promise<int>::resolved(runtime_, task.number);
}

void Interpreter::take(const Step& step) {
  switch (step.kind) {
    case StepKind::timeout:
    case StepKind::interval:
    case StepKind::immediate:
      return take_timer(step);
    case StepKind::tick:
      return runtime_.next_tick(callback_of(step));
    case StepKind::microtask:
      return runtime_.queue_microtask(callback_of(step));
    case StepKind::promise:
      return take_promise(step);
    default:
      return take_action(step);
  }
}

void Interpreter::take_timer(const Step& step) {
  if (step.kind == StepKind::immediate) {
    Immediate& made = immediates_[step.number] = runtime_.set_immediate(callback_of(step));
    if (step.unref) made.unref();
    return;
  }
  const auto made = std::make_shared<Timeout>();
  *made = step.kind == StepKind::timeout
              ? runtime_.set_timeout(callback_of(step), step.delay_ms)
              : runtime_.set_interval(interval_of(step, made), step.delay_ms);
  if (step.unref) made->unref();
  timeouts_[step.number] = *made;
}

Callback Interpreter::callback_of(const Step& step) {
  return [this, &task = step.tasks.at(0)] { run_task(task); };
}

Callback Interpreter::interval_of(const Step& step, std::shared_ptr<Timeout> self) {
  return [this, &step, self = std::move(self), runs = 0]() mutable {
    if (++runs >= step.count) self->clear();
    run_task(step.tasks.at(0));
  };
}

void Interpreter::take_action(const Step& step) {
  if (step.kind == StepKind::work)
    return clock_.advance_to_ns(clock_.now_ns() +
                                static_cast<std::uint64_t>(step.delay_ms) * Loop::ns_per_ms);
  if (step.kind == StepKind::refresh) {
    if (refreshed_.insert(step.number).second) timeouts_[step.target].refresh();
    return;
  }
  const auto act = [&step](auto& on) {
    if (step.kind == StepKind::clear) on.clear();
    if (step.kind == StepKind::ref) on.ref();
    if (step.kind == StepKind::unref) on.unref();
  };
  if (step.target_is_immediate)
    act(immediates_[step.target]);
  else
    act(timeouts_[step.target]);
}

void Interpreter::take_promise(const Step& step) {
  Promise<int> promise = source_of(step);
  for (const Link& link : step.links) promise = linked(promise, link);
}

Promise<int> Interpreter::after(int delay_ms) {
  return {runtime_, [&](const auto& resolver) {
            runtime_.set_timeout([resolver] { resolver.resolve(0); }, delay_ms);
          }};
}

Promise<int> Interpreter::source_of(const Step& step) {
  switch (step.source) {
    case PromiseSource::rejected:
      return Promise<int>::rejected(runtime_, Thrown(step.number));
    case PromiseSource::timer:
      return after(step.delay_ms);
    case PromiseSource::adopted:
      return {runtime_,
              [&](const auto& resolver) { resolver.resolve(Promise<int>::resolved(runtime_, 0)); }};
    case PromiseSource::executor_fails:
      return {runtime_, [&](const auto&) { throw Thrown(step.number); }};
    case PromiseSource::async_function:
      return async_function(runtime_, step);
    default:
      return Promise<int>::resolved(runtime_, 0);
  }
}

Promise<int> Interpreter::linked(const Promise<int>& promise, const Link& link) {
  const Task& task = link.tasks.at(0);
  const auto value = [this](const Task& of) {
    return [this, &of](const auto&) { return value_of(of); };
  };
  const auto adopted = [this](const Task& of) {
    return [this, &of](const auto&) { return promise_of(of); };
  };
  switch (link.kind) {
    case LinkKind::then_or_catch: {
      const Task& other = link.tasks.at(1);
      if (gives_promise(task))
        return gives_promise(other) ? promise.then(adopted(task), adopted(other))
                                    : promise.then(adopted(task), value(other));
      return gives_promise(other) ? promise.then(value(task), adopted(other))
                                  : promise.then(value(task), value(other));
    }
    case LinkKind::catch_error:
      return gives_promise(task) ? promise.catch_error(adopted(task))
                                 : promise.catch_error(value(task));
    case LinkKind::finally:
      return gives_promise(task) ? promise.finally([this, &task] { return promise_of(task); })
                                 : promise.finally([this, &task] { run_task(task); });
    default:
      return gives_promise(task) ? promise.then(adopted(task)) : promise.then(value(task));
  }
}

Promise<int> Interpreter::async_function(Runtime& runtime, const Step& step) {
  for (std::size_t i = 0; i + 1 < step.tasks.size(); ++i) {
    const Task& part = step.tasks[i];
    run_body(part);
    if (part.outcome == Outcome::value) co_await part.number;
    if (part.outcome == Outcome::error) co_await after(part.number % 4);
    if (part.outcome == Outcome::resolved_promise)
      co_await Promise<int>::resolved(runtime, part.number);
    if (part.outcome != Outcome::rejected_promise) continue;
    try {
      co_await Promise<int>::rejected(runtime, Thrown(part.number));
    } catch (const Thrown& error) {
      say("rejected " + std::to_string(error.number));
    }
  }
  const Task& last = step.tasks.back();
  if (!gives_promise(last)) co_return value_of(last);
  co_return promise_of(last);
}

}  // namespace loopscope::conformance
