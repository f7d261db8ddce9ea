// Drives the program without a person: commands, mouse, keys and waits from a file.
#pragma once

#include <deque>
#include <stdexcept>
#include <string>
#include <vector>

#include "viewer/ui/app.hpp"

namespace loopscope::viewer {

/// A line that cannot be done; what() says which and why.
struct ScriptError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Input reaches ImGui as a person's would. One line a step; docs/viewer.md lists them.
class Script {
 public:
  /// Throws ScriptError where the file cannot be read.
  explicit Script(const std::string& path);
  explicit Script(std::vector<std::string> lines) : lines_(lines.begin(), lines.end()) {}

  /// Between the backend's NewFrame and ImGui's: sets the input of this frame. Throws ScriptError.
  void before_frame(App& app, Window& window);
  /// All lines are done and their frames drawn.
  [[nodiscard]] bool finished() const noexcept;

 private:
  /// The input of one frame.
  struct Input {
    ImVec2 mouse = {-1, -1};
    bool buttons[2] = {false, false};
    float wheel = 0;
    bool ctrl = false;
    bool shift = false;
    bool alt = false;
    std::string key = {};   // pressed in this frame, as the command table writes it
    std::string text = {};  // typed
  };
  void start(App& app, Window& window, const std::string& line);
  void start_wait(const std::vector<std::string>& words);
  bool start_in_app(App& app, const std::vector<std::string>& words, const std::string& rest);
  bool start_in_window(App& app, Window& window, const std::vector<std::string>& words,
                       const std::string& rest);
  void start_mouse(App& app, const std::vector<std::string>& words);
  void start_click(App& app, const std::vector<std::string>& words, bool twice);
  void apply(App& app, const Input& input);
  [[nodiscard]] ImVec2 place(const App& app, const std::vector<std::string>& words,
                             std::size_t& next) const;
  [[noreturn]] void fail(const std::string& why) const;

  std::deque<std::string> lines_;
  std::deque<Input> frames_;
  Input held_;
  std::string current_;
  std::size_t number_ = 0;
  int wait_frames_ = 0;
  double wait_until_ = 0;
  bool wait_loaded_ = false;
};

}  // namespace loopscope::viewer
