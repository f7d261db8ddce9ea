#include "tracer/format/id_rules.hpp"

#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

constexpr std::size_t max_remembered_closed = 65536;

bool is_tcp(HandleKind kind) noexcept {
  return kind == HandleKind::tcp || kind == HandleKind::tcp_server;
}

}  // namespace

void IdRules::check(const TraceEvent& event) {
  if (event.event == Event::drop) lossy_ = true;
  if (event.event >= Event::task_queue && event.event <= Event::task_unref) check_task(event);
  if (event.event >= Event::handle_open && event.event <= Event::handle_close) check_handle(event);
  if (event.event >= Event::tcp_listen && event.event <= Event::tcp_error) check_connection(event);
  if (event.event == Event::pool_begin || event.event == Event::pool_end) check_pool(event);
  if (event.event == Event::poll_wait && event.id != 0) static_cast<void>(find_task(event));
  if (event.event == Event::async_send) static_cast<void>(find_handle(event, event.id));
  // What is ready is a handle, or a task without one: a request of the pool, an Asio handler.
  if (event.event == Event::poll_ready && event.id != 0 && !tasks_.contains(event.id))
    static_cast<void>(find_handle(event, event.id));
}

void IdRules::check_task(const TraceEvent& event) {
  if (event.id == 0) {
    findings_.add(event.line, "has no task id: ids begin at 1");
    return;
  }
  switch (event.event) {
    case Event::task_queue:
      return queue(event);
    case Event::task_begin:
      return begin(event);
    case Event::task_end:
      return end(event);
    case Event::task_cancel:
      return cancel(event);
    default:
      static_cast<void>(find_task(event));
  }
}

void IdRules::queue(const TraceEvent& event) {
  if (!tasks_.contains(event.id) && !has_room(event)) return;
  if (handles_.contains(event.id))
    findings_.add(event.line, "task {} has the id of a handle", event.id);
  if (event.queue == Queue::timer && !event.has(Field::due))
    findings_.add(event.line, "timer task {} has no \"due\"", event.id);
  Task& task = tasks_[event.id];
  task.waiting = true;
  task.repeat = event.repeat;
  task.queue = event.queue;
}

void IdRules::begin(const TraceEvent& event) {
  Task* task = find_task(event);
  if (task == nullptr) return;
  if (task->running)
    findings_.add(event.line, "task {} begins, but it runs already", event.id);
  else if (!task->waiting && !lossy_)
    findings_.add(event.line, "task {} begins, but it waits in no queue", event.id);
  task->running = true;
  task->waiting = task->waiting && task->repeat;
}

void IdRules::end(const TraceEvent& event) {
  Task* task = find_task(event);
  if (task == nullptr) return;
  if (!task->running && !lossy_)
    findings_.add(event.line, "task {} ends, but it did not begin", event.id);
  task->running = false;
  forget_if_over(event.id);
}

void IdRules::cancel(const TraceEvent& event) {
  Task* task = find_task(event);
  if (task == nullptr) return;
  if (!task->waiting && !lossy_)
    findings_.add(event.line, "task {} is cancelled, but it waits in no queue", event.id);
  task->waiting = false;
  forget_if_over(event.id);
}

void IdRules::check_pool(const TraceEvent& event) {
  const Task* task = find_task(event);
  if (task != nullptr && task->queue != Queue::pool)
    findings_.add(event.line, "task {} runs on a worker, but was queued in {}", event.id,
                  name_of(task->queue));
}

IdRules::Task* IdRules::find_task(const TraceEvent& event) {
  const auto found = tasks_.find(event.id);
  if (found != tasks_.end()) return &found->second;
  if (!lossy_ && !full_)
    findings_.add(event.line, "{} of task {}, which was not queued", name_of(event.event),
                  event.id);
  return nullptr;
}

void IdRules::forget_if_over(std::uint64_t id) {
  const auto found = tasks_.find(id);
  if (!found->second.waiting && !found->second.running) tasks_.erase(found);
}

void IdRules::check_handle(const TraceEvent& event) {
  if (event.event == Event::handle_open) return open(event);
  Handle* handle = find_handle(event, event.id);
  if (handle == nullptr) return;
  if (event.event == Event::handle_close) return close(event, *handle);
  if (handle->closing && event.event == Event::handle_start)
    findings_.add(event.line, "handle {} starts, but it is closing", event.id);
}

void IdRules::open(const TraceEvent& event) {
  if (event.id == 0) {
    findings_.add(event.line, "has no handle id: ids begin at 1");
    return;
  }
  const auto known = handles_.find(event.id);
  if (tasks_.contains(event.id) || (known != handles_.end() && !known->second.closing))
    findings_.add(event.line, "handle {} is opened, but its id is in use", event.id);
  if (known == handles_.end() && !has_room(event)) return;
  handles_[event.id] = {event.kind, false, false};
}

// Keeps what closed for a while, because other threads may still name it.
void IdRules::close(const TraceEvent& event, Handle& handle) {
  if (handle.closing) findings_.add(event.line, "handle {} is closing already", event.id);
  if (std::exchange(handle.closing, true)) return;
  closed_.push_back(event.id);
  if (closed_.size() <= max_remembered_closed) return;
  handles_.erase(closed_.front());
  closed_.pop_front();
}

void IdRules::check_connection(const TraceEvent& event) {
  if (event.event == Event::tcp_accept) static_cast<void>(find_handle(event, event.other));
  Handle* handle = find_handle(event, event.id);
  if (handle == nullptr) return;
  if (!is_tcp(handle->kind))
    findings_.add(event.line, "{} of handle {}, which is a {}", name_of(event.event), event.id,
                  name_of(handle->kind));
  if (handle->descriptor_closed)
    findings_.add(event.line, "{} of connection {}, which is closed", name_of(event.event),
                  event.id);
  if (event.event == Event::tcp_close) handle->descriptor_closed = true;
}

IdRules::Handle* IdRules::find_handle(const TraceEvent& event, std::uint64_t id) {
  const auto found = handles_.find(id);
  if (found != handles_.end()) return &found->second;
  if (!lossy_ && !full_)
    findings_.add(event.line, "{} of handle {}, which was not opened", name_of(event.event), id);
  return nullptr;
}

bool IdRules::has_room(const TraceEvent& event) {
  if (tasks_.size() + handles_.size() < max_live_ids_) return true;
  if (!std::exchange(full_, true))
    findings_.add(event.line,
                  "more than {} tasks and handles are alive; from here on their ids are "
                  "not checked",
                  max_live_ids_);
  return false;
}

}  // namespace loopscope
