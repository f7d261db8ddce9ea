#include "core/runtime/immediates.hpp"

#include "core/runtime/task_queues.hpp"

namespace loopscope {

Immediates::Immediates(Loop& loop, TaskQueues& queues)
    : loop_(loop),
      queues_(queues),
      check_(loop, Handle::Visibility::internal),
      idle_(loop, Handle::Visibility::internal),
      queue_("immediate", loop.options().max_queued),
      running_("immediate", loop.options().max_queued) {
  check_.start([this] { run(); });
  check_.unref();
}

Immediate Immediates::add(Callback&& callback, std::string_view name, const SourceLocation& where) {
  const std::uint64_t task = loop_.probe().new_id();
  queue_.push(std::move(callback), task);
  ++waiting_;
  count_ref(true);
  loop_.probe().task_queue(task, Queue::check, name, where);
  return {*this, next_number_++};
}

// CheckImmediate in Node's env.cc. What an earlier exception left in the tick queue goes first.
// After an immediate threw, the queue is taken up again at once; where it was the last one, that
// means the immediates queued since.
void Immediates::run() {
  queues_.run_next_ticks();
  if (waiting_ == 0) return;
  while (!loop_.is_halted() && !run_queue()) {
  }
  if (refs_ == 0) idle_.stop();
}

// processImmediate. False if something threw.
bool Immediates::run_queue() {
  if (running_.empty()) {
    running_from_ = next_number_ - queue_.size();
    running_.swap(queue_);
  }
  bool ran_one = false;
  for (drop_cleared(); !running_.empty(); drop_cleared()) {
    if (ran_one && !queues_.run_next_ticks()) return false;
    ran_one = true;
    ++running_from_;
    if (!running_.serve([this](Entry& entry) { return run_entry(entry); })) return false;
  }
  queues_.run_next_ticks();
  return true;
}

// In Node, what was cleared is not in the queue any more: no drain comes before or after it.
void Immediates::drop_cleared() {
  for (; !running_.empty() && running_.front().done; ++running_from_) running_.serve([](Entry&) {});
}

bool Immediates::run_entry(Entry& entry) {
  if (entry.done) return true;
  --waiting_;
  if (entry.ref) --refs_;
  return loop_.run_task(entry.id, entry.callback);
}

Immediates::Entry* Immediates::find(std::uint64_t number) {
  const std::uint64_t queued_from = next_number_ - queue_.size();
  Entry* found = nullptr;
  if (number >= queued_from)
    found = &queue_[number - queued_from];
  else if (number >= running_from_ && number - running_from_ < running_.size())
    found = &running_[number - running_from_];
  return found != nullptr && !found->done ? found : nullptr;
}

void Immediates::count_ref(bool ref) {
  if (ref && refs_++ == 0) idle_.start([] {});
  if (!ref && --refs_ == 0) idle_.stop();
}

void Immediates::set_ref(std::uint64_t number, bool ref) {
  Entry* const entry = find(number);
  if (entry == nullptr || entry->ref == ref) return;
  entry->ref = ref;
  count_ref(ref);
  loop_.probe().emit(ref ? Event::task_ref : Event::task_unref, 0, 0, entry->id);
}

void Immediates::clear(std::uint64_t number) {
  Entry* const entry = find(number);
  if (entry == nullptr) return;
  entry->done = true;
  entry->callback.reset();
  --waiting_;
  loop_.probe().task_cancel(entry->id);
  if (entry->ref) count_ref(false);
}

template <typename Use>
void Immediates::for_each_waiting(Use&& use) const {
  for (const Fifo<Entry>* queue : {&running_, &queue_})
    for (std::size_t i = 0; i < queue->size(); ++i)
      if (const Entry& entry = (*queue)[i]; !entry.done) use(entry);
}

std::vector<std::uint64_t> Immediates::waiting_tasks() const {
  std::vector<std::uint64_t> tasks;
  for_each_waiting([&](const Entry& entry) { tasks.push_back(entry.id); });
  return tasks;
}

void Immediates::keeping_alive(std::vector<AliveItem>& items) const {
  for_each_waiting([&](const Entry& entry) {
    if (entry.ref) items.push_back({AliveReason::handle, entry.id, "an immediate"});
  });
}

void Immediate::ref() {
  if (queue_ != nullptr) queue_->set_ref(number_, true);
}

void Immediate::unref() {
  if (queue_ != nullptr) queue_->set_ref(number_, false);
}

bool Immediate::has_ref() const {
  const Immediates::Entry* const entry = queue_ != nullptr ? queue_->find(number_) : nullptr;
  return entry != nullptr && entry->ref;
}

void Immediate::clear() {
  if (queue_ != nullptr) queue_->clear(number_);
}

}  // namespace loopscope
