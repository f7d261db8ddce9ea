#include "core/loop/handle.hpp"

#include <array>
#include <stdexcept>

#include "core/loop/loop.hpp"

namespace loopscope {
namespace {

constexpr std::array<std::string_view, 8> kind_texts = {"timer", "idle",   "prepare", "check",
                                                        "async", "signal", "tcp",     "tcp-server"};

}  // namespace

Handle::Handle(Loop& loop, HandleKind kind, std::string_view name, const SourceLocation& where,
               Visibility visibility)
    : loop_(loop),
      id_(visibility == Visibility::traced ? loop.probe().new_id() : 0),
      name_(name),
      kind_(kind),
      internal_(visibility == Visibility::internal) {
  loop_.handles_.push_back(*this);
  if (!internal_) loop_.probe_.handle_open(id_, kind, name, where);
}

Handle::~Handle() {
  if (gone_ != nullptr) *gone_ = true;
  set_active(false);
  if (close_task_ != 0) loop_.probe_.task_cancel(close_task_);
}

void Handle::ref() noexcept {
  if (ref_) return;
  ref_ = true;
  if (active_) ++loop_.active_handles_;
  if (!internal_) loop_.probe_.emit(Event::handle_ref, 0, 0, id_);
}

void Handle::unref() noexcept {
  if (!ref_) return;
  ref_ = false;
  if (active_) --loop_.active_handles_;
  if (!internal_) loop_.probe_.emit(Event::handle_unref, 0, 0, id_);
}

void Handle::set_active(bool active) noexcept {
  if (active_ == active) return;
  active_ = active;
  if (ref_) active ? ++loop_.active_handles_ : --loop_.active_handles_;
  if (!internal_) loop_.probe_.emit(active ? Event::handle_start : Event::handle_stop, 0, 0, id_);
}

void Handle::require_open(std::string_view operation) const {
  if (closing_)
    throw std::logic_error(std::string(operation) + " on a " + describe() +
                           " that is closing: make a new handle");
}

void Handle::close(Callback on_close, SourceLocation where) {
  if (closing_) return;
  stop_for_close();
  set_active(false);
  closing_ = true;
  on_close_ = std::move(on_close);
  loop_.closing_.push_front(*this);
  if (internal_) return;
  loop_.probe_.emit(Event::handle_close, 0, 0, id_);
  if (!on_close_) return;
  close_task_ = loop_.probe_.new_id();
  loop_.probe_.task_queue(close_task_, Queue::close, name_, where);
}

// An exception of a cancelled request's callback leaves the rest to the next run().
void Handle::finish_close() {
  Loop& loop = loop_;
  try {
    cancel_requests();
  } catch (...) {
    loop.closing_.push_front(*this);
    throw;
  }
  const std::uint64_t task = std::exchange(close_task_, 0);
  Callback callback = std::move(on_close_);
  release();
  if (callback) loop.invoke(task, callback);
}

std::string Handle::describe() const {
  std::string text(kind_texts[static_cast<std::size_t>(kind_)]);
  return name_.empty() ? text : text + " \"" + name_ + '"';
}

}  // namespace loopscope
