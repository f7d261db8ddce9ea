// One event recorded in a hot loop, against the bare minimum that any recorder has to do.
//
// Without a reader: both rings hold a batch, which is thrown away after it. With a reader: a thread
// on the other core takes every record out and looks at it.
#include <atomic>
#include <cstdint>
#include <thread>

#include "core/probe/probe.hpp"
#include "tests/bench/harness/cpu.hpp"
#include "tests/bench/peers/bare_ring.hpp"
#include "tests/bench/subjects.hpp"

namespace loopscope::bench {
namespace {

constexpr std::size_t ring_records = std::size_t{1} << 16U;

class Ours {
 public:
  void put(std::uint64_t i) noexcept { probe_.emit(Event::counter, 7, 3, i, i); }
  [[nodiscard]] std::span<const Record> readable() const noexcept { return ring_->readable(); }
  void release(std::size_t count) noexcept { ring_->release(count); }

 private:
  Clock clock_;
  Session session_{clock_, {.ring_records = ring_records}};
  Probe probe_{session_, "bench"};
  Ring* ring_ = &session_.threads().front()->ring;
};

class Bare {
 public:
  void put(std::uint64_t i) noexcept { ring_.push(7, i, i); }
  [[nodiscard]] std::span<const BareRing::Slot> readable() const noexcept {
    return ring_.readable();
  }
  void release(std::size_t count) noexcept { ring_.release(count); }

 private:
  BareRing ring_{ring_records};
};

template <typename Recorder>
double ns_without_reader(Recorder& recorder, std::uint64_t events) {
  constexpr std::uint64_t batch = ring_records / 2;
  const std::uint64_t batches = events / batch;
  const double ns = cpu_ns_of([&] {
    for (std::uint64_t round = 0; round < batches; ++round) {
      for (std::uint64_t i = 0; i < batch; ++i) recorder.put(i);
      while (!recorder.readable().empty()) recorder.release(recorder.readable().size());
    }
  });
  return ns / static_cast<double>(batches * batch);
}

// Returns a sum over what was read, so that the reading cannot be optimised away.
template <typename Recorder>
std::uint64_t read_until(Recorder& recorder, const std::atomic<bool>& done) {
  pin_to_core(other_core);
  std::uint64_t sum = 0;
  while (true) {
    const bool last_look = done.load(std::memory_order_acquire);
    const auto records = recorder.readable();
    for (const auto& record : records) sum += record.ticks ^ record.a;
    recorder.release(records.size());
    if (records.empty() && last_look) return sum;
  }
}

template <typename Recorder>
double ns_with_reader(Recorder& recorder, std::uint64_t events) {
  std::atomic<bool> done{false};
  std::atomic<std::uint64_t> sum{0};
  std::thread reader([&] { sum = read_until(recorder, done); });
  const double ns = cpu_ns_of([&] {
    for (std::uint64_t i = 0; i < events; ++i) recorder.put(i);
  });
  done.store(true, std::memory_order_release);
  reader.join();
  return ns / static_cast<double>(events);
}

}  // namespace

void recording(Bench& bench) {
  const std::uint64_t events = bench.amount(10'000'000U, 2'000'000U);
  pin_to_core(measured_core);
  Ours ours;
  Bare bare;
  bench.compare(
      {"record an event, no reader", "ns/event", 1.3},
      [&] { return ns_without_reader(ours, events); },
      [&] { return ns_without_reader(bare, events); });
  bench.compare(
      {"record an event, live reader", "ns/event", 1.3},
      [&] { return ns_with_reader(ours, events); }, [&] { return ns_with_reader(bare, events); });
  unpin();
}

}  // namespace loopscope::bench
