#include <nlohmann/json.hpp>

#include "tracer/cli/stats_report.hpp"
#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

using Json = nlohmann::ordered_json;

Json spread(const Histogram& histogram) {
  return {{"count", histogram.count()},
          {"total_ns", histogram.sum()},
          {"p50_ns", histogram.percentile(0.5)},
          {"p99_ns", histogram.percentile(0.99)},
          {"max_ns", histogram.max()}};
}

Json runs(const Statistics::Runs& row) {
  return {{"ran", spread(row.ran)}, {"waited", spread(row.waited)}};
}

Json phases(const Statistics& statistics) {
  Json json = Json::object();
  for (std::size_t i = 0; i < phase_count; ++i)
    if (statistics.phases[i].count() > 0)
      json[std::string(name_of(static_cast<Phase>(i)))] = spread(statistics.phases[i]);
  return json;
}

Json queues(const Statistics& statistics) {
  Json json = Json::object();
  for (std::size_t i = 0; i < queue_count; ++i)
    if (statistics.queues[i].ran.count() > 0)
      json[std::string(name_of(static_cast<Queue>(i)))] = runs(statistics.queues[i]);
  return json;
}

Json names(const Statistics& statistics) {
  Json json = Json::object();
  for (const auto& [name, row] : statistics.names) {
    Json& entry = json[name] = runs(row.runs);
    entry["q"] = name_of(row.queue);
  }
  return json;
}

Json poll(const Statistics& statistics) {
  Json json = spread(statistics.poll_wait);
  json["share"] = statistics.poll_share();
  Json reasons = Json::object();
  for (std::size_t i = 0; i < poll_reason_count; ++i)
    if (statistics.poll_reasons[i] > 0)
      reasons[std::string(name_of(static_cast<PollReason>(i)))] = statistics.poll_reasons[i];
  json["why"] = std::move(reasons);
  return json;
}

Json tcp(const Statistics::Tcp& connections) {
  return {{"accepted", connections.accepted},
          {"connected", connections.connected},
          {"failed", connections.failed},
          {"closed", connections.closed},
          {"most_open", connections.most_open},
          {"read_bytes", connections.read_bytes},
          {"written_bytes", connections.written_bytes},
          {"reads", connections.reads},
          {"writes", connections.writes},
          {"again", connections.again},
          {"errors", connections.errors},
          {"open", spread(connections.open)}};
}

}  // namespace

std::string stats_json(const TraceHeader& header, const Statistics& statistics) {
  Json json = {{"process", header.process},
               {"profile", header.profile},
               {"clock", header.clock},
               {"recorded_ns", statistics.recorded_ns()},
               {"events", statistics.events},
               {"dropped", statistics.dropped},
               {"turns", statistics.turns},
               {"tasks_run", statistics.tasks_run},
               {"tasks_cancelled", statistics.tasks_cancelled},
               {"tasks_waiting", statistics.tasks_waiting},
               {"errors_thrown", statistics.errors_thrown}};
  json["phases"] = phases(statistics);
  json["queues"] = queues(statistics);
  json["names"] = names(statistics);
  json["other_names"] = statistics.other_names;
  json["timer_lag"] = spread(statistics.timer_lag);
  json["poll_wait"] = poll(statistics);
  json["pool_work"] = spread(statistics.pool_work);
  json["tcp"] = tcp(statistics.tcp);
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace loopscope
