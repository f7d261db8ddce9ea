#include "core/runtime/rejection.hpp"

#include <utility>

namespace loopscope {

void Rejections::handled(Rejectable& promise) {
  if (promise.reported_) {
    handled_late_.emplace_back(&promise);
    return;
  }
  std::erase_if(unhandled_, [&](const RejectablePtr& one) { return one.get() == &promise; });
}

RejectablePtr Rejections::take_handled_late() {
  if (handled_late_.empty()) return nullptr;
  RejectablePtr first = std::move(handled_late_.front());
  handled_late_.pop_front();
  return first;
}

std::vector<RejectablePtr> Rejections::take_unhandled() {
  return std::exchange(unhandled_, {});
}

}  // namespace loopscope
