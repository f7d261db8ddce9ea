// A small Promise with JavaScript's order of microtasks.
//
//   Promise<int> p = Promise<int>::resolved(runtime, 1);
//   p.then([](int v) { return v + 1; }).then([](int v) { … });
//
// A handler may return a value, nothing, or a Promise, which is adopted: that takes two microtasks
// more, as in JavaScript. co_await is in await.hpp.
#pragma once

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "core/runtime/runtime.hpp"

namespace loopscope {

template <typename Value>
class Promise;

namespace detail {

template <typename Value>
using Stored = std::conditional_t<std::is_void_v<Value>, std::monostate, Value>;

template <typename Result>
struct Unwrapped {
  using Type = Result;
  static constexpr bool is_promise = false;
};
template <typename Value>
struct Unwrapped<Promise<Value>> {
  using Type = Value;
  static constexpr bool is_promise = true;
};

/// A promise's state and the reactions that wait for it. Settles once.
template <typename Value>
class PromiseState final : public Rejectable {
 public:
  explicit PromiseState(Runtime& runtime) : runtime_(runtime) {}

  [[nodiscard]] Runtime& runtime() const noexcept { return runtime_; }
  [[nodiscard]] bool is_settled() const noexcept { return value_.has_value() || error_ != nullptr; }
  [[nodiscard]] bool is_rejected() const noexcept { return error_ != nullptr; }
  [[nodiscard]] const Stored<Value>& value() const { return *value_; }

  /// True for the first who asks: a promise that was resolved with another one is not settled yet,
  /// but nobody else settles it.
  [[nodiscard]] bool claim() noexcept { return !std::exchange(claimed_, true); }
  void fulfil(Stored<Value> value) {
    if (is_settled()) return;
    value_.emplace(std::move(value));
    queue_reactions();
  }
  void reject(const std::exception_ptr& error) {
    if (is_settled()) return;
    error_ = error;
    if (!handled_) runtime_.queues().rejections().add(*this);
    queue_reactions();
  }
  /// `reaction`, which is given this state, becomes a microtask when the promise is settled, at
  /// once if it is. It must not hold the promise, which holds it as long as it is not settled.
  template <typename Reaction>
  void add_reaction(Reaction reaction, std::string_view name, const SourceLocation& where) {
    if (is_rejected() && !handled_) runtime_.queues().rejections().handled(*this);
    handled_ = true;
    if (is_settled())
      queue_reaction(std::move(reaction), name, where);
    else
      waiting_.push_back({std::move(reaction), std::string(name), where});
  }

 private:
  struct Waiting {
    Function<void(const PromiseState&)> reaction;
    std::string name;
    SourceLocation where;
  };
  template <typename Reaction>
  void queue_reaction(Reaction reaction, std::string_view name, const SourceLocation& where) {
    runtime_.queues().queue_microtask(
        [self = boost::intrusive_ptr<const PromiseState>(this),
         reaction = std::move(reaction)]() mutable { reaction(*self); },
        name, where);
  }
  void queue_reactions() {
    for (Waiting& waiting : std::exchange(waiting_, {}))
      queue_reaction(std::move(waiting.reaction), waiting.name, waiting.where);
  }

  Runtime& runtime_;
  std::optional<Stored<Value>> value_;
  std::vector<Waiting> waiting_;
  bool claimed_ = false;
};

}  // namespace detail

/// Cheap to copy; all copies are the same promise. Loop's thread only; the runtime must outlive it.
/// A rejected promise that nobody asked is reported as in Node. `Value` is copied to each reaction.
template <typename Value>
class Promise {
 public:
  using State = detail::PromiseState<Value>;
  using StatePtr = boost::intrusive_ptr<State>;

  /// Settles a promise from outside; what new Promise((resolve, reject) => …) gives its executor.
  class Resolver {
   public:
    explicit Resolver(StatePtr state) : state_(std::move(state)) {}
    void resolve(detail::Stored<Value> value = {}) const {
      if (state_->claim()) state_->fulfil(std::move(value));
    }
    /// Adopts the outcome of `other`.
    void resolve(const Promise& other, SourceLocation where = SourceLocation::current()) const {
      if (state_->claim()) other.adopt_into(state_, where);
    }
    void reject(std::exception_ptr error) const {
      if (state_->claim()) state_->reject(std::move(error));
    }
    template <typename Error>
    requires(std::is_base_of_v<std::exception, Error>) void reject(Error error) const {
      reject(std::make_exception_ptr(std::move(error)));
    }

   private:
    StatePtr state_;
  };

  /// Calls `executor` at once, as the constructor of JavaScript does.
  template <typename Executor>
  requires std::is_invocable_v<Executor, Resolver> Promise(Runtime& runtime, Executor&& executor)
      : state_(new State(runtime)) {
    try {
      std::forward<Executor>(executor)(Resolver(state_));
    } catch (const LeaveLoop&) {
      throw;
    } catch (...) {
      Resolver(state_).reject(std::current_exception());
    }
  }
  [[nodiscard]] static Promise resolved(Runtime& runtime, detail::Stored<Value> value = {}) {
    Promise promise{StatePtr(new State(runtime))};
    promise.state_->fulfil(std::move(value));
    return promise;
  }
  template <typename Error>
  requires(std::is_base_of_v<std::exception, Error>) [[nodiscard]] static Promise
      rejected(Runtime& runtime, Error error) {
    Promise promise{StatePtr(new State(runtime))};
    promise.state_->reject(std::make_exception_ptr(std::move(error)));
    return promise;
  }

