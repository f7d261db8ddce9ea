// The loop as an Asio executor: ordinary Asio code runs on the loop, and each of its handlers is an
// I/O task of the trace.
//
//   boost::asio::steady_timer timer(loop.executor(), 10ms);
//   timer.async_wait([](auto) { … });            // a task of poll
//   boost::asio::post(loop.executor(), [] { … });  // likewise, from any thread
#pragma once

#include <boost/asio/execution.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <utility>

#include "core/loop/function.hpp"
#include "core/probe/source_location.hpp"

namespace loopscope {

class Loop;

/// execute() never calls the function at once: it runs in poll, in the order of arrival. Operations
/// under way (outstanding_work.tracked) keep the loop alive and are I/O tasks that wait. Operations
/// are started on the loop's thread; execute() (post, defer, dispatch) may be called from any.
/// Asio timers run by real time also where the loop's clock is virtual.
class Executor {
 public:
  explicit Executor(Loop& loop) noexcept : loop_(&loop) {}

  template <typename Handler>
  void execute(Handler&& handler) const {
    execute_callback(Callback(std::forward<Handler>(handler)));
  }

  [[nodiscard]] boost::asio::execution_context& query(
      boost::asio::execution::context_t) const noexcept;
  [[nodiscard]] static constexpr boost::asio::execution::blocking_t query(
      boost::asio::execution::blocking_t) noexcept {
    return boost::asio::execution::blocking.never;
  }
  [[nodiscard]] Executor require(boost::asio::execution::blocking_t::never_t) const {
    return *this;
  }
  [[nodiscard]] Executor require(boost::asio::execution::outstanding_work_t::tracked_t) const;
  [[nodiscard]] Executor require(
      boost::asio::execution::outstanding_work_t::untracked_t) const noexcept {
    return Executor(*loop_);
  }

  friend bool operator==(const Executor& left, const Executor& right) noexcept {
    return left.loop_ == right.loop_ && left.operation_ == right.operation_;
  }
  friend bool operator!=(const Executor& left, const Executor& right) noexcept {
    return !(left == right);
  }

 private:
  class Operation;
  struct Posted;
  void execute_callback(Callback callback) const;

  Loop* loop_;
  std::shared_ptr<Operation> operation_;
};

}  // namespace loopscope
