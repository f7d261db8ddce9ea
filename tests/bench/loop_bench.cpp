// The loop with recording off against libuv: turns, timers, check callbacks.
#include <cstdint>
#include <deque>
#include <vector>

#include "core/loop/loop.hpp"
#include "core/loop/timer.hpp"
#include "core/net/server.hpp"
#include "tests/bench/harness/cpu.hpp"
#include "tests/bench/harness/delays.hpp"
#include "tests/bench/peers/uv.hpp"
#include "tests/bench/subjects.hpp"

namespace loopscope::bench {
namespace {

double per(double ns, std::uint64_t count) {
  return ns / static_cast<double>(count);
}

double turn_ns(std::uint64_t turns) {
  Clock clock;
  Loop loop(clock);
  Idle idle(loop);
  idle.start([&loop, left = turns]() mutable {
    if (--left == 0) loop.stop();
  });
  return per(cpu_ns_of([&] { loop.run(); }), turns);
}

// A loop that watches a socket asks the kernel in every turn.
double listening_turn_ns(std::uint64_t turns) {
  Clock clock;
  Loop loop(clock);
  Server server(loop);
  const std::error_code error =
      server.listen(make_endpoint("127.0.0.1", 0), [](std::error_code, std::shared_ptr<Socket>) {});
  if (error) throw std::system_error(error, "listen");
  Idle idle(loop);
  idle.start([&loop, left = turns]() mutable {
    if (--left == 0) loop.stop();
  });
  return per(cpu_ns_of([&] { loop.run(); }), turns);
}

double check_turn_ns(std::uint64_t turns) {
  Clock clock;
  Loop loop(clock);
  Idle idle(loop);
  idle.start([] {});
  Check check(loop);
  check.start([&loop, left = turns]() mutable {
    if (--left == 0) loop.stop();
  });
  return per(cpu_ns_of([&] { loop.run(); }), turns);
}

class Timers {
 public:
  explicit Timers(std::uint64_t count) : left_(count) {
    for (std::uint64_t i = 0; i < count; ++i) timers_.emplace_back(loop_);
  }
  void arm(const std::vector<std::uint64_t>& delays_ms) {
    auto delay_ms = delays_ms.begin();
    for (Timer& timer : timers_)
      timer.start(
          [this] {
            if (--left_ == 0) loop_.stop();
          },
          *delay_ms++);
  }
  void run() { loop_.run(); }

 private:
  Clock clock_;
  Loop loop_{clock_};
  std::deque<Timer> timers_;
  std::uint64_t left_;
};

double arm_timer_ns(std::uint64_t timers) {
  const auto delays = delays_ms(timers, arming_delays);
  Timers all(timers);
  return per(cpu_ns_of([&] { all.arm(delays); }), timers);
}

double fire_timer_ns(std::uint64_t timers) {
  Timers all(timers);
  all.arm(delays_ms(timers, firing_delays));
  std::this_thread::sleep_for(all_due_after);
  return per(cpu_ns_of([&] { all.run(); }), timers);
}

// The mean of several runs, because one of ten thousand timers is over in a millisecond.
template <typename Run>
Measure repeated(Run run, std::uint64_t timers, int times) {
  return [=] {
    double sum = 0;
    for (int i = 0; i < times; ++i) sum += run(timers);
    return sum / times;
  };
}

void timers(Bench& bench) {
  const std::uint64_t few = 10'000;
  const int times = bench.amount(20, 5);
  const std::uint64_t many = bench.amount(1'000'000U, 200'000U);
  bench.compare({"timer armed, 10 k, vs libuv", "ns/timer"}, repeated(arm_timer_ns, few, times),
                repeated(uv::arm_timer_ns, few, times));
  bench.compare({"timer armed, 1 M, vs libuv", "ns/timer"}, repeated(arm_timer_ns, many, 1),
                repeated(uv::arm_timer_ns, many, 1));
  bench.compare({"timer fired, 10 k, vs libuv", "ns/timer"}, repeated(fire_timer_ns, few, times),
                repeated(uv::fire_timer_ns, few, times));
  bench.compare({"timer fired, 1 M, vs libuv", "ns/timer", 0.5}, repeated(fire_timer_ns, many, 1),
                repeated(uv::fire_timer_ns, many, 1));
}

}  // namespace

void loop(Bench& bench) {
  const std::uint64_t turns = bench.amount(500'000U, 50'000U);
  pin_to_core(measured_core);
  bench.compare(
      {"empty turn, vs libuv", "ns/turn"}, [=] { return turn_ns(turns); },
      [=] { return uv::turn_ns(turns); });
  bench.compare(
      {"empty turn of a server, vs libuv", "ns/turn"}, [=] { return listening_turn_ns(turns); },
      [=] { return uv::listening_turn_ns(turns); });
  bench.compare(
      {"turn with a check callback, vs libuv", "ns/turn"}, [=] { return check_turn_ns(turns); },
      [=] { return uv::check_turn_ns(turns); });
  timers(bench);
  unpin();
}

}  // namespace loopscope::bench
