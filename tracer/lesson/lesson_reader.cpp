#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string_view>
#include <system_error>

#include "tracer/format/error.hpp"
#include "tracer/lesson/lesson.hpp"

namespace loopscope {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;
using Words = std::initializer_list<const char*>;

std::string listed(Words words) {
  std::string text;
  for (const char* word : words) text += fmt::format("{}{}", text.empty() ? "" : ", ", word);
  return text;
}

/// A value of the file and where it stands.
class LessonNode {
 public:
  LessonNode(const Json& value, std::string where, const std::string& file)
      : value_(value), where_(std::move(where)), file_(file) {}

  [[noreturn]] void fail(const std::string& sentence) const {
    throw TraceError(
        fmt::format("{} at {}: {}", file_, where_.empty() ? "its beginning" : where_, sentence));
  }
  [[nodiscard]] const std::string& where() const { return where_; }

  /// An object with no other fields than these.
  void require_object(Words fields) const {
    if (!value_.is_object())
      fail(fmt::format("an object is needed here, with the fields {}.", listed(fields)));
    for (const auto& item : value_.items())
      if (std::find(fields.begin(), fields.end(), item.key()) == fields.end())
        fail(fmt::format("there is no field '{}' here. Fields are {}.", item.key().substr(0, 60),
                         listed(fields)));
  }
  [[nodiscard]] std::optional<LessonNode> find(const char* field) const {
    const auto found = value_.find(field);
    if (found == value_.end()) return std::nullopt;
    return LessonNode(*found, fmt::format("{}/{}", where_, field), file_);
  }
  [[nodiscard]] LessonNode at(const char* field) const {
    const auto found = find(field);
    if (!found) fail(fmt::format("the field '{}' is missing. Add it.", field));
    return *found;
  }
  [[nodiscard]] std::vector<LessonNode> items(std::size_t least, std::size_t most) const {
    if (!value_.is_array() || value_.size() < least || value_.size() > most)
      fail(fmt::format("a list of {} to {} things is needed here.", least, most));
    std::vector<LessonNode> nodes;
    for (std::size_t i = 0; i < value_.size(); ++i)
      nodes.emplace_back(value_[i], fmt::format("{}/{}", where_, i), file_);
    return nodes;
  }
  [[nodiscard]] std::vector<std::pair<std::string, LessonNode>> fields() const {
    std::vector<std::pair<std::string, LessonNode>> nodes;
    for (const auto& item : value_.items())
      nodes.emplace_back(item.key(),
                         LessonNode(item.value(), fmt::format("{}/{}", where_, item.key()), file_));
    return nodes;
  }
  [[nodiscard]] std::string text(std::size_t most) const {
    if (!value_.is_string()) fail("a text in quotes is needed here.");
    auto text = value_.get<std::string>();
    if (text.empty()) fail("the text is empty. Write something, or leave the field out.");
    if (text.size() > most)
      fail(fmt::format("the text has {} bytes; at most {} are read. Shorten it.", text.size(),
                       most));
    return text;
  }
  [[nodiscard]] std::uint64_t number(std::uint64_t least, std::uint64_t most) const {
    if (!value_.is_number_unsigned() || value_.get<std::uint64_t>() < least ||
        value_.get<std::uint64_t>() > most)
      fail(fmt::format("a whole number from {} to {} is needed here.", least, most));
    return value_.get<std::uint64_t>();
  }
  [[nodiscard]] bool flag() const {
    if (!value_.is_boolean()) fail("true or false is needed here.");
    return value_.get<bool>();
  }
  [[nodiscard]] std::size_t one_of(Words words) const {
    const auto* found = value_.is_string()
                            ? std::find(words.begin(), words.end(), value_.get<std::string>())
                            : words.end();
    if (found == words.end()) fail(fmt::format("one of these is needed here: {}.", listed(words)));
    return static_cast<std::size_t>(found - words.begin());
  }
  [[nodiscard]] std::string word(Words words) const { return *(words.begin() + one_of(words)); }
  /// A path that stays beside the lesson.
  [[nodiscard]] std::string path() const {
    std::string path = text(Lesson::max_word);
    if (fs::path(path).is_absolute() || path.find('\0') != std::string::npos)
      fail("the path must be relative to the lesson's own folder.");
    return path;
  }

