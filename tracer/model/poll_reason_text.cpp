#include "tracer/model/poll_reason_text.hpp"

namespace loopscope {

std::string_view reason_text(PollReason reason) noexcept {
  switch (reason) {
    case PollReason::run_nowait:
      return "run(nowait) was asked for";
    case PollReason::stopped:
      return "stop() was called";
    case PollReason::nothing_active:
      return "nothing is active";
    case PollReason::idle:
      return "an idle handle is active";
    case PollReason::immediate:
      return "an immediate is queued";
    case PollReason::pending:
      return "a pending callback is queued";
    case PollReason::closing:
      return "a handle is closing";
    case PollReason::timer:
      return "a timer is due";
    case PollReason::no_timer:
      break;
  }
  return "no timer is armed";
}

}  // namespace loopscope
