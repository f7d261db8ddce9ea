#include "core/loop/executor.hpp"

#include <boost/asio/post.hpp>
#include <optional>

#include "core/loop/loop.hpp"

namespace loopscope {

// An asynchronous operation under way: a task that waits for I/O.
class Executor::Operation {
 public:
  explicit Operation(Loop& loop)
      : loop_(loop),
        task_(loop.probe().new_id()),
        request_(std::in_place, loop, "Asio operation", task_) {
    loop_.probe().task_queue(task_, Queue::io, "asio", SourceLocation{});
  }
  Operation(const Operation&) = delete;
  Operation& operator=(const Operation&) = delete;
  ~Operation() {
    if (task_ != 0) loop_.probe().task_cancel(task_);
  }
  // The handler that is executed takes the task over; later ones need one of their own.
  std::uint64_t take_task() noexcept { return std::exchange(task_, 0); }

 private:
  Loop& loop_;
  std::uint64_t task_;
  std::optional<Request> request_;
};

// A handler on its way through poll.
struct Executor::Posted final : Ready {
  Posted(Loop& on, Callback handler, std::uint64_t task_id)
      : loop(on), callback(std::move(handler)), task(task_id) {}
  void on_ready() override {
    const std::unique_ptr<Ready> self = loop.poll().disown(*this);
    loop.invoke(task, callback);
  }
  void list_ready(ReadyItems& items) const override { items.push_back({task}); }

  Loop& loop;
  Callback callback;
  std::uint64_t task;
};

Executor Loop::executor() noexcept {
  return Executor(*this);
}

boost::asio::execution_context& Executor::query(boost::asio::execution::context_t) const noexcept {
  return loop_->context();
}

Executor Executor::require(boost::asio::execution::outstanding_work_t::tracked_t) const {
  Executor tracked(*loop_);
  tracked.operation_ = std::make_shared<Operation>(*loop_);
  return tracked;
}

void Executor::execute_callback(Callback callback) const {
  std::uint64_t task = operation_ != nullptr ? operation_->take_task() : 0;
  if (task == 0) {
    Probe& probe = loop_->probe_here();
    task = probe.new_id();
    probe.task_queue(task, Queue::io, "asio", SourceLocation{});
  }
  auto posted = std::make_unique<Posted>(*loop_, std::move(callback), task);
  if (loop_->is_own_thread()) return loop_->poll().own(std::move(posted));
  boost::asio::post(loop_->context(), [loop = loop_, posted = std::move(posted)]() mutable {
    loop->poll().own(std::move(posted));
  });
}

}  // namespace loopscope
