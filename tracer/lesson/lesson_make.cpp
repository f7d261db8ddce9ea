#include "tracer/lesson/lesson_make.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>
#include <vector>

#include "tracer/lesson/quiz.hpp"

namespace loopscope {
namespace {

std::string title_of(const Trace& trace) {
  const std::string name = std::filesystem::path(trace.header().process).filename().string();
  return (name.empty() ? "A run" : name).substr(0, Lesson::max_word);
}

bool fits(std::string_view text) {
  return !text.empty() && text.size() <= Lesson::max_word;
}

/// The lines of standard output; without any, the callbacks.
std::vector<std::uint32_t> events_of_interest(Explainer& explainer, std::size_t limit) {
  const Trace& trace = explainer.runs().trace();
  std::vector<std::uint32_t> events;
  for (std::size_t i = 0; i < trace.logs().size() && events.size() < limit; ++i) {
    const TraceEvent event = trace.event(trace.logs()[i]);
    if (event.stream == Stream::out && fits(trimmed(event.text))) events.push_back(trace.logs()[i]);
  }
  if (!events.empty()) return events;
  for (std::uint32_t i = 0; i < trace.size() && events.size() < limit; ++i)
    if (trace[i].kind() == Event::task_begin && explainer.runs().is_callback(i))
      events.push_back(i);
  return events;
}

std::string verdict_words(Verdict verdict) {
  if (verdict == Verdict::race) return " Another run may have the other order.";
  return verdict == Verdict::guaranteed ? " It is so on every run." : "";
}

std::string note_about(Explainer& explainer, std::uint32_t before, std::uint32_t event) {
  const Moment moment = moment_at(explainer.runs(), event);
  const std::string label = label_of(explainer.runs(), moment);
  if (before == no_index) return fmt::format("{} is the first.", label);
  const Why why = explainer.why(moment_at(explainer.runs(), before), moment);
  std::string note = why.sentence + verdict_words(why.verdict);
  if (note.size() > Lesson::max_text) note = fmt::format("{} comes next.", label);
  return note.size() > Lesson::max_text ? "The next one." : note;
}

class Draft {
 public:
  Draft(Explainer& explainer, std::vector<std::uint32_t> events)
      : explainer_(explainer), trace_(explainer.runs().trace()), events_(std::move(events)) {}

  LessonStop stop(std::size_t i) {
    LessonStop stop;
    stop.at = moment(events_[i]);
    stop.note = note_about(explainer_, i == 0 ? no_index : events_[i - 1], events_[i]);
    if (i + 1 < events_.size() && trace_[events_[i]].kind() == Event::log && is_next_decided(i))
      stop.questions.push_back({.kind = LessonQuestion::Kind::next_line,
                                .answer = std::string(trimmed(trace_.event(events_[i + 1]).text))});
    return stop;
  }

 private:
  LessonMoment moment(std::uint32_t event) {
    if (trace_[event].kind() != Event::log)
      return {.kind = LessonMoment::Kind::step, .text = {}, .step = event + 1U};
    const std::string text(trimmed(trace_.event(event).text));
    return {.kind = LessonMoment::Kind::line, .text = text, .nth = ++seen_[text]};
  }
  /// Whether the line behind the i-th comes before all that follow it on every run, as far as the
  /// rules say.
  bool is_next_decided(std::size_t i) {
    const Moment next = moment_at(explainer_.runs(), events_[i + 1]);
    return std::all_of(events_.begin() + static_cast<std::ptrdiff_t>(i) + 2, events_.end(),
                       [&](std::uint32_t later) {
                         const Verdict verdict =
                             explainer_.verdict(next, moment_at(explainer_.runs(), later)).verdict;
                         return verdict == Verdict::guaranteed || verdict == Verdict::causal;
                       });
  }

  Explainer& explainer_;
  const Trace& trace_;
  std::vector<std::uint32_t> events_;
  std::map<std::string, std::uint64_t> seen_;
};

}  // namespace

Lesson draft_lesson(Explainer& explainer, std::size_t max_stops) {
  Lesson lesson;
  lesson.title = title_of(explainer.runs().trace());
  lesson.about = "What this lesson shows, in a sentence or two. Write it here.";
  auto events = events_of_interest(explainer, std::min(max_stops, Lesson::max_stops));
  const std::size_t count = events.size();
  Draft draft(explainer, std::move(events));
  for (std::size_t i = 0; i < count; ++i) lesson.stops.push_back(draft.stop(i));
  return lesson;
}

}  // namespace loopscope
