#include <nlohmann/json.hpp>

#include "tracer/cli/why_report.hpp"

namespace loopscope {
namespace {

using Json = nlohmann::ordered_json;

void put_time(Json& json, const char* key, std::int64_t ns) {
  if (ns != TraceEvent::no_time) json[key] = ns;
}

Json moment_json(Runs& runs, const MomentFacts& facts) {
  Json json = {{"label", facts.label}, {"step", facts.moment.event + 1}};
  if (facts.moment.run != no_index) {
    json["id"] = runs.id(facts.moment.run);
    json["task"] = facts.task;
    json["begin_step"] = facts.moment.run + 1;
  }
  if (facts.queued != no_index) json["queued_step"] = facts.queued + 1;
  put_time(json, "queued", facts.queued_ns);
  put_time(json, "began", facts.began_ns);
  put_time(json, "due", facts.due_ns);
  if (!facts.queued_by.empty()) json["queued_by"] = facts.queued_by;
  if (!facts.place.empty()) json["place"] = facts.place;
  if (!facts.phase.empty()) json["phase"] = facts.phase;
  if (facts.turn >= 0) json["turn"] = facts.turn;
  return json;
}

Json step_json(Runs& runs, const WhyStep& step) {
  const OrderStep& order = step.order;
  return {{"rule", id_of(order.rule)},     {"first", runs.id(order.first)},
          {"first_step", order.first + 1}, {"then", runs.id(order.then)},
          {"then_step", order.then + 1},   {"text", step.text}};
}

}  // namespace

Json why_object(Runs& runs, const Why& why) {
  Json json = {{"verdict", id_of(why.verdict)},
               {"swapped", why.swapped},
               {"sentence", why.sentence},
               {"first", moment_json(runs, why.first)},
               {"then", moment_json(runs, why.then)}};
  if (why.common != no_index)
    json["common"] = {{"id", runs.id(why.common)}, {"begin_step", why.common + 1}};
  json["steps"] = Json::array();
  for (const WhyStep& step : why.steps) json["steps"].push_back(step_json(runs, step));
  if (!why.flip.empty()) json["flip"] = why.flip;
  if (!why.unknown.empty()) json["unknown"] = why.unknown;
  if (!why.caution.empty()) json["caution"] = why.caution;
  return json;
}

std::string why_json(Runs& runs, const Why& why) {
  return why_object(runs, why).dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

std::string wait_json(Runs& runs, const TaskWait& wait) {
  Json json = {{"sentence", wait.sentence}, {"moment", moment_json(runs, wait.moment)}};
  json["waited_for"] = Json::array();
  for (const WaitPart& part : wait.parts)
    json["waited_for"].push_back({{"ns", part.ns}, {"text", part.text}});
  if (!wait.then.empty()) json["then"] = wait.then;
  if (!wait.unknown.empty()) json["unknown"] = wait.unknown;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace loopscope
