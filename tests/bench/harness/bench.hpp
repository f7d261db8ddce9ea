// Runs ours against a peer in alternation and prints one table of ratios.
//
// The machine is shared and its clock rate moves, so no figure means much by itself: each pair of
// runs follows one another within a moment, and a row's ratio is the median of the pairs' ratios.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::bench {

struct Options {
  std::string filter;             // only rows whose name contains it
  bool quick = false;             // less work in each run; for a look, not for a verdict
  std::filesystem::path scratch;  // where traces are written, removed again by who wrote them
};

/// What is measured and what was promised: ours / peer is to be at most `target`.
struct Subject {
  std::string name;
  std::string unit;
  double target = 1.0;
  int pairs = 11;  // more, of shorter runs, where the difference is small beside the noise
};

struct Row {
  Subject subject;
  double ours = 0;
  double peer = 0;
  double ratio = 0;
};

/// One run; returns the cost in the subject's unit (less is better).
using Measure = std::function<double()>;

class Bench {
 public:
  explicit Bench(Options options);

  [[nodiscard]] bool quick() const noexcept { return options_.quick; }
  [[nodiscard]] const std::filesystem::path& scratch() const noexcept { return options_.scratch; }
  /// The amount of work for this run.
  template <typename Number>
  [[nodiscard]] Number amount(Number full, Number quick_one) const noexcept {
    return quick() ? quick_one : full;
  }
  /// To be asked before an expensive preparation; compare() and at_most() ask by themselves.
  [[nodiscard]] bool wants(std::string_view name) const noexcept;

  /// One discarded pair, then pairs in the order ours-peer, peer-ours, ours-peer...
  void compare(const Subject& subject, const Measure& ours, const Measure& peer);
  /// Against a fixed limit instead of a peer.
  void at_most(const Subject& subject, double limit, const Measure& ours);
  void skip(std::string_view name, std::string_view reason);

  [[nodiscard]] const std::vector<Row>& rows() const noexcept { return rows_; }
  /// {"rows":[{name, ours, peer, unit, ratio, target}]}. Throws std::runtime_error if it cannot.
  void write_json(const std::filesystem::path& file) const;

 private:
  void add(Row row);

  Options options_;
  std::vector<Row> rows_;
};

[[nodiscard]] double median(std::vector<double> values);

}  // namespace loopscope::bench