 private:
  const Json& value_;
  std::string where_;
  const std::string& file_;
};

constexpr std::uint64_t max_step = UINT32_MAX;
constexpr Words queues = {"timer", "pending", "idle",      "prepare", "io",  "check",
                          "close", "tick",    "microtask", "pool",    "main"};
constexpr Words kinds = {"next-line", "first", "always", "phase", "waiting", "alive", "choice"};

std::string optional_text(const LessonNode& node, const char* field, std::size_t most) {
  const auto found = node.find(field);
  return found ? found->text(most) : std::string();
}

LessonMoment moment(const LessonNode& node) {
  node.require_object({"step", "line", "task", "phase", "nth", "side"});
  LessonMoment moment;
  moment.where = node.where();
  std::size_t named = 0;
  if (const auto step = node.find("step")) {
    moment.step = step->number(0, max_step);
    ++named;
  }
  const auto take = [&](const char* field, LessonMoment::Kind kind) {
    const auto found = node.find(field);
    if (!found) return;
    moment.kind = kind;
    moment.text = found->text(Lesson::max_word);
    ++named;
  };
  take("line", LessonMoment::Kind::line);
  take("task", LessonMoment::Kind::task);
  take("phase", LessonMoment::Kind::phase);
  if (named != 1) node.fail("a moment has exactly one of step, line, task and phase.");
  if (const auto nth = node.find("nth")) moment.nth = nth->number(1, max_step);
  if (const auto side = node.find("side"))
    moment.side = static_cast<LessonMoment::Side>(side->one_of({"before", "at", "end"}));
  return moment;
}

void require_fields_of(const LessonNode& node, const LessonQuestion& question) {
  using Kind = LessonQuestion::Kind;
  const bool two = question.kind == Kind::first || question.kind == Kind::always;
  const std::size_t of = two ? 2 : question.kind == Kind::phase ? 1 : 0;
  if (question.of.size() != of)
    node.fail(fmt::format("a question of kind '{}' needs {} in 'of'.", id_of(question.kind),
                          of == 0   ? "nothing"
                          : of == 1 ? "one thing"
                                    : "two things"));
  const bool chosen = question.kind == Kind::alive || question.kind == Kind::choice;
  if (chosen != !question.choices.empty())
    node.fail(chosen ? "this question needs its 'choices'. Add two or more."
                     : "the choices of this kind of question come from the trace. Leave them out.");
  if (chosen && std::find(question.choices.begin(), question.choices.end(), question.answer) ==
                    question.choices.end())
    node.fail("the answer is not among the choices. Write it exactly like one of them.");
  if ((question.kind == Kind::waiting) != !question.queue.empty())
    node.fail("'queue' belongs to questions of kind 'waiting', and to them only.");
  if (question.kind == Kind::choice && question.ask.empty())
    node.fail("this question needs its words in 'ask'.");
}

LessonQuestion question(const LessonNode& node) {
  node.require_object({"kind", "ask", "of", "queue", "choices", "answer", "because"});
  LessonQuestion question;
  question.where = node.where();
  question.kind = static_cast<LessonQuestion::Kind>(node.at("kind").one_of(kinds));
  question.ask = optional_text(node, "ask", Lesson::max_text);
  if (const auto of = node.find("of"))
    for (const LessonNode& item : of->items(1, 2))
      question.of.push_back(item.text(Lesson::max_word));
  if (const auto queue = node.find("queue")) question.queue = queue->word(queues);
  if (const auto choices = node.find("choices"))
    for (const LessonNode& item : choices->items(2, Lesson::max_choices))
      question.choices.push_back(item.text(Lesson::max_word));
  question.answer = node.at("answer").text(Lesson::max_word);
  question.because = optional_text(node, "because", Lesson::max_text);
  require_fields_of(node, question);
  return question;
}

LessonStop stop(const LessonNode& node) {
  node.require_object({"at", "note", "waiting", "questions"});
  LessonStop stop;
  stop.where = node.where();
  stop.at = moment(node.at("at"));
  stop.note = node.at("note").text(Lesson::max_text);
  if (const auto waiting = node.find("waiting")) {
    waiting->require_object(queues);
    for (const auto& [queue, count] : waiting->fields())
      stop.waiting[queue] = count.number(0, max_step);
  }
  if (const auto questions = node.find("questions"))
    for (const LessonNode& item : questions->items(0, Lesson::max_questions))
      stop.questions.push_back(question(item));
  return stop;
}

LessonRecord record(const LessonNode& node) {
  node.require_object({"run", "sample", "loop", "virtual_time"});
  LessonRecord record;
  if (const auto run = node.find("run")) record.run = run->path();
  record.sample = optional_text(node, "sample", Lesson::max_word);
  if (record.run.empty() == record.sample.empty())
    node.fail("a recording is either of a program ('run') or of a sample ('sample').");
  if (const auto loop = node.find("loop")) record.profile = loop->word({"modern", "classic"});
  if (const auto time = node.find("virtual_time")) record.virtual_time = time->flag();
  return record;
}

LessonView view(const LessonNode& node) {
  node.require_object({"layout", "axis", "from", "to"});
  LessonView view;
  if (const auto layout = node.find("layout"))
    view.layout = layout->word({"teach", "debug", "inspect"});
  if (const auto axis = node.find("axis")) view.axis = axis->word({"order", "time"});
  if (const auto from = node.find("from")) view.from = moment(*from);
  if (const auto to = node.find("to")) view.to = moment(*to);
  return view;
}

Lesson lesson(const LessonNode& node) {
  node.require_object(
      {"$schema", "lesson", "title", "about", "trace", "record", "source", "viewport", "stops"});
  static_cast<void>(node.at("lesson").number(1, 1));
  Lesson lesson;
  lesson.title = node.at("title").text(Lesson::max_word);
  lesson.about = optional_text(node, "about", Lesson::max_text);
  if (const auto trace = node.find("trace")) lesson.trace = trace->path();
  if (const auto source = node.find("source")) lesson.source = source->path();
  if (const auto how = node.find("record")) lesson.record = record(*how);
  if (lesson.trace.empty() && !lesson.record)
    node.fail("a lesson needs a 'trace', or says with 'record' how to make one.");
  if (const auto viewport = node.find("viewport")) lesson.view = view(*viewport);
  for (const LessonNode& item : node.at("stops").items(1, Lesson::max_stops))
    lesson.stops.push_back(stop(item));
  return lesson;
}

std::string text_of(const std::string& path) {
  std::error_code error;
  const bool is_file = fs::is_regular_file(path, error);
  std::ifstream file(path, std::ios::binary);
  if (!is_file || !file)
    throw TraceError(fmt::format("cannot read the lesson {}: there is no such file.", path));
  if (fs::file_size(path, error) > Lesson::max_bytes)
    throw TraceError(fmt::format("the lesson {} is longer than 1 MiB. Make several of it.", path));
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

}  // namespace

Lesson read_lesson(const std::string& path) {
  const std::string text = text_of(path);
  Json json;
  try {
    json = Json::parse(text);
  } catch (const Json::parse_error& error) {
    const auto before = std::min(static_cast<std::size_t>(error.byte), text.size());
    const auto line =
        1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(before), '\n');
    throw TraceError(fmt::format(
        "{}:{}: this is no JSON: look for a missing comma, quote or bracket there.", path, line));
  }
  Lesson result = lesson(LessonNode(json, "", path));
  result.file = path;
  return result;
}

}  // namespace loopscope
