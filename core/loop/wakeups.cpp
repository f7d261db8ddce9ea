#include "core/loop/wakeups.hpp"

#include <boost/asio/post.hpp>

#include "core/loop/loop.hpp"
#include "core/loop/round.hpp"

namespace loopscope {

Wakeable::Wakeable(Wakeups& wakeups) : wakeups_(wakeups) {
  wakeups.all_.push_back(*this);
}

// First that it is for this one, then the wake-up: whoever takes the latter finds the former.
void Wakeable::wake() {
  if (!woken_.exchange(true)) wakeups_.post();
}

void Wakeups::post() {
  if (posted_.exchange(true)) return;
  boost::asio::post(loop_.context(), [this] { loop_.poll().add_ready(*this); });
}

// A wake-up that comes while this runs is for the next poll, also where what it was for is still
// served here.
void Wakeups::on_ready() {
  posted_.exchange(false);
  Round pass(all_);
  try {
    while (!pass.empty() && !loop_.is_halted()) {
      Wakeable& next = pass.take();
      all_.push_back(next);
      if (next.woken_.exchange(false)) next.on_wake();
    }
  } catch (...) {
    if (!pass.empty()) post();
    throw;
  }
}

void Wakeups::list_ready(ReadyItems& items) const {
  for (const Wakeable& one : all_)
    if (one.woken_) one.list_woken(items);
}

}  // namespace loopscope
