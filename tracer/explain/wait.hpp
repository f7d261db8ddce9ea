// Why something ran when it did, and not earlier.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tracer/explain/why.hpp"

namespace loopscope {

/// A share of the time from task.queue to task.begin.
struct WaitPart {
  std::int64_t ns = 0;
  std::string text;
};

struct TaskWait {
  MomentFacts moment;
  std::string sentence;
  std::vector<WaitPart> parts;  // what it waited for, in the order in which that came
  std::string then;             // why it was its turn then
  std::string unknown;          // what cannot be known
};

/// One pass over the events from its task.queue to its task.begin.
[[nodiscard]] TaskWait explain_wait(Explainer& explainer, const Moment& moment);

}  // namespace loopscope
