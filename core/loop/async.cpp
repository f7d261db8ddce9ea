#include "core/loop/async.hpp"

#include "core/loop/loop.hpp"

namespace loopscope {

Async::Async(Loop& loop, Callback callback, std::string_view name, SourceLocation where)
    : Handle(loop, HandleKind::async, name, where),
      Wakeable(loop.wakeups()),
      callback_(needed(callback, "Async")),
      task_(loop.probe().new_id()) {
  set_active(true);
  loop.probe().task_queue(task_, Queue::io, name, where, task_flag_repeat);
}

Async::~Async() {
  if (is_active()) stop_for_close();
}

void Async::send() {
  loop().probe_here().emit(Event::async_send, 0, 0, id());
  wake();
}

void Async::stop_for_close() {
  sleep();
  loop().probe().task_cancel(task_);
}

void Async::on_wake() {
  loop().invoke(task_, [this] { run_callback(callback_); });
}

}  // namespace loopscope
