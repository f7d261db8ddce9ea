// Node's timers (lib/internal/timers.js): one list for each duration, in the order of arming; the
// list that expires first is served first; one loop timer wakes for all of them.
#pragma once

#include <memory>
#include <set>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/loop/loop.hpp"
#include "core/loop/timer.hpp"
#include "core/runtime/timeout.hpp"

namespace loopscope {

class TaskQueues;

class TimerLists {
 public:
  TimerLists(Loop& loop, TaskQueues& queues);
  TimerLists(const TimerLists&) = delete;
  TimerLists& operator=(const TimerLists&) = delete;
  ~TimerLists();

  /// Delays below 1, above 2^31-1 or NaN become 1 ms; fractions are cut off. Throws QueueFull.
  Timeout add(Callback callback, double delay_ms, bool repeats, std::string_view name,
              const SourceLocation& where);

  [[nodiscard]] std::size_t size() const noexcept { return waiting_; }
  /// Those of each list in order, the lists by their expiry.
  [[nodiscard]] std::vector<std::uint64_t> waiting_tasks() const;
  /// The task that is due first, 0 if none waits.
  [[nodiscard]] std::uint64_t first_task() const;
  /// Waiting and ref'd timers, as "timeout \"name\" due in 20 ms".
  void keeping_alive(std::vector<AliveItem>& items) const;

 private:
  friend class Timeout;
  friend class Runtime;
  using Node = detail::TimeoutNode;
  using NodePtr = boost::intrusive_ptr<Node>;
  struct List {
    std::uint64_t duration_ms;
    std::uint64_t expiry_ms;
    std::uint64_t id;  // newer lists of one expiry come later
    boost::intrusive::list<Node, boost::intrusive::constant_time_size<false>> timers;
  };
  struct Sooner {
    bool operator()(const List* left, const List* right) const noexcept {
      if (left->expiry_ms != right->expiry_ms) return left->expiry_ms < right->expiry_ms;
      return left->id < right->id;
    }
  };

  class AfterTimer;

  void run();
  bool run_due_lists(std::uint64_t now_ms);
  bool run_list(const std::shared_ptr<List>& list, std::uint64_t now_ms);
  bool run_timer(Node& node);
  void drop_without_running(Node& node);
  void wait_for_newcomer(List& list, const Node& first, std::uint64_t now_ms);
  void schedule_next();

  void insert(Node& node, std::uint64_t start_ms);
  void unlink(Node& node);
  void drop_list(List& list);
  void schedule(std::uint64_t duration_ms);
  void count_ref(bool ref);
  std::uint64_t refreshed_now_ms();

  void set_ref(Node& node, bool ref);
  void refresh(Node& node);
  void clear(Node& node);

  Loop& loop_;
  TaskQueues& queues_;
  Timer timer_;
  std::unordered_map<std::uint64_t, std::shared_ptr<List>> lists_;  // by duration
  std::set<List*, Sooner> by_expiry_;
  std::uint64_t next_list_id_ = 0;
  std::uint64_t next_expiry_ms_ = forever_ms;
  std::size_t waiting_ = 0;
  std::size_t refs_ = 0;
  static constexpr std::uint64_t forever_ms = ~std::uint64_t{0};
};

}  // namespace loopscope
