#include "tracer/model/flat_map.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <unordered_map>

TEST_CASE("a flat map holds what a map holds, whatever comes and goes", "[model]") {
  std::mt19937 random(1);
  loopscope::FlatMap ours;
  std::unordered_map<std::uint32_t, std::uint32_t> theirs;
  for (int i = 0; i < 20'000; ++i) {
    const auto key = static_cast<std::uint32_t>(random() % 700);
    if (random() % 3 == 0) {
      ours.erase(key);
      theirs.erase(key);
    } else {
      ours.set(key, static_cast<std::uint32_t>(i));
      theirs[key] = static_cast<std::uint32_t>(i);
    }
  }
  CHECK(ours.size() == theirs.size());
  for (std::uint32_t key = 0; key < 700; ++key) {
    const auto found = theirs.find(key);
    CHECK(ours.find(key) == (found == theirs.end() ? loopscope::FlatMap::none : found->second));
  }
}
