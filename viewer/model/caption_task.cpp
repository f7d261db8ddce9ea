// Captions of tasks: when they are queued, called, over, and what worker threads do for them.
#include <fmt/format.h>

#include <algorithm>

#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"
#include "viewer/model/caption_parts.hpp"
#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

std::string begun(const Trace& trace, std::uint32_t index) {
  const std::uint32_t queued = trace.back(index);
  const std::string what = box_label(trace, index);
  if (queued == no_index) return fmt::format("{} is called.", what);
  const PackedEvent& from = trace[queued];
  std::string sentence = fmt::format("{} is called: {}.", what, why_now(trace, index));
  // What stays in its queue was queued long ago, and has run since.
  if (!from.has(PackedEvent::repeat))
    sentence += fmt::format(" It waited {}.", duration_text(trace[index].t_ns - from.t_ns));
  return sentence;
}

/// When its turn comes, by the rules.
std::string when_called(const PackedEvent& event) {
  switch (event.queue()) {
    case Queue::timer:
      if (event.value == TraceEvent::no_time) return "it is called in a timers phase";
      return fmt::format("due in {}, it is called in the first timers phase after that",
                         duration_text(std::max<std::int64_t>(event.value - event.t_ns, 0)));
    case Queue::pending:
      return "it is called in the next pending phase";
    case Queue::idle:
    case Queue::prepare:
      return "it is called in every turn";
    case Queue::io:
      return "it is called when poll finds it ready";
    case Queue::check:
      return event.has(PackedEvent::repeat) ? "it is called in every turn"
                                            : "it is called in the next check phase";
    case Queue::close:
      return "it is called in the close phase";
    case Queue::tick:
    case Queue::microtask:
      return "it is called before the loop goes on";
    case Queue::pool:
      return "a worker thread does its work, then poll calls it back";
    case Queue::main:
      return "it is called outside of the loop";
  }
  return {};
}

std::string queued(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  std::string sentence =
      fmt::format("{} joins the {} queue", box_label(trace, index), name_of(event.queue()));
  if (event.by != 0) sentence += fmt::format(", queued by #{}", trace.number(event.by));
  const std::string place = place_of(trace, event);
  if (!place.empty()) sentence += fmt::format(" at {}", place);
  return fmt::format("{}; {}.", sentence, when_called(event));
}

/// Of the task itself where its begin or task.queue is known.
std::string label_of_task(const Trace& trace, std::uint32_t index) {
  const std::uint32_t back = trace.back(index);
  return back == no_index ? fmt::format("#{}", trace.number(trace[index].id))
                          : box_label(trace, back);
}

std::string ended(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  const std::uint32_t begin = trace.back(index);
  std::string sentence = label_of_task(trace, index);
  sentence += event.has(PackedEvent::error) ? " threw" : " returned";
  if (begin != no_index)
    sentence += fmt::format(" after {}", duration_text(event.t_ns - trace[begin].t_ns));
  const Details* details = trace.details(event);
  if (event.has(PackedEvent::error) && details != nullptr && details->sizes[1] > 0)
    sentence += fmt::format(
        ": {}", std::string_view(details->texts + details->sizes[0], details->sizes[1]));
  return sentence + ".";
}

}  // namespace

std::string caption_of_task(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  const auto number = trace.number(event.id);
  switch (event.kind()) {
    case Event::task_begin:
      return begun(trace, index);
    case Event::task_queue:
      return queued(trace, index);
    case Event::task_end:
      return ended(trace, index);
    case Event::task_cancel:
      return fmt::format("{} is cancelled: it leaves its queue without running.",
                         label_of_task(trace, index));
    case Event::task_ref:
      return fmt::format("Task #{} is ref'd: while it waits, it keeps the loop alive.", number);
    case Event::task_unref:
      return fmt::format("Task #{} is unref'd: it does not keep the loop alive any more.", number);
    case Event::pool_begin:
      return fmt::format("Worker {} begins the work of {}, beside the loop.", event.value,
                         label_of_task(trace, index));
    case Event::pool_end:
      return fmt::format("Worker {} has done the work of {}: its callback waits for poll.",
                         event.value, label_of_task(trace, index));
    default:
      return {};
  }
}

}  // namespace loopscope::viewer
