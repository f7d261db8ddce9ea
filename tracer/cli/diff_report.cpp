#include "tracer/cli/diff_report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "tracer/cli/quiz_text.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/why_report.hpp"
#include "tracer/cli/wrapped.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

using Json = nlohmann::ordered_json;

class DiffText {
 public:
  DiffText(const DiffNames& names, bool colour) : names_(names), style_(colour), colour_(colour) {}

  std::string all(const RunDiff& diff, bool times) const {
    if (!diff.related) return wrapped(diff_sentence(diff), 0);
    std::string text = summary(diff);
    if (diff.parting) text += parting(*diff.parting);
    text += only(names_.one, diff.only_one, diff.only_one_count);
    text += only(names_.other, diff.only_other, diff.only_other_count);
    if (times && !diff.times.empty()) text += took_longer(diff.times);
    return text;
  }

 private:
  std::string summary(const RunDiff& diff) const {
    return style_.bold(diff_sentence(diff)) + "\n" + wrapped(common_sentence(diff), 0);
  }
  std::string side(const std::string& name, const Why& why) const {
    return fmt::format("\n{}\n", style_.bold(printable(name))) + wrapped(why.sentence, 2) +
           why_details(why, colour_, 2);
  }
  std::string parting(const Parting& parting) const {
    return side(names_.one, parting.one) + side(names_.other, parting.other);
  }
  std::string only(const std::string& name, const std::vector<OneSided>& shown,
                   std::uint64_t count) const {
    if (count == 0) return {};
    std::string text =
        fmt::format("\n{}\n", style_.bold(fmt::format("Only in {}", printable(name))));
    for (const OneSided& each : shown) {
      text += fmt::format("  @{:<8} {:>13}  {}", each.event + 1, moment_text(each.t_ns),
                          printable(each.label));
      if (!each.place.empty()) text += fmt::format("  queued at {}", printable(each.place));
      if (each.led_to > 0) text += fmt::format("  and {} more that it led to", each.led_to);
      if (each.other_queued != no_index)
        text += fmt::format("; in the other run it was queued at step {}, and never ran",
                            each.other_queued + 1);
      text += '\n';
    }
    if (count > shown.size()) text += fmt::format("  … and {} more\n", count - shown.size());
    return text;
  }
  std::string took_longer(const std::vector<TookLonger>& times) const {
    std::string text = fmt::format("\n{}\n", style_.bold("What took longer"));
    for (const TookLonger& each : times)
      text += fmt::format("  @{:<8} {:>9} against {:>9}  {}\n", each.event + 1,
                          duration_text(each.one_ns), duration_text(each.other_ns),
                          printable(each.label));
    return text;
  }

  const DiffNames& names_;
  TeachingStyle style_;
  bool colour_;
};

Json only_json(const std::vector<OneSided>& shown, std::uint64_t count) {
  Json list = Json::array();
  for (const OneSided& each : shown) {
    Json entry = {{"step", each.event + 1}, {"t", each.t_ns}, {"label", each.label}};
    if (!each.place.empty()) entry["place"] = each.place;
    if (each.led_to > 0) entry["led_to"] = each.led_to;
    if (each.other_queued != no_index) entry["other_queued_step"] = each.other_queued + 1;
    list.push_back(std::move(entry));
  }
  return {{"count", count}, {"first", std::move(list)}};
}

Json times_json(const std::vector<TookLonger>& times) {
  Json list = Json::array();
  for (const TookLonger& each : times)
    list.push_back({{"label", each.label},
                    {"step", each.event + 1},
                    {"other_step", each.other_event + 1},
                    {"took", each.one_ns},
                    {"other_took", each.other_ns}});
  return list;
}

}  // namespace

std::string diff_text(const RunDiff& diff, const DiffNames& names, bool times, bool colour) {
  return DiffText(names, colour).all(diff, times);
}

std::string diff_json(Runs& one, Runs& other, const RunDiff& diff, bool times) {
  Json json = {{"related", diff.related},
               {"same_order", diff.same_order()},
               {"common", diff.common},
               {"in_one", diff.in_one},
               {"in_other", diff.in_other}};
  if (diff.parting)
    json["parting"] = {{"one", why_object(one, diff.parting->one)},
                       {"other", why_object(other, diff.parting->other)}};
  json["only_one"] = only_json(diff.only_one, diff.only_one_count);
  json["only_other"] = only_json(diff.only_other, diff.only_other_count);
  if (times) json["times"] = times_json(diff.times);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace loopscope
