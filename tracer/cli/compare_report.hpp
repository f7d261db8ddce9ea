// What a program prints on different loops and as different kinds of module, side by side.
#pragma once

#include <string>
#include <vector>

#include "tracer/explain/run_diff.hpp"

namespace loopscope {

struct ComparedRun {
  std::string title;               // "modern"
  std::vector<std::string> lines;  // of standard output
  int exit_code = 0;
  bool stopped = false;  // it had not ended in time
};

/// Of two runs that print different lines, by their numbers.
struct ComparedPair {
  std::size_t one = 0;
  std::size_t other = 0;
  RunDiff diff;
};

struct Comparison {
  std::vector<ComparedRun> runs;
  std::vector<ComparedPair> pairs;
  std::string not_run;  // a sentence: why it did not run as the other kind of module
};

[[nodiscard]] std::string compare_text(const Comparison& comparison, bool colour);
/// docs/cli.md names the fields.
[[nodiscard]] std::string compare_json(const Comparison& comparison);

}  // namespace loopscope
