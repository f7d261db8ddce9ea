#include "core/runtime/timer_lists.hpp"

#include <algorithm>

#include "core/runtime/task_queues.hpp"

namespace loopscope {
namespace {

std::uint64_t whole_ms(double delay_ms) {
  constexpr double max_ms = 2147483647.0;
  if (!(delay_ms >= 1.0 && delay_ms <= max_ms)) return 1;
  return static_cast<std::uint64_t>(delay_ms);
}

}  // namespace

TimerLists::TimerLists(Loop& loop, TaskQueues& queues)
    : loop_(loop), queues_(queues), timer_(loop, Handle::Visibility::internal) {}

// The lists hold a reference to each timer that waits in them. A callback often holds its own
// timer, to clear it.
TimerLists::~TimerLists() {
  for (const auto& [duration_ms, list] : lists_)
    list->timers.clear_and_dispose([](Node* node) {
      const NodePtr last(node, false);
      const Callback dropped = std::move(node->callback);
    });
}

Timeout TimerLists::add(Callback callback, double delay_ms, bool repeats, std::string_view name,
                        const SourceLocation& where) {
  if (waiting_ >= loop_.options().max_queued) throw QueueFull("timer", loop_.options().max_queued);
  NodePtr node(new Node);
  node->callback = std::move(callback);
  node->duration_ms = whole_ms(delay_ms);
  node->repeats = repeats;
  node->name = name;
  node->where = where;
  node->task = loop_.probe().new_id();
  count_ref(true);
  insert(*node, refreshed_now_ms());
  return {*this, std::move(node)};
}

std::uint64_t TimerLists::refreshed_now_ms() {
  loop_.update_time();
  return loop_.now_ms();
}

void TimerLists::insert(Node& node, std::uint64_t start_ms) {
  unlink(node);
  node.start_ms = start_ms;
  std::shared_ptr<List>& list = lists_[node.duration_ms];
  if (list == nullptr) {
    list = std::make_shared<List>();
    list->duration_ms = node.duration_ms;
    list->expiry_ms = start_ms + node.duration_ms;
    list->id = next_list_id_++;
    by_expiry_.insert(list.get());
    if (list->expiry_ms < next_expiry_ms_) {
      schedule(node.duration_ms);
      next_expiry_ms_ = list->expiry_ms;
    }
  }
  intrusive_ptr_add_ref(&node);
  list->timers.push_back(node);
  ++waiting_;
  loop_.probe().timer_queue(node.task, node.name, node.where,
                            (start_ms + node.duration_ms) * Loop::ns_per_ms, node.duration_ms,
                            node.ref ? std::uint16_t{0} : task_flag_unref);
}

void TimerLists::unlink(Node& node) {
  if (!node.is_linked()) return;
  node.unlink();
  --waiting_;
  intrusive_ptr_release(&node);
}

void TimerLists::drop_list(List& list) {
  by_expiry_.erase(&list);
  lists_.erase(list.duration_ms);
}

void TimerLists::schedule(std::uint64_t duration_ms) {
  timer_.start([this] { run(); }, duration_ms);
}

void TimerLists::count_ref(bool ref) {
  if (ref && refs_++ == 0) timer_.ref();
  if (!ref && --refs_ == 0) timer_.unref();
}

// What follows a timer's callback, whether it returned or threw: an interval is armed again, from
// the now before the callback; a timeout has ended unless it was refreshed.
class TimerLists::AfterTimer {
 public:
  AfterTimer(TimerLists& lists, Node& node)
      : callback(std::move(node.callback)),
        lists_(lists),
        node_(node),
        start_ms_(node.repeats ? lists.refreshed_now_ms() : 0) {}
  AfterTimer(const AfterTimer&) = delete;
  AfterTimer& operator=(const AfterTimer&) = delete;
  ~AfterTimer() {
    if (node_.destroyed) return;  // cleared by its own callback
    node_.callback = std::move(callback);
    if (node_.repeats && !lists_.loop_.is_halted()) {
      lists_.insert(node_, start_ms_);
    } else if (!node_.is_linked()) {
      node_.destroyed = true;
      if (node_.ref) lists_.count_ref(false);
    }
  }

  mutable Callback callback;

