#include "tracer/cli/timeline_text.hpp"

#include <fmt/format.h>

#include <array>

#include "tracer/cli/terminal.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

constexpr std::string_view dim = "2";
constexpr std::string_view bold = "1";
constexpr std::string_view red = "1;31";
constexpr std::size_t origin_column = 46;  // within the tree, where "who queued it" begins

/// One colour a queue, used for its phase, too.
constexpr auto queue_colours = std::to_array<std::string_view>({
    "33",    // timer: yellow
    "37",    // pending
    "37",    // idle
    "37",    // prepare
    "34;1",  // io: blue
    "32",    // check (immediates): green
    "31",    // close: red
    "35",    // tick: magenta
    "36",    // microtask: cyan
    "34",    // pool
    "1",     // main
});
static_assert(queue_colours.size() == Names<Queue>::all.size());

std::string_view colour_of(Queue queue) {
  return queue_colours[static_cast<std::size_t>(queue)];
}

std::string_view colour_of(Phase phase) {
  constexpr auto queues =
      std::to_array<Queue>({Queue::timer, Queue::pending, Queue::idle, Queue::prepare, Queue::io,
                            Queue::check, Queue::close});
  return colour_of(queues[static_cast<std::size_t>(phase)]);
}

std::string place(const TimelineItem& item) {
  if (item.line == 0) return {};
  const std::size_t slash = item.file.rfind('/');
  const std::string file = slash == std::string::npos ? item.file : item.file.substr(slash + 1);
  return fmt::format("@{}:{}", printable(file), item.line);
}

}  // namespace

std::string label(std::string_view name, std::uint64_t id) {
  return fmt::format("{}#{}", printable(name), id);
}

std::string TimelineText::paint(std::string_view code, std::string_view text) const {
  if (!colour_ || code.empty() || text.empty()) return std::string(text);
  return fmt::format("\x1b[{}m{}\x1b[0m", code, text);
}

std::string TimelineText::head(const TraceHeader& header) const {
  std::string title = paint(bold, printable(header.process.empty() ? "trace" : header.process));
  title += fmt::format("  {} loop, {}, {} clock\n\n", printable(header.profile),
                       printable(header.runtime), printable(header.clock));
  return title + paint(dim, fmt::format("{:>12}  {:>8}", "at ms", "took")) + "\n";
}

std::string TimelineText::note(std::string_view text) const {
  return paint(dim, fmt::format("{:24}{}", "", text)) + "\n";
}

std::string TimelineText::times(const TimelineItem& item) const {
  std::string took;
  if (item.open) took = "…";
  if (item.took_ns != TimelineItem::unknown) took = duration_text(item.took_ns);
  if (!item.complete) took = fmt::format(">{}", took);
  const std::string padding(took.empty() || width(took) >= 8 ? 0 : 8 - width(took), ' ');
  const std::string at = fmt::format("{:12.3f}", static_cast<double>(item.t_ns) / 1e6);
  return paint(dim, fmt::format("{}  {}{}{}", at, padding, took, took.empty() ? "        " : ""));
}

/// "[worker 1] " on threads other than the loop's, "[server 4242] " in other processes.
std::string TimelineText::owner(const TimelineItem& item) const {
  std::string text;
  if (item.process != 0) {
    const Definitions::Owner* process = definitions_.process(item.process);
    const std::string name = process == nullptr ? std::string() : printable(process->name);
    text = fmt::format("[{} {}] ", name.empty() ? "process" : name,
                       process == nullptr ? item.process : process->os_id);
  }
  if (item.thread == 0) return paint(dim, text);
  const Definitions::Owner* thread = definitions_.thread(item.process, item.thread);
  const std::string name = thread == nullptr ? std::string() : printable(thread->name);
  text += name.empty() ? fmt::format("[thread {}] ", item.thread) : fmt::format("[{}] ", name);
  return paint(dim, text);
}

std::string TimelineText::origin(const TimelineItem& item) const {
  std::string text;
  if (item.by != 0) text = label(item.by_name, item.by);
  const std::string where = place(item);
  if (!where.empty()) text += fmt::format("{}{}", text.empty() ? "" : " ", where);
  return text.empty() ? text : fmt::format("← {}", text);
}

std::string TimelineText::callback(const TimelineItem& item) const {
  const std::string_view queue = item.known ? name_of(item.queue) : "task";
  const std::string_view bullet = item.drained_after != 0          ? "↳"
                                  : item.kind == ItemKind::pool    ? "◆"
                                  : item.kind == ItemKind::waiting ? "○"
                                                                   : "●";
  const std::string name = label(item.name == queue ? std::string_view() : item.name, item.id);
  std::string text =
      paint(item.known ? colour_of(item.queue) : dim, fmt::format("{} {:<9}", bullet, queue)) +
      std::string(" ") + (item.queue == Queue::main ? paint(bold, name) : name);
  if (item.kind == ItemKind::pool) text += fmt::format(" works on worker {}", item.n);
  if (item.threw)
    text.append(" ").append(paint(red, fmt::format("threw: {}", printable(item.error))));
  return text;
}

std::string TimelineText::body(const TimelineItem& item) const {
  switch (item.kind) {
    case ItemKind::turn:
      return paint(bold, fmt::format("turn {}", item.n));
    case ItemKind::phase:
      return paint(colour_of(item.phase), name_of(item.phase));
    case ItemKind::wait:
      return wait_sentence(item);
    case ItemKind::boot:
      return fmt::format("▪ {} {}", printable(item.name),
                         paint(dim, fmt::format("({})", name_of(item.layer))));
    case ItemKind::more:
      return fmt::format("… and {} more that never ran", item.n);
    case ItemKind::waiting:
      return callback(item) + paint(dim, "  never ran");
    case ItemKind::task:
    case ItemKind::pool:
      return callback(item);
    case ItemKind::event:
      break;
  }
  if (item.event != Event::log)
    return paint(item.event == Event::tcp_error ? red : "", event_sentence(item));
  return paint(item.stream == Stream::err ? red : bold, fmt::format("▸ {}", printable(item.text)));
}

std::string TimelineText::skipped(const TimelineItem& item) const {
  if (item.skipped_turns == 0) return {};
  const std::string_view noun = item.skipped_turns == 1 ? "turn" : "turns";
  return note(fmt::format("⋯ {} {} in which nothing happened", item.skipped_turns, noun));
}

std::string TimelineText::line(const TimelineItem& item) const {
  const std::string indent(std::size_t{2} * item.depth, ' ');
  const std::string tree = indent + owner(item) + body(item);
  std::string result = skipped(item) + times(item) + "  " + tree;
  if (item.is_end) result += paint(dim, "  (ends here)");
  if (!item.complete) result += paint(dim, "  (no end in the trace)");
  const bool by_task = item.kind == ItemKind::task || item.kind == ItemKind::waiting ||
                       item.event == Event::task_queue;
  const std::string from = by_task ? origin(item) : std::string();
  if (!from.empty()) {
    const TimelineText plain(false, definitions_);
    const std::size_t used = width(indent + plain.owner(item) + plain.body(item));
    result += std::string(used + 2 > origin_column ? 2 : origin_column - used, ' ');
    result += paint(dim, from);
  }
  return result + "\n";
}

}  // namespace loopscope
