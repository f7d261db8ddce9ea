// Runs the random loop programs FIRST to FIRST + COUNT - 1 on libuv and prints what happened:
//   uv_program FIRST COUNT
#include <sched.h>
#include <sys/stat.h>
#include <uv.h>

#include <cstdio>
#include <cstdlib>
#include <deque>

#include "tests/conformance/libuv/loop_program.hpp"

namespace loopscope::conformance {
namespace {

class UvLoop final : public LoopApi {
 public:
  UvLoop(const LoopProgram& program, LoopRunner& runner) : runner_(runner) {
    uv_loop_init(&loop_);
    begin_ms_ = uv_now(&loop_);
    for (std::size_t i = 0; i < program.handles.size(); ++i) {
      Handle& made = handles_.emplace_back();
      made.owner = this;
      made.index = i;
      made.kind = program.handles[i].kind;
      if (!program.handles[i].is_late) init(made);
    }
  }
  UvLoop(const UvLoop&) = delete;
  UvLoop& operator=(const UvLoop&) = delete;
  ~UvLoop() override {
    if (uv_loop_close(&loop_) != 0) std::abort();
  }

  void start_timer(std::size_t handle, std::uint64_t ms, std::uint64_t repeat_ms) override {
    uv_timer_start(&handles_[handle].handle.timer, on_call<uv_timer_t>, ms, repeat_ms);
  }
  void again(std::size_t handle) override { uv_timer_again(&handles_[handle].handle.timer); }
  void start(std::size_t handle) override {
    uv_any_handle& any = handles_[handle].handle;
    if (handles_[handle].kind == Kind::async) init(handles_[handle]);
    if (handles_[handle].kind == Kind::idle) uv_idle_start(&any.idle, on_call<uv_idle_t>);
    if (handles_[handle].kind == Kind::prepare)
      uv_prepare_start(&any.prepare, on_call<uv_prepare_t>);
    if (handles_[handle].kind == Kind::check) uv_check_start(&any.check, on_call<uv_check_t>);
  }
  void stop(std::size_t handle) override {
    uv_any_handle& any = handles_[handle].handle;
    if (handles_[handle].kind == Kind::timer) uv_timer_stop(&any.timer);
    if (handles_[handle].kind == Kind::idle) uv_idle_stop(&any.idle);
    if (handles_[handle].kind == Kind::prepare) uv_prepare_stop(&any.prepare);
    if (handles_[handle].kind == Kind::check) uv_check_stop(&any.check);
  }
  void send(std::size_t handle) override { uv_async_send(&handles_[handle].handle.async); }
  void set_ref(std::size_t handle, bool ref) override {
    uv_handle_t* const any = &handles_[handle].handle.handle;
    ref ? uv_ref(any) : uv_unref(any);
  }
  void close(std::size_t handle) override {
    uv_close(&handles_[handle].handle.handle, [](uv_handle_t* closed) {
      const Handle& self = *static_cast<Handle*>(closed->data);
      self.owner->runner_.closed(self.index);
    });
  }
  void work(std::uint64_t ms) override { umask(static_cast<mode_t>(ms)); }  // virtual_clock.c
  void pool_work(std::size_t number) override {
    Work& work = queue(number);
    uv_sem_post(&work.gate);
    wait_for(work);
  }
  void cancel_work(std::size_t running, std::size_t cancelled) override {
    Work& first = queue(running);
    uv_sem_wait(&first.begun);
    uv_cancel(reinterpret_cast<uv_req_t*>(&queue(cancelled).request));
    uv_sem_post(&first.gate);
    wait_for(first);
  }
  void stop_loop() override { uv_stop(&loop_); }
  bool run(Run mode) override {
    const uv_run_mode modes[] = {UV_RUN_DEFAULT, UV_RUN_ONCE, UV_RUN_NOWAIT};
    return uv_run(&loop_, modes[static_cast<std::size_t>(mode)]) != 0;
  }
  [[nodiscard]] std::uint64_t now_ms() const override { return uv_now(&loop_) - begin_ms_; }

 private:
  struct Handle {
    uv_any_handle handle{};
    UvLoop* owner = nullptr;
    std::size_t index = 0;
    Kind kind = Kind::timer;
  };
  struct Work {
    Work(UvLoop& of, std::size_t nth) : owner(of), number(nth) {
      request.data = this;
      uv_sem_init(&begun, 0);
      uv_sem_init(&gate, 0);
    }
    Work(const Work&) = delete;
    Work& operator=(const Work&) = delete;
    ~Work() {
      uv_sem_destroy(&begun);
      uv_sem_destroy(&gate);
    }
    uv_work_t request{};
    UvLoop& owner;
    std::size_t number;
    uv_sem_t begun{};
    uv_sem_t gate{};
  };

  Work& queue(std::size_t number) {
    Work& work = works_.emplace_back(*this, number);
    const auto body = [](uv_work_t* request) {
      Work& self = *static_cast<Work*>(request->data);
      uv_sem_post(&self.begun);
      uv_sem_wait(&self.gate);
    };
    const auto done = [](uv_work_t* request, int status) {
      const Work& self = *static_cast<Work*>(request->data);
      self.owner.runner_.worked(self.number, status == UV_ECANCELED);
    };
    uv_queue_work(&loop_, &work.request, body, done);
    return work;
  }
  // libuv sets `work` to null when it has put the request among the finished ones.
  void wait_for(const Work& work) {
    for (bool finished = false; !finished; sched_yield()) {
      uv_mutex_lock(&loop_.wq_mutex);
      finished = work.request.work_req.work == nullptr;
      uv_mutex_unlock(&loop_.wq_mutex);
    }
  }
  template <typename UvHandle>
  static void on_call(UvHandle* called) {
    const Handle& self = *static_cast<Handle*>(called->data);
    self.owner->runner_.called(self.index);
  }
  void init(Handle& made) {
    made.handle.handle.data = &made;
    if (made.kind == Kind::timer) uv_timer_init(&loop_, &made.handle.timer);
    if (made.kind == Kind::idle) uv_idle_init(&loop_, &made.handle.idle);
    if (made.kind == Kind::prepare) uv_prepare_init(&loop_, &made.handle.prepare);
    if (made.kind == Kind::check) uv_check_init(&loop_, &made.handle.check);
    if (made.kind == Kind::async) uv_async_init(&loop_, &made.handle.async, on_call<uv_async_t>);
  }

  LoopRunner& runner_;
  uv_loop_t loop_{};
  std::uint64_t begin_ms_ = 0;
  std::deque<Handle> handles_;
  std::deque<Work> works_;
};

void print_programs(std::uint32_t first, std::uint32_t count) {
  std::printf("libuv %s\n", uv_version_string());
  for (std::uint32_t seed = first; seed < first + count; ++seed) {
    const LoopProgram program = random_loop_program(seed);
    LoopRunner runner(program);
    UvLoop loop(program, runner);
    std::printf("program %u\n", seed);
    for (const std::string& line : runner.run(loop)) std::puts(line.c_str());
  }
}

}  // namespace
}  // namespace loopscope::conformance

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  setenv("UV_THREADPOOL_SIZE", "1", 1);
  loopscope::conformance::print_programs(static_cast<std::uint32_t>(std::atoll(argv[1])),
                                         static_cast<std::uint32_t>(std::atoll(argv[2])));
}
