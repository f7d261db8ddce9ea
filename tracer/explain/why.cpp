#include "tracer/explain/why.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tracer/explain/words.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

std::string waited_for(Queue queue) {
  switch (queue) {
    case Queue::tick:
    case Queue::microtask:
      return "drain";
    case Queue::timer:
      return "timers";
    case Queue::io:
    case Queue::pool:
      return "poll";
    case Queue::main:
      return "";
    default:
      return std::string(name_of(queue));
  }
}

std::int64_t turn_of(const Trace& trace, std::uint32_t index) {
  const auto behind = partition_point(0, trace.turns().size(),
                                      [&](std::size_t i) { return trace.turns()[i] > index; });
  if (behind == 0) return -1;
  return static_cast<std::int64_t>(trace.number(trace[trace.turns()[behind - 1]].more));
}

}  // namespace

MomentFacts Explainer::facts(const Moment& moment) {
  MomentFacts facts;
  facts.moment = moment;
  facts.label = label_of(runs_, moment);
  facts.task = label_of(runs_, moment.run);
  if (moment.run != no_index) {
    facts.queued = runs_.queued(moment.run);
    facts.began_ns = trace_[moment.run].t_ns;
    facts.queued_by = label_of(runs_, runs_.parent(moment.run));
    facts.turn = turn_of(trace_, moment.run);
  } else if (trace_[moment.event].kind() == Event::task_queue) {
    facts.queued = moment.event;
  }
  if (facts.queued == no_index) return facts;
  const PackedEvent& queued = trace_[facts.queued];
  facts.queued_ns = queued.t_ns;
  facts.place = place_of(trace_, queued);
  facts.phase = waited_for(queued.queue());
  if (queued.queue() == Queue::timer) facts.due_ns = queued.value;
  return facts;
}

// What was printed outside of any task belongs to the one that had returned.
Run Explainer::run_for(const Moment& moment) {
  if (moment.run != no_index) return moment.run;
  return runs_.returned_before(moment.event);
}

// What a run did after it had sent something is in no order with what that led to elsewhere.
OrderAnswer Explainer::across_threads(const Moment& first, const Moment& then) {
  OrderAnswer answer;
  const Run run = run_for(first);
  const Run other = run_for(then);
  const std::vector<Run> way = runs_.way_up(run, other);
  const bool sent = way.size() > 1 && runs_.parent(way[way.size() - 2]) != run;
  if (way.empty() || (sent && runs_.wire(way[way.size() - 2]).cause.event < first.event)) {
    answer.unknown_because =
        "They ran on two threads or in two processes. Only the clock puts them in an order.";
    return answer;
  }
  answer.verdict = Verdict::causal;
  answer.steps.push_back({Rule::causal, run, other});
  return answer;
}

OrderAnswer Explainer::verdict(const Moment& first, const Moment& then) {
  const Run run = run_for(first);
  const Run other = run_for(then);
  OrderAnswer answer;
  if (run == no_index || other == no_index)
    answer.unknown_because =
        "It did not happen in a task, so the trace does not say why it was then.";
  else if (trace_[first.event].lane != trace_[then.event].lane)
    answer = across_threads(first, then);
  else if (run <= other)
    answer = order_.decide(run, other);
  else  // printed by one task while another one ran inside of it
    answer = order_.decide(other, run);
  return answer;
}

std::string Explainer::caution() const {
  if (trace_.header().fidelity == "hooks")
    return "Some microtasks may be missing from this trace (fidelity: hooks).";
  return {};
}

std::string Explainer::fate(std::uint32_t queued) {
  const std::string who =
      fmt::format("{}#{}", task_name(trace_, queued), trace_.number(trace_[queued].id));
  const std::uint32_t left = trace_.forward(queued);
  if (left != no_index && trace_[left].kind() == Event::task_cancel) {
    const Run by = runs_.around(left);
    return fmt::format("{} never ran: {} cancelled it at {}.", who,
                       by == no_index ? "something" : label_of(runs_, by),
                       duration_text(trace_[left].t_ns - trace_.first_ns()));
  }
  if (trace_.size() == 0 || trace_[trace_.size() - 1].kind() != Event::end)
    return fmt::format(
        "{} had not run when the recording was cut off. Whether it ran later is not "
        "known.",
        who);
  return fmt::format("{} never ran: it was still waiting when the program ended.", who);
}

Why Explainer::never_ran(const Moment& one, const Moment& other) {
  Why why;
  why.first = facts(one);
  why.then = facts(other);
  for (const Moment& moment : {one, other})
    if (trace_[moment.event].kind() == Event::task_queue)
      why.unknown += fmt::format("{}{}", why.unknown.empty() ? "" : " ", fate(moment.event));
  why.sentence = why.unknown;
  return why;
}

std::string verdict_line(const Why& why) {
  switch (why.verdict) {
    case Verdict::guaranteed:
      return "Guaranteed: it is so on every run.";
    case Verdict::causal:
      return "Causal: without the first there is no second.";
    case Verdict::race:
      return "A race: another run may have the other order.";
    case Verdict::unknown:
      break;
  }
  return "Not known: the trace does not say what decided.";
}

Why Explainer::why(const Moment& one, const Moment& other) {
  if (never_began(trace_, one) || never_began(trace_, other)) return never_ran(one, other);
  Why why;
  why.swapped = other.event < one.event;
  const Moment& first = why.swapped ? other : one;
  const Moment& then = why.swapped ? one : other;
  why.first = facts(first);
  why.then = facts(then);
  why.caution = caution();
  OrderAnswer answer = verdict(first, then);
  why.verdict = answer.verdict;
  why.unknown = std::move(answer.unknown_because);
  const Run run = run_for(first);
  const Run last = run_for(then);
  if (run != no_index && last != no_index) why.common = runs_.common(run, last);
  why.common_label = label_of(runs_, why.common);
  const bool forced = why.verdict != Verdict::race;
  for (const OrderStep& step : answer.steps)
    why.steps.push_back({step, step_text(runs_, step, forced), label_of(runs_, step.first),
                         label_of(runs_, step.then)});
  why.sentence = fmt::format("{} came before {}", why.first.label, why.then.label);
  if (!answer.steps.empty())
    why.sentence += fmt::format(" because {}", because_text(runs_, answer.steps.front(), forced));
  why.sentence += ".";
  if (!forced && !answer.steps.empty()) why.flip = flip_text(runs_, answer.steps.back());
  return why;
}

}  // namespace loopscope
