// The program: one trace or none, the layout, and what a frame is.
#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "viewer/model/lesson_source.hpp"
#include "viewer/model/trace_source.hpp"
#include "viewer/ui/layout.hpp"
#include "viewer/ui/options.hpp"
#include "viewer/ui/overlays.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/window.hpp"

namespace loopscope::viewer {

class App {
 public:
  App(Window& window, const Options& options);
  App(const App&) = delete;
  App& operator=(const App&) = delete;
  ~App();

  void open(const std::string& path);
  /// Loads a second run and shows it beside the one that is open; opens it where none is.
  void compare_with(const std::string& path);
  void run(Command command);
  void set_theme(bool dark);
  void set_layout(LayoutKind layout) { layout_ = layout; }
  /// Key presses as the command table writes them; those that no text field wants.
  void press(const std::string& key);

  /// Draws everything, but for what the backend does. Measures its own time.
  void frame();
  /// After frame(): commands that panels asked for, files dropped, sizes that changed.
  void after_frame();

  /// Seconds until the next frame is due without input; 0 at once, below 0 never.
  [[nodiscard]] double next_frame_in() const;
  /// The trace is read, its statistics are added up as far as they are shown.
  [[nodiscard]] bool settled() const;

  [[nodiscard]] Ui& ui() noexcept { return ui_; }
  [[nodiscard]] const Ui& ui() const noexcept { return ui_; }
  [[nodiscard]] const TraceSource* source() const noexcept { return source_.get(); }
  [[nodiscard]] const std::string& error() const noexcept { return error_; }
  /// The layout that is shown: while a question hides what comes next, only one hides all of it.
  [[nodiscard]] LayoutKind layout() const noexcept;
  /// Null while no trace is whole.
  [[nodiscard]] const Teaching* teaching() const noexcept { return teaching_.get(); }
  /// CPU time of our part of each frame, in milliseconds, without the rasteriser.
  [[nodiscard]] const std::vector<double>& frame_ms() const noexcept { return frame_ms_; }
  void forget_frame_times() { frame_ms_.clear(); }
  /// Seconds from open() to the first frame with something of the trace; 0 until then.
  [[nodiscard]] double first_picture_s() const noexcept { return first_picture_s_; }
  std::string picture_path;  // set: the next picture goes there
  void tell_picture(const std::string& path, const std::string& problem);

 private:
  static constexpr std::size_t max_frame_times = 100'000;
  void rebuild_fonts();
  void forget_trace();
  void end_comparison();
  void follow_comparison();
  void go_to_difference(bool forward);
  bool run_comparison(Command command);
  void open_trace(const std::string& path);
  void follow_lesson();
  void follow_source();
  void finish_loading();
  void draw_panels(float width, float height);
  void draw_header(const Area& area);
  void draw_header_buttons(float left, float top);
  [[nodiscard]] std::string status_text() const;
  void run_window(Command command);
  void run_look(Command command);
  bool show_panel(Command command);
  void show_list(ListTab tab);
  bool run_teaching(Command command);
  [[nodiscard]] bool would_tell(Command command) const;
  void save_svg();
  void save_marks();
  [[nodiscard]] std::string trace_folder() const;

  Window& window_;
  Ui ui_;
  double forced_scale_;
  std::string document_;  // what was opened: a trace, or a lesson
  std::unique_ptr<LessonSource> lesson_;
  std::unique_ptr<TraceSource> source_;
  std::unique_ptr<Session> session_;
  std::unique_ptr<Teaching> teaching_;
  TeachingView teaching_view_;
  std::uint64_t seen_version_ = 0;
  bool follow_;
  SourceFiles files_;
  TimelineView timeline_;
  Overlays overlays_;
  LayoutKind layout_ = LayoutKind::debug;
  std::string error_;
  std::vector<std::string> recent_;
  std::vector<double> frame_ms_;
  std::chrono::steady_clock::time_point opened_;
  double first_picture_s_ = 0;
  float header_buttons_width_ = 0;
  bool marks_loaded_ = false;
  bool marks_changed_ = false;
  bool wants_close_file_ = false;
  std::vector<std::unique_ptr<RunComparison>> leaving_;  // no longer wanted, but still at work
  std::string to_open_;
  std::string to_compare_;
};

/// Writes a PNG; a sentence where it cannot.
[[nodiscard]] std::string write_png(const Window::Picture& picture, const std::string& path);

}  // namespace loopscope::viewer
