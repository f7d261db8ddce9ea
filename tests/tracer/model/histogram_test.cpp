#include "tracer/model/histogram.hpp"

#include <algorithm>
#include <catch2/catch.hpp>
#include <cmath>
#include <cstdint>
#include <random>
#include <vector>

using loopscope::Histogram;

TEST_CASE("an empty histogram answers zero", "[model]") {
  const Histogram histogram;
  CHECK(histogram.count() == 0);
  CHECK(histogram.percentile(0.5) == 0);
  CHECK(histogram.min() == 0);
  CHECK(histogram.max() == 0);
}

TEST_CASE("small values are exact", "[model]") {
  Histogram histogram;
  for (std::int64_t value = 1; value <= 60; ++value) histogram.add(value);
  CHECK(histogram.percentile(0.5) == 30);
  CHECK(histogram.percentile(1.0) == 60);
  CHECK(histogram.percentile(0.0) == 1);
  CHECK(histogram.sum() == 60 * 61 / 2);
}

TEST_CASE("percentiles are right to within one percent", "[model]") {
  std::mt19937_64 random(7);
  Histogram histogram;
  std::vector<std::int64_t> values;
  for (int i = 0; i < 20'000; ++i) {
    const double exponent = std::uniform_real_distribution<>(0, 12)(random);
    values.push_back(static_cast<std::int64_t>(std::pow(10.0, exponent)));
    histogram.add(values.back());
  }
  std::sort(values.begin(), values.end());
  for (const double share : {0.01, 0.25, 0.5, 0.9, 0.99, 0.999}) {
    const auto rank = static_cast<std::size_t>(std::ceil(share * 20'000)) - 1;
    const auto exact = static_cast<double>(values[rank]);
    CHECK(std::abs(static_cast<double>(histogram.percentile(share)) - exact) <= exact * 0.01);
  }
  CHECK(histogram.max() == values.back());
}

TEST_CASE("negative and huge values stay in bounds", "[model]") {
  Histogram histogram;
  histogram.add(-5);
  histogram.add(INT64_MAX);
  histogram.add(INT64_MAX);
  CHECK(histogram.min() == 0);
  CHECK(histogram.max() == INT64_MAX);
  CHECK(histogram.sum() == INT64_MAX);
  CHECK(histogram.percentile(1.0) <= INT64_MAX);
  CHECK(histogram.percentile(1.0) > INT64_MAX / 100 * 99);
}

TEST_CASE("at each border of a bucket a percentile is off by at most 1/128", "[model]") {
  for (unsigned bit = 0; bit < 62; ++bit)
    for (const std::int64_t step : {-1, 0, 1}) {
      const std::int64_t value = (std::int64_t{1} << bit) + step;
      Histogram histogram;
      histogram.add(0);
      histogram.add(value);
      histogram.add(INT64_MAX);
      const std::int64_t found = histogram.percentile(0.5);
      INFO(value << " was found as " << found);
      CHECK(std::abs(found - value) <= value / 128);
    }
}

TEST_CASE("a percentile lies between the smallest and the largest value", "[model]") {
  Histogram histogram;
  histogram.add(1'000'001);
  histogram.add(1'000'003);
  for (const double share : {-1.0, 0.0, 0.5, 1.0, 2.0}) {
    CHECK(histogram.percentile(share) >= 1'000'001);
    CHECK(histogram.percentile(share) <= 1'000'003);
  }
}
