#include "tracer/export/chrome.hpp"

#include <algorithm>
#include <utility>

#include "tracer/export/chrome_text.hpp"
#include "tracer/format/names.hpp"

namespace loopscope {

ChromeExporter::ChromeExporter(HoleFile& file, const TraceHeader& header, ChromeOptions options)
    : writer_(file, options.args),
      header_(header),
      walker_(*this),
      tracks_(walker_.definitions(), header.pid) {
  header_.sources.clear();
  writer_.begin(header_);
}

void ChromeExporter::apply(const TraceEvent& event) {
  if (event.t_ns > max_ns)
    ++left_out_;
  else
    walker_.apply(event);
}

ChromeExporter::Thread& ChromeExporter::thread_of(std::uint32_t process, std::uint32_t thread) {
  std::unique_ptr<Thread>& slot = threads_[std::uint64_t{process} << 32U | thread];
  if (slot == nullptr) {
    slot = std::make_unique<Thread>();
    slot->track = tracks_.track(process, thread);
    if (!processes_.contains(process)) name_process(process);
    name_thread(*slot, process, thread);
  }
  return *slot;
}

std::int64_t ChromeExporter::draw_end(const Closing& closing, std::int64_t end_ns,
                                      std::int64_t floor_ns) {
  const std::int64_t drawn_ns = drawable_end_ns(closing.slice.begin_ns, end_ns, floor_ns);
  writer_.close_slice(closing.slice, drawn_ns, closing.more);
  return drawn_ns;
}

std::int64_t ChromeExporter::place(Thread& thread, std::int64_t t_ns) {
  return thread.lane.place(t_ns, [this](const auto&... facts) { return draw_end(facts...); });
}

std::int64_t ChromeExporter::touch(Thread& thread, std::int64_t t_ns) {
  return thread.lane.touch(t_ns, [this](const auto&... facts) { return draw_end(facts...); });
}

void ChromeExporter::opened(Scope& scope) {
  Thread& thread = thread_of(scope.process, scope.thread);
  const std::int64_t begin_ns = place(thread, scope.begin_ns);
  std::string_view category = "turn";
  if (scope.kind == ScopeKind::boot) category = "boot";
  if (scope.kind == ScopeKind::phase || scope.kind == ScopeKind::wait) category = "phase";
  if (scope.kind == ScopeKind::pool) category = "pool";
  if (scope.kind == ScopeKind::task)
    category = scope.task.known() ? name_of(scope.task.queue) : "task";
  thread.slices.push_back(
      writer_.open_slice(thread.track, begin_ns, slice_name(scope), category, slice_args(scope)));
  if (scope.kind == ScopeKind::task || scope.kind == ScopeKind::pool) end_arrow(thread, scope.id);
  sample_queues(thread, scope.process, scope.begin_ns);
}

void ChromeExporter::closed(Scope& scope) {
  Thread& thread = thread_of(scope.process, scope.thread);
  if (scope.kind == ScopeKind::pool && walker_.tasks().find(scope.id) != nullptr)
    start_arrow(thread, scope.end_ns - 1, scope.id);
  std::string more;
  if (!scope.complete) {
    more = "\"incomplete\":true";
  } else if (scope.threw) {
    more = "\"threw\":true";
  } else if (scope.kind == ScopeKind::wait) {
    more = "\"ready\":";
    append_number(more, scope.n);
  }
  thread.lane.close(scope.end_ns, {std::move(thread.slices.back()), std::move(more)});
  thread.slices.pop_back();
}

void ChromeExporter::event(const TraceEvent& event) {
  std::string args;
  switch (event.event) {
    case Event::definition:
      return defined(event);
    case Event::log:
      args = "\"text\":";
      append_text(args, event.text);
      return instant(event, "log", args);
    case Event::mark:
      args = "\"value\":";
      append_number(args, event.n);
      return instant(event, walker_.definitions().name(event.name), args);
    case Event::drop:
      args = "\"count\":";
      append_number(args, event.n);
      return instant(event, "records lost", args);
    case Event::counter: {
      Thread& thread = thread_of(event.process, event.thread);
      const std::string_view name = walker_.definitions().name(event.name);
      args = "\"value\":";
      append_number(args, event.n);
      return writer_.counter(thread.track, touch(thread, event.t_ns),
                             name == "queues" ? "queues (own)" : name, args);
    }
    default:
      if (event.event >= Event::tcp_listen && event.event <= Event::tcp_error) tcp(event);
  }
}

void ChromeExporter::instant(const TraceEvent& event, std::string_view name,
                             std::string_view args) {
  Thread& thread = thread_of(event.process, event.thread);
  writer_.instant(thread.track, touch(thread, event.t_ns), name, args);
}

void ChromeExporter::finish() {
  walker_.finish();
  const std::int64_t end_ns = walker_.last_ns();
  if (threads_.empty()) thread_of(0, 0);
  for (auto& [id, span] : spans_) {
    const std::int64_t t_ns = touch(*span.thread, end_ns);
    if (span.connecting) writer_.async('e', span.thread->track, t_ns, id, "connecting", {});
    writer_.async('e', span.thread->track, t_ns, id, span.server ? "server" : "connection",
                  "\"incomplete\":true");
  }
  while (!arrows_.empty()) drop_arrow(arrows_.begin()->first);
  for (auto& [key, thread] : threads_) {
    sample_queues(*thread, static_cast<std::uint32_t>(key >> 32U), end_ns);
    thread->lane.finish([this](const auto&... facts) { return draw_end(facts...); });
  }
  writer_.end();
}

}  // namespace loopscope
