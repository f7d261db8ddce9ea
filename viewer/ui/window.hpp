// The window: GLFW, OpenGL 3 and ImGui's backends.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

struct GLFWwindow;

namespace loopscope::viewer {

/// No display, or no OpenGL; what() is a sentence with advice.
struct WindowError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// At most one at a time, on the main thread.
class Window {
 public:
  /// `width_px`, `height_px` in screen coordinates. Throws WindowError.
  Window(int width_px, int height_px, bool visible);
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;
  ~Window();

  [[nodiscard]] bool wants_close() const;
  void close();
  void resize(int width_px, int height_px);
  void set_title(const std::string& title);
  /// The monitor's: 1 for about 96 dots an inch.
  [[nodiscard]] double scale() const;
  /// Files dropped on the window since the last call.
  [[nodiscard]] std::vector<std::string> take_dropped();
  /// As if these files had been dropped on it.
  void drop(std::vector<std::string> paths) { dropped_ = std::move(paths); }

  /// Waits until there is input, another thread calls wake(), or the time is over (below 0: never).
  void wait(double seconds);
  static void wake();

  /// begin_frame(), ImGui::NewFrame(), panels, ImGui::Render(), end_frame().
  void begin_frame();
  /// The picture on the screen, rows from the top, 3 bytes a pixel.
  struct Picture {
    int width_px = 0;
    int height_px = 0;
    std::vector<unsigned char> pixels = {};
  };
  /// Shows the frame, and copies it where asked for.
  void end_frame(unsigned background, Picture* copy);

 private:
  GLFWwindow* window_ = nullptr;
  std::vector<std::string> dropped_;
  static void on_drop(GLFWwindow* window, int count, const char** paths);
};

}  // namespace loopscope::viewer
