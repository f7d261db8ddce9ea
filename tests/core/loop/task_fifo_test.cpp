// The queue below ticks, microtasks, immediates and pending callbacks.
#include "core/loop/task_fifo.hpp"

#include <catch2/catch.hpp>
#include <vector>

namespace loopscope::test {
namespace {

struct Numbered {
  std::uint64_t number = 0;
  std::shared_ptr<int> held{};
};
using Numbers = std::vector<std::uint64_t>;

constexpr std::size_t many = 1000;  // more than a few blocks

Numbers serve_all(Fifo<Numbered>& fifo) {
  Numbers served;
  while (!fifo.empty()) fifo.serve([&](Numbered& task) { served.push_back(task.number); });
  return served;
}

}  // namespace

TEST_CASE("first in, first out, over blocks that are used again", "[loop][fifo]") {
  Fifo<Numbered> fifo("test", many);
  for (int round = 0; round < 3; ++round) {
    Numbers expected;
    for (std::uint64_t i = 0; i < many; ++i) {
      fifo.push(i);
      expected.push_back(i);
    }
    CHECK(serve_all(fifo) == expected);
  }
}

TEST_CASE("what is served may queue more, at every place in a block", "[loop][fifo]") {
  const std::size_t ahead = GENERATE(0U, 1U, 63U, 64U, 65U);
  Fifo<Numbered> fifo("test", many);
  std::uint64_t next = 0;
  for (; next <= ahead; ++next) fifo.push(next);
  for (std::uint64_t i = 0; i < many; ++i) {
    fifo.serve([&](Numbered& task) {
      fifo.push(next++);
      CHECK(task.number == i);
      CHECK(fifo[ahead].number == next - 1);
    });
    CHECK(fifo.size() == ahead + 1);
  }
}

TEST_CASE("at its limit it says so, and takes more once there is room", "[loop][fifo]") {
  Fifo<Numbered> fifo("test", 70);
  for (std::uint64_t i = 0; i < 70; ++i) fifo.push(i);
  CHECK_THROWS_AS(fifo.push(70U), QueueFull);
  fifo.serve([](Numbered& task) { CHECK(task.number == 0); });
  fifo.push(70U);
  CHECK_THROWS_AS(fifo.push(71U), QueueFull);
  CHECK(fifo[0].number == 1);
  CHECK(fifo[69].number == 70);
}

TEST_CASE("a task is destroyed when it has run, also by an exception, and with the queue",
          "[loop][fifo]") {
  auto held = std::make_shared<int>(0);
  {
    Fifo<Numbered> fifo("test", many);
    for (std::uint64_t i = 0; i < 100; ++i) fifo.push(i, held);
    fifo.serve([](Numbered&) {});
    CHECK(held.use_count() == 100);
    CHECK_THROWS_AS(fifo.serve([](Numbered&) { throw std::runtime_error("task"); }),
                    std::runtime_error);
    CHECK(held.use_count() == 99);
  }
  CHECK(held.use_count() == 1);
}

TEST_CASE("two queues change places", "[loop][fifo]") {
  Fifo<Numbered> first("first", many);
  Fifo<Numbered> second("second", many);
  for (std::uint64_t i = 0; i < 100; ++i) first.push(i);
  first.serve([](Numbered&) {});
  first.swap(second);
  CHECK(first.empty());
  first.push(7U);
  CHECK(serve_all(second).size() == 99);
  CHECK(serve_all(first) == Numbers{7});
}

}  // namespace loopscope::test
