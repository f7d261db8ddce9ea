// How long the writer sleeps: long while nothing happens, not at all while rings fill up.
#include "tracer/record/pause.hpp"

#include <catch2/catch.hpp>

using namespace loopscope;
using std::chrono::nanoseconds;

TEST_CASE("a writer with nothing to do sleeps longer and longer, up to a limit", "[record]") {
  Pause pause;
  nanoseconds before{0};
  for (int i = 0; i < 10; ++i) {
    const nanoseconds now = pause.next(0);
    CHECK(now >= before);
    before = now;
  }
  CHECK(before == Pause::longest);
}

TEST_CASE("a writer whose rings are half full does not sleep", "[record]") {
  Pause pause;
  CHECK(pause.next(0.5) == nanoseconds{0});
  CHECK(pause.next(1.0) == nanoseconds{0});
}

TEST_CASE("a burst makes the writer look often again", "[record]") {
  Pause pause;
  for (int i = 0; i < 10; ++i) static_cast<void>(pause.next(0));
  nanoseconds now = Pause::longest;
  for (int i = 0; i < 10; ++i) {
    const nanoseconds next = pause.next(0.2);
    CHECK(next <= now);
    now = next;
  }
  CHECK(now == Pause::shortest);
}

TEST_CASE("what is neither much nor little changes nothing", "[record]") {
  Pause pause;
  const nanoseconds now = pause.next(0);
  for (int i = 0; i < 5; ++i) CHECK(pause.next(0.1) == now);
}

TEST_CASE("the pause is never longer than asked for, nor shorter than makes sense", "[record]") {
  Pause often{nanoseconds{1'000'000}};
  for (int i = 0; i < 10; ++i) CHECK(often.next(0) <= nanoseconds{1'000'000});
  Pause always{nanoseconds{0}};
  for (int i = 0; i < 10; ++i) CHECK(always.next(0) == Pause::shortest);
  Pause seldom{std::chrono::hours{1}};
  nanoseconds last{0};
  for (int i = 0; i < 10; ++i) last = seldom.next(0);
  CHECK(last == Pause::longest);
}
