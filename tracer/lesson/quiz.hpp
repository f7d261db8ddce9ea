// A quiz on a trace: which line does the program print next? Asks, checks, and explains a miss by
// the rules. No terminal in it: the command line and the viewer ask with it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/explain/wait.hpp"

namespace loopscope {

/// A line that may come next.
struct QuizChoice {
  std::string label = {};  // "a"; "" where labels could be taken for lines
  std::string line = {};
  std::size_t times = 1;  // so often it is still to come
};

enum class QuizMark : std::uint8_t {
  right,
  missed,
  either,   // another one came on this run; but the two race, so the answer may be right on another
  unknown,  // the answer is no line that is still to come
};

struct QuizReply {
  QuizMark mark = QuizMark::missed;
  std::string line;        // what came
  std::string guess;       // the line that the answer meant; "" for none
  std::optional<Why> why;  // why what came first came before the guess
  std::string wait;        // why `line` came then, where there is no guess to compare it with
};

struct QuizScore {
  std::size_t asked = 0;
  std::size_t right = 0;
  std::size_t missed = 0;
  std::size_t either = 0;
};

/// Adds a reply to a score.
void count(const QuizReply& reply, QuizScore& score) noexcept;

/// Text without the white space around it.
[[nodiscard]] std::string_view trimmed(std::string_view text) noexcept;

/// Gives them letters; numbers where a letter is one of the lines; none where a number is, too.
void label_choices(std::vector<QuizChoice>& choices);
/// Case does not matter.
[[nodiscard]] bool is_label(const QuizChoice& choice, std::string_view answer) noexcept;

/// Asks for the lines of standard output, one after the other, without the blank ones. What goes to
/// standard error is shown, not asked. One thread; the explainer and its trace outlive it.
class Quiz {
 public:
  struct Limits {
    std::size_t lines = 50;    // so many are asked
    std::size_t choices = 12;  // choices are offered as soon as no more different lines remain
  };
  Quiz(Explainer& explainer, Limits limits);

  /// Why there is nothing to ask, and what to do; "" where there is.
  [[nodiscard]] std::string nothing_to_ask() const;
  [[nodiscard]] std::size_t lines() const noexcept { return lines_.size(); }
  /// Lines of standard output beyond Limits::lines.
  [[nodiscard]] std::size_t left_out() const noexcept { return left_out_; }

  /// To the first line that is printed at or behind a step; nothing is counted for those before.
  void skip_to(std::uint32_t step);
  /// The number of lines that have come.
  [[nodiscard]] std::size_t at() const noexcept { return at_; }
  /// No line is left, or only one that everybody can name.
  [[nodiscard]] bool ended() const;
  /// The lines that are left when there is nothing more to ask.
  [[nodiscard]] std::vector<std::string> rest() const;
  /// The log event of the line that is asked for.
  [[nodiscard]] std::uint32_t event() const { return lines_[at_].event; }
  /// What standard error got since the line before.
  [[nodiscard]] const std::vector<std::string>& asides() const { return lines_[at_].asides; }
  /// What may come next. A line keeps its label to the end; their order gives nothing away. Empty
  /// while there are too many.
  [[nodiscard]] std::vector<QuizChoice> choices() const;

  /// Marks an answer: a label, or a line, trimmed. Nothing changes.
  [[nodiscard]] QuizReply mark(std::string_view answer);
  /// Counts a reply, and goes on to the next line.
  void take(const QuizReply& reply);
  [[nodiscard]] const QuizScore& score() const noexcept { return score_; }

 private:
  struct Line {
    std::uint32_t event;
    std::string text;
    std::vector<std::string> asides;
  };

  void collect(std::size_t limit);
  void offer_choices(std::size_t limit);
  [[nodiscard]] std::string line_meant(std::string_view answer) const;
  [[nodiscard]] std::size_t find_from(std::size_t from, std::string_view line) const;
  [[nodiscard]] std::size_t different_from(std::size_t from) const;
  void explain(std::size_t guess, QuizReply& reply);

  Explainer& explainer_;
  std::vector<Line> lines_;
  std::size_t left_out_ = 0;
  std::size_t at_ = 0;
  std::size_t max_choices_;
  std::vector<QuizChoice> offered_;  // all labels, in the order in which they are shown
  std::size_t offered_from_ = 0;     // the line from which on they are
  QuizScore score_;
};

}  // namespace loopscope
