// Ring: wraps, blocks, drops with counts, and gives up on a reader that is gone.
#include "core/probe/ring.hpp"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <random>
#include <thread>
#include <vector>

namespace loopscope::test {
namespace {

Record numbered(std::uint64_t number) {
  return {number, Event::mark, 0, 0, number, 0};
}

std::vector<Record> read_all(Ring& ring) {
  std::vector<Record> records;
  for (auto part = ring.readable(); !part.empty(); part = ring.readable()) {
    records.insert(records.end(), part.begin(), part.end());
    ring.release(part.size());
  }
  return records;
}

}  // namespace

TEST_CASE("the capacity is a power of two, at least 64", "[probe][ring]") {
  CHECK(Ring(0, FullPolicy::drop).capacity() == 64);
  CHECK(Ring(65, FullPolicy::drop).capacity() == 128);
  CHECK(Ring(4096, FullPolicy::drop).capacity() == 4096);
}

TEST_CASE("records come out as they went in, round after round", "[probe][ring]") {
  Ring ring(64, FullPolicy::block);
  CHECK(ring.readable().empty());
  std::uint64_t next = 0;
  std::uint64_t expected = 0;
  for (int round = 0; round < 50; ++round) {
    for (int i = 0; i < 37; ++i) ring.push(numbered(next++));
    for (const Record& record : read_all(ring)) CHECK(record.a == expected++);
  }
  CHECK(expected == next);
  CHECK(ring.dropped() == 0);
}

TEST_CASE("a wrapped ring is read in two parts", "[probe][ring]") {
  Ring ring(64, FullPolicy::block);
  for (std::uint64_t i = 0; i < 60; ++i) ring.push(numbered(i));
  ring.release(ring.readable().size());
  for (std::uint64_t i = 0; i < 10; ++i) ring.push(numbered(i));
  CHECK(ring.readable().size() == 4);
  ring.release(4);
  CHECK(ring.readable().size() == 6);
  CHECK(ring.readable().front().a == 4);
}

TEST_CASE("drop: a loss is counted and told, once there is room", "[probe][ring]") {
  Ring ring(64, FullPolicy::drop);
  for (std::uint64_t i = 0; i < 100; ++i) ring.push(numbered(i));
  CHECK(ring.dropped() == 37);
  CHECK(read_all(ring).size() == 63);
  ring.push(numbered(100));
  const std::vector<Record> after = read_all(ring);
  REQUIRE(after.size() == 2);
  CHECK(after[0].event == Event::drop);
  CHECK(after[0].a == 37);
  CHECK(after[0].b == 63);
  CHECK(after[0].ticks == 100);
  CHECK(after[1].a == 100);
}

TEST_CASE("drop: after a loss the ring opens again when a few slots are free", "[probe][ring]") {
  Ring ring(64, FullPolicy::drop);
  for (std::uint64_t i = 0; i < 64; ++i) ring.push(numbered(i));
  ring.release(1);
  ring.push(numbered(64));
  CHECK(ring.dropped() == 2);
  ring.release(15);
  ring.push(numbered(65));
  CHECK(ring.dropped() == 2);
  const std::vector<Record> rest = read_all(ring);
  CHECK(rest.back().a == 65);
  CHECK(rest[rest.size() - 2].event == Event::drop);
}

TEST_CASE("block: a slow reader gets everything, in order", "[probe][ring]") {
  Ring ring(64, FullPolicy::block);
  constexpr std::uint64_t count = 20'000;
  std::thread producer([&] {
    for (std::uint64_t i = 0; i < count; ++i) ring.push(numbered(i));
  });
  std::uint64_t expected = 0;
  while (expected < count) {
    for (const Record& record : read_all(ring))
      if (record.a != expected++) FAIL("record " << record.a << " in place of " << expected - 1);
    std::this_thread::yield();
  }
  producer.join();
  CHECK(ring.dropped() == 0);
}

TEST_CASE("block: an abandoned ring drops instead of waiting for ever", "[probe][ring]") {
  Ring ring(64, FullPolicy::block);
  std::thread producer([&] {
    for (std::uint64_t i = 0; i < 1000; ++i) ring.push(numbered(i));
  });
  ring.set_read(false);
  producer.join();
  CHECK(ring.dropped() == 1000 - 63);
}

TEST_CASE("block: a forked child has no reader, and does not wait for one", "[probe][ring]") {
  Ring ring(64, FullPolicy::block);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) {
    for (std::uint64_t i = 0; i < 1000; ++i) ring.push(numbered(i));
    _exit(ring.dropped() == 1000 - 63 ? 0 : 1);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(status == 0);
}

TEST_CASE("drop: whatever comes and goes, each record is read or counted, in its place",
          "[probe][ring][property]") {
  Ring ring(64, FullPolicy::drop);
  std::mt19937 random(4);
  std::uint64_t pushed = 0;
  std::uint64_t expected = 0;  // the next record, unless a loss is told first
  const auto take = [&](std::size_t count) {
    const auto part = ring.readable().first(std::min(count, ring.readable().size()));
    for (const Record& record : part) {
      if (record.event != Event::drop) {
        REQUIRE(record.a == expected++);
        continue;
      }
      REQUIRE(record.b == expected);  // since when
      expected += record.a;
    }
    ring.release(part.size());
  };
  for (int round = 0; round < 3000; ++round) {
    for (auto i = random() % 40; i > 0; --i) ring.push(numbered(pushed++));
    take(random() % 40);
  }
  for (int i = 0; i < 3; ++i) {  // the two parts of the ring, then the loss with a last record
    take(100);
    ring.push(numbered(pushed++));
  }
  take(100);
  take(100);
  CHECK(expected == pushed);
  CHECK(ring.dropped() > 1000);
}

TEST_CASE("drop: beside a slow reader every record is read or counted", "[probe][ring]") {
  Ring ring(64, FullPolicy::drop);
  constexpr std::uint64_t count = 200'000;
  std::atomic<bool> done = false;
  std::thread producer([&ring, &done] {
    for (std::uint64_t i = 0; i < count; ++i) ring.push(numbered(i));
    done = true;
  });
  std::uint64_t read = 0;
  std::uint64_t told = 0;
  const auto take = [&] {
    for (const Record& record : read_all(ring))
      record.event == Event::drop ? told += record.a : ++read;
  };
  while (!done) take();
  producer.join();
  take();
  ring.push(numbered(count));  // tells what was lost at the end
  take();
  CHECK(read + told == count + 1);
  CHECK(told == ring.dropped());
}

TEST_CASE("block: with a reader again nothing more is lost, and the loss is told",
          "[probe][ring]") {
  Ring ring(64, FullPolicy::block);
  ring.set_read(false);
  for (std::uint64_t i = 0; i < 70; ++i) ring.push(numbered(i));
  CHECK(ring.dropped() == 7);
  ring.set_read(true);
  std::thread producer([&ring] {
    for (std::uint64_t i = 70; i < 300; ++i) ring.push(numbered(i));
  });
  std::vector<Record> records;
  while (records.empty() || records.back().a != 299) {
    const std::vector<Record> more = read_all(ring);
    records.insert(records.end(), more.begin(), more.end());
    std::this_thread::yield();
  }
  producer.join();
  REQUIRE(records.size() == 63 + 1 + 230);
  CHECK(records[63].event == Event::drop);
  CHECK(records[63].a == 7);
  CHECK(records[64].a == 70);
  CHECK(ring.dropped() == 7);
}

}  // namespace loopscope::test
