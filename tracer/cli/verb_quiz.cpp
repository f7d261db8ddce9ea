// loopscope quiz: which line does the program print next?
#include <fmt/format.h>
#include <unistd.h>

#include <memory>
#include <optional>

#include "tracer/cli/answers.hpp"
#include "tracer/cli/loaded_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/quiz_text.hpp"
#include "tracer/cli/record_program.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/format/error.hpp"

namespace loopscope {
namespace {

struct QuizArguments {
  std::string file;
  std::string answers;
  RecordRequest record;
  Quiz::Limits limits;
};

struct Recorded {
  std::unique_ptr<LoadedTrace> loaded;
  RecordResult result;
};

/// The trace, or that of the program; what was recorded for it is gone once it is loaded.
Recorded load(const QuizArguments& arguments) {
  if (!is_javascript(arguments.file))
    return {std::make_unique<LoadedTrace>(arguments.file, "Loading"), {}};
  const TemporaryFolder folder;
  RecordRequest request = arguments.record;
  request.file = arguments.file;
  RecordResult result = record_program(request, folder / "trace.jsonl");
  return {std::make_unique<LoadedTrace>(folder / "trace.jsonl", "Loading"), std::move(result)};
}

/// A person at a terminal, or a script, is asked for one line after the other.
class QuizRound {
 public:
  QuizRound(Quiz& quiz, Answers& answers)
      : quiz_(quiz), answers_(answers), style_(wants_colour(STDOUT_FILENO)), out_(STDOUT_FILENO) {}

  void introduce(const Recorded& recorded, const std::string& file) {
    const Trace& trace = recorded.loaded->trace();
    const auto texts = program_texts(trace, file);
    out_.write(program_text_shown(texts, style_));
    if (texts.empty())
      out_.write("The trace does not hold the program's text. Have it beside you.\n");
    if (recorded.result.stopped)
      out_.write("The program did not end by itself and was stopped (--timeout).\n");
    out_.write(fmt::format("\n{} It runs on the {} loop.\n",
                           style_.bold("What does it print, line by line?"),
                           printable(trace.header().profile)));
    out_.write(
        "Answer with a line of its output, or with the letter before it. "
        "An empty answer shows the line.\n");
    if (answers_.is_person()) out_.write("Ctrl-D ends the quiz.\n");
  }
  /// False where the answers have ended.
  bool ask() {
    ask_for_line();
    for (;;) {
      const std::optional<std::string> answer = prompt();
      if (!answer) return false;
      const QuizReply reply = quiz_.mark(*answer);
      if (reply.mark == QuizMark::unknown && answers_.is_person()) {
        out_.write("  That is no line that is still to come. Try again.\n");
        continue;
      }
      out_.write(reply_text(reply, "the next line is", style_));
      quiz_.take(reply);
      return true;
    }
  }
  void end(bool complete) {
    out_.write("\n");
    if (complete) {
      const auto rest = quiz_.rest();
      if (!rest.empty()) out_.write(style_.faint("That leaves:") + "\n");
      for (const std::string& line : rest) out_.write(fmt::format("  {}\n", printable(line)));
    }
    if (quiz_.left_out() > 0)
      out_.write(fmt::format("{} more lines are not asked (--lines).\n", quiz_.left_out()));
    out_.write(score_text(quiz_.score(), complete ? 0 : quiz_.lines() - quiz_.at(), style_));
    out_.flush();
  }

 private:
  void ask_for_line() {
    out_.write(fmt::format(
        "\n{}\n", style_.bold(fmt::format("Line {} of {}", quiz_.at() + 1, quiz_.lines()))));
    for (const std::string& aside : quiz_.asides())
      out_.write(style_.faint(fmt::format("  (standard error) {}", printable(aside))) + "\n");
    out_.write(choices_text(quiz_.choices(), style_));
  }
  std::optional<std::string> prompt() {
    out_.write("> ");
    out_.flush();
    std::optional<std::string> answer = answers_.next();
    if (!answer || !answers_.is_person()) out_.write((answer ? printable(*answer) : "") + "\n");
    return answer;
  }

  Quiz& quiz_;
  Answers& answers_;
  TeachingStyle style_;
  Output out_;
};

[[noreturn]] void refuse(const std::string& file, const std::string& reason,
                         const RecordResult& result) {
  if (!result.errors.empty())
    print_error(fmt::format("What {} wrote to standard error:\n{}\n", printable(file),
                            printable_lines(result.errors)));
  throw TraceError(fmt::format("there is nothing to ask about {}: {}", file, reason));
}

ExitCode run_quiz(const QuizArguments& arguments) {
  if (arguments.file == "-" && (arguments.answers.empty() || arguments.answers == "-"))
    throw TraceError(
        "the trace and the answers cannot both come from standard input. Name one of them: "
        "`loopscope quiz T.jsonl`, or --answers FILE.");
  Answers answers(arguments.answers);
  const Recorded recorded = load(arguments);
  Explainer explainer(recorded.loaded->trace());
  Quiz quiz(explainer, arguments.limits);
  if (const std::string reason = quiz.nothing_to_ask(); !reason.empty())
    refuse(arguments.file, reason, recorded.result);
  QuizRound round(quiz, answers);
  round.introduce(recorded, arguments.file);
  bool answered = true;
  while (answered && !quiz.ended()) answered = round.ask();
  round.end(quiz.ended());
  return quiz.ended() && quiz.score().missed == 0 ? ExitCode::ok : ExitCode::findings;
}

}  // namespace

void add_quiz_verb(CLI::App& app, ExitCode& exit_code) {
  auto arguments = std::make_shared<QuizArguments>();
  CLI::App* verb = app.add_subcommand(
      "quiz", "Ask for the next line of a program's output, and explain what was missed");
  verb->add_option("file", arguments->file,
                   "A trace (T.jsonl, T.jsonl.zst or -), or a program, which is run first "
                   "(.js, .cjs, .mjs)")
      ->required();
  verb->add_option("--answers", arguments->answers,
                   "Read the answers from this file, one a line (default: standard input)");
  verb->add_option("--lines", arguments->limits.lines, "Ask for at most so many lines")
      ->check(CLI::Range(1U, 1000U))
      ->capture_default_str();
  verb->add_option("--loop", arguments->record.profile, "Of a program: whose order of phases")
      ->check(CLI::IsMember({"classic", "modern"}))
      ->capture_default_str();
  verb->add_flag("--virtual-time", arguments->record.virtual_time,
                 "Of a program: do not wait, time jumps to the next timer");
  verb->add_option("--timeout", arguments->record.timeout_ms,
                   "Of a program: stop it after so many ms")
      ->check(CLI::Range(1U, 3'600'000U))
      ->capture_default_str();
  verb->footer(
      "Exit status: 0 nothing missed; 1 something missed, or not all answered; 2 nothing to "
      "ask.\n\n"
      "Example:\n  loopscope quiz puzzle.js");
  verb->callback([arguments, &exit_code] { exit_code = run_quiz(*arguments); });
}

}  // namespace loopscope
