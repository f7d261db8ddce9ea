#include "core/loop/pool.hpp"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <cerrno>
#include <string>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"

namespace loopscope {

class Pool::Work final : public Ready {
 public:
  enum class State : std::uint8_t { waiting, begun, cancelled };

  Work(Pool& of, Callback body, Function<void(std::error_code)> when_done, std::uint64_t task_id,
       std::string_view name)
      : pool(of),
        work(std::move(body)),
        done(std::move(when_done)),
        task(task_id),
        request(std::in_place, of.loop_, "pool work \"" + std::string(name) + '"', task_id) {}

  void on_ready() override {
    const std::shared_ptr<Work> keep = std::move(pool.finished_.front());
    pool.finished_.pop_front();
    request.reset();
    --pool.unfinished_;
    // The worker may still hold the last reference; what belongs to the user ends here.
    work.reset();
    pool.loop_.invoke(task, [this, callback = std::move(done)]() mutable {
      if (error) std::rethrow_exception(error);
      callback(state.load() == State::cancelled ? errno_code(ECANCELED) : std::error_code{});
    });
  }
  [[nodiscard]] std::uint64_t ready_id() const noexcept override { return task; }

  Pool& pool;
  Callback work;
  Function<void(std::error_code)> done;
  std::exception_ptr error;
  std::atomic<State> state{State::waiting};
  std::uint64_t task;
  std::optional<Request> request;
};

Pool::Pool(Loop& loop) : loop_(loop) {}

Pool::~Pool() {
  if (!threads_) return;
  threads_->stop();
  threads_->join();
}

std::shared_ptr<Pool::Work> Pool::queue_work(Callback work, Function<void(std::error_code)> done,
                                             std::string_view name, SourceLocation where) {
  const std::size_t limit = loop_.options().max_queued;
  if (unfinished_ >= limit) throw QueueFull("pool", limit);
  if (!threads_) threads_.emplace(std::max(1U, loop_.options().pool_threads));
  const std::uint64_t task = loop_.probe().new_id();
  auto queued = std::make_shared<Work>(*this, std::move(work), std::move(done), task, name);
  loop_.probe().task_queue(task, Queue::pool, name, where);
  ++unfinished_;
  boost::asio::post(*threads_, [this, queued] {
    run(*queued);
    boost::asio::post(loop_.context(), [this, queued] { finish(queued); });
  });
  return queued;
}

bool Pool::cancel(Work& work) noexcept {
  Work::State expected = Work::State::waiting;
  return work.state.compare_exchange_strong(expected, Work::State::cancelled);
}

// On a worker thread.
void Pool::run(Work& work) {
  Work::State expected = Work::State::waiting;
  if (!work.state.compare_exchange_strong(expected, Work::State::begun)) return;
  const std::uint16_t worker = worker_number();
  Probe& probe = thread_probe(loop_.options().session, "pool " + std::to_string(worker));
  probe.emit(Event::pool_begin, worker, 0, work.task);
  try {
    work.work();
  } catch (...) {
    work.error = std::current_exception();  // for the callback on the loop's thread
  }
  probe.emit(Event::pool_end, worker, 0, work.task);
}

void Pool::finish(std::shared_ptr<Work> work) {
  loop_.poll().add_ready(*work);
  finished_.push_back(std::move(work));
}

std::uint16_t Pool::worker_number() {
  thread_local const std::uint16_t number = ++workers_;  // a worker never changes its pool
  return number;
}

}  // namespace loopscope
