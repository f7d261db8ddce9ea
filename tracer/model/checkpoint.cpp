// A LoopState as a row of numbers, and back.
#include "tracer/model/loop_state.hpp"

namespace loopscope {
namespace {

constexpr std::uint32_t repeat_bit = 1;
constexpr std::uint32_t waiting_bit = 2;
constexpr std::uint32_t ref_bit = 4;
constexpr unsigned queue_shift = 3;
constexpr unsigned work_shift = 7;
constexpr unsigned running_shift = 9;
constexpr std::uint32_t handle_active_bit = 1;
constexpr std::uint32_t handle_ref_bit = 2;
constexpr unsigned handle_lane_shift = 16;
constexpr std::size_t task_words = 4;
constexpr std::size_t handle_words = 4;

std::uint32_t bits_of(const LoopState::Task& task) noexcept {
  return (task.standing.repeat ? repeat_bit : 0) | (task.standing.waiting ? waiting_bit : 0) |
         (task.ref ? ref_bit : 0) | static_cast<std::uint32_t>(task.queue) << queue_shift |
         static_cast<std::uint32_t>(task.work) << work_shift |
         task.standing.running << running_shift;
}

std::uint32_t bits_of(const LoopState::Handle& handle) noexcept {
  return (handle.active ? handle_active_bit : 0) | (handle.ref ? handle_ref_bit : 0) |
         std::uint32_t{handle.lane} << handle_lane_shift;
}

class Words {
 public:
  explicit Words(const std::vector<std::uint32_t>& words) : words_(words) {}
  std::uint32_t next() noexcept { return words_[at_++]; }

 private:
  const std::vector<std::uint32_t>& words_;
  std::size_t at_ = 0;
};

}  // namespace

std::size_t LoopState::checkpoint_bytes() const noexcept {
  return sizeof(std::uint32_t) *
         (task_words * task_slots_.size() + handle_words * handles_.size() + open_.size());
}

LoopState::Checkpoint LoopState::save(std::uint32_t next) const {
  Checkpoint saved{next, {}};
  std::vector<std::uint32_t>& words = saved.words;
  words.reserve(checkpoint_bytes() / sizeof(std::uint32_t) + 64);
  const auto put_task = [&words](const Task& task) {
    words.insert(words.end(), {task.id, task.queued, task.began, bits_of(task)});
  };
  words.push_back(static_cast<std::uint32_t>(task_slots_.size()));
  for (const List& list : lists_)
    for (const Task* task = at(list.first); task != nullptr; task = at(task->next)) put_task(*task);
  for (const Task& task : tasks_)  // those that run only; slots that are free are gone()
    if (!task.standing.waiting && task.standing.running > 0) put_task(task);
  words.push_back(static_cast<std::uint32_t>(handles_.size()));
  for (const Handle& handle : handles_)
    words.insert(words.end(), {handle.id, handle.opened, handle.closed, bits_of(handle)});
  words.push_back(static_cast<std::uint32_t>(open_.size()));
  for (const std::vector<Scope>& open : open_) {
    words.push_back(static_cast<std::uint32_t>(open.size()));
    for (const Scope& scope : open)
      words.insert(words.end(), {scope.begin, static_cast<std::uint32_t>(scope.kind), scope.key});
  }
  return saved;
}

void LoopState::restore(const Checkpoint& checkpoint) {
  *this = LoopState{};
  Words words(checkpoint.words);
  for (std::uint32_t left = words.next(); left > 0; --left) {
    const std::uint32_t slot = new_slot(words.next());
    Task& task = tasks_[slot];
    task.queued = words.next();
    task.began = words.next();
    const std::uint32_t bits = words.next();
    task.standing = {(bits & repeat_bit) != 0, (bits & waiting_bit) != 0, bits >> running_shift};
    task.ref = (bits & ref_bit) != 0;
    task.queue = static_cast<Queue>(bits >> queue_shift & 15U);
    task.work = static_cast<Work>(bits >> work_shift & 3U);
    if (task.standing.waiting) append(slot);
  }
  for (std::uint32_t left = words.next(); left > 0; --left) {
    Handle handle;
    handle.id = words.next();
    handle.opened = words.next();
    handle.closed = words.next();
    const std::uint32_t bits = words.next();
    handle.active = (bits & handle_active_bit) != 0;
    handle.ref = (bits & handle_ref_bit) != 0;
    handle.lane = static_cast<std::uint16_t>(bits >> handle_lane_shift);
    if (handle.closed != no_index) closing_.push_back(handle.id);
    handle_slots_.set(handle.id, static_cast<std::uint32_t>(handles_.size()));
    handles_.push_back(handle);
  }
  open_.resize(words.next());
  for (std::vector<Scope>& open : open_) {
    open.resize(words.next());
    for (Scope& scope : open) {
      scope.begin = words.next();
      scope.kind = static_cast<ScopeKind>(words.next());
      scope.key = words.next();
    }
  }
}

}  // namespace loopscope
