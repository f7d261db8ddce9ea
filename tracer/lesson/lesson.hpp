// A lesson about a trace: notes and questions at moments of it (docs/lessons.md).
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace loopscope {

struct LessonMoment {
  enum class Kind : std::uint8_t { step, line, task, phase };
  enum class Side : std::uint8_t { before, at, end };
  Kind kind = Kind::step;
  std::string text = {};   // the line of standard output, the task as `why` takes it, or the phase
  std::uint64_t step = 0;  // of Kind::step
  std::uint64_t nth = 1;   // of several that `text` may mean
  Side side = Side::at;    // just before it, just after it began, or when it has ended (a task)
  std::string where = {};  // a JSON pointer to it in the lesson
};

struct LessonQuestion {
  enum class Kind : std::uint8_t {
    next_line,  // which line of output comes next?
    first,      // which of two ran first?
    always,     // is the order of these two the same on every run? yes or no
    phase,      // in which phase did it run?
    waiting,    // how many tasks wait in `queue`?
    alive,      // which of the choices keeps the loop alive?
    choice,     // anything; its answer is the lesson's own word
  };
  Kind kind = Kind::next_line;
  std::string ask = {};              // "": the kind's own words
  std::vector<std::string> of = {};  // what it is about, as `why` takes it
  std::string queue = {};
  std::vector<std::string> choices = {};
  std::string answer = {};
  std::string because = {};  // shown behind the answer
  std::string where = {};
};

struct LessonStop {
  LessonMoment at;
  std::string note = {};
  std::map<std::string, std::uint64_t> waiting = {};  // queues: what the note says about them
  std::vector<LessonQuestion> questions = {};
  std::string where = {};
};

/// How the trace is made where it is not there.
struct LessonRecord {
  std::string run = {};     // a program, or
  std::string sample = {};  // one of our own
  std::string profile = "modern";
  bool virtual_time = false;
};

/// What a viewer shows when it opens the lesson.
struct LessonView {
  std::string layout = "teach";
  std::string axis = "order";
  std::optional<LessonMoment> from = {};
  std::optional<LessonMoment> to = {};
};

struct Lesson {
  static constexpr std::size_t max_bytes = std::size_t{1} << 20U;
  static constexpr std::size_t max_stops = 200;
  static constexpr std::size_t max_questions = 20;  // at one stop
  static constexpr std::size_t max_choices = 12;
  static constexpr std::size_t max_text = 4000;  // bytes
  static constexpr std::size_t max_word = 500;   // of a title, a name, an answer

  std::string file = {};  // its own path
  std::string title = {};
  std::string about = {};
  std::string trace = {};   // relative to the lesson's folder
  std::string source = {};  // likewise; "": what the trace holds
  std::optional<LessonRecord> record = {};
  LessonView view;
  std::vector<LessonStop> stops = {};

  /// A path that the lesson names, from here.
  [[nodiscard]] std::string path_of(const std::string& relative) const;
  /// The path of its trace; "" where that is not there and `record` says how to make it. Throws
  /// TraceError where it does not.
  [[nodiscard]] std::string kept_trace() const;
};

/// Throws TraceError: which file, where in it (a JSON pointer), what is wrong and what to do.
[[nodiscard]] Lesson read_lesson(const std::string& path);
/// The text of a lesson file, to be edited by a person.
[[nodiscard]] std::string to_json(const Lesson& lesson);

/// "next-line", as in a lesson file.
[[nodiscard]] const char* id_of(LessonQuestion::Kind kind) noexcept;

}  // namespace loopscope
