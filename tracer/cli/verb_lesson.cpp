// loopscope lesson: play a lesson, draft one from a trace, check that it is still true, and record
// its trace.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <memory>
#include <optional>

#include "tracer/cli/answers.hpp"
#include "tracer/cli/lesson_text.hpp"
#include "tracer/cli/lesson_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/record_program.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/cli/wrapped.hpp"
#include "tracer/format/error.hpp"
#include "tracer/lesson/lesson_make.hpp"

namespace loopscope {
namespace {

namespace fs = std::filesystem;

struct LessonArguments {
  std::vector<std::string> files;
  std::string answers;
  std::string output;
  std::string profile = "modern";
  bool virtual_time = false;
  std::size_t stops = 20;
};

/// Walks through a lesson with a person, or with a file of answers.
class LessonRound {
 public:
  LessonRound(const Lesson& lesson, Explainer& explainer, Answers& answers)
      : lesson_(lesson),
        trace_(explainer.runs().trace()),
        play_(lesson, explainer),
        answers_(answers),
        style_(wants_colour(STDOUT_FILENO)),
        out_(STDOUT_FILENO) {}

  ExitCode play() {
    out_.write(lesson_head(lesson_, trace_, style_));
    if (answers_.is_person())
      out_.write("\nAn empty answer shows the right one. Ctrl-D ends the lesson.\n");
    for (std::size_t i = 0; i < lesson_.stops.size() && !ended_; ++i) stop(i);
    std::size_t questions = 0;
    for (const LessonStop& stop : lesson_.stops) questions += stop.questions.size();
    const std::size_t left = questions - score_.asked;
    out_.write('\n' +
               (questions == 0 ? std::string("The end.\n") : score_text(score_, left, style_)));
    out_.flush();
    return score_.missed == 0 && left == 0 ? ExitCode::ok : ExitCode::findings;
  }

 private:
  void stop(std::size_t number) {
    const LessonStop& stop = lesson_.stops[number];
    const std::uint32_t step = play_.step_of(stop.at);
    out_.write(lesson_stop(lesson_, number, trace_, step, style_));
    for (const LessonQuestion& question : stop.questions)
      if (!ended_) ask(question, step);
    if (stop.questions.empty() && answers_.is_person()) {
      out_.write(style_.faint("Enter goes on"));
      static_cast<void>(prompt(" "));
    }
  }
  void ask(const LessonQuestion& question, std::uint32_t step) {
    const LessonAsk asked = play_.ask(question, step);
    out_.write(fmt::format("\n{}\n", style_.bold(printable(asked.ask))));
    out_.write(choices_text(asked.choices, style_));
    std::optional<std::string> answer = prompt("> ");
    while (answer && answers_.is_person() && is_no_choice(asked, *answer)) {
      out_.write("  That is none of the choices. Try again.\n");
      answer = prompt("> ");
    }
    if (!answer) return;
    const QuizReply reply = play_.mark(question, step, *answer);
    const bool line = question.kind == LessonQuestion::Kind::next_line;
    out_.write(reply_text(reply, line ? "the next line is" : "the answer is", style_));
    if (!question.because.empty()) out_.write(wrapped(question.because, 4));
    count(reply, score_);
  }
  std::optional<std::string> prompt(const char* sign) {
    out_.write(sign);
    out_.flush();
    std::optional<std::string> answer = answers_.next();
    if (!answer || !answers_.is_person()) out_.write((answer ? printable(*answer) : "") + "\n");
    ended_ = !answer;
    return answer;
  }

