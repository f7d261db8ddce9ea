#include "viewer/ui/teaching_report.hpp"

#include <nlohmann/json.hpp>
#include <utility>

namespace loopscope::viewer {

using Json = nlohmann::ordered_json;

namespace {

Json question_of(const AskedQuestion& question) {
  Json choices = Json::array();
  for (const QuizChoice& choice : question.choices)
    choices.push_back({{"label", choice.label}, {"line", choice.line}});
  Json json = {{"ask", question.ask}, {"choices", std::move(choices)}};
  if (!question.reply) return json;
  const ReplyWords words = question.words();
  json["reply"] = {{"head", words.head},
                   {"line", question.reply->line},
                   {"sentences", words.sentences},
                   {"verdict", words.verdict}};
  return json;
}

}  // namespace

nlohmann::ordered_json teaching_of(const Teaching& teaching) {
  Json json = Json::object();
  const auto score = [](const QuizScore& all) {
    return Json{{"asked", all.asked}, {"right", all.right}, {"missed", all.missed}};
  };
  if (const LessonRun* run = teaching.lesson()) {
    Json questions = Json::array();
    for (const AskedQuestion& each : run->questions()) questions.push_back(question_of(each));
    json["lesson"] = {{"title", run->lesson().title},
                      {"page", run->page()},
                      {"stops", run->stops()},
                      {"problem", run->problem()},
                      {"questions", std::move(questions)},
                      {"score", score(run->score())}};
  }
  if (const QuizRun* run = teaching.quiz())
    json["quiz"] = {{"line", run->number()},
                    {"lines", run->lines()},
                    {"ended", run->state() == QuizRun::State::ended},
                    {"question", question_of(run->question())},
                    {"score", score(run->score())}};
  return json;
}

}  // namespace loopscope::viewer
