// The Node layer with recording off, against Node itself and, for the turn that carries one
// immediate, against the check handle that Node builds its immediates on.
#include <cstdint>
#include <string>

#include "core/runtime/runtime.hpp"
#include "tests/bench/harness/cpu.hpp"
#include "tests/bench/peers/node.hpp"
#include "tests/bench/peers/uv.hpp"
#include "tests/bench/subjects.hpp"

namespace loopscope::bench {
namespace {

struct Ticks {
  template <typename Body>
  static void queue(Runtime& runtime, const Body& body) {
    runtime.next_tick(body);
  }
};
struct Immediates {
  template <typename Body>
  static void queue(Runtime& runtime, const Body& body) {
    runtime.set_immediate(body);
  }
};

// Each callback queues the next one.
template <typename Queue>
void chain(Runtime& runtime, std::uint64_t& left) {
  Queue::queue(runtime, [&runtime, &left] {
    if (--left > 0) chain<Queue>(runtime, left);
  });
}

// So many at once; the last of them queues the next so many.
template <typename Queue>
void batches(Runtime& runtime, std::uint64_t& left) {
  for (std::uint64_t i = 0; i < node_batch; ++i)
    Queue::queue(runtime, [&runtime, &left] {
      if (--left % node_batch == 0 && left > 0) batches<Queue>(runtime, left);
    });
}

using Work = void (*)(Runtime& runtime, std::uint64_t& left);

double callback_ns(Work work, std::uint64_t callbacks) {
  Clock clock;
  Loop loop(clock);
  Runtime runtime(loop);
  std::uint64_t left = callbacks;
  const double ns = cpu_ns_of([&] { runtime.run([&] { work(runtime, left); }); });
  return ns / static_cast<double>(callbacks);
}

void against_node(Bench& bench, const std::string& name, const std::string& what, Work work,
                  std::uint64_t callbacks) {
  const Subject subject{name, "ns/callback", 0.4};
  if (!bench.wants(name)) return;
  if (!has_node()) return bench.skip(name, "there is no node in the PATH to compare with");
  bench.compare(
      subject, [=] { return callback_ns(work, callbacks); },
      [=] { return node_callback_ns(what, callbacks); });
}

}  // namespace

void runtime(Bench& bench) {
  const std::uint64_t many = bench.amount(1'000'000U, 200'000U);
  const std::uint64_t turns = bench.amount(100'000U, 20'000U);
  pin_to_core(measured_core);
  bench.compare(
      {"immediate, one a turn, vs libuv's check", "ns/callback"},
      [=] { return callback_ns(chain<Immediates>, turns); },
      [=] { return uv::check_turn_ns(turns); });
  unpin();
  against_node(bench, "tick, one after the other, vs node", "tick-chain", chain<Ticks>, many);
  against_node(bench, "tick, 1000 at once, vs node", "tick-batch", batches<Ticks>, many);
  against_node(bench, "immediate, one a turn, vs node", "immediate-chain", chain<Immediates>,
               turns);
  against_node(bench, "immediate, 1000 at once, vs node", "immediate-batch", batches<Immediates>,
               many);
}

}  // namespace loopscope::bench
