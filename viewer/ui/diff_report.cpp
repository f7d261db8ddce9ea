#include "viewer/ui/diff_report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>

#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

using Json = nlohmann::ordered_json;

Json place(const Trace& trace, std::uint32_t event) {
  if (event == no_index) return nullptr;
  return {{"step", event + 1ULL}, {"label", box_label(trace, event)}};
}

Json side(const Why& why, const std::vector<AnswerLine>& lines) {
  Json texts = Json::array();
  for (const AnswerLine& line : lines) texts.push_back(line.text);
  return {{"first", why.first.label}, {"first_step", why.first.moment.event + 1ULL},
          {"then", why.then.label},   {"then_step", why.then.moment.event + 1ULL},
          {"sentence", why.sentence}, {"verdict", id_of(why.verdict)},
          {"lines", std::move(texts)}};
}

Json in_sight(const Ui& ui, const ComparedRuns& compared) {
  Json lines = Json::array();
  if (ui.list_tab != ListTab::diff || ui.session->hides()) return lines;
  const std::size_t size = compared.runs.lines.size();
  const auto from = static_cast<std::size_t>(ui.diff.top);
  const auto to = std::min(size, from + static_cast<std::size_t>(ui.diff.in_sight));
  for (std::size_t i = from; i < to; ++i) {
    const AlignedLine& line = compared.runs.lines[i];
    lines.push_back({{"line", i + 1},
                     {"beside", name_of(line.beside)},
                     {"one", place(ui.session->trace(), line.one)},
                     {"other", place(ui.diff.comparison->trace(), line.other)}});
  }
  return lines;
}

void add_result(Json& json, const Ui& ui, const ComparedRuns& compared) {
  const RunDiff& diff = compared.diff;
  json["sentence"] = diff_sentence(diff);
  json["related"] = diff.related;
  json["same_order"] = diff.same_order();
  json["common"] = diff.common;
  json["in_one"] = diff.in_one;
  json["in_other"] = diff.in_other;
  json["only_one"] = diff.only_one_count;
  json["only_other"] = diff.only_other_count;
  json["counts"] = Json::object();
  for (std::size_t i = 0; i < beside_count; ++i)
    json["counts"][std::string(name_of(static_cast<Beside>(i)))] = compared.runs.counts[i];
  json["differences"] = compared.runs.differences.size();
  if (compared.mark != no_index) {
    json["mark"] = compared.mark + 1ULL;
    json["mark_step"] =
        compared.runs.place_in_one(compared.mark, ui.session->trace().size()) + 1ULL;
  }
  if (diff.parting)
    json["parting"] = {{"one", side(diff.parting->one, compared.why_one)},
                       {"other", side(diff.parting->other, compared.why_other)}};
  if (ui.diff.chosen != no_index) json["chosen"] = ui.diff.chosen + 1ULL;
  json["lines"] = in_sight(ui, compared);
}

}  // namespace

nlohmann::ordered_json diff_of(const Ui& ui) {
  const RunComparison* comparison = ui.diff.comparison.get();
  if (comparison == nullptr) return Json::object();
  Json json = {{"path", comparison->source().path()},
               {"busy", comparison->busy()},
               {"problem", comparison->problem()},
               {"notes", comparison->notes()}};
  if (const ComparedRuns* compared = comparison->result(); compared != nullptr)
    add_result(json, ui, *compared);
  return json;
}

}  // namespace loopscope::viewer