 private:
  TimerLists& lists_;
  Node& node_;
  std::uint64_t start_ms_;
};

// RunTimers in Node's env.cc: a timer that threw is not followed by a drain; the lists are gone
// through again at once.
void TimerLists::run() {
  const std::uint64_t now_ms = refreshed_now_ms();
  while (!run_due_lists(now_ms))
    if (loop_.is_halted()) return;
  schedule_next();
  queues_.run_next_ticks();
}

void TimerLists::schedule_next() {
  if (by_expiry_.empty()) return timer_.unref();
  const std::uint64_t expiry_ms = (*by_expiry_.begin())->expiry_ms;
  next_expiry_ms_ = expiry_ms;
  schedule(expiry_ms > loop_.now_ms() ? expiry_ms - loop_.now_ms() : 1);
  refs_ > 0 ? timer_.ref() : timer_.unref();
}

// processTimers. False if something threw.
bool TimerLists::run_due_lists(std::uint64_t now_ms) {
  next_expiry_ms_ = forever_ms;
  bool ran_one = false;
  while (!by_expiry_.empty()) {
    const std::shared_ptr<List> list = lists_.at((*by_expiry_.begin())->duration_ms);
    if (list->expiry_ms > now_ms) break;
    if (ran_one && !queues_.run_next_ticks()) return false;
    ran_one = true;
    if (!run_list(list, now_ms)) return false;
  }
  return true;
}

// listOnTimeout. False if something threw.
bool TimerLists::run_list(const std::shared_ptr<List>& list, std::uint64_t now_ms) {
  bool ran_one = false;
  while (!list->timers.empty()) {
    const NodePtr node(&list->timers.front());
    if (now_ms < node->start_ms + list->duration_ms) {
      wait_for_newcomer(*list, *node, now_ms);
      return true;
    }
    if (ran_one && !queues_.run_next_ticks()) return false;
    ran_one = true;
    unlink(*node);
    if (!node->callback)
      drop_without_running(*node);
    else if (!run_timer(*node))
      return false;
  }
  const auto current = lists_.find(list->duration_ms);
  if (current != lists_.end() && current->second == list) drop_list(*list);
  return true;
}

// The first timer of the list was armed later than the list's expiry says.
void TimerLists::wait_for_newcomer(List& list, const Node& first, std::uint64_t now_ms) {
  by_expiry_.erase(&list);
  list.expiry_ms = std::max(first.start_ms + list.duration_ms, now_ms + 1);
  list.id = next_list_id_++;
  by_expiry_.insert(&list);
}

bool TimerLists::run_timer(Node& node) {
  return loop_.run_task(node.task, [&] {
    const AfterTimer after(*this, node);
    after.callback();
  });
}

// It was cleared: by what the timer before it had queued, which has seen to the rest, or after it
// had run and before it was refreshed.
void TimerLists::drop_without_running(Node& node) {
  if (node.destroyed) return;
  loop_.probe().task_cancel(node.task);
  node.destroyed = true;
  if (node.ref) count_ref(false);
}

void TimerLists::set_ref(Node& node, bool ref) {
  if (node.ref == ref) return;
  node.ref = ref;
  if (node.destroyed) return;
  count_ref(ref);
  loop_.probe().emit(ref ? Event::task_ref : Event::task_unref, 0, 0, node.task);
}

void TimerLists::refresh(Node& node) {
  if (node.cleared) return;
  if (node.destroyed && node.ref) count_ref(true);
  node.destroyed = false;
  insert(node, refreshed_now_ms());
}

void TimerLists::clear(Node& node) {
  const Callback dropped = std::move(node.callback);  // may hold the last Timeout
  if (node.destroyed) return;
  node.destroyed = true;
  node.cleared = true;
  const bool was_waiting = node.is_linked();
  const NodePtr keep(&node);
  unlink(node);
  if (was_waiting) loop_.probe().task_cancel(node.task);
  if (!node.ref) return;
  const auto list = lists_.find(node.duration_ms);
  if (list != lists_.end() && list->second->timers.empty()) {
    const std::shared_ptr<List> alive = list->second;
    drop_list(*alive);
  }
  count_ref(false);
}

std::uint64_t TimerLists::first_task() const {
  if (by_expiry_.empty() || (*by_expiry_.begin())->timers.empty()) return 0;
  return (*by_expiry_.begin())->timers.front().task;
}

std::vector<std::uint64_t> TimerLists::waiting_tasks() const {
  std::vector<std::uint64_t> tasks;
  for (const List* const list : by_expiry_)
    for (const Node& node : list->timers) tasks.push_back(node.task);
  return tasks;
}

void TimerLists::keeping_alive(std::vector<AliveItem>& items) const {
  for (const List* const list : by_expiry_) {
    for (const Node& node : list->timers) {
      if (!node.ref) continue;
      const std::string kind = node.repeats ? "interval" : "timeout";
      items.push_back(
          {AliveReason::handle, node.task,
           kind + " \"" + node.name + "\" of " + std::to_string(node.duration_ms) + " ms"});
    }
  }
}

void Timeout::ref() {
  if (node_ != nullptr) lists_->set_ref(*node_, true);
}

void Timeout::unref() {
  if (node_ != nullptr) lists_->set_ref(*node_, false);
}

void Timeout::refresh() {
  if (node_ != nullptr) lists_->refresh(*node_);
}

void Timeout::clear() {
  if (node_ != nullptr) lists_->clear(*node_);
}

}  // namespace loopscope