  /// The outcome of `on_fulfilled`, or this promise's own error. Here and below `name` is that of
  /// the reaction's microtask in the trace.
  template <typename OnFulfilled>
  auto then(OnFulfilled on_fulfilled, std::string_view name = "then",
            SourceLocation where = SourceLocation::current()) const {
    using Next = typename detail::Unwrapped<FulfilledResult<OnFulfilled>>::Type;
    return react<Next>(name, where, std::move(on_fulfilled), PassError<Next>{});
  }
  /// Both at once: `on_rejected` does not see what `on_fulfilled` throws.
  template <typename OnFulfilled, typename OnRejected>
  requires std::is_invocable_v<OnRejected, std::exception_ptr>
  auto then(OnFulfilled on_fulfilled, OnRejected on_rejected, std::string_view name = "then",
            SourceLocation where = SourceLocation::current()) const {
    using Next = typename detail::Unwrapped<FulfilledResult<OnFulfilled>>::Type;
    return react<Next>(name, where, std::move(on_fulfilled), std::move(on_rejected));
  }
  /// This promise's own value, or the outcome of `on_rejected`, which gives a Value (or a promise
  /// of one).
  template <typename OnRejected>
  Promise catch_error(OnRejected on_rejected, std::string_view name = "catch",
                      SourceLocation where = SourceLocation::current()) const {
    return react<Value>(name, where, PassValue{}, std::move(on_rejected));
  }
  /// As this promise, after `callback()`, unless that throws or gives a rejected promise.
  template <typename OnFinally>
  Promise finally(OnFinally callback, std::string_view name = "finally",
                  SourceLocation where = SourceLocation::current()) const;

  [[nodiscard]] bool is_settled() const noexcept { return state_->is_settled(); }
  [[nodiscard]] const StatePtr& state() const noexcept { return state_; }
  explicit Promise(StatePtr state) : state_(std::move(state)) {}

  /// NewPromiseResolveThenableJob: a microtask that asks this promise, whose reaction is another.
  /// A promise that would wait for itself is rejected.
  void adopt_into(const StatePtr& into, const SourceLocation& where) const {
    if (into == state_)
      return into->reject(std::make_exception_ptr(
          std::logic_error("a promise was resolved with itself: it would never be settled")));
    state_->runtime().queues().queue_microtask(
        [from = state_, into, where] {
          from->add_reaction([into](const State& state) { settle_alike(state, *into); }, "adopt",
                             where);
        },
        "resolve with promise", where);
  }

 private:
  template <typename Other>
  friend class Promise;

  template <typename Handler>
  static decltype(auto) call_fulfilled(Handler& handler, const State& state) {
    if constexpr (std::is_void_v<Value>)
      return handler();
    else
      return handler(state.value());
  }
  template <typename Handler>
  using FulfilledResult =
      decltype(call_fulfilled(std::declval<Handler&>(), std::declval<const State&>()));

  struct PassValue {
    template <typename... Args>
    Value operator()(const Args&... args) const {
      if constexpr (!std::is_void_v<Value>) return (args, ...);
    }
  };
  template <typename Next>
  struct PassError {
    Next operator()(const std::exception_ptr& error) const { std::rethrow_exception(error); }
  };

  static void settle_alike(const State& from, State& into) {
    if (from.is_rejected())
      into.reject(from.error());
    else
      into.fulfil(from.value());
  }

  // Settles `next` with what `call` returns or throws.
  template <typename Next, typename Call>
  static void settle_by(const boost::intrusive_ptr<detail::PromiseState<Next>>& next,
                        const SourceLocation& where, Call&& call) {
    using Result = std::invoke_result_t<Call>;
    try {
      if constexpr (detail::Unwrapped<Result>::is_promise) {
        call().adopt_into(next, where);
      } else if constexpr (std::is_void_v<Result>) {
        call();
        next->fulfil({});
      } else {
        next->fulfil(call());
      }
    } catch (const LeaveLoop&) {
      throw;
    } catch (...) {
      next->reject(std::current_exception());
    }
  }

  template <typename Next, typename OnFulfilled, typename OnRejected>
  Promise<Next> react(std::string_view name, const SourceLocation& where, OnFulfilled on_fulfilled,
                      OnRejected on_rejected) const {
    boost::intrusive_ptr<detail::PromiseState<Next>> next(
        new detail::PromiseState<Next>(state_->runtime()));
    state_->add_reaction(
        [next, where, on_fulfilled = std::move(on_fulfilled),
         on_rejected = std::move(on_rejected)](const State& from) mutable {
          if (from.is_rejected())
            settle_by<Next>(next, where, [&] { return on_rejected(from.error()); });
          else
            settle_by<Next>(next, where, [&] { return call_fulfilled(on_fulfilled, from); });
        },
        name, where);
    return Promise<Next>(std::move(next));
  }

  StatePtr state_;
};

// As Promise.prototype.finally is written: both handlers return a promise that waits for the
// callback's outcome, which is what makes it take the microtasks that it takes.
template <typename Value>
template <typename OnFinally>
Promise<Value> Promise<Value>::finally(OnFinally callback, std::string_view name,
                                       SourceLocation where) const {
  Runtime& runtime = state_->runtime();
  using Result = std::invoke_result_t<OnFinally>;
  auto done = [&runtime, callback = std::move(callback)]() mutable {
    if constexpr (detail::Unwrapped<Result>::is_promise) {
      return callback();
    } else {
      callback();
      return Promise<void>::resolved(runtime);
    }
  };
  return react<Value>(
      name, where,
      [done, where](const auto&... value) mutable {
        return done().then(
            [... value = value](const auto&...) -> Value {
              if constexpr (!std::is_void_v<Value>) return (value, ...);
            },
            "then", where);
      },
      [done, where](const std::exception_ptr& error) mutable {
        return done().then([error](const auto&...) -> Value { std::rethrow_exception(error); },
                           "then", where);
      });
}

}  // namespace loopscope
