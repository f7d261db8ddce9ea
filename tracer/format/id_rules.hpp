// What must hold for the tasks, handles and connections of a trace.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <unordered_map>

#include "tracer/format/findings.hpp"

namespace loopscope {

/// A task is queued before it begins, ends or is cancelled; a handle is opened before anything
/// happens to it; a connection is a TCP handle that was not closed. After a loss of records unknown
/// ids are no findings any more.
class IdRules {
 public:
  IdRules(std::size_t max_live_ids, Findings& findings)
      : max_live_ids_(max_live_ids), findings_(findings) {}

  void check(const TraceEvent& event);

 private:
  struct Task {
    bool waiting = false;
    bool running = false;
    bool repeat = false;
    Queue queue = Queue::main;
  };
  struct Handle {
    HandleKind kind = HandleKind::timer;
    bool closing = false;
    bool descriptor_closed = false;
  };

  void check_task(const TraceEvent& event);
  void queue(const TraceEvent& event);
  void begin(const TraceEvent& event);
  void end(const TraceEvent& event);
  void cancel(const TraceEvent& event);
  void check_pool(const TraceEvent& event);
  [[nodiscard]] Task* find_task(const TraceEvent& event);
  void forget_if_over(std::uint64_t id);

  void check_handle(const TraceEvent& event);
  void open(const TraceEvent& event);
  void close(const TraceEvent& event, Handle& handle);
  void check_connection(const TraceEvent& event);
  [[nodiscard]] Handle* find_handle(const TraceEvent& event, std::uint64_t id);
  [[nodiscard]] bool has_room(const TraceEvent& event);

  std::size_t max_live_ids_;
  Findings& findings_;
  bool lossy_ = false;
  bool full_ = false;
  std::unordered_map<std::uint64_t, Task> tasks_;
  std::unordered_map<std::uint64_t, Handle> handles_;
  std::deque<std::uint64_t> closed_;  // handles that closed last: late events still know them
};

}  // namespace loopscope
