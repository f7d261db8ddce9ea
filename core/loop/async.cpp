#include "core/loop/async.hpp"

#include <boost/asio/post.hpp>

#include "core/loop/loop.hpp"

namespace loopscope {

// Outlives the handle while a send is on its way.
struct Async::Wake final : Ready {
  Async* handle = nullptr;  // null: closed
  std::atomic<bool> sent{false};

  void on_ready() override {
    sent.store(false, std::memory_order_release);
    if (handle != nullptr) handle->run();
  }
  [[nodiscard]] std::uint64_t ready_id() const noexcept override { return handle->id(); }
};

Async::Async(Loop& loop, Callback callback, std::string_view name, SourceLocation where)
    : Handle(loop, HandleKind::async, name, where),
      wake_(std::make_shared<Wake>()),
      callback_(std::move(callback)),
      task_(loop.probe().new_id()) {
  wake_->handle = this;
  set_active(true);
  loop.probe().task_queue(task_, Queue::io, name, where, task_flag_repeat);
}

Async::~Async() {
  stop_for_close();
}

void Async::send() {
  loop().probe_here().emit(Event::async_send, 0, 0, id());
  if (wake_->sent.exchange(true, std::memory_order_acq_rel)) return;
  boost::asio::post(loop().context(), [wake = wake_, poll = &loop().poll()] {
    if (wake->handle != nullptr) poll->add_ready(*wake);
  });
}

void Async::stop_for_close() {
  if (wake_->handle == nullptr) return;
  wake_->handle = nullptr;
  wake_->unlink();
  loop().probe().task_cancel(task_);
}

void Async::run() {
  loop().invoke(task_, [this] { run_callback(callback_); });
}

}  // namespace loopscope
