#include "core/loop/pool.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <iterator>
#include <string>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"

namespace loopscope {

class Pool::Work final : public std::enable_shared_from_this<Work> {
 public:
  enum class State : std::uint8_t { waiting, begun, finished, cancelled };

  Work(Pool& of, Callback body, Function<void(std::error_code)> when_done, std::uint64_t task_id,
       std::string_view name)
      : pool(of),
        work(std::move(body)),
        done(std::move(when_done)),
        task(task_id),
        request(std::in_place, of.loop_, "pool work \"" + std::string(name) + '"', task_id) {}

  void call_back() {
    moves(State::begun, State::finished);
    request.reset();
    // A worker may hold the last reference; what belongs to the user ends here.
    work.reset();
    pool.loop_.invoke(task, [this, callback = std::move(done)]() mutable {
      if (error) std::rethrow_exception(std::exchange(error, nullptr));
      callback(state == State::cancelled ? errno_code(ECANCELED) : std::error_code{});
    });
  }

  /// False where it was in another state: the worker or the loop's thread was quicker.
  bool moves(State from, State to) noexcept { return state.compare_exchange_strong(from, to); }

  Pool& pool;
  Callback work;
  Function<void(std::error_code)> done;
  std::exception_ptr error;
  std::atomic<State> state{State::waiting};
  std::uint64_t task;
  std::optional<Request> request;
};

Pool::Pool(Loop& loop) : Wakeable(loop.wakeups()), loop_(loop) {}

Pool::~Pool() {
  if (!threads_) return;
  threads_->stop();
  threads_->join();
}

std::shared_ptr<Pool::Work> Pool::queue_work(Callback work, Function<void(std::error_code)> done,
                                             std::string_view name, SourceLocation where,
                                             WorkKind kind) {
  const std::size_t limit = loop_.options().max_queued;
  if (unfinished_ >= limit) throw QueueFull("pool", limit);
  if (!threads_) threads_.emplace(std::max(1U, loop_.options().pool_threads));
  const std::uint64_t task = loop_.probe().new_id();
  auto queued = std::make_shared<Work>(*this, needed(work, "queue_work()"),
                                       needed(done, "queue_work()"), task, name);
  loop_.probe().task_queue(task, Queue::pool, name, where);
  ++unfinished_;
  if (kind == WorkKind::slow)
    queue_slow(queued);
  else
    boost::asio::post(*threads_, [this, queued] { run(queued); });
  return queued;
}

void Pool::queue_slow(std::shared_ptr<Work> work) {
  const std::lock_guard lock(mutex_);
  slow_waiting_.push_back(std::move(work));
  invite_slow();
}

// With the lock. One invitation at a time stands in the queue of the threads, as libuv's
// run_slow_work_message does, and none while half of them are slow already.
void Pool::invite_slow() {
  const unsigned most = (std::max(1U, loop_.options().pool_threads) + 1) / 2;
  if (slow_invited_ || slow_waiting_.empty() || slow_running_ >= most) return;
  slow_invited_ = true;
  boost::asio::post(*threads_, [this] { run_slow(); });
}

// On a worker thread.
void Pool::run_slow() {
  std::unique_lock lock(mutex_);
  const std::shared_ptr<Work> work = std::move(slow_waiting_.front());
  slow_waiting_.pop_front();
  ++slow_running_;
  slow_invited_ = false;
  invite_slow();
  lock.unlock();
  run(work);
  lock.lock();
  --slow_running_;
  invite_slow();
}

bool Pool::cancel(Work& work) {
  if (!work.moves(Work::State::waiting, Work::State::cancelled)) return false;
  work.pool.finish(work.shared_from_this());
  return true;
}

bool Pool::is_finished(const Work& work) noexcept {
  return work.state >= Work::State::finished;
}

// On a worker thread.
void Pool::run(const std::shared_ptr<Work>& work) {
  if (!work->moves(Work::State::waiting, Work::State::begun)) return;
  const std::uint16_t worker = worker_number();
  Probe& probe = thread_probe(loop_.options().session, "pool " + std::to_string(worker));
  probe.emit(Event::pool_begin, worker, 0, work->task);
  try {
    work->work();
  } catch (...) {
    work->error = std::current_exception();  // for the callback on the loop's thread
  }
  probe.emit(Event::pool_end, worker, 0, work->task);
  finish(work);
}

// Any thread. The lock orders the callbacks; the wake-up comes after it, because the loop that
// wakes wants the lock at once.
void Pool::finish(const std::shared_ptr<Work>& work) {
  {
    const std::lock_guard lock(mutex_);
    finished_.push_back(work);
  }
  wake();
  work->moves(Work::State::begun, Work::State::finished);
}

void Pool::on_wake() {
  take_finished();
  try {
    while (!served_.empty() && !loop_.is_halted()) call_back_first();
  } catch (...) {
    if (!served_.empty()) wake();
    throw;
  }
}

// After what an exception left behind.
void Pool::take_finished() {
  const std::lock_guard lock(mutex_);
  std::move(finished_.begin(), finished_.end(), std::back_inserter(served_));
  finished_.clear();
}

void Pool::call_back_first() {
  const std::shared_ptr<Work> work = std::move(served_.front());
  served_.pop_front();
  --unfinished_;
  work->call_back();
}

void Pool::list_woken(ReadyItems& items) const {
  for (const auto& work : served_) items.push_back({work->task});
  const std::lock_guard lock(mutex_);
  for (const auto& work : finished_) items.push_back({work->task});
}

std::uint16_t Pool::worker_number() {
  thread_local const std::uint16_t number = ++workers_;  // a worker never changes its pool
  return number;
}

}  // namespace loopscope
