// co_await on promises. A coroutine that returns a Promise and takes the Runtime as its first
// parameter (after `this`, or a lambda's own object) is an async function:
//
//   Promise<int> twice(Runtime& runtime, Promise<int> of) { co_return 2 * co_await of; }
//
// As in JavaScript it runs at once up to its first co_await; each co_await takes one microtask,
// also where the promise is settled already. A coroutine whose promise nobody can settle any more
// is destroyed with that promise, unless it holds the promise itself. exit() before the first
// co_await leaves the memory of the coroutine to the end of the process.
#pragma once

#include <coroutine>
#include <utility>

#include "core/runtime/promise.hpp"

namespace loopscope::detail {

/// The reaction of an await. Never run, it takes its coroutine along, as when exit() leaves the
/// coroutine, which is then at its end.
class Resume {
 public:
  explicit Resume(std::coroutine_handle<> waiting) noexcept : waiting_(waiting) {}
  Resume(Resume&& other) noexcept : waiting_(std::exchange(other.waiting_, {})) {}
  Resume(const Resume&) = delete;
  Resume& operator=(const Resume&) = delete;
  ~Resume() {
    if (waiting_) waiting_.destroy();
  }
  template <typename State>
  void operator()(const State&) {
    const std::coroutine_handle<> waiting = std::exchange(waiting_, {});
    try {
      waiting.resume();
    } catch (...) {
      waiting.destroy();
      throw;
    }
  }

 private:
  std::coroutine_handle<> waiting_;
};

template <typename Value>
class Awaiter {
 public:
  Awaiter(Promise<Value> promise, const SourceLocation& where)
      : promise_(std::move(promise)), state_(promise_.state().get()), where_(where) {}
  [[nodiscard]] static bool await_ready() noexcept { return false; }
  // The promise holds the coroutine now, so the coroutine lets go of it. If that was the last hold,
  // `this` is gone at the end.
  void await_suspend(std::coroutine_handle<> waiting) {
    const Promise<Value> promise = std::move(promise_);
    state_->add_reaction(Resume(waiting), "await", where_);
  }
  // The microtask that resumes the coroutine holds the promise's state.
  Value await_resume() const {
    if (state_->is_rejected()) std::rethrow_exception(state_->error());
    if constexpr (!std::is_void_v<Value>) return state_->value();
  }

 private:
  Promise<Value> promise_;
  typename Promise<Value>::State* state_;
  SourceLocation where_;
};

template <typename Value>
class CoroutineBase {
 public:
  explicit CoroutineBase(Runtime& runtime) : state_(new PromiseState<Value>(runtime)) {}
  Promise<Value> get_return_object() { return Promise<Value>(state_); }
  [[nodiscard]] static std::suspend_never initial_suspend() noexcept { return {}; }
  [[nodiscard]] static std::suspend_never final_suspend() noexcept { return {}; }
  void unhandled_exception() {
    try {
      throw;
    } catch (const LeaveLoop&) {
      throw;
    } catch (...) {
      state_->reject(std::current_exception());
    }
  }
  template <typename Awaited>
  Awaiter<Awaited> await_transform(Promise<Awaited> promise,
                                   SourceLocation where = SourceLocation::current()) {
    return {std::move(promise), where};
  }
  /// Anything else is a promise resolved with it.
  template <typename Awaited>
  requires(!Unwrapped<std::remove_cvref_t<Awaited>>::is_promise)
      Awaiter<std::remove_cvref_t<Awaited>> await_transform(
          Awaited&& value, SourceLocation where = SourceLocation::current()) {
    using Plain = std::remove_cvref_t<Awaited>;
    return {Promise<Plain>::resolved(state_->runtime(), std::forward<Awaited>(value)), where};
  }

 protected:
  boost::intrusive_ptr<PromiseState<Value>> state_;
};

template <typename Value>
class Coroutine : public CoroutineBase<Value> {
 public:
  using CoroutineBase<Value>::CoroutineBase;
  void return_value(Value value) { this->state_->fulfil(std::move(value)); }
  void return_value(const Promise<Value>& promise) {
    promise.adopt_into(this->state_, SourceLocation{});
  }
};

template <>
class Coroutine<void> : public CoroutineBase<void> {
 public:
  using CoroutineBase<void>::CoroutineBase;
  void return_void() { state_->fulfil({}); }
};

// Finds the runtime among a coroutine's parameters.
template <typename Value>
class CoroutineOf : public Coroutine<Value> {
 public:
  template <typename... Args>
  explicit CoroutineOf(Runtime& runtime, Args&&...) : Coroutine<Value>(runtime) {}
  template <typename Object, typename... Args>
  requires(!std::is_same_v<std::remove_cvref_t<Object>, Runtime>)
      CoroutineOf(Object&&, Runtime& runtime, Args&&...)
      : Coroutine<Value>(runtime) {}
};

}  // namespace loopscope::detail

template <typename Value, typename... Args>
struct std::coroutine_traits<loopscope::Promise<Value>, Args...> {
  using promise_type = loopscope::detail::CoroutineOf<Value>;
};
