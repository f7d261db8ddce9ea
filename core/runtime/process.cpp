// Runtime: the events of Node's process object, and how a program ends.
#include <boost/core/demangle.hpp>
#include <typeinfo>

#include "core/loop/error.hpp"
#include "core/runtime/runtime.hpp"

namespace loopscope {
namespace {

constexpr int generic_error = 1;
constexpr int error_in_handler = 7;

std::string type_and_text(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return boost::core::demangle(typeid(exception).name()) + ": " + exception.what();
  } catch (...) {
    return error_text(error);
  }
}

template <typename Listeners, typename... Args>
void call_all(Listeners& listeners, const Args&... args) {
  for (std::size_t i = 0; i < listeners.size(); ++i) listeners[i](args...);
}

}  // namespace

void Runtime::on_uncaught_exception(Function<void(std::exception_ptr)> listener) {
  on_uncaught_.push_back(needed(listener, "on_uncaught_exception()"));
}
void Runtime::on_unhandled_rejection(Function<void(std::exception_ptr)> listener) {
  on_unhandled_.push_back(needed(listener, "on_unhandled_rejection()"));
}
void Runtime::on_rejection_handled(Callback listener) {
  on_rejection_handled_.push_back(needed(listener, "on_rejection_handled()"));
}
void Runtime::on_before_exit(Function<void(int)> listener) {
  on_before_exit_.push_back(needed(listener, "on_before_exit()"));
}
void Runtime::on_exit(Function<void(int)> listener) {
  on_exit_.push_back(needed(listener, "on_exit()"));
}

// After one that was taken Node queues an empty immediate, so that what an exception left in the
// tick queue is drained soon.
void Runtime::uncaught(std::exception_ptr error) {
  if (guest_ != nullptr) return guest_->uncaught(std::move(error));
  if (in_uncaught_) return die(error, error_in_handler);
  if (on_uncaught_.empty()) return die(error, generic_error);
  call_uncaught_listeners(error);
  if (!loop_.is_halted()) immediates_.add([] {}, "after uncaughtException", SourceLocation{});
}

void Runtime::call_uncaught_listeners(const std::exception_ptr& error) {
  in_uncaught_ = true;
  const std::uint64_t task = loop_.probe().new_id();
  loop_.probe().task_queue(task, Queue::main, "uncaughtException", SourceLocation{});
  loop_.run_task(task, [&] { call_all(on_uncaught_, error); });
  in_uncaught_ = false;
}

void Runtime::die(const std::exception_ptr& error, int code) {
  log_error("Uncaught " + type_and_text(error));
  exit_code_ = code;
  emit_exit();
  loop_.halt();
}

bool Runtime::unhandled_rejection(const RejectablePtr& promise) {
  if (on_unhandled_.empty()) {
    uncaught(promise->error());
    return !loop_.is_halted();
  }
  const std::uint64_t task = loop_.probe().new_id();
  loop_.probe().task_queue(task, Queue::main, "unhandledRejection", SourceLocation{});
  return loop_.run_task(task, [&] { call_all(on_unhandled_, promise->error()); });
}

bool Runtime::rejection_handled(const RejectablePtr&) {
  const std::uint64_t task = loop_.probe().new_id();
  loop_.probe().task_queue(task, Queue::main, "rejectionHandled", SourceLocation{});
  return loop_.run_task(task, [&] { call_all(on_rejection_handled_); });
}

void Runtime::emit_before_exit() {
  if (on_before_exit_.empty() && guest_ == nullptr) return;
  const std::uint64_t task = loop_.probe().new_id();
  loop_.probe().task_queue(task, Queue::main, "beforeExit", SourceLocation{});
  loop_.invoke(task, [&] {
    if (guest_ != nullptr) guest_->before_exit();
    call_all(on_before_exit_, exit_code_);
  });
}

bool Runtime::emit_exit() {
  if (std::exchange(exiting_, true) || (on_exit_.empty() && guest_ == nullptr)) return false;
  const std::uint64_t task = loop_.probe().new_id();
  loop_.probe().task_queue(task, Queue::main, "exit", SourceLocation{});
  return loop_.run_task(task, [&] {
    if (guest_ != nullptr) guest_->exit();
    call_all(on_exit_, exit_code_);
  });
}

void Runtime::leave(int code) noexcept {
  exit_code_ = code;
  exiting_ = true;
  loop_.halt();
}

void Runtime::exit(int code) {
  exit_code_ = code;
  emit_exit();
  loop_.halt();
  throw LeaveLoop{};
}

}  // namespace loopscope
