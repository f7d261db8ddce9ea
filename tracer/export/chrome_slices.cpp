// What a slice of a Chrome export is called and says, and the arrows between slices.
#include <algorithm>
#include <utility>

#include "tracer/export/chrome.hpp"
#include "tracer/export/chrome_text.hpp"
#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

/// An arrow may begin this much after it ends by the clocks of two threads; it is then drawn level.
constexpr std::int64_t clock_slack_ns = 1000;

void append_key(std::string& args, std::string_view key) {
  if (!args.empty()) args += ',';
  args += '"';
  args += key;
  args += "\":";
}

void append_us_arg(std::string& args, std::string_view key, std::int64_t ns) {
  append_key(args, key);
  append_us(args, std::max<std::int64_t>(ns, 0));
}

template <typename Number>
void append_arg(std::string& args, std::string_view key, Number value) {
  append_key(args, key);
  append_number(args, value);
}

void append_place(std::string& args, const Definitions::Location* place) {
  if (place == nullptr) return;
  const std::size_t slash = place->file.rfind('/');
  std::string text = slash == std::string::npos ? place->file : place->file.substr(slash + 1);
  text += ':';
  append_number(text, place->line);
  append_key(args, "at");
  append_text(args, text, 200);
}

}  // namespace

std::string_view ChromeExporter::slice_name(const Scope& scope) const {
  switch (scope.kind) {
    case ScopeKind::turn:
      return "turn";
    case ScopeKind::phase:
      return name_of(scope.phase);
    case ScopeKind::wait:
      return "wait";
    case ScopeKind::boot:
      return walker_.definitions().name(scope.name);
    case ScopeKind::task:
    case ScopeKind::pool:
      break;
  }
  return walker_.task_name(scope.task);
}

void ChromeExporter::append_task_args(std::string& args, const Scope& scope) const {
  append_arg(args, "id", scope.id);
  if (!scope.task.known()) return;
  if (scope.task.by != 0) append_arg(args, "by", scope.task.by);
  append_place(args, walker_.definitions().location(scope.task.at));
  append_us_arg(args, "waited_us", scope.begin_ns - scope.task.queued_ns);
  if (scope.task.queue == Queue::timer && scope.task.due_ns != TraceEvent::no_time)
    append_us_arg(args, "late_us", scope.begin_ns - scope.task.due_ns);
}

std::string ChromeExporter::slice_args(const Scope& scope) const {
  std::string args;
  switch (scope.kind) {
    case ScopeKind::turn:
      append_arg(args, "n", scope.n);
      break;
    case ScopeKind::phase:
      if (scope.n != 0) append_arg(args, "queued", scope.n);
      break;
    case ScopeKind::wait:
      append_key(args, "why");
      append_text(args, name_of(scope.why));
      if (scope.now_ns != TraceEvent::no_time) append_us_arg(args, "timeout_us", scope.now_ns);
      break;
    case ScopeKind::boot:
      append_key(args, "layer");
      append_text(args, name_of(scope.layer));
      break;
    case ScopeKind::pool:
      append_arg(args, "worker", scope.n);
      append_task_args(args, scope);
      break;
    case ScopeKind::task:
      append_task_args(args, scope);
      break;
  }
  return args;
}

void ChromeExporter::start_arrow(Thread& thread, std::int64_t t_ns, std::uint64_t task) {
  if (thread.slices.empty()) return;
  drop_arrow(task);
  const std::int64_t at_ns = place(thread, t_ns);
  arrows_[task] = {writer_.open_arrow(thread.track, at_ns), at_ns, task};
}

void ChromeExporter::drop_arrow(std::uint64_t task) {
  const auto found = arrows_.find(task);
  if (found == arrows_.end()) return;
  writer_.drop_arrow(found->second.hole, task);
  arrows_.erase(found);
}

void ChromeExporter::end_arrow(Thread& thread, std::uint64_t task) {
  const auto found = arrows_.find(task);
  if (found == arrows_.end()) return;
  const std::int64_t begin_ns = thread.slices.back().begin_ns;
  if (found->second.t_ns > begin_ns + clock_slack_ns) return drop_arrow(task);
  const std::uint64_t arrow = next_arrow_++;
  writer_.start_arrow(found->second.hole, arrow);
  const std::int64_t at_ns = place(thread, std::max(begin_ns + 1, found->second.t_ns));
  writer_.end_arrow(thread.track, at_ns, arrow);
  arrows_.erase(found);
}

}  // namespace loopscope
