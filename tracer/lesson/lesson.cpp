#include "tracer/lesson/lesson.hpp"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <system_error>

#include "tracer/format/error.hpp"

namespace loopscope {
namespace {

using Json = nlohmann::ordered_json;

Json moment_json(const LessonMoment& moment) {
  Json json = Json::object();
  switch (moment.kind) {
    case LessonMoment::Kind::step:
      json["step"] = moment.step;
      break;
    case LessonMoment::Kind::line:
      json["line"] = moment.text;
      break;
    case LessonMoment::Kind::task:
      json["task"] = moment.text;
      break;
    case LessonMoment::Kind::phase:
      json["phase"] = moment.text;
      break;
  }
  if (moment.nth > 1) json["nth"] = moment.nth;
  if (moment.side == LessonMoment::Side::before) json["side"] = "before";
  if (moment.side == LessonMoment::Side::end) json["side"] = "end";
  return json;
}

void put(Json& json, const char* field, const std::string& text) {
  if (!text.empty()) json[field] = text;
}

Json question_json(const LessonQuestion& question) {
  Json json = {{"kind", id_of(question.kind)}};
  put(json, "ask", question.ask);
  if (!question.of.empty()) json["of"] = question.of;
  put(json, "queue", question.queue);
  if (!question.choices.empty()) json["choices"] = question.choices;
  json["answer"] = question.answer;
  put(json, "because", question.because);
  return json;
}

Json stop_json(const LessonStop& stop) {
  Json json = {{"at", moment_json(stop.at)}, {"note", stop.note}};
  if (!stop.waiting.empty()) json["waiting"] = stop.waiting;
  for (const LessonQuestion& question : stop.questions)
    json["questions"].push_back(question_json(question));
  return json;
}

Json record_json(const LessonRecord& record) {
  Json json = Json::object();
  put(json, "run", record.run);
  put(json, "sample", record.sample);
  json["loop"] = record.profile;
  if (record.virtual_time) json["virtual_time"] = true;
  return json;
}

}  // namespace

const char* id_of(LessonQuestion::Kind kind) noexcept {
  constexpr std::array names = {"next-line", "first", "always", "phase",
                                "waiting",   "alive", "choice"};
  return names[static_cast<std::size_t>(kind)];
}

std::string Lesson::path_of(const std::string& relative) const {
  return (std::filesystem::path(file).parent_path() / relative).string();
}

std::string Lesson::kept_trace() const {
  std::error_code none;
  std::string path = path_of(trace);
  if (!trace.empty() && std::filesystem::exists(path, none)) return path;
  if (record) return {};
  throw TraceError(fmt::format(
      "{} at /trace: there is no file {}. Put the trace there, or say with 'record' how to make "
      "one.",
      file, path));
}

std::string to_json(const Lesson& lesson) {
  Json json = {{"lesson", 1}, {"title", lesson.title}};
  put(json, "about", lesson.about);
  put(json, "trace", lesson.trace);
  if (lesson.record) json["record"] = record_json(*lesson.record);
  put(json, "source", lesson.source);
  Json view = {{"layout", lesson.view.layout}, {"axis", lesson.view.axis}};
  if (lesson.view.from) view["from"] = moment_json(*lesson.view.from);
  if (lesson.view.to) view["to"] = moment_json(*lesson.view.to);
  json["viewport"] = view;
  json["stops"] = Json::array();
  for (const LessonStop& stop : lesson.stops) json["stops"].push_back(stop_json(stop));
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace loopscope
