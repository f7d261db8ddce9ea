#include "viewer/ui/report.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tracer/format/names.hpp"
#include "tracer/model/queue_content.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/diff_report.hpp"
#include "viewer/ui/teaching_report.hpp"

namespace loopscope::viewer {
namespace {

using Json = nlohmann::ordered_json;
constexpr std::size_t max_tasks = 1000;

double quantile(std::vector<double> values, double share) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[static_cast<std::size_t>(share * static_cast<double>(values.size() - 1))];
}

Json queues(const Session& session) {
  Json json = Json::object();
  for (std::size_t i = 0; i < LoopState::queue_count; ++i) {
    Json ids = Json::array();
    for (const auto* task : session.waiting(static_cast<Queue>(i), max_tasks))
      ids.push_back(session.trace().number(task->id));
    if (!ids.empty()) json[std::string(name_of(static_cast<Queue>(i)))] = std::move(ids);
  }
  return json;
}

Json cursor(const Session& session) {
  const Trace& trace = session.trace();
  Json json = {{"step", session.step()}, {"t", session.now_ns()}};
  json["loop"] = session.loop_name(session.loop());
  json["queues"] = queues(session);
  Json running = Json::array();
  for (const LoopState::Scope& scope : session.open())
    running.push_back(box_label(trace, scope.begin));
  json["running"] = std::move(running);
  json["console"] = console_size(trace, session.step());
  json["caption"] = session.step() == 0 ? std::string() : caption(trace, session.step() - 1);
  const bool any = session.selected() != no_index;
  json["selected"] = any ? box_label(trace, session.selected()) : std::string();
  json["cause"] = session.cause() == no_index ? std::string() : box_label(trace, session.cause());
  json["effects"] = session.effects().size();
  return json;
}

Json view(const Session& session) {
  return {{"axis", session.axis() == Axis::time ? "time" : "order"},
          {"begin", session.viewport().range().begin},
          {"end", session.viewport().range().end},
          {"matches", session.search().count()},
          {"marks", session.marks().all().size()},
          {"kept", session.kept().has_value()},
          {"measured", session.measured.has_value()}};
}

/// The question, and the answer's lines where it is on the screen.
Json why(const Ui& ui) {
  const Trace& trace = ui.session->trace();
  const Question& question = ui.session->question();
  if (!question.asked()) return Json::object();
  Json json = {{"one", box_label(trace, question.one)}, {"one_step", question.one + 1ULL}};
  if (question.is_pair()) {
    json["other"] = box_label(trace, question.other);
    json["other_step"] = question.other + 1ULL;
  }
  const WhyAnswer* answer = ui.why.latest();
  if (answer == nullptr || ui.side_tab != SideTab::why) return json;
  if (answer->verdict) json["verdict"] = id_of(*answer->verdict);
  json["lines"] = Json::array();
  int rules = 0;
  for (const AnswerLine& line : answer->lines) {
    std::string text = line.part == AnswerPart::rule ? std::to_string(++rules) + ". " : "";
    if (line.part != AnswerPart::verdict) text += line.label;
    if (!text.empty() && !line.text.empty()) text += ' ';
    json["lines"].push_back(text + line.text);
  }
  return json;
}

/// What is listed, and where lint looked through the trace all counts.
Json lints(const Ui& ui) {
  const LintList* list = ui.lints.job.latest();
  if (list == nullptr) return Json::object();
  Json json = {{"counts", Json::object()}, {"findings", Json::array()}};
  for (const Lint kind : list->kinds())
    json["counts"][std::string(id_of(kind))] = list->count(kind);
  for (const LintFinding* finding : list->findings(ui.lints.only))
    json["findings"].push_back({{"lint", id_of(finding->lint)},
                                {"step", finding->event + 1ULL},
                                {"severity", name_of(severity_of(finding->lint))},
                                {"what", finding->what},
                                {"advice", finding->advice}});
  return json;
}

/// As `loopscope alive` has it; where the panel is open.
Json alive(const Ui& ui) {
  const AliveList* list = ui.alive.job.latest();
  const std::vector<PollWait>* waits = ui.alive.waits.latest();
  if (list == nullptr || waits == nullptr || ui.list_tab != ListTab::alive) return Json::object();
  Json json = {{"count", list->count}, {"alive", Json::array()}, {"waits", Json::array()}};
  for (const AliveThing& thing : list->things)
    json["alive"].push_back({{"kind", thing.kind},
                             {"name", thing.name},
                             {"state", thing.state},
                             {"by", thing.by},
                             {"place", thing.place},
                             {"since_step", thing.since + 1ULL}});
  for (const PollWait& wait : *waits)
    json["waits"].push_back({{"step", wait.event + 1ULL},
                             {"took", wait.took_ns},
                             {"why", wait.why},
                             {"ended", wait.ended}});
  return json;
}

Json screen(const Drawn& drawn) {
  Json targets = Json::object();
  for (const auto& [name, area] : drawn.targets) targets[name] = {area.x, area.y, area.z, area.w};
  return {{"rows", drawn.rows},
          {"boxes", drawn.boxes},
          {"texts", drawn.texts()},
          {"targets", std::move(targets)}};
}

}  // namespace

std::string report_json(App& app) {
  std::shared_lock<std::shared_mutex> held;
  const Ui& ui = app.ui();
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  Json json = {{"width", size.x},
               {"height", size.y},
               {"scale", ui.scale},
               {"theme", ui.palette->dark ? "dark" : "light"},
               {"layout", app.layout() == LayoutKind::debug   ? "debug"
                          : app.layout() == LayoutKind::teach ? "teach"
                                                              : "inspect"},
               {"error", app.error()}};
  json["frames"] = {{"count", app.frame_ms().size()},
                    {"median_ms", quantile(app.frame_ms(), 0.5)},
                    {"p99_ms", quantile(app.frame_ms(), 0.99)},
                    {"max_ms", quantile(app.frame_ms(), 1)}};
  json["screen"] = screen(ui.drawn);
  if (ui.session != nullptr && app.source() != nullptr) {
    const Trace& trace = ui.session->trace();
    json["trace"] = {{"events", trace.size()},
                     {"problems", trace.problem_count()},
                     {"closed", app.source()->closed()},
                     {"loaded_s", app.source()->seconds()},
                     {"first_picture_s", app.first_picture_s()},
                     {"bytes", trace.bytes() + ui.session->rows().bytes()}};
    json["cursor"] = cursor(*ui.session);
    json["view"] = view(*ui.session);
    json["why"] = why(ui);
    json["lints"] = lints(ui);
    json["alive"] = alive(ui);
    json["diff"] = diff_of(ui);
    json["view"]["hides"] = ui.session->hides();
    if (app.teaching() != nullptr) json["teaching"] = teaching_of(*app.teaching());
  }
  return json.dump(1, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace loopscope::viewer
