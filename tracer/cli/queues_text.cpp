#include <fmt/format.h>

#include <algorithm>

#include "tracer/cli/queues_report.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

constexpr std::size_t console_lines = 10;

class QueuesText {
 public:
  QueuesText(const Trace& trace, std::uint32_t step, bool colour)
      : trace_(trace),
        state_(trace.state(step)),
        step_(step),
        now_ns_(step == 0 ? trace.first_ns() : trace[step - 1].t_ns),
        colour_(colour) {}

  std::string head() const {
    std::string text = bold(fmt::format("Step {} of {}", step_, trace_.size()));
    text += fmt::format("  at {:.6f} ms", static_cast<double>(now_ns_) / 1e6);
    if (step_ > 0) text += fmt::format(", after {}", name_of(trace_[step_ - 1].kind()));
    return text + "\n" + running();
  }
  std::string queue(Queue queue, std::size_t max_tasks) const {
    const std::uint32_t count = state_.waiting(queue);
    if (count == 0) return {};
    std::string text = fmt::format("\n{} {}\n", bold(name_of(queue)), count);
    const auto tasks = queue_content(trace_, state_, queue, max_tasks);
    for (const LoopState::Task* task : tasks) text += this->task(*task);
    if (tasks.size() < count) text += fmt::format("  … and {} more\n", count - tasks.size());
    return text;
  }
  std::string handles() const {
    std::string text;
    for (const LoopState::Handle* handle : handles_in_order(state_))
      if (handle->keeps_alive())
        text +=
            fmt::format("  {}#{}{}\n", printable(name_of_id(trace_, state_, handle->id)),
                        trace_.number(handle->id), handle->closed != no_index ? "  closing" : "");
    return text.empty() ? text
                        : fmt::format("\n{}\n{}", bold("handles that keep the loop alive"), text);
  }
  std::string console() const {
    const std::size_t count = console_size(trace_, step_);
    if (count == 0) return {};
    std::string text = fmt::format("\n{}\n", bold(fmt::format("console {}", count)));
    for (std::size_t i = count - std::min(count, console_lines); i < count; ++i)
      text += fmt::format("  ▸ {}\n", printable(trace_.event(trace_.logs()[i]).text));
    return text;
  }

 private:
  std::string bold(std::string_view text) const {
    return colour_ ? fmt::format("\x1b[1m{}\x1b[0m", text) : std::string(text);
  }
  std::string scope(const LoopState::Scope& scope) const {
    const PackedEvent& begin = trace_[scope.begin];
    switch (scope.kind) {
      case ScopeKind::boot:
        return printable(trace_.name(begin));
      case ScopeKind::turn:
        return fmt::format("turn {}", trace_.number(begin.more));
      case ScopeKind::phase:
        return std::string(name_of(begin.phase()));
      case ScopeKind::wait:
        return "waiting";
      case ScopeKind::task:
      case ScopeKind::pool:
        break;
    }
    return fmt::format("{}#{}", printable(task_name(trace_, trace_.back(scope.begin))),
                       trace_.number(begin.id));
  }
  std::string running() const {
    std::string text;
    for (std::size_t number = 0; number < state_.lanes(); ++number) {
      const auto lane = static_cast<std::uint16_t>(number);
      std::string line;
      for (const LoopState::Scope& open : state_.open(lane))
        line += fmt::format("{}{}", line.empty() ? "" : " > ", scope(open));
      if (!line.empty()) text += fmt::format("  {}{}\n", owner(trace_.lane(lane)), line);
    }
    return text.empty() ? "  nothing runs\n" : text;
  }
  static std::string owner(const Trace::LaneKey& lane) {
    std::string text;
    if (lane.process != 0) text += fmt::format("process {} ", lane.process);
    if (lane.thread != 0) text += fmt::format("thread {} ", lane.thread);
    return text.empty() ? text : text + ": ";
  }
  std::string task(const LoopState::Task& task) const {
    const PackedEvent& queued = trace_[task.queued];
    std::string text =
        fmt::format("  {}#{}", printable(task_name(trace_, task.queued)), trace_.number(task.id));
    if (task.queue == Queue::timer && queued.value != TraceEvent::no_time)
      text += queued.value <= now_ns_
                  ? fmt::format("  due since {}", duration_text(now_ns_ - queued.value))
                  : fmt::format("  due in {}", duration_text(queued.value - now_ns_));
    if (task.work == LoopState::Work::on_worker) text += "  on a worker";
    if (task.work == LoopState::Work::done) text += "  done, its callback waits";
    if (!task.ref) text += "  unref'd";
    if (queued.by != 0) text += fmt::format("  ← #{}", trace_.number(queued.by));
    const std::string place = place_of(trace_, queued);
    if (!place.empty()) text += fmt::format(" @{}", printable(place));
    return text + "\n";
  }

  const Trace& trace_;
  LoopState state_;
  std::uint32_t step_;
  std::int64_t now_ns_;
  bool colour_;
};

}  // namespace

std::string queues_text(const Trace& trace, std::uint32_t step, bool colour,
                        std::size_t max_tasks) {
  const QueuesText text(trace, step, colour);
  std::string all = text.head();
  std::string queues;
  for (std::size_t i = 0; i < LoopState::queue_count; ++i)
    queues += text.queue(static_cast<Queue>(i), max_tasks);
  all += queues.empty() ? "\nNo task waits.\n" : queues;
  return all + text.handles() + text.console();
}

}  // namespace loopscope
