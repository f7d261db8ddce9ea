// A quiz on the trace that is shown: asks for one line of output after the other.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/model/asked_question.hpp"

namespace loopscope::viewer {

/// From the cursor to the end. The trace outlives it and must not grow. One thread.
class QuizRun {
 public:
  enum class State : std::uint8_t { asks, told, ended };

  QuizRun(const Trace& trace, std::uint32_t step);
  QuizRun(const QuizRun&) = delete;
  QuizRun& operator=(const QuizRun&) = delete;

  /// Why there is nothing to ask, and what to do; "" where there is.
  [[nodiscard]] std::string nothing_to_ask() const;
  [[nodiscard]] State state() const noexcept { return state_; }
  /// What may be seen: up to the last line that was told; all when it has ended.
  [[nodiscard]] std::uint32_t step() const noexcept { return step_; }

  /// The one that is asked, or was just answered.
  [[nodiscard]] const AskedQuestion& question() const noexcept { return question_; }
  /// What standard error got since the line before.
  [[nodiscard]] const std::vector<std::string>& asides() const noexcept { return asides_; }
  /// Its number, from 1, of so many that are asked.
  [[nodiscard]] std::size_t number() const noexcept { return number_; }
  [[nodiscard]] std::size_t lines() const { return quiz_.lines() - skipped_; }

  /// False where the answer is no line that is still to come: it is then not counted. An empty
  /// answer gives the line up.
  bool answer(std::string_view text);
  /// From an answer to the next question, or to the end.
  void next();

  [[nodiscard]] const QuizScore& score() const { return quiz_.score(); }
  /// At the end: lines that nobody had to be asked for, and how many were too many.
  [[nodiscard]] std::vector<std::string> rest() const { return quiz_.rest(); }
  [[nodiscard]] std::size_t left_out() const { return quiz_.left_out(); }

 private:
  void ask();

  const Trace& trace_;
  Explainer explainer_;
  Quiz quiz_;
  std::size_t skipped_;
  State state_ = State::asks;
  std::uint32_t step_;
  std::size_t number_ = 0;
  AskedQuestion question_;
  std::vector<std::string> asides_;
};

}  // namespace loopscope::viewer
