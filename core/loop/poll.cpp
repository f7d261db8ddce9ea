#include "core/loop/poll.hpp"

#include <cassert>
#include <utility>

namespace loopscope {
namespace {

// One thread runs the context and uses its sockets; others may post to it. So the lock of each
// descriptor, which is taken four times a request, guards nothing.
constexpr int concurrency_hint = BOOST_ASIO_CONCURRENCY_HINT_UNSAFE_IO;
// Threads that post without end must not keep poll from ending.
constexpr std::size_t max_owned_per_poll = 65536;

}  // namespace

Poll::Poll() : context_(concurrency_hint), work_(context_.get_executor()) {}

void Poll::own(std::unique_ptr<Ready> ready) {
  add_ready(*ready);
  owned_.push_back(std::move(ready));
  if (owned_.size() < max_owned_per_poll) return;
  context_.stop();
  stopped_ = true;
}

std::unique_ptr<Ready> Poll::disown(const Ready& ready) {
  assert(owned_.front().get() == &ready);
  static_cast<void>(ready);
  std::unique_ptr<Ready> taken = std::move(owned_.front());
  owned_.pop_front();
  return taken;
}

void Poll::collect(std::uint64_t timeout_ns) {
  if (std::exchange(stopped_, false)) context_.restart();
  begin(waits_);
  if (timeout_ns != 0 && !has_ready()) wait_until_ready(timeout_ns);
  context_.poll();  // ends: a watcher is ready once until it is watched again
  begin(next_waits_);
}

void Poll::begin(Waits& waits) {
  while (!waits.empty()) {
    Wait& first = waits.front();
    waits.pop_front();
    first.begin_wait();
  }
}

// A handler that makes nothing ready (a wait that was cancelled) does not end the waiting.
void Poll::wait_until_ready(std::uint64_t timeout_ns) {
  if (timeout_ns == forever_ns) {
    while (ready_.empty()) context_.run_one();
    return;
  }
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::nanoseconds(timeout_ns);
  while (ready_.empty() && context_.run_one_until(deadline) != 0) {
  }
}

}  // namespace loopscope
