#include "viewer/model/question.hpp"

#include <fmt/format.h>

#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

/// Turns, phases, waits: they are no tasks, and nobody queued them.
bool can_be_explained(const Trace& trace, const Moment& moment) {
  return moment.run != no_index || trace[moment.event].kind() == Event::log ||
         never_began(trace, moment);
}

std::vector<AnswerLine> no_task(const Trace& trace, std::uint32_t event) {
  return {{.part = AnswerPart::sentence, .text = caption(trace, event), .event = event},
          {.part = AnswerPart::note,
           .text = "This is a step of the loop, not a task: nobody queued it. Select a callback, a "
                   "tick, a microtask or a line of output."}};
}

}  // namespace

Moment moment_of(Runs& runs, std::uint32_t event) {
  const Trace& trace = runs.trace();
  if (trace[event].kind() != Event::task_queue) return moment_at(runs, event);
  const std::uint32_t left = trace.forward(event);
  if (left != no_index && trace[left].kind() == Event::task_begin)
    return {.event = left, .run = left};
  return {.event = event, .run = no_index};
}

WhyAnswer answer(const Trace& trace, const Question& question) {
  Explainer explainer(trace);
  const Moment one = moment_of(explainer.runs(), question.one);
  WhyAnswer answer;
  answer.moments.one = one.event;
  if (!question.is_pair()) {
    answer.lines = can_be_explained(trace, one) ? answer_lines(explain_wait(explainer, one))
                                                : no_task(trace, question.one);
    return answer;
  }
  const Moment other = moment_of(explainer.runs(), question.other);
  answer.moments.other = other.event;
  const Why why = explainer.why(one, other);
  answer.verdict = why.verdict;
  answer.lines = answer_lines(why);
  return answer;
}

}  // namespace loopscope::viewer
