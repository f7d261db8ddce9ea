// How a run kept to an order file, as text for people and as JSON for programs.
#pragma once

#include <string>
#include <vector>

#include "tracer/explain/claim_check.hpp"

namespace loopscope {

struct CheckedClaim {
  OrderClaim claim;
  ClaimAnswer answer;
};

[[nodiscard]] std::string assert_text(const std::vector<CheckedClaim>& checked,
                                      const std::string& gaps, bool colour);
/// docs/explain.md names the fields.
[[nodiscard]] std::string assert_json(Runs& runs, const std::vector<CheckedClaim>& checked,
                                      const std::string& gaps);

}  // namespace loopscope
