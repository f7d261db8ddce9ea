// A trace as the lines of an indented tree: turns, phases, callbacks, what drained after them and
// what happened in them. Says what stands where; how it looks is the printer's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <limits>
#include <string>
#include <unordered_map>
#include <vector>

#include "tracer/model/trace.hpp"

namespace loopscope {

enum class ItemKind : std::uint8_t {
  boot,
  turn,
  phase,
  wait,
  task,
  pool,
  event,    // anything that has no length; `event` says what
  waiting,  // at the end: a task that never ran
  more,     // at the end: `n` more of them
};

/// One line of the tree, with its texts. Which fields mean something depends on kind and event, as
/// in the trace.
struct TimelineItem {
  static constexpr std::int64_t unknown = TraceEvent::no_time;

  ItemKind kind = ItemKind::event;
  Event event = Event::unknown;
  std::uint32_t process = 0;
  std::uint32_t thread = 0;
  std::uint32_t depth = 0;
  std::int64_t t_ns = 0;
  std::int64_t took_ns = unknown;
  bool complete = true;  // false: the trace has no end for it
  bool open = false;     // shown before its end was reached, see TimelineOptions::max_held
  bool is_end = false;   // the end of an item that was shown open
  std::uint64_t skipped_turns = 0;  // turn: turns in which nothing happened, just before

  std::uint64_t id = 0;
  std::string name = {};
  Queue queue = Queue::main;
  Phase phase = Phase::timers;
  Layer layer = Layer::js;
  PollReason why = PollReason::no_timer;
  AliveReason alive = AliveReason::none;
  HandleKind handle = HandleKind::timer;
  Direction direction = Direction::read;
  Stream stream = Stream::out;
  bool repeat = false;
  bool known = true;  // a task whose task.queue is in the trace
  bool threw = false;

  std::uint64_t by = 0;
  std::string by_name = {};
  std::string file = {};
  std::int64_t line = 0;  // 0: unknown place
  std::int64_t queued_ns = unknown;
  std::int64_t due_ns = unknown;  // due of a timer; timeout of a wait
  std::uint64_t drained_after = 0;

  std::int64_t n = 0;
  std::int64_t still_queued = 0;
  std::uint64_t other = 0;
  std::string other_name = {};
  std::string text = {};
  std::string op = {};
  std::string error = {};
  std::string local = {};
  std::string peer = {};
};

struct TimelineOptions {
  /// Shows what overlaps [from_ns, to_ns).
  std::int64_t from_ns = std::numeric_limits<std::int64_t>::min();
  std::int64_t to_ns = std::numeric_limits<std::int64_t>::max();
  /// Also task.queue, task.ref, handle.* and poll.ready.
  bool everything = false;
  /// Lines held until the scope around them ends and its length is known. When there are more, the
  /// outermost is shown without its length, and once more (`is_end`) at its end.
  std::size_t max_held = 20'000;
  /// Tasks listed at the end that never ran.
  std::size_t max_waiting = 10;
};

/// Walks through a loaded trace; calls `show` for every line, in order. Turns and phases in which
/// nothing happened are left out.
class TimelineBuilder final : private StateListener {
 public:
  using Show = std::function<void(const TimelineItem&)>;
  /// `trace` must live longer and stay as it is.
  TimelineBuilder(const Trace& trace, TimelineOptions options, Show show);
  TimelineBuilder(const TimelineBuilder&) = delete;
  TimelineBuilder& operator=(const TimelineBuilder&) = delete;
  ~TimelineBuilder() = default;

  void show_all();

 private:
  static constexpr std::uint64_t nowhere = ~std::uint64_t{0};
  struct Held {
    TimelineItem item;
    std::uint64_t parent;  // number of the line around it
    bool open;
    bool kept;
  };
  /// What a scope that is open on a thread needs beside its begin.
  struct Open {
    std::uint64_t line = nowhere;     // its number
    std::uint32_t depth = 0;          // of that line
    std::uint64_t drained_after = 0;  // a tick or microtask: the callback before it at this level
    std::uint64_t last_callback = 0;  // the last one directly inside that was no tick or microtask
  };
  struct Thread {
    std::vector<Open> open;           // outermost first
    std::uint64_t last_callback = 0;  // outside of all scopes
  };

  void opened(std::uint32_t begin, const PackedEvent& event, std::uint32_t depth) override;
  void closed(std::uint32_t begin, std::uint32_t end, bool complete) override;
  void left(std::uint32_t queued, std::uint32_t index) override;
  void step(std::uint32_t index);
  void close(std::uint32_t begin, std::uint32_t end, std::int64_t end_ns, bool complete);
  void note_names(std::uint32_t index);
  void note_callback(Thread& thread, Open& scope, std::uint32_t begin);

  [[nodiscard]] TimelineItem item_of_scope(std::uint32_t begin, std::uint64_t drained_after) const;
  [[nodiscard]] TimelineItem item_of_event(std::uint32_t index) const;
  void tell_end(TimelineItem& item, std::uint32_t begin, std::uint32_t end, bool complete) const;
  void tell_task(TimelineItem& item, std::uint32_t id, std::uint32_t queued) const;
  void tell_place(TimelineItem& item, std::uint32_t location) const;
  [[nodiscard]] std::string name_of_id(std::uint32_t id) const;
  [[nodiscard]] bool in_range(std::int64_t begin_ns, std::int64_t end_ns) const;
  [[nodiscard]] bool shown(const PackedEvent& event) const;
  [[nodiscard]] Held* held(std::uint64_t number);
  std::uint64_t hold(TimelineItem item, std::uint64_t parent, bool open, bool kept);
  std::uint64_t hold_inside(TimelineItem item, const Thread& thread, bool open, bool kept);
  void hold_event(TimelineItem item, std::uint16_t lane);
  void keep(std::uint64_t number);
  void show_or_fold(Held& line);
  void show_ready();
  void show_waiting();

  const Trace& trace_;
  TimelineOptions options_;
  Show show_;
  LoopState state_;
  std::vector<Thread> threads_;                               // by lane
  std::unordered_map<std::uint32_t, std::uint32_t> handles_;  // the latest handle.open of an id
  std::unordered_map<std::uint32_t, std::uint32_t> queuer_;   // of a task alive: task.queue of `by`
  std::deque<Held> held_;
  std::uint64_t first_ = 0;  // number of held_.front()
  std::uint64_t skipped_turns_ = 0;
};

}  // namespace loopscope
