#include "tracer/cli/assert_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tracer/cli/quiz_text.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/why_report.hpp"
#include "tracer/cli/wrapped.hpp"

namespace loopscope {
namespace {

constexpr std::size_t indent = 13;  // below the claim itself

std::size_t count_failed(const std::vector<CheckedClaim>& checked) {
  return static_cast<std::size_t>(std::count_if(
      checked.begin(), checked.end(), [](const CheckedClaim& each) { return !each.answer.holds; }));
}

std::string failed_text(const ClaimAnswer& answer, bool colour) {
  std::string text;
  if (!answer.reason.empty()) text += wrapped(answer.reason, indent);
  for (const std::string& each : answer.more) text += wrapped(each, indent);
  if (!answer.why) return text;
  if (answer.why->sentence != answer.reason) text += wrapped(answer.why->sentence, indent);
  return text + why_details(*answer.why, colour, indent);
}

std::string summary(std::size_t all, std::size_t failed) {
  const std::size_t held = all - failed;
  if (failed == 0)
    return all == 1 ? "The one claim holds." : fmt::format("All {} claims hold.", all);
  return fmt::format("{} of {} claims hold, {} {}.", held, all, failed,
                     failed == 1 ? "fails" : "fail");
}

}  // namespace

std::string assert_text(const std::vector<CheckedClaim>& checked, const std::string& gaps,
                        bool colour) {
  const TeachingStyle style(colour);
  std::string text;
  for (const auto& [claim, answer] : checked) {
    const std::string head = answer.holds ? style.good("holds") : style.bad("FAILS");
    text += fmt::format("{} {:>5}  {}\n", head, claim.line, printable(claim.text));
    if (answer.by_chance)
      text += wrapped("This time. It is a race: another run may have the other order.", indent);
    if (!answer.holds) text += failed_text(answer, colour) + "\n";
  }
  if (!text.ends_with("\n\n")) text += '\n';
  if (!gaps.empty()) text += wrapped(gaps, 0);
  return text + summary(checked.size(), count_failed(checked)) + '\n';
}

std::string assert_json(Runs& runs, const std::vector<CheckedClaim>& checked,
                        const std::string& gaps) {
  using Json = nlohmann::ordered_json;
  const std::size_t failed = count_failed(checked);
  Json json = {{"hold", checked.size() - failed}, {"fail", failed}, {"claims", Json::array()}};
  for (const auto& [claim, answer] : checked) {
    Json entry = {{"line", claim.line}, {"text", claim.text}, {"holds", answer.holds}};
    if (answer.by_chance) entry["by_chance"] = true;
    if (!answer.reason.empty()) entry["reason"] = answer.reason;
    if (!answer.more.empty()) entry["more"] = answer.more;
    if (answer.why) entry["why"] = why_object(runs, *answer.why);
    json["claims"].push_back(std::move(entry));
  }
  if (!gaps.empty()) json["unknown"] = gaps;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace loopscope
