// Whether one run must come before another: the rules of docs/semantics.md as inferences over the
// tree of causes.
#pragma once

#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "tracer/explain/phases.hpp"
#include "tracer/explain/rules.hpp"
#include "tracer/explain/runs.hpp"
#include "tracer/explain/timers.hpp"

namespace loopscope {

/// One inference: `rule` puts `first` before `then`.
struct OrderStep {
  Rule rule;
  Run first;
  Run then;
};

struct OrderAnswer {
  Verdict verdict = Verdict::unknown;
  /// What decides first; each further step is why the one before could be taken. For a race the
  /// last one is the race itself.
  std::vector<OrderStep> steps;
  /// For `unknown`: a sentence.
  std::string unknown_because;
};

/// Asked about pairs of runs of one trace. Sound, not complete: it calls an order guaranteed only
/// where the rules force it for the same tasks with the same callbacks, whatever each of them
/// takes. What an early race decides is a race, however regular the rest looks. One thread.
class Order {
 public:
  explicit Order(Runs& runs) : runs_(runs), trace_(runs.trace()) {}

  /// `first` began before `then`, on the same thread.
  [[nodiscard]] OrderAnswer decide(Run first, Run then);

 private:
  /// Why a pair is forced, or why it is not; then what that rests on. Where it is not and rests on
  /// nothing, race() says what decides.
  struct Link {
    Rule rule = Rule::causal;
    bool forced = false;
    Run first = no_index;  // no_index: rests on nothing else
    Run then = no_index;
    bool gave_up = false;  // it may be forced: there was too much to look at
  };

  // One drain.
  void explain_drain(Run first, Run then, std::vector<OrderStep>& steps);
  [[nodiscard]] Rule drain_rule(Run first, Run then);
  [[nodiscard]] bool is_module_body(Run run);

  // Callbacks of the loop.
  [[nodiscard]] Link callbacks(Run first, Run then);
  [[nodiscard]] Link find_link(Run first, Run then);
  [[nodiscard]] std::optional<Link> ends_of_program(Run first, Run then);
  [[nodiscard]] std::optional<Link> same_queue(Run first, Run then);
  [[nodiscard]] std::optional<Link> timers(Run first, Run then);
  /// On some run, a timer of the delay of the one set at `other` may wait as `by` sets `first`.
  [[nodiscard]] bool list_may_wait(std::uint32_t first, std::uint32_t other, Run by);
  [[nodiscard]] bool may_wait(std::uint32_t timer, std::uint32_t first, Run by);
  [[nodiscard]] std::optional<Link> next_phase(Run first, Run then);
  [[nodiscard]] std::optional<Link> by_ancestor(Run first, Run then);
  /// The callbacks that led to `then` and began after `first`, the latest first; not further up
  /// than to one for which that is known not to be forced.
  [[nodiscard]] std::vector<Run> callbacks_above(Run then, Run first);
  [[nodiscard]] bool accepts(Run run);
  [[nodiscard]] Link race(Run first, Run then);
  [[nodiscard]] bool forced(Run first, Run then);
  /// Runs anywhere, by their hosts.
  [[nodiscard]] bool always_before(Run first, Run then);
  [[nodiscard]] bool phase_comes_first(Run first, Run queued_by, Run then, Run above);
  [[nodiscard]] bool runs_in_next_phase(Run run);
  [[nodiscard]] std::optional<PhasePlace> earliest(Run then, Run above, PhasePlace from);
  [[nodiscard]] std::optional<PhasePlace> step_down(Run run, Run queued_by, PhasePlace from);
  [[nodiscard]] PhasePlace place(Run callback);
  [[nodiscard]] bool loop_began_between(std::uint32_t from, std::uint32_t to);

  [[nodiscard]] std::string lost_between(std::uint32_t from, std::uint32_t to);
  void find_landmarks();
  void note_landmark(std::uint32_t at);
  /// Something threw in the drain before it: then the rest of the drain comes some callbacks later.
  [[nodiscard]] bool put_off(Run run);
  void follow(Run first, Run then, OrderAnswer& answer);
  /// From two callbacks up to where they part; whether every step is forced.
  [[nodiscard]] bool follow_callbacks(Run host, Run other, std::vector<OrderStep>& steps);

  Runs& runs_;
  const Trace& trace_;
  std::unordered_map<std::uint64_t, Link> links_;
  std::vector<std::uint32_t> starts_;
  std::vector<std::uint32_t> drops_;
  std::vector<std::uint32_t> errors_;  // task.end
  TimersByDelay timers_by_delay_;
  bool landmarks_known_ = false;
  // Node's timers, on the libuv of Node 18 and 20, may be served twice in one phase, if what is
  // drained after the last one takes time and then arms another.
  bool timers_may_run_twice_ = false;
  unsigned depth_ = 0;
  std::uint64_t work_ = 0;
  bool gave_up_ = false;
};

}  // namespace loopscope
