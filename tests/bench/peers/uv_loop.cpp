#include <uv.h>

#include <cstddef>
#include <stdexcept>
#include <vector>

#include "tests/bench/harness/cpu.hpp"
#include "tests/bench/harness/delays.hpp"
#include "tests/bench/peers/uv.hpp"

namespace loopscope::bench::uv {
namespace {

class Loop {
 public:
  Loop() { uv_loop_init(&loop_); }
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;
  /// Closes whatever handle there is.
  ~Loop() {
    const auto close = [](uv_handle_t* handle, void*) {
      if (uv_is_closing(handle) == 0) uv_close(handle, nullptr);
    };
    uv_walk(&loop_, close, nullptr);
    uv_run(&loop_, UV_RUN_DEFAULT);
    uv_loop_close(&loop_);
  }
  uv_loop_t* get() noexcept { return &loop_; }

 private:
  uv_loop_t loop_{};
};

struct Countdown {
  std::uint64_t left;
};

template <typename Handle>
void count_down(Handle* handle) {
  if (--static_cast<Countdown*>(handle->data)->left == 0) uv_stop(handle->loop);
}

double per(double ns, std::uint64_t count) {
  return ns / static_cast<double>(count);
}

double idle_turn_ns(Loop& loop, uv_idle_t& idle, std::uint64_t turns) {
  Countdown countdown{turns};
  uv_idle_init(loop.get(), &idle);
  idle.data = &countdown;
  uv_idle_start(&idle, count_down<uv_idle_t>);
  return per(cpu_ns_of([&] { uv_run(loop.get(), UV_RUN_DEFAULT); }), turns);
}

// Members in this order: the loop's destructor closes the timers.
struct Timers {
  std::vector<uv_timer_t> timers;
  Countdown countdown;
  Loop loop;

  explicit Timers(std::uint64_t count) : timers(count), countdown{count} {
    for (uv_timer_t& timer : timers) {
      uv_timer_init(loop.get(), &timer);
      timer.data = &countdown;
    }
  }
  void arm(const std::vector<std::uint64_t>& delays_ms) {
    for (std::size_t i = 0; i < timers.size(); ++i)
      uv_timer_start(&timers[i], count_down<uv_timer_t>, delays_ms[i], 0);
  }
};

}  // namespace

double turn_ns(std::uint64_t turns) {
  uv_idle_t idle{};
  Loop loop;
  return idle_turn_ns(loop, idle, turns);
}

double listening_turn_ns(std::uint64_t turns) {
  uv_tcp_t server{};
  uv_idle_t idle{};
  Loop loop;
  sockaddr_in address{};
  uv_ip4_addr("127.0.0.1", 0, &address);
  uv_tcp_init(loop.get(), &server);
  uv_tcp_bind(&server, reinterpret_cast<const sockaddr*>(&address), 0);
  const int failed = uv_listen(reinterpret_cast<uv_stream_t*>(&server), 511, [](auto*, int) {});
  if (failed != 0) throw std::runtime_error(uv_strerror(failed));
  return idle_turn_ns(loop, idle, turns);
}

double check_turn_ns(std::uint64_t turns) {
  uv_idle_t idle{};
  uv_check_t check{};
  Loop loop;
  Countdown countdown{turns};
  uv_idle_init(loop.get(), &idle);
  uv_idle_start(&idle, [](uv_idle_t*) {});
  uv_check_init(loop.get(), &check);
  check.data = &countdown;
  uv_check_start(&check, count_down<uv_check_t>);
  return per(cpu_ns_of([&] { uv_run(loop.get(), UV_RUN_DEFAULT); }), turns);
}

double arm_timer_ns(std::uint64_t timers) {
  const auto delays = delays_ms(timers, arming_delays);
  Timers all(timers);
  return per(cpu_ns_of([&] { all.arm(delays); }), timers);
}

double fire_timer_ns(std::uint64_t timers) {
  Timers all(timers);
  all.arm(delays_ms(timers, firing_delays));
  std::this_thread::sleep_for(all_due_after);
  return per(cpu_ns_of([&] { uv_run(all.loop.get(), UV_RUN_DEFAULT); }), timers);
}

}  // namespace loopscope::bench::uv
