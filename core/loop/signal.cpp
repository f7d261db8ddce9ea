#include "core/loop/signal.hpp"

#include <string>
#include <system_error>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"

namespace loopscope {

// Outlives the handle until Asio has given up the last wait.
struct Signal::Watch final : Ready, std::enable_shared_from_this<Watch> {
  Watch(Loop& on, Signal& of, int signal_number)
      : loop(on), handle(&of), number(signal_number), signals(on.context()) {
    boost::system::error_code failed;
    signals.add(signal_number, failed);
    if (failed)
      throw std::system_error(errno_code(failed.value()),
                              "signal " + std::to_string(signal_number) + " cannot be watched");
  }

  void wait() {
    signals.async_wait([self = shared_from_this()](const boost::system::error_code& error, int) {
      if (!error && self->handle != nullptr) self->loop.poll().add_ready(*self);
    });
  }
  void on_ready() override {
    const auto self = shared_from_this();
    wait();
    handle->run(number);
  }
  void list_ready(ReadyItems& items) const override { items.push_back({handle->id()}); }

  Loop& loop;
  Signal* handle;  // null: stopped
  int number;
  boost::asio::signal_set signals;
};

Signal::Signal(Loop& loop, std::string_view name, SourceLocation where)
    : Handle(loop, HandleKind::signal, name, where) {}

Signal::~Signal() {
  stop();
}

void Signal::start(Function<void(int)> callback, int number, SourceLocation where) {
  require_open("start()");
  Function<void(int)>&& given = needed(callback, "Signal::start()");
  stop();
  watch_ = std::make_shared<Watch>(loop(), *this, number);
  callback_ = std::move(given);
  watch_->wait();
  set_active(true);
  task_ = loop().probe().new_id();
  loop().probe().task_queue(task_, Queue::io, name(), where, task_flag_repeat);
}

void Signal::stop() noexcept {
  if (watch_ == nullptr) return;
  watch_->handle = nullptr;
  watch_->unlink();
  boost::system::error_code ignored;  // a wait that cannot be cancelled finds no handle
  watch_->signals.cancel(ignored);
  watch_.reset();
  set_active(false);
  loop().probe().task_cancel(task_);
}

void Signal::run(int number) {
  loop().invoke(task_, [this, number] { run_callback(callback_, number); });
}

}  // namespace loopscope
