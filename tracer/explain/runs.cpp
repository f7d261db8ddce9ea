#include "tracer/explain/runs.hpp"

#include "tracer/model/queue_content.hpp"

namespace loopscope {
namespace {

// How far the task that queued another is looked for where it did not run around that.
constexpr std::uint32_t max_steps_back = std::uint32_t{1} << 20U;

bool is_loops_own(Event kind) noexcept {
  return kind == Event::turn || kind == Event::start || kind == Event::stop ||
         kind == Event::phase_begin || kind == Event::phase_end;
}

}  // namespace

Queue Runs::queue(Run run) const {
  const std::uint32_t at = queued(run);
  return at == no_index ? Queue::main : trace_[at].queue();
}

bool Runs::is_one_of_several(Run run) const {
  const std::uint32_t at = queued(run);
  if (at == no_index) return false;
  const std::uint32_t id = trace_[run].id;
  if (trace_[at].has(PackedEvent::repeat) || trace_[at].by == id) return true;
  const std::uint32_t end = trace_.forward(run);
  if (end == no_index || end == 0) return false;
  return trace_[end - 1].kind() == Event::task_queue && trace_[end - 1].id == id;
}

std::string Runs::name(Run run) const {
  const std::uint32_t at = queued(run);
  return at == no_index ? "task" : task_name(trace_, at);
}

std::string Runs::place(Run run) const {
  const std::uint32_t at = queued(run);
  return at == no_index ? std::string() : place_of(trace_, trace_[at]);
}

std::uint32_t Runs::by(Run run) const {
  const std::uint32_t at = queued(run);
  return at == no_index ? 0 : trace_[at].by;
}

bool Runs::is_named(Run run, std::string_view name) const {
  const std::uint32_t at = queued(run);
  return at != no_index && trace_[at].queue() == Queue::main && trace_.name(trace_[at]) == name;
}

bool Runs::is_drained(Run run) const {
  const Queue in = queue(run);
  return queued(run) != no_index && (in == Queue::tick || in == Queue::microtask);
}

bool Runs::holds(Run run, std::uint32_t index) const {
  return run <= index && (trace_.forward(run) == no_index || index <= trace_.forward(run)) &&
         trace_[run].lane == trace_[index].lane;
}

Run Runs::around(std::uint32_t index) {
  const std::uint16_t lane = trace_[index].lane;
  for (std::uint32_t i = index; i-- > 0;) {
    const PackedEvent& event = trace_[i];
    if (event.lane != lane) continue;
    if (event.kind() == Event::task_begin && holds(i, index)) return i;
    if (is_loops_own(event.kind())) return no_index;
    if (event.kind() == Event::task_end && trace_.back(i) != no_index) i = trace_.back(i);
  }
  return no_index;
}

Run Runs::returned_before(std::uint32_t index) const {
  const std::uint16_t lane = trace_[index].lane;
  for (std::uint32_t i = index; i-- > 0;) {
    const PackedEvent& event = trace_[i];
    if (event.lane != lane) continue;
    if (event.kind() == Event::task_end) return trace_.back(i);
    if (is_loops_own(event.kind()) || event.kind() == Event::task_begin) return no_index;
  }
  return no_index;
}

Run Runs::latest_of(std::uint32_t id, std::uint32_t index) const {
  const std::uint32_t last = index > max_steps_back ? index - max_steps_back : 0;
  for (std::uint32_t i = index; i-- > last;)
    if (trace_[i].kind() == Event::task_begin && trace_[i].id == id) return i;
  return no_index;
}

Run Runs::find_parent(Run run) {
  const std::uint32_t at = queued(run);
  if (at == no_index) return no_index;
  const bool is_first = is_main(run) || is_exit(run) || is_before_exit(run);
  return is_first && by(run) == 0 ? no_index : queued_by(at);
}

Run Runs::queued_by(std::uint32_t at) {
  const std::uint32_t by = trace_[at].by;
  if (by == 0) {
    const Run returned = returned_before(at);
    return returned == no_index ? no_index : host(returned);
  }
  for (Run open = around(at); open != no_index; open = around(open))
    if (trace_[open].id == by) return open;
  return latest_of(by, at);
}

Run Runs::parent(Run run) {
  if (const auto found = known_.find(run); found != known_.end() && found->second.parent != unknown)
    return found->second.parent;
  const Run parent = find_parent(run);
  known_[run].parent = parent;
  return parent;
}

// Chains of microtasks are long: no recursion.
Run Runs::host(Run run) {
  std::vector<Run> chain;
  Run result = no_index;
  for (Run at = run; result == no_index;) {
    const auto found = known_.find(at);
    if (found != known_.end() && found->second.host != unknown) {
      result = found->second.host;
      break;
    }
    chain.push_back(at);
    const Run above = find_host(at);
    if (above == no_index) result = at;
    at = above;
  }
  for (const Run each : chain) known_[each].host = result;
  return result;
}

// One step towards the host; none where the loop calls it.
Run Runs::find_host(Run run) {
  if (queued(run) == no_index) return no_index;
  if (is_drained(run)) return parent(run);
  if (queue(run) != Queue::main || is_main(run) || is_exit(run) || is_before_exit(run))
    return no_index;
  const Run outer = around(run);
  return outer != no_index ? outer : returned_before(run);
}

Run Runs::host_of_parent(Run run) {
  const Run queued_by = parent(run);
  return queued_by == no_index ? no_index : host(queued_by);
}

std::uint32_t Runs::find_phase(Run run) const {
  const std::uint16_t lane = trace_[run].lane;
  for (std::uint32_t i = run; i-- > 0;) {
    const PackedEvent& event = trace_[i];
    if (event.lane != lane) continue;
    if (event.kind() == Event::phase_begin) return i;
    if (is_loops_own(event.kind())) return no_index;
    if (event.kind() == Event::task_end && trace_.back(i) != no_index) i = trace_.back(i);
  }
  return no_index;
}

std::uint32_t Runs::phase(Run run) {
  const Run callback = host(run);
  if (known_[callback].phase == unknown) known_[callback].phase = find_phase(callback);
  return known_[callback].phase;
}

Run Runs::common(Run one, Run other) {
  while (one != other && one != no_index && other != no_index) {
    Run& later = one > other ? one : other;
    later = parent(later);
  }
  return one == other ? one : no_index;
}

}  // namespace loopscope
