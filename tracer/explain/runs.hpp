// The runs of a loaded trace's tasks: who queued each, and in whose drain it ran.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "tracer/explain/wires.hpp"
#include "tracer/model/trace.hpp"

namespace loopscope {

/// One call of a task's callback, by its task.begin event; no_index: none.
using Run = std::uint32_t;

/// What led to a run over TCP.
struct WireLink {
  Run by = no_index;  // the run at the connection's other end
  WireCause cause;
};

/// Looks things up as they are asked for, and remembers them. The trace must not grow meanwhile.
/// One thread.
class Runs {
 public:
  explicit Runs(const Trace& trace) : trace_(trace), wires_(trace) {}

  [[nodiscard]] const Trace& trace() const noexcept { return trace_; }
  [[nodiscard]] std::uint64_t id(Run run) const { return trace_.number(trace_[run].id); }
  /// Its task.queue; no_index where that is not in the trace.
  [[nodiscard]] std::uint32_t queued(Run run) const { return trace_.back(run); }
  [[nodiscard]] Queue queue(Run run) const;
  /// Of an interval, or of a task that stays in its queue.
  [[nodiscard]] bool is_one_of_several(Run run) const;
  [[nodiscard]] std::string name(Run run) const;  // "timeout", or the queue's name
  [[nodiscard]] std::string place(Run run) const;
  /// Whether `index` lies within the run.
  [[nodiscard]] bool holds(Run run, std::uint32_t index) const;

  /// The innermost run within which an event happened, on its thread.
  [[nodiscard]] Run around(std::uint32_t index);
  /// The run that had returned last before an event, where the loop has not gone on since.
  [[nodiscard]] Run returned_before(std::uint32_t index) const;
  /// The run that queued it; that of an interval is its run before. What was queued outside of any
  /// task just after one had returned counts as queued by that one.
  [[nodiscard]] Run parent(Run run);
  /// The same of a task.queue, whether its task ran or not.
  [[nodiscard]] Run queued_by(std::uint32_t queued);
  /// The callback of the loop after which it was drained, or within which it was called; itself
  /// for what the loop calls.
  [[nodiscard]] Run host(Run run);
  /// The callback of the loop within or after which a run was queued.
  [[nodiscard]] Run host_of_parent(Run run);
  /// Whether the loop calls it (all but ticks, microtasks and what is called inside of others).
  [[nodiscard]] bool is_callback(Run run) { return host(run) == run; }
  /// The phase.begin of the phase in which its host ran; no_index outside of the loop.
  [[nodiscard]] std::uint32_t phase(Run run);
  /// `main`, `beforeExit` and `exit` run outside of the loop.
  [[nodiscard]] bool is_main(Run run) const { return is_named(run, "main") && by(run) == 0; }
  [[nodiscard]] bool is_exit(Run run) const { return is_named(run, "exit"); }
  [[nodiscard]] bool is_before_exit(Run run) const { return is_named(run, "beforeExit"); }
  /// The run above which both were queued, themselves included; no_index where there is none.
  [[nodiscard]] Run common(Run one, Run other);
  /// Of an I/O callback: what the other end of its connection did, if that is in the trace.
  [[nodiscard]] const WireLink& wire(Run run);
  /// The event of TCP with which an I/O callback began; no_index where it began with none.
  [[nodiscard]] std::uint32_t tcp_event(Run run) const;
  /// Whether `later` was queued by `run` or by one that it led to, or got what such a one sent.
  [[nodiscard]] bool led_to(Run run, Run later);
  /// From `later` up to `run`, each was led to by the next. Empty where `run` did not lead to it.
  [[nodiscard]] std::vector<Run> way_up(Run run, Run later);
  /// led_to() may say no because there was too much to look at, since this was called last.
  [[nodiscard]] bool gave_up();

 private:
  struct Known {
    Run parent = unknown;
    Run host = unknown;
    std::uint32_t phase = unknown;
  };
  static constexpr Run unknown = no_index - 1;
  /// What led to one run, as far as it was looked for: from the latest to the earliest.
  struct Above {
    std::unordered_map<Run, Run> led_to;  // each with the one below it
    std::vector<Run> next;                // a heap
  };

  [[nodiscard]] std::uint32_t by(Run run) const;
  [[nodiscard]] bool is_named(Run run, std::string_view name) const;
  [[nodiscard]] bool is_drained(Run run) const;
  [[nodiscard]] Run find_parent(Run run);
  [[nodiscard]] Run find_host(Run run);
  [[nodiscard]] Run latest_of(std::uint32_t id, std::uint32_t index) const;
  [[nodiscard]] std::uint32_t find_phase(Run run) const;
  [[nodiscard]] bool queued_above(Run run, Run later);
  [[nodiscard]] Above& above(Run later);
  [[nodiscard]] bool look_above(Above& above, Run run);

  const Trace& trace_;
  Wires wires_;
  std::unordered_map<Run, WireLink> wire_links_;
  std::unordered_map<Run, Above> above_;
  std::size_t looked_at_ = 0;
  std::size_t kept_ = 0;  // in above_
  bool gave_up_ = false;
  std::unordered_map<Run, Known> known_;
};

}  // namespace loopscope
