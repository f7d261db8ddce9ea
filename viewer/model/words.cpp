#include "viewer/model/words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/time_text.hpp"
#include "viewer/model/tint.hpp"

namespace loopscope::viewer {
namespace {

std::string task_label(const Trace& trace, std::uint32_t queued, std::uint32_t id) {
  const std::string name = task_name(trace, queued);
  return fmt::format("{}#{}", name.empty() ? "task" : name, trace.number(id));
}

std::string tcp_label(const Trace& trace, const PackedEvent& event) {
  std::string word(name_of(event.kind()).substr(4));
  if (event.kind() == Event::tcp_read || event.kind() == Event::tcp_write)
    word += fmt::format(" {} B", event.value);
  if (event.kind() == Event::tcp_again) word = "EAGAIN";
  if (const Details* details = trace.details(event); details != nullptr) {
    const std::string_view first(details->texts, details->sizes[0]);
    const std::string_view second(details->texts + details->sizes[0], details->sizes[1]);
    if (event.kind() == Event::tcp_error)
      word = fmt::format("{} {}", first, second);
    else if (event.kind() == Event::tcp_listen)
      word += fmt::format(" {}", first);
    else if (!second.empty())
      word += fmt::format(" {}", second);
  }
  return fmt::format("#{} {}", trace.number(event.id), word);
}

std::string_view log_text(const Trace& trace, const PackedEvent& event) {
  const Details* details = trace.details(event);
  return details == nullptr ? std::string_view()
                            : std::string_view(details->texts, details->sizes[0]);
}

}  // namespace

std::string_view short_label(std::string_view label) {
  const std::size_t number = label.rfind('#');
  return number == std::string_view::npos ? label : label.substr(number);
}

std::string box_label(const Trace& trace, std::uint32_t begin) {
  const PackedEvent& event = trace[begin];
  switch (event.kind()) {
    case Event::boot_begin:
    case Event::mark:
    case Event::counter:
      return std::string(trace.name(event));
    case Event::turn:
      return fmt::format("turn {}", trace.number(event.more));
    case Event::phase_begin:
      return std::string(name_of(event.phase()));
    case Event::poll_wait:
      return fmt::format("wait: {}", name_of(event.as<PollReason>()));
    case Event::task_begin:
    case Event::pool_begin:
      return task_label(trace, trace.back(begin), event.id);
    case Event::task_queue:
      return task_label(trace, begin, event.id);
    case Event::handle_open:
      return fmt::format(
          "{}#{}", trace.name(event).empty() ? name_of(event.as<HandleKind>()) : trace.name(event),
          trace.number(event.id));
    case Event::log:
      return std::string(log_text(trace, event));
    default:
      break;
  }
  if (event.kind() >= Event::tcp_listen && event.kind() <= Event::tcp_error)
    return tcp_label(trace, event);
  return std::string(name_of(event.kind()));
}

Colour box_colour(const Trace& trace, std::uint32_t begin, const Palette& palette) {
  return colour_of(tint_of(trace, begin), palette);
}

std::string event_line(const Trace& trace, std::uint32_t index) {
  const PackedEvent& event = trace[index];
  std::string line(name_of(event.kind()));
  const std::uint32_t begin = trace.back(index);
  switch (event.kind()) {
    case Event::task_end:
    case Event::pool_end:
      return fmt::format(
          "{} {}", line,
          begin == no_index ? fmt::format("#{}", trace.number(event.id)) : box_label(trace, begin));
    case Event::task_cancel:
      return fmt::format("{} {}", line, task_label(trace, begin, event.id));
    case Event::phase_end:
      return fmt::format("{} {}", line, name_of(event.phase()));
    case Event::poll_wake:
      return fmt::format("{} {} ready", line, event.value);
    default:
      break;
  }
  const std::string label = box_label(trace, index);
  if (label != line) return fmt::format("{} {}", line, label);
  return event.id == 0 ? line : fmt::format("{} #{}", line, trace.number(event.id));
}

std::uint32_t subject_of(const Trace& trace, std::uint32_t index) {
  const Event kind = trace[index].kind();
  const bool ends = scope_ended_by(kind).has_value() && !scope_begun_by(kind).has_value();
  const bool ends_another = ends || kind == Event::task_cancel;
  return ends_another && trace.back(index) != no_index ? trace.back(index) : index;
}

std::string time_label(std::int64_t t_ns, double ns_per_px) {
  const double ms = static_cast<double>(t_ns) / 1e6;
  const double digits = std::ceil(-std::log10(std::max(ns_per_px * 10, 1.0) / 1e6));
  const int places = std::clamp(static_cast<int>(digits), 0, 6);
  if (std::abs(ms) >= 10'000) return fmt::format("{:.{}f} s", ms / 1000, std::max(places, 1));
  return fmt::format("{:.{}f} ms", ms, places);
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, 1, ' ');
  return digits;
}

}  // namespace loopscope::viewer
