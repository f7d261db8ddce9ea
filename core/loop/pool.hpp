// The thread pool: uv_queue_work. Blocking calls run on its threads, their callbacks in poll on the
// loop's thread.
#pragma once

#include <atomic>
#include <boost/asio/thread_pool.hpp>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string_view>
#include <system_error>

#include "core/loop/function.hpp"
#include "core/loop/wakeups.hpp"
#include "core/probe/source_location.hpp"

namespace loopscope {

class Loop;

/// What may take long in the network keeps at most half of the threads, so that files do not wait
/// for it: libuv's UV__WORK_SLOW_IO.
enum class WorkKind : std::uint8_t { quick, slow };

/// Loop's thread only. Requests wait in one queue, first come, first served. As in libuv, whatever
/// has finished by the time of a wake-up is called back in the order in which it finished, before
/// any async that the same wake-up is for.
class Pool final : private Wakeable {
 public:
  class Work;

  explicit Pool(Loop& loop);
  Pool(const Pool&) = delete;
  Pool& operator=(const Pool&) = delete;
  /// Waits for the work that runs; what waits in the queue is never begun.
  ~Pool();

  /// Runs `work` on a worker and then `done` on the loop, with ECANCELED if it was cancelled
  /// before it began. An exception of `work` is thrown again in place of `done`, as the callback's
  /// own. Keeps the loop alive until then. Throws QueueFull.
  std::shared_ptr<Work> queue_work(Callback work, Function<void(std::error_code)> done,
                                   std::string_view name,
                                   SourceLocation where = SourceLocation::current(),
                                   WorkKind kind = WorkKind::quick);
  /// As queue_work(), for work that fills a Result in and says what went wrong; where something
  /// did, `done` gets an empty one.
  template <typename Result>
  std::shared_ptr<Work> queue_for(Function<std::error_code(Result&)> work,
                                  Function<void(std::error_code, Result)> done,
                                  std::string_view name, const SourceLocation& where,
                                  WorkKind kind = WorkKind::quick) {
    struct Job {
      Function<std::error_code(Result&)> work;
      Result result{};
      std::error_code error{};
    };
    auto job = std::make_shared<Job>(Job{needed(work, "a pool request")});
    return queue_work(
        [job] { job->error = job->work(job->result); },
        [job, done = needed(done, "a pool request")](std::error_code cancelled) mutable {
          const std::error_code error = cancelled ? cancelled : job->error;
          done(error, error ? Result{} : std::move(job->result));
        },
        name, where, kind);
  }
  /// uv_cancel: false if it has begun already; else it counts as finished now.
  static bool cancel(Work& work);
  /// Its callback waits for poll, or was called.
  [[nodiscard]] static bool is_finished(const Work& work) noexcept;
  [[nodiscard]] bool is_busy() const noexcept { return unfinished_ > 0; }

 private:
  void on_wake() override;
  void list_woken(ReadyItems& items) const override;
  void run(const std::shared_ptr<Work>& work);
  void queue_slow(std::shared_ptr<Work> work);
  void invite_slow();
  void run_slow();
  void finish(const std::shared_ptr<Work>& work);
  void take_finished();
  void call_back_first();
  std::uint16_t worker_number();

  Loop& loop_;
  std::size_t unfinished_ = 0;
  std::atomic<std::uint16_t> workers_{0};
  mutable std::mutex mutex_;
  std::deque<std::shared_ptr<Work>> finished_;  // guarded by mutex_
  std::deque<std::shared_ptr<Work>> served_;    // by this wake-up
  // Guarded by mutex_: what waits for a thread that may do slow work, and whether one is sent for.
  std::deque<std::shared_ptr<Work>> slow_waiting_;
  unsigned slow_running_ = 0;
  bool slow_invited_ = false;
  std::optional<boost::asio::thread_pool> threads_;
};

}  // namespace loopscope
