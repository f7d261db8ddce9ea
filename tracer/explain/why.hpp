// Why one thing ran before another, and whether it always will: an answer in plain English with the
// evidence beside it. What `loopscope why` prints and the viewer shows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tracer/explain/moment.hpp"
#include "tracer/explain/order.hpp"

namespace loopscope {

/// What the trace says about one of the two.
struct MomentFacts {
  Moment moment;
  std::string label;       // `"timer"`, `timeout#2`
  std::string task;        // timeout#2
  std::string queued_by;   // main#1; "" where none is known
  std::string place;       // where it was queued: ordering.cpp:10
  std::string phase;       // the phase it was waiting for: "timers"; "drain" for ticks, microtasks
  std::int64_t turn = -1;  // in which it ran; -1: before the loop, or not known
  std::int64_t queued_ns = TraceEvent::no_time;
  std::int64_t began_ns = TraceEvent::no_time;
  std::int64_t due_ns = TraceEvent::no_time;  // of timers
  std::uint32_t queued = no_index;
};

struct WhyStep {
  OrderStep order;
  std::string text;         // a sentence or two
  std::string first_label;  // of the runs that it speaks of
  std::string then_label;
};

struct Why {
  Verdict verdict = Verdict::unknown;
  bool swapped = false;  // the one that was named second came first
  MomentFacts first;     // what came first
  MomentFacts then;
  Run common = no_index;  // under which both were queued
  std::string common_label;
  std::string sentence;
  std::vector<WhyStep> steps;
  std::string flip;     // of a race: what would flip it
  std::string unknown;  // of `unknown`: what cannot be known
  std::string caution;  // about the trace as a whole
};

/// "Guaranteed: it is so on every run."
[[nodiscard]] std::string verdict_line(const Why& why);

/// Memory and time grow with the chain of causes between the two, not with the trace.
class Explainer {
 public:
  explicit Explainer(const Trace& trace) : trace_(trace), runs_(trace), order_(runs_) {}

  [[nodiscard]] Runs& runs() noexcept { return runs_; }
  [[nodiscard]] Order& order() noexcept { return order_; }
  [[nodiscard]] Why why(const Moment& one, const Moment& other);
  /// The verdict alone.
  [[nodiscard]] OrderAnswer verdict(const Moment& first, const Moment& then);
  [[nodiscard]] MomentFacts facts(const Moment& moment);

 private:
  [[nodiscard]] Run run_for(const Moment& moment);
  [[nodiscard]] OrderAnswer across_threads(const Moment& first, const Moment& then);
  [[nodiscard]] Why never_ran(const Moment& one, const Moment& other);
  [[nodiscard]] std::string fate(std::uint32_t queued);
  [[nodiscard]] std::string caution() const;

  const Trace& trace_;
  Runs runs_;
  Order order_;
};

}  // namespace loopscope
