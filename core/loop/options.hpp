// What a loop is made with, and the door to the layer above it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "core/probe/session.hpp"

namespace loopscope {

struct LoopOptions {
  Profile profile = Profile::modern;
  /// Records everything into this session, whose clock must be the loop's; null: records nothing.
  /// All loops of a session have one profile, else std::logic_error is thrown.
  Session* session = nullptr;
  /// Worker threads of the pool, started with the first request (libuv's UV_THREADPOOL_SIZE).
  unsigned pool_threads = 4;
  /// Bound of each queue; QueueFull is thrown beyond it.
  std::size_t max_queued = std::size_t{1} << 24U;
};

/// Thrown to whoever queues one task too many.
class QueueFull : public std::length_error {
 public:
  QueueFull(std::string_view queue, std::size_t limit)
      : std::length_error("the " + std::string(queue) + " queue already holds " +
                          std::to_string(limit) +
                          " tasks: something queues faster than the loop runs; look for a chain "
                          "that never ends, or raise LoopOptions::max_queued") {}
};

/// Thrown by a callback to leave it and the loop at once, as process.exit() does: no error.
struct LeaveLoop {};

/// One reason why run() does not return.
struct AliveItem {
  AliveReason reason;
  std::uint64_t id;  // handle or task; 0 while recording is off
  std::string what;  // "tcp-server listening on 127.0.0.1:9999"
};

/// The layer above the loop, as Node is above libuv: it drains its own queues after every callback
/// and decides what an exception means. Without one, an exception leaves run().
class LoopHost {
 public:
  virtual ~LoopHost() = default;
  /// After every callback that entered user code and returned.
  virtual void after_callback() = 0;
  /// A callback threw. May call Loop::halt(); after_callback() is not called for this one.
  virtual void uncaught(std::exception_ptr error) = 0;
  /// What the host's internal handles stand for.
  virtual void keeping_alive(std::vector<AliveItem>& items) const = 0;
  /// How many of the host's own tasks wait for `phase` (timers, check).
  [[nodiscard]] virtual std::size_t waiting(Phase phase) const = 0;
  /// The host's own timer task that is due first; 0 if it has none.
  [[nodiscard]] virtual std::uint64_t first_timer_task() const = 0;
};

}  // namespace loopscope