  const Lesson& lesson_;
  const Trace& trace_;
  LessonPlay play_;
  Answers& answers_;
  TeachingStyle style_;
  Output out_;
  QuizScore score_;
  bool ended_ = false;
};

ExitCode play(const LessonArguments& arguments) {
  const Lesson lesson = read_lesson(arguments.files.front());
  Answers answers(arguments.answers);
  const auto loaded = load_lesson_trace(lesson, false);
  Explainer explainer(loaded->trace());
  return LessonRound(lesson, explainer, answers).play();
}

ExitCode check(const LessonArguments& arguments) {
  Output out(STDOUT_FILENO);
  ExitCode result = ExitCode::ok;
  for (const std::string& file : arguments.files) {
    const Lesson lesson = read_lesson(file);
    const auto loaded = load_lesson_trace(lesson, true);
    Explainer explainer(loaded->trace());
    const auto faults = LessonPlay(lesson, explainer).faults();
    for (const std::string& fault : faults) out.write(printable(fault) + '\n');
    if (faults.empty()) out.write(fmt::format("{}: true\n", printable(file)));
    if (!faults.empty()) result = ExitCode::findings;
    out.flush();
  }
  return result;
}

std::string beside(const std::string& lesson, const std::string& file) {
  const fs::path folder = fs::absolute(lesson).parent_path();
  return fs::absolute(file).lexically_normal().lexically_relative(folder.lexically_normal());
}

void write_lesson(const Lesson& lesson) {
  std::ofstream file(lesson.file, std::ios::binary);
  file << to_json(lesson);
  file.close();
  if (!file)
    throw OutputError(
        fmt::format("cannot write the lesson {}. Look for the folder and for room.", lesson.file));
}

/// Of a program: its trace is recorded beside the lesson.
void make(const LessonArguments& arguments) {
  const std::string& file = arguments.files.front();
  std::string trace = file;
  std::optional<LessonRecord> record;
  if (is_javascript(file)) {
    trace = fs::path(arguments.output).replace_extension("").replace_extension(".jsonl").string();
    record_program(
        {.file = file, .profile = arguments.profile, .virtual_time = arguments.virtual_time},
        trace);
    record = LessonRecord{.run = beside(arguments.output, file),
                          .sample = {},
                          .profile = arguments.profile,
                          .virtual_time = arguments.virtual_time};
  }
  const LoadedTrace loaded(trace, "Loading");
  Explainer explainer(loaded.trace());
  Lesson lesson = draft_lesson(explainer, arguments.stops);
  if (lesson.stops.empty())
    throw TraceError(
        fmt::format("{} has no output and no callbacks, so there is nothing to "
                    "stop at. Record a program that does something.",
                    file));
  lesson.file = arguments.output;
  lesson.trace = beside(arguments.output, trace);
  lesson.record = record;
  write_lesson(lesson);
  Output out(STDOUT_FILENO);
  out.write(fmt::format("{}: {} stops. Edit its notes, then `loopscope lesson check` it.\n",
                        printable(lesson.file), lesson.stops.size()));
  out.flush();
}

void record(const LessonArguments& arguments) {
  const Lesson lesson = read_lesson(arguments.files.front());
  if (!lesson.record)
    throw TraceError(fmt::format(
        "{} does not say with 'record' how its trace is made, so there is nothing to record.",
        lesson.file));
  if (arguments.output.empty() && lesson.trace.empty())
    throw TraceError(fmt::format(
        "{} does not say with 'trace' where its trace belongs. Name a file with -o.", lesson.file));
  const std::string trace =
      arguments.output.empty() ? lesson.path_of(lesson.trace) : arguments.output;
  record_lesson(lesson, trace);
  Output out(STDOUT_FILENO);
  out.write(fmt::format("The trace is in {}.\n", printable(trace)));
  out.flush();
}

void add_play(CLI::App& verb, const std::shared_ptr<LessonArguments>& arguments,
              ExitCode& exit_code) {
  CLI::App* play_verb = verb.add_subcommand("play", "Walk through a lesson and its questions");
  play_verb->add_option("lesson", arguments->files, "The lesson (T.lesson.json)")
      ->required()
      ->expected(1);
  play_verb->add_option("--answers", arguments->answers,
                        "Read the answers from this file, one a line (default: standard input)");
  play_verb->footer(
      "Exit status: 0 nothing missed; 1 something missed, or not all answered; 2 no lesson.\n\n"
      "Example:\n  loopscope lesson play samples/lessons/01_queues.lesson.json");
  play_verb->callback([arguments, &exit_code] { exit_code = play(*arguments); });
}

void add_make(CLI::App& verb, const std::shared_ptr<LessonArguments>& arguments) {
  CLI::App* make_verb = verb.add_subcommand("make", "Draft a lesson from a trace or a program");
  make_verb
      ->add_option("file", arguments->files, "The trace (T.jsonl), or a program (.js, .cjs, .mjs)")
      ->required()
      ->expected(1);
  make_verb->add_option("-o,--output", arguments->output, "The lesson (T.lesson.json)")->required();
  make_verb->add_option("--stops", arguments->stops, "At most so many stops")
      ->check(CLI::Range(std::size_t{1}, Lesson::max_stops))
      ->capture_default_str();
  make_verb->add_option("--loop", arguments->profile, "Of a program: whose order of phases")
      ->check(CLI::IsMember({"classic", "modern"}))
      ->capture_default_str();
  make_verb->add_flag("--virtual-time", arguments->virtual_time,
                      "Of a program: do not wait, time jumps to the next timer");
  make_verb->footer("Example:\n  loopscope lesson make puzzle.js -o puzzle.lesson.json");
  make_verb->callback([arguments] { make(*arguments); });
}

void add_check(CLI::App& verb, const std::shared_ptr<LessonArguments>& arguments,
               ExitCode& exit_code) {
  CLI::App* check_verb = verb.add_subcommand(
      "check", "Record lessons anew, and see whether all moments and answers are still true");
  check_verb->add_option("lessons", arguments->files, "The lessons (T.lesson.json)")->required();
  check_verb->footer(
      "Exit status: 0 all is true; 1 something is not; 2 no lesson.\n\n"
      "Example:\n  loopscope lesson check samples/lessons/*.lesson.json");
  check_verb->callback([arguments, &exit_code] { exit_code = check(*arguments); });
}

void add_record(CLI::App& verb, const std::shared_ptr<LessonArguments>& arguments) {
  CLI::App* record_verb = verb.add_subcommand("record", "Record the trace that a lesson is about");
  record_verb->add_option("lesson", arguments->files, "The lesson (T.lesson.json)")
      ->required()
      ->expected(1);
  record_verb->add_option("-o,--output", arguments->output,
                          "The trace (default: where the lesson says)");
  record_verb->footer(
      "Example:\n  loopscope lesson record samples/lessons/01_queues.lesson.json -o T.jsonl");
  record_verb->callback([arguments] { record(*arguments); });
}

}  // namespace

void add_lesson_verb(CLI::App& app, ExitCode& exit_code) {
  auto arguments = std::make_shared<LessonArguments>();
  CLI::App* verb =
      app.add_subcommand("lesson", "Play, draft, check or record a lesson about a trace");
  verb->require_subcommand(1);
  verb->footer("Example:\n  loopscope lesson play samples/lessons/01_queues.lesson.json");
  add_play(*verb, arguments, exit_code);
  add_make(*verb, arguments);
  add_check(*verb, arguments, exit_code);
  add_record(*verb, arguments);
}

}  // namespace loopscope
