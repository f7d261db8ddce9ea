#include "tracer/record/ring_merge.hpp"

#include <catch2/catch.hpp>

using namespace loopscope;

namespace {

struct Delivered {
  std::uint32_t thread;
  std::uint64_t ticks;
  bool operator==(const Delivered&) const = default;
};

class Rings {
 public:
  explicit Rings(std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) session_.add_thread("t");
  }
  void push(std::size_t thread, std::uint64_t ticks) {
    session_.threads()[thread]->ring.push({ticks, Event::mark, 0, 0, 0, 0});
  }
  std::vector<Delivered> drain(std::uint64_t until) {
    std::vector<Delivered> result;
    const auto threads = session_.threads();
    merge_.drain(threads, until, [&](std::uint32_t thread, std::span<const Record> records) {
      for (const Record& record : records) result.push_back({thread, record.ticks});
    });
    return result;
  }

 private:
  Clock clock_{Clock::Source::virtual_time};
  Session session_{clock_, {.ring_records = 64}};
  RingMerge merge_;
};

}  // namespace

TEST_CASE("records of all threads come in the order of their times", "[record]") {
  Rings rings(3);
  for (const std::uint64_t ticks : {1, 4, 9}) rings.push(0, ticks);
  for (const std::uint64_t ticks : {2, 3, 4}) rings.push(2, ticks);
  CHECK(rings.drain(100) == std::vector<Delivered>{{0, 1}, {2, 2}, {2, 3}, {0, 4}, {2, 4}, {0, 9}});
  CHECK(rings.drain(100).empty());
}

TEST_CASE("younger records wait for the next time", "[record]") {
  Rings rings(2);
  rings.push(0, 5);
  rings.push(1, 3);
  rings.push(1, 7);
  CHECK(rings.drain(5) == std::vector<Delivered>{{1, 3}});
  CHECK(rings.drain(8) == std::vector<Delivered>{{0, 5}, {1, 7}});
}

TEST_CASE("rings that wrap around lose nothing", "[record]") {
  Rings rings(2);
  std::uint64_t ticks = 0;
  std::uint64_t next = 1;
  for (int round = 0; round < 20; ++round) {
    for (int i = 0; i < 50; ++i) rings.push(static_cast<std::size_t>(i % 2), ++ticks);
    for (const Delivered& each : rings.drain(ticks + 1)) {
      CHECK(each.ticks == next);
      ++next;
    }
  }
  CHECK(next == ticks + 1);
}
