#include <limits>
#include <nlohmann/json.hpp>
#include <optional>

#include "tracer/cli/queues_report.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"

namespace loopscope {
namespace {

using Json = nlohmann::ordered_json;

void put_place(Json& json, const Trace& trace, const PackedEvent& event) {
  const Definitions::Location* place = trace.definitions().location(trace.label(event).at);
  if (place == nullptr) return;
  json["file"] = place->file;
  json["line"] = place->line;
}

Json task_json(const Trace& trace, const LoopState::Task& task) {
  Json json = {{"id", trace.number(task.id)}};
  if (task.queued == no_index) return json;
  const PackedEvent& queued = trace[task.queued];
  json["name"] = task_name(trace, task.queued);
  if (queued.by != 0) json["by"] = trace.number(queued.by);
  put_place(json, trace, queued);
  json["queued"] = queued.t_ns;
  if (task.queue == Queue::timer && queued.value != TraceEvent::no_time) json["due"] = queued.value;
  if (task.standing.repeat) json["repeat"] = true;
  if (!task.ref) json["ref"] = false;
  if (task.queue == Queue::pool) json["work"] = static_cast<int>(task.work);
  return json;
}

Json queues(const Trace& trace, const LoopState& state) {
  Json json = Json::object();
  for (std::size_t i = 0; i < LoopState::queue_count; ++i) {
    const auto queue = static_cast<Queue>(i);
    Json tasks = Json::array();
    for (const auto* task :
         queue_content(trace, state, queue, std::numeric_limits<std::size_t>::max()))
      tasks.push_back(task_json(trace, *task));
    if (!tasks.empty()) json[std::string(name_of(queue))] = std::move(tasks);
  }
  return json;
}

/// Of a step of the start-up, or of a task whose task.queue is in the trace.
std::optional<std::string> name_of_scope(const Trace& trace, const LoopState::Scope& scope) {
  if (scope.kind == ScopeKind::boot) return std::string(trace.name(trace[scope.begin]));
  const bool is_task = scope.kind == ScopeKind::task || scope.kind == ScopeKind::pool;
  const std::uint32_t queued = trace.back(scope.begin);
  if (!is_task || queued == no_index) return std::nullopt;
  return task_name(trace, queued);
}

Json scope_json(const Trace& trace, const LoopState::Scope& scope) {
  const PackedEvent& begin = trace[scope.begin];
  const Trace::LaneKey& lane = trace.lane(begin.lane);
  Json json = {{"e", name_of(begin.kind())}, {"t", begin.t_ns}};
  if (scope.kind == ScopeKind::phase) json["ph"] = name_of(begin.phase());
  if (scope.kind == ScopeKind::turn) json["n"] = trace.number(begin.more);
  if (begin.id != 0) json["id"] = trace.number(begin.id);
  if (const auto name = name_of_scope(trace, scope)) json["name"] = *name;
  if (lane.thread != 0) json["th"] = lane.thread;
  if (lane.process != 0) json["p"] = lane.process;
  return json;
}

Json running(const Trace& trace, const LoopState& state) {
  Json json = Json::array();
  for (std::size_t lane = 0; lane < state.lanes(); ++lane)
    for (const LoopState::Scope& scope : state.open(static_cast<std::uint16_t>(lane)))
      json.push_back(scope_json(trace, scope));
  return json;
}

Json handles(const Trace& trace, const LoopState& state) {
  Json json = Json::array();
  for (const LoopState::Handle* handle : handles_in_order(state)) {
    const PackedEvent& opened = trace[handle->opened];
    Json entry = {{"id", trace.number(handle->id)},
                  {"kind", name_of(opened.as<HandleKind>())},
                  {"name", trace.name(opened)},
                  {"active", handle->active},
                  {"ref", handle->ref},
                  {"closing", handle->closed != no_index},
                  {"keeps_alive", handle->keeps_alive()}};
    json.push_back(std::move(entry));
  }
  return json;
}

Json console(const Trace& trace, std::uint32_t step) {
  Json json = Json::array();
  for (std::size_t i = 0; i < console_size(trace, step); ++i)
    json.push_back(trace.event(trace.logs()[i]).text);
  return json;
}

}  // namespace

std::string queues_json(const Trace& trace, std::uint32_t step) {
  const LoopState state = trace.state(step);
  Json json = {{"step", step}, {"events", trace.size()}};
  json["t"] = step == 0 ? trace.first_ns() : trace[step - 1].t_ns;
  json["queues"] = queues(trace, state);
  json["running"] = running(trace, state);
  json["handles"] = handles(trace, state);
  json["console"] = console(trace, step);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace loopscope
