#include "tracer/model/loop_state.hpp"

namespace loopscope {
namespace {

std::uint32_t key_of(const PackedEvent& event) noexcept {
  switch (event.kind()) {
    case Event::boot_begin:
    case Event::boot_end:
      return event.more;
    case Event::phase_begin:
    case Event::phase_end:
      return event.word;
    default:
      return event.id;
  }
}

/// Whether the task leaves its queue by this event.
bool change(LoopState::Task& task, std::uint32_t index, const PackedEvent& event) noexcept {
  switch (event.kind()) {
    case Event::task_begin:
      task.began = index;
      return task.standing.begin();
    case Event::task_cancel:
      return task.standing.cancel();
    case Event::task_end:
      task.standing.end();
      return false;
    default:
      task.ref = event.kind() == Event::task_ref;
      return false;
  }
}

}  // namespace

const LoopState::Task* LoopState::task(std::uint32_t id) const {
  return at(task_slots_.find(id));
}

const LoopState::Handle* LoopState::handle(std::uint32_t id) const {
  const std::uint32_t slot = handle_slots_.find(id);
  return slot == FlatMap::none ? nullptr : &handles_[slot];
}

const std::vector<LoopState::Scope>& LoopState::open(std::uint16_t lane) const {
  static const std::vector<Scope> nothing;
  return lane < open_.size() ? open_[lane] : nothing;
}

std::vector<LoopState::Scope>& LoopState::open_on(std::uint16_t lane) {
  if (lane >= open_.size()) open_.resize(lane + std::size_t{1});
  return open_[lane];
}

void LoopState::apply(std::uint32_t index, const PackedEvent& event, StateListener* listener) {
  const Event kind = event.kind();
  if (kind >= Event::task_queue && kind <= Event::task_unref) {
    apply_task(index, event, listener);
  } else if (kind >= Event::handle_open && kind <= Event::handle_close) {
    apply_handle(index, event);
  } else if (concerns_scopes(kind)) {
    if (kind == Event::pool_begin || kind == Event::pool_end) apply_work(event);
    end_scope(index, event, listener);
    begin_scope(index, event, listener);
  }
}

void LoopState::apply_work(const PackedEvent& event) {
  const std::uint32_t slot = task_slots_.find(event.id);
  if (slot == FlatMap::none) return;
  tasks_[slot].work = event.kind() == Event::pool_begin ? Work::on_worker : Work::done;
}

void LoopState::apply_task(std::uint32_t index, const PackedEvent& event, StateListener* listener) {
  const Event kind = event.kind();
  if (kind == Event::task_queue) return queue_task(index, event, listener);
  const std::uint32_t slot = task_slots_.find(event.id);
  const bool known = slot != FlatMap::none;
  if (known) {
    const bool leaves = change(tasks_[slot], index, event);
    if (leaves) take_out(slot);
    if (listener != nullptr && (leaves || kind == Event::task_begin))
      listener->left(tasks_[slot].queued, index);
  }
  if (kind == Event::task_begin) begin_scope(index, event, listener);
  if (kind == Event::task_end) end_scope(index, event, listener);
  if (known) forget_if_gone(slot);
}

void LoopState::queue_task(std::uint32_t index, const PackedEvent& event, StateListener* listener) {
  std::uint32_t slot = task_slots_.find(event.id);
  if (slot == FlatMap::none) slot = new_slot(event.id);
  if (slot == no_index) return;
  Task& task = tasks_[slot];
  if (task.standing.join(event.has(PackedEvent::repeat))) {
    take_out(slot);
    if (listener != nullptr) listener->left(task.queued, index);
  }
  task.queue = event.queue();
  task.ref = !event.has(PackedEvent::unref);
  task.queued = index;
  task.work = Work::not_begun;
  append(slot);
}

std::uint32_t LoopState::new_slot(std::uint32_t id) {
  if (tasks_.size() - free_.size() >= max_tasks) {
    ++overflow_;
    return no_index;
  }
  std::uint32_t slot = static_cast<std::uint32_t>(tasks_.size());
  if (free_.empty()) {
    tasks_.emplace_back();
  } else {
    slot = free_.back();
    free_.pop_back();
    tasks_[slot] = {};
  }
  tasks_[slot].id = id;
  task_slots_.set(id, slot);
  return slot;
}

void LoopState::forget_if_gone(std::uint32_t slot) {
  if (!tasks_[slot].standing.gone()) return;
  task_slots_.erase(tasks_[slot].id);
  free_.push_back(slot);
}

void LoopState::append(std::uint32_t slot) {
  List& list = lists_[static_cast<std::size_t>(tasks_[slot].queue)];
  tasks_[slot].previous = list.last;
  tasks_[slot].next = no_index;
  (list.last == no_index ? list.first : tasks_[list.last].next) = slot;
  list.last = slot;
  ++counts_[static_cast<std::size_t>(tasks_[slot].queue)];
}

void LoopState::take_out(std::uint32_t slot) {
  const Task& task = tasks_[slot];
  List& list = lists_[static_cast<std::size_t>(task.queue)];
  (task.previous == no_index ? list.first : tasks_[task.previous].next) = task.next;
  (task.next == no_index ? list.last : tasks_[task.next].previous) = task.previous;
  --counts_[static_cast<std::size_t>(task.queue)];
}

void LoopState::apply_handle(std::uint32_t index, const PackedEvent& event) {
  if (event.kind() == Event::handle_open) {
    if (handle_slots_.find(event.id) != FlatMap::none || handles_.size() >= max_tasks) return;
    handle_slots_.set(event.id, static_cast<std::uint32_t>(handles_.size()));
    handles_.push_back({.id = event.id, .opened = index});
    return;
  }
  const std::uint32_t slot = handle_slots_.find(event.id);
  if (slot == FlatMap::none) return;
  Handle& handle = handles_[slot];
  if (event.kind() == Event::handle_close) {
    if (handle.closed == no_index) closing_.push_back(event.id);
    handle.closed = index;
    handle.lane = event.lane;
    handle.active = false;
  } else if (event.kind() == Event::handle_start || event.kind() == Event::handle_stop) {
    handle.active = event.kind() == Event::handle_start;
  } else {
    handle.ref = event.kind() == Event::handle_ref;
  }
}

// Those that were closing when the close phase of their loop began.
void LoopState::remove_closed(std::uint16_t lane, std::uint32_t before) {
  std::erase_if(closing_, [this, lane, before](std::uint32_t id) {
    const std::uint32_t slot = handle_slots_.find(id);
    if (handles_[slot].closed >= before || handles_[slot].lane != lane) return false;
    handle_slots_.erase(id);
    handles_[slot] = handles_.back();
    handles_.pop_back();
    if (slot < handles_.size()) handle_slots_.set(handles_[slot].id, slot);
    return true;
  });
}

void LoopState::end_scope(std::uint32_t index, const PackedEvent& event, StateListener* listener) {
  const auto end = scope_ended_by(event.kind());
  if (!end) return;
  std::vector<Scope>& open = open_on(event.lane);
  const std::uint32_t key = key_of(event);
  const auto found =
      find_ending(open, *end, [key](const Scope& scope) { return scope.key == key; });
  if (!found) return;
  const Scope ended = open[*found];
  for (; open.size() > *found; open.pop_back())
    if (listener != nullptr)
      listener->closed(open.back().begin, index, end->complete && open.size() == *found + 1);
  if (ended.kind == ScopeKind::phase && static_cast<Phase>(ended.key) == Phase::close)
    remove_closed(event.lane, ended.begin);
}

void LoopState::begin_scope(std::uint32_t index, const PackedEvent& event,
                            StateListener* listener) {
  const auto kind = scope_begun_by(event.kind());
  if (!kind) return;
  std::vector<Scope>& open = open_on(event.lane);
  if (open.size() >= max_scope_depth) return;
  if (listener != nullptr) listener->opened(index, event, static_cast<std::uint32_t>(open.size()));
  open.push_back({index, *kind, key_of(event)});
}

}  // namespace loopscope
