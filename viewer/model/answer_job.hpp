// Answers questions on a thread of its own, one after the other, while the window goes on.
#pragma once

#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <optional>
#include <utility>

namespace loopscope::viewer {

/// Used by one thread. Its end waits for what is being worked on.
template <typename Question, typename Answer>
class AnswerJob {
 public:
  using Work = std::function<Answer(const Question&)>;

  /// To be called in each frame: begins to work on a question that is new, waits for at most
  /// `patience`, so that a short answer is there in the same frame, and returns the answer to this
  /// question, or nullptr as long as there is none. Throws what `work` threw. `work` may run after
  /// the call has returned.
  const Answer* ask(const Question& question, std::chrono::nanoseconds patience, const Work& work) {
    collect(std::chrono::nanoseconds(0));
    if (!works() && !(answered_ == question)) {
      asked_ = question;
      future_ = std::async(std::launch::async, work, question);
      collect(patience);
    }
    return answered_ == question ? answer_.get() : nullptr;
  }

  /// Takes in an answer that is there, and asks for no other.
  void take() { collect(std::chrono::nanoseconds(0)); }

  /// The last answer that there was, to whichever question.
  [[nodiscard]] const Answer* latest() const noexcept { return answer_.get(); }
  [[nodiscard]] bool works() const noexcept { return future_.valid(); }

  /// Waits for what is being worked on.
  void forget() {
    if (works()) future_.wait();
    future_ = {};
    asked_.reset();
    answered_.reset();
    answer_.reset();
  }

 private:
  void collect(std::chrono::nanoseconds patience) {
    if (!works() || future_.wait_for(patience) != std::future_status::ready) return;
    answer_ = std::make_unique<Answer>(future_.get());
    answered_ = std::move(asked_);
    asked_.reset();
  }

  std::optional<Question> asked_;
  std::optional<Question> answered_;
  std::unique_ptr<Answer> answer_;
  std::future<Answer> future_;
};

}  // namespace loopscope::viewer
