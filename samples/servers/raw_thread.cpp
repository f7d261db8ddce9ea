#include "samples/servers/raw_thread.hpp"

namespace loopscope {

void RawThread::wait_begins(PollReason reason, std::uint64_t limit_ns) {
  end_phase();
  const std::uint64_t timeout_ns = reason == PollReason::no_timer ? limit_ns : 0;
  probe_.emit(Event::turn, 0, 0, ++turn_, context_.clock().now_ns());
  probe_.phase(Event::phase_begin, Phase::poll);
  probe_.emit(Event::poll_wait, static_cast<std::uint16_t>(reason), 0, timeout_ns);
  in_phase_ = true;
}

void RawThread::wait_ends(std::span<const std::uint64_t> ready) {
  probe_.emit(Event::poll_wake, 0, 0, ready.size());
  for (const std::uint64_t id : ready)
    probe_.emit(Event::poll_ready, static_cast<std::uint16_t>(Direction::read), 0, id);
}

void RawThread::end_phase() {
  if (in_phase_) probe_.phase(Event::phase_end, Phase::poll);
  in_phase_ = false;
}

}  // namespace loopscope
