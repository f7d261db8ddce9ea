// A question of a quiz or a lesson as it stands on the screen: open, or with what was answered.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "tracer/lesson/reply_words.hpp"

namespace loopscope::viewer {

struct AskedQuestion {
  std::string ask = {};
  std::vector<QuizChoice> choices = {};  // empty: the answer is typed
  std::string is = {};                   // "the next line is": how a miss is told
  std::string because = {};              // said behind any answer
  std::optional<QuizReply> reply = {};   // none: it is open

  [[nodiscard]] ReplyWords words() const { return words_of(*reply, is); }
};

}  // namespace loopscope::viewer
