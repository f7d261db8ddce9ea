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

std::vector<RejectablePtr> Rejections::take_handled_late() {
  return std::exchange(handled_late_, {});
}

std::vector<RejectablePtr> Rejections::take_unhandled() {
  return std::exchange(unhandled_, {});
}

}  // namespace loopscope
