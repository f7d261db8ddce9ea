// What a Chrome export shows beside its slices: names of processes and threads, queue depths,
// connections.
#include <algorithm>
#include <utility>

#include "tracer/export/chrome.hpp"
#include "tracer/export/chrome_text.hpp"
#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

constexpr auto series =
    std::to_array<Queue>({Queue::timer, Queue::pending, Queue::idle, Queue::prepare, Queue::io,
                          Queue::check, Queue::close, Queue::tick, Queue::microtask, Queue::pool});

std::string quoted(std::string_view text) {
  std::string result;
  append_text(result, text, 200);
  return result;
}

std::string json_number(std::uint64_t value) {
  std::string result;
  append_number(result, value);
  return result;
}

void append_text_arg(std::string& args, std::string_view key, std::string_view text) {
  if (text.empty()) return;
  if (!args.empty()) args += ',';
  args += '"';
  args += key;
  args += "\":";
  append_text(args, text, 200);
}

}  // namespace

void ChromeExporter::name_process(std::uint32_t process) {
  processes_.try_emplace(process);
  const Definitions::Owner* owner = walker_.definitions().process(process);
  std::string_view name = owner == nullptr ? std::string_view() : owner->name;
  if (name.empty() && process == 0) name = header_.process;
  if (name.empty()) name = "process";
  const ChromeTrack track = tracks_.track(process, 0);
  writer_.metadata(track, "process_name", "name", quoted(name));
  if (process == 0)
    writer_.metadata(track, "process_labels", "labels", quoted(header_.profile + " loop"));
  writer_.metadata(track, "process_sort_index", "sort_index", json_number(process));
}

void ChromeExporter::name_thread(const Thread& thread, std::uint32_t process,
                                 std::uint32_t number) {
  const Definitions::Owner* owner = walker_.definitions().thread(process, number);
  std::string name = owner == nullptr ? std::string() : owner->name;
  if (name.empty()) name = number == 0 ? "loop" : "thread " + std::to_string(number);
  writer_.metadata(thread.track, "thread_name", "name", quoted(name));
  writer_.metadata(thread.track, "thread_sort_index", "sort_index", json_number(number));
}

/// A name that comes after its process or thread was first seen.
void ChromeExporter::defined(const TraceEvent& event) {
  const auto number = static_cast<std::uint32_t>(event.n);
  if (event.definition == DefinitionKind::process && processes_.contains(number))
    name_process(number);
  if (event.definition != DefinitionKind::thread) return;
  const auto found = threads_.find(std::uint64_t{event.process} << 32U | number);
  if (found != threads_.end()) name_thread(*found->second, event.process, number);
}

void ChromeExporter::queued(Task& task, const Queue* moved_from, const TraceEvent& event) {
  Thread& thread = thread_of(event.process, event.thread);
  Process& process = processes_[event.process];
  const auto count = [&process](Queue queue, std::int64_t by) {
    const auto found = std::find(series.begin(), series.end(), queue);
    if (found != series.end())
      process.depths[static_cast<std::size_t>(found - series.begin())] += by;
  };
  if (moved_from != nullptr) count(*moved_from, -1);
  count(task.queue, 1);
  process.changed = true;
  start_arrow(thread, event.t_ns, task.id);
}

void ChromeExporter::left(const Task& task, const TraceEvent& event) {
  Process& process = processes_[task.process];
  const auto found = std::find(series.begin(), series.end(), task.queue);
  if (found != series.end()) --process.depths[static_cast<std::size_t>(found - series.begin())];
  process.changed = true;
  if (event.event == Event::task_cancel) drop_arrow(task.id);
}

void ChromeExporter::sample_queues(Thread& thread, std::uint32_t process, std::int64_t t_ns) {
  Process& depths = processes_[process];
  if (!depths.changed) return;
  depths.changed = false;
  std::string args;
  for (std::size_t i = 0; i < series.size(); ++i) {
    args += i == 0 ? "\"" : ",\"";
    args += name_of(series[i]);
    args += "\":";
    append_number(args, depths.depths[i]);
  }
  writer_.counter(thread.track, touch(thread, t_ns), "queues", args);
}

void ChromeExporter::open_span(const TraceEvent& event, bool server, bool connecting) {
  if (spans_.contains(event.id)) return;
  Thread& thread = thread_of(event.process, event.thread);
  spans_[event.id] = {&thread, server, connecting};
  std::string args;
  append_text_arg(args, "local", event.local);
  append_text_arg(args, "peer", event.peer);
  const std::int64_t t_ns = touch(thread, event.t_ns);
  writer_.async('b', thread.track, t_ns, event.id, server ? "server" : "connection", args);
  if (connecting) writer_.async('b', thread.track, t_ns, event.id, "connecting", {});
}

void ChromeExporter::connecting_ends(Span& span, const TraceEvent& event) {
  if (!std::exchange(span.connecting, false)) return;
  const std::int64_t t_ns = touch(*span.thread, event.t_ns);
  writer_.async('e', span.thread->track, t_ns, event.id, "connecting", {});
}

void ChromeExporter::close_span(const TraceEvent& event) {
  const auto found = spans_.find(event.id);
  if (found == spans_.end()) return;
  connecting_ends(found->second, event);
  Thread& thread = *found->second.thread;
  writer_.async('e', thread.track, touch(thread, event.t_ns), event.id,
                found->second.server ? "server" : "connection", {});
  spans_.erase(found);
}

/// Something that happened on a connection: `tcp.read` becomes the point "read".
void ChromeExporter::point(const TraceEvent& event) {
  if (event.event == Event::tcp_read || event.event == Event::tcp_write)
    open_span(event, false, false);
  const auto found = spans_.find(event.id);
  if (found == spans_.end()) return;
  if (event.event == Event::tcp_connected || event.event == Event::tcp_error)
    connecting_ends(found->second, event);
  std::string args;
  if (event.event == Event::tcp_read || event.event == Event::tcp_write) {
    args = "\"bytes\":";
    append_number(args, event.n);
  }
  append_text_arg(args, "op", event.op);
  append_text_arg(args, "error", event.error);
  Thread& thread = *found->second.thread;
  const std::string_view name = name_of(event.event).substr(std::string_view("tcp.").size());
  writer_.async('n', thread.track, touch(thread, event.t_ns), event.id, name, args);
}

void ChromeExporter::tcp(const TraceEvent& event) {
  switch (event.event) {
    case Event::tcp_listen:
      return open_span(event, true, false);
    case Event::tcp_accept:
      return open_span(event, false, false);
    case Event::tcp_connect:
      return open_span(event, false, true);
    case Event::tcp_close:
      return close_span(event);
    default:
      return point(event);
  }
}

}  // namespace loopscope
