#include "tracer/cli/lesson_text.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tracer/cli/terminal.hpp"
#include "tracer/cli/wrapped.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"

namespace loopscope {
namespace {

constexpr std::size_t shown_tasks = 6;  // of a queue
constexpr std::size_t max_printed = 3;  // the last lines of output

std::vector<ProgramText> texts_of(const Lesson& lesson, const Trace& trace) {
  if (lesson.source.empty()) return program_texts(trace, lesson.path_of(lesson.trace));
  return program_file(lesson.path_of(lesson.source));
}

std::string tasks_text(const Trace& trace, const LoopState& state, Queue queue) {
  std::string text;
  for (const LoopState::Task* task : queue_content(trace, state, queue, shown_tasks)) {
    text += fmt::format("{}{}#{}", text.empty() ? "" : ", ",
                        printable(task_name(trace, task->queued)), trace.number(task->id));
    const std::string place = place_of(trace, trace[task->queued]);
    if (!place.empty()) text += fmt::format(" (line {})", place.substr(place.rfind(':') + 1));
  }
  const std::size_t count = state.waiting(queue);
  return count > shown_tasks ? text + fmt::format(" and {} more", count - shown_tasks) : text;
}

std::string running_text(const Trace& trace, const LoopState& state) {
  std::string text;
  for (const LoopState::Scope& scope : state.open(0)) {
    const PackedEvent& begin = trace[scope.begin];
    if (scope.kind == ScopeKind::phase) text = fmt::format("the {} phase", name_of(begin.phase()));
    if (scope.kind == ScopeKind::wait) text = "the wait in poll";
    if (scope.kind == ScopeKind::task)
      text = fmt::format("{}#{}", printable(task_name(trace, trace.back(scope.begin))),
                         trace.number(begin.id));
  }
  return text.empty() ? "nothing" : text;
}

std::string printed_text(const Trace& trace, std::uint32_t step, const TeachingStyle& style) {
  const std::size_t count = console_size(trace, step);
  std::string text;
  for (std::size_t i = count - std::min(count, max_printed); i < count; ++i)
    text +=
        fmt::format("  {} {}\n", style.faint("▸"), printable(trace.event(trace.logs()[i]).text));
  return text;
}

}  // namespace

std::string lesson_head(const Lesson& lesson, const Trace& trace, const TeachingStyle& style) {
  std::string text = style.bold(printable(lesson.title)) + '\n';
  if (!lesson.about.empty()) text += wrapped(lesson.about, 0);
  return text + '\n' + program_text_shown(texts_of(lesson, trace), style);
}

std::string lesson_queues(const Trace& trace, std::uint32_t step, const TeachingStyle& style) {
  const LoopState state = trace.state(step);
  std::string text = fmt::format("  {:<10} {}\n", "running", running_text(trace, state));
  for (const Queue queue :
       {Queue::tick, Queue::microtask, Queue::timer, Queue::pending, Queue::idle, Queue::prepare,
        Queue::io, Queue::pool, Queue::check, Queue::close}) {
    const std::string tasks = tasks_text(trace, state, queue);
    if (!tasks.empty())
      text += fmt::format("  {} {}\n", style.bold(fmt::format("{:<10}", name_of(queue))), tasks);
  }
  return text;
}

std::string lesson_stop(const Lesson& lesson, std::size_t number, const Trace& trace,
                        std::uint32_t step, const TeachingStyle& style) {
  std::string text = fmt::format(
      "\n{}  {}\n", style.bold(fmt::format("Stop {} of {}", number + 1, lesson.stops.size())),
      style.faint(fmt::format("step {}", step)));
  text += printed_text(trace, step, style);
  text += wrapped(lesson.stops[number].note, 0);
  return text + lesson_queues(trace, step, style);
}

}  // namespace loopscope
