#include "core/loop/phase_handle.hpp"

#include "core/loop/loop.hpp"

namespace loopscope {
namespace {

Queue queue_of(HandleKind kind) {
  if (kind == HandleKind::idle) return Queue::idle;
  return kind == HandleKind::prepare ? Queue::prepare : Queue::check;
}

}  // namespace

PhaseHandle::~PhaseHandle() {
  stop();
}

void PhaseHandle::start(Callback callback, SourceLocation where) {
  require_open("start()");
  if (is_active()) return;
  callback_ = needed(callback, "start()");
  loop().handles_of(kind()).push_front(*this);
  set_active(true);
  if (is_internal()) return;
  task_ = loop().probe().new_id();
  loop().probe().task_queue(task_, queue_of(kind()), name(), where, task_flag_repeat);
}

void PhaseHandle::stop() noexcept {
  if (!is_active()) return;
  detail::PhaseHook::unlink();
  set_active(false);
  if (!is_internal()) loop().probe().task_cancel(task_);
}

}  // namespace loopscope
