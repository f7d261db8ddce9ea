// Function<>: move-only, small ones in place, large ones on the heap.
#include "core/loop/function.hpp"

#include <array>
#include <catch2/catch.hpp>
#include <memory>
#include <stdexcept>

namespace loopscope::test {
namespace {

int doubled(int number) {
  return 2 * number;
}

}  // namespace

TEST_CASE("a function may hold what can only be moved", "[loop][function]") {
  auto owned = std::make_unique<int>(7);
  Function<int(int)> add = [owned = std::move(owned)](int n) { return *owned + n; };
  CHECK(add(1) == 8);
  Function<int(int)> moved = std::move(add);
  CHECK(moved(2) == 9);
  CHECK_FALSE(static_cast<bool>(add));  // NOLINT(bugprone-use-after-move)
}

TEST_CASE("captures of any size and state survive a move", "[loop][function]") {
  std::array<int, 100> large{};
  large[99] = 5;
  int calls = 0;
  Function<int()> heap = [large, &calls]() mutable { return large[99] + calls++; };
  Function<int()> moved = std::move(heap);
  CHECK(moved() == 5);
  CHECK(moved() == 6);
}

TEST_CASE("what a function holds goes once, with it, by reset() or by replacement",
          "[loop][function]") {
  auto witness = std::make_shared<int>(0);
  std::array<char, 64> large{};
  Callback small = [witness] {};
  Callback big = [witness, large] { static_cast<void>(large); };
  CHECK(witness.use_count() == 3);
  small.reset();
  small.reset();
  CHECK(witness.use_count() == 2);
  small = std::move(big);
  CHECK(witness.use_count() == 2);
  small = [] {};
  CHECK(witness.use_count() == 1);
}

TEST_CASE("a callable that may throw when it is moved is kept on the heap", "[loop][function]") {
  struct Touchy {
    Touchy() = default;
    Touchy(const Touchy&) = default;
    Touchy(Touchy&&) noexcept(false) { moves = 1; }
    Touchy& operator=(const Touchy&) = delete;
    Touchy& operator=(Touchy&&) = delete;
    ~Touchy() = default;
    int operator()() const { return moves; }
    int moves = 0;
  };
  Touchy touchy;
  Function<int()> function(touchy);
  Function<int()> moved = std::move(function);
  CHECK(moved() == 0);
}

TEST_CASE("an exception passes through, and the function stays callable", "[loop][function]") {
  int calls = 0;
  Callback bad = [&] {
    ++calls;
    throw std::runtime_error("bad");
  };
  CHECK_THROWS_WITH(bad(), "bad");
  CHECK_THROWS_WITH(bad(), "bad");
  CHECK(calls == 2);
}

TEST_CASE("a plain function is a callable too", "[loop][function]") {
  Function<int(int)> function = doubled;
  CHECK(function(3) == 6);
}

TEST_CASE("a result that nobody asked for is dropped", "[loop][function]") {
  int calls = 0;
  Callback callback = [&] { return ++calls; };
  callback();
  CHECK(calls == 1);
}

}  // namespace loopscope::test
