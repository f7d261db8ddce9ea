// A lesson that is opened: its text, and the trace that it is about.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <thread>

#include "tracer/lesson/lesson.hpp"

namespace loopscope::viewer {

/// T.lesson.json.
[[nodiscard]] bool is_lesson(const std::string& path);

/// Where the lesson's trace is not there, `loopscope lesson record` makes one in a folder that goes
/// away with this. Used by one thread.
class LessonSource {
 public:
  /// `on_change` is called by another thread when the recording has ended.
  LessonSource(const std::string& path, std::function<void()> on_change);
  LessonSource(const LessonSource&) = delete;
  LessonSource& operator=(const LessonSource&) = delete;
  /// Ends the recording.
  ~LessonSource();

  /// A program runs, to be recorded.
  [[nodiscard]] bool recording() const noexcept { return recording_; }
  /// While nothing is recorded: why there is no lesson, or no trace; "" where there is.
  [[nodiscard]] const std::string& error() const noexcept { return error_; }
  [[nodiscard]] const std::string& trace() const noexcept { return trace_; }
  /// Nothing where it cannot be read.
  [[nodiscard]] const std::optional<Lesson>& lesson() const noexcept { return lesson_; }

 private:
  void begin(const std::string& path);
  void record(const std::string& path);
  void wait();

  std::function<void()> on_change_;
  std::optional<Lesson> lesson_;
  std::string trace_;
  std::string error_;
  std::string folder_;
  pid_t recorder_ = 0;
  std::atomic<bool> recording_ = false;
  std::thread thread_;
};

}  // namespace loopscope::viewer
