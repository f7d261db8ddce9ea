// Whether a run kept to a claim of an order file, and if not, why not.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tracer/explain/claim.hpp"
#include "tracer/explain/why.hpp"

namespace loopscope {

struct ClaimAnswer {
  bool holds = false;
  bool by_chance = false;         // it held this time, but the order is a race
  std::string reason;             // where it does not hold: a sentence
  std::vector<std::string> more;  // further sentences
  std::optional<Why> why;         // about the two that decide
};

/// `before` and `directly_after`. What never ran keeps to neither. Directly means: between two
/// lines of output no other line; else no other task began in between on that thread.
[[nodiscard]] ClaimAnswer check_pair(Explainer& explainer, OrderClaim::Kind kind, const Moment& a,
                                     const Moment& b);

/// The other kinds; one pass over the trace each.
[[nodiscard]] ClaimAnswer check_limit(Explainer& explainer, const OrderClaim& claim);

/// Tasks of one queue, each queued by the one before.
struct TaskChain {
  std::uint64_t length = 0;
  Run first = no_index;
  Run last = no_index;
};
/// Of those that ran. Memory for the tasks that wait or run at one time.
[[nodiscard]] TaskChain longest_chain(const Trace& trace, Queue queue);

/// What the trace cannot tell, because records were lost or it was cut off; "" where it is whole.
[[nodiscard]] std::string gaps_of(const Trace& trace);

}  // namespace loopscope
