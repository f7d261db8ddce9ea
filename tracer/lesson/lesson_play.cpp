#include "tracer/lesson/lesson_play.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "tracer/explain/alive.hpp"
#include "tracer/format/error.hpp"
#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

using Kind = LessonQuestion::Kind;

constexpr std::size_t max_found = 10'000;

std::string own_words(const LessonQuestion& question) {
  switch (question.kind) {
    case Kind::next_line:
      return "Which line is printed next?";
    case Kind::first:
      return fmt::format("Which ran first: \"{}\" or \"{}\"?", question.of[0], question.of[1]);
    case Kind::always:
      return fmt::format("Is the order of \"{}\" and \"{}\" the same on every run?", question.of[0],
                         question.of[1]);
    case Kind::phase:
      return fmt::format("In which phase of the loop did \"{}\" run?", question.of[0]);
    case Kind::waiting:
      return fmt::format("How many tasks wait in the queue \"{}\" now?", question.queue);
    case Kind::alive:
      return "Which of these keeps the loop alive now?";
    case Kind::choice:
      break;
  }
  return {};
}

bool is_called(const AliveThing& thing, const std::string& name) {
  return thing.kind == name || thing.name == name || thing.name.starts_with(name + '#');
}

}  // namespace

bool is_no_choice(const LessonAsk& asked, std::string_view answer) {
  const std::string_view given = trimmed(answer);
  return !given.empty() && !asked.choices.empty() &&
         std::none_of(asked.choices.begin(), asked.choices.end(), [&](const QuizChoice& choice) {
           return is_label(choice, given) || choice.line == given;
         });
}

void LessonPlay::fail(const std::string& where, const std::string& sentence) const {
  throw TraceError(fmt::format("{} at {}: {}", lesson_.file, where, sentence));
}

std::uint32_t LessonPlay::event_of(const LessonMoment& moment) {
  const Trace& trace = explainer_.runs().trace();
  std::uint64_t left = moment.nth;
  if (moment.kind == LessonMoment::Kind::task) {
    const auto found = find_moments(explainer_.runs(), moment.text, max_found);
    if (moment.nth <= found.size()) return found[moment.nth - 1].event;
  } else if (moment.kind == LessonMoment::Kind::line) {
    for (std::size_t i = 0; i < trace.logs().size(); ++i) {
      const TraceEvent event = trace.event(trace.logs()[i]);
      if (event.stream == Stream::out && trimmed(event.text) == trimmed(moment.text) && --left == 0)
        return trace.logs()[i];
    }
  } else {
    const auto phase = from_name<Phase>(moment.text);
    if (!phase) fail(moment.where, fmt::format("there is no phase '{}'.", moment.text));
    for (std::uint32_t i = 0; i < trace.size(); ++i)
      if (trace[i].kind() == Event::phase_begin && trace[i].phase() == *phase && --left == 0)
        return i;
  }
  fail(moment.where,
       fmt::format("the trace has no '{}'{}. `loopscope timeline` shows what it has.", moment.text,
                   moment.nth > 1 ? fmt::format(" number {}", moment.nth) : ""));
}

std::uint32_t LessonPlay::step_of(const LessonMoment& moment) {
  const Trace& trace = explainer_.runs().trace();
  if (moment.kind == LessonMoment::Kind::step) {
    if (moment.step > trace.size())
      fail(moment.where,
           fmt::format("there is no step {}: the trace has {} events.", moment.step, trace.size()));
    return static_cast<std::uint32_t>(moment.step);
  }
  const std::uint32_t event = event_of(moment);
  if (moment.side == LessonMoment::Side::before) return event;
  if (moment.side == LessonMoment::Side::at) return event + 1;
  const bool begins =
      trace[event].kind() == Event::task_begin || trace[event].kind() == Event::phase_begin;
  if (!begins || trace.forward(event) == no_index)
    fail(moment.where, "only a task or a phase that has ended has an end.");
  return trace.forward(event) + 1;
}

Moment LessonPlay::meant(const LessonQuestion& question, std::size_t which) {
  const auto found = find_moments(explainer_.runs(), question.of[which], 1);
  if (found.empty())
    fail(fmt::format("{}/of/{}", question.where, which),
         fmt::format("the trace has no '{}'. `loopscope timeline` shows what it has.",
                     question.of[which]));
  return found.front();
}

Why LessonPlay::compare(const LessonQuestion& question) {
  return explainer_.why(meant(question, 0), meant(question, 1));
}

Quiz LessonPlay::quiz_at(std::uint32_t step) {
  Quiz quiz(explainer_, {.lines = 1000, .choices = Lesson::max_choices});
  quiz.skip_to(step);
  return quiz;
}

std::string LessonPlay::phase_of(const Moment& moment) {
  if (moment.run == no_index) return "before the loop";
  const std::uint32_t phase = explainer_.runs().phase(moment.run);
  if (phase == no_index) return "before the loop";
  return std::string(name_of(explainer_.runs().trace()[phase].phase()));
}

std::string LessonPlay::what_keeps_alive(const LessonQuestion& question, std::uint32_t step) {
  const auto things = alive_at(explainer_.runs().trace(), step);
  std::string truth;
  for (const std::string& choice : question.choices) {
    const bool alive = std::any_of(things.begin(), things.end(), [&](const AliveThing& thing) {
      return is_called(thing, choice);
    });
    if (alive) truth += truth.empty() ? choice : " and " + choice;
  }
  return truth.empty() ? "nothing" : truth;
}

std::string LessonPlay::truth(const LessonQuestion& question, std::uint32_t step) {
  switch (question.kind) {
    case Kind::next_line: {
      Quiz quiz = quiz_at(step);
      return quiz.at() < quiz.lines() ? quiz.rest().front() : "nothing";
    }
    case Kind::first:
      return question.of[compare(question).swapped ? 1 : 0];
    case Kind::always: {
      const Verdict verdict = compare(question).verdict;
      if (verdict == Verdict::unknown) return "not known";
      return verdict == Verdict::race ? "no" : "yes";
    }
    case Kind::phase:
      return phase_of(meant(question, 0));
    case Kind::waiting:
      return std::to_string(
          explainer_.runs().trace().state(step).waiting(*from_name<Queue>(question.queue)));
    case Kind::alive:
      return what_keeps_alive(question, step);
    case Kind::choice:
      break;
  }
  return question.answer;
}

std::vector<std::string> LessonPlay::choices_of(const LessonQuestion& question,
                                                std::uint32_t step) {
  switch (question.kind) {
    case Kind::next_line: {
      std::vector<std::string> lines;
      for (const QuizChoice& choice : quiz_at(step).choices()) lines.push_back(choice.line);
      return lines;
    }
    case Kind::first:
      return question.of;
    case Kind::always:
      return {"yes", "no"};
    case Kind::phase:
      return {"before the loop", "timers", "poll", "check", "close"};
    case Kind::waiting:
      return {};
    default:
      return question.choices;
  }
}

LessonAsk LessonPlay::ask(const LessonQuestion& question, std::uint32_t step) {
  LessonAsk result{question.ask.empty() ? own_words(question) : question.ask, {}};
  for (std::string& choice : choices_of(question, step))
    result.choices.push_back({.label = {}, .line = std::move(choice)});
  label_choices(result.choices);
  return result;
}

QuizReply LessonPlay::mark(const LessonQuestion& question, std::uint32_t step,
                           const std::string& answer) {
  const std::string_view given = trimmed(answer);
  std::string meant(given);
  const LessonAsk asked = ask(question, step);
  for (const QuizChoice& choice : asked.choices)
    if (is_label(choice, given)) meant = choice.line;
  if (question.kind == Kind::next_line && quiz_at(step).at() < quiz_at(step).lines())
    return quiz_at(step).mark(meant);
  QuizReply reply;
  reply.line = truth(question, step);
  reply.guess = meant;
  reply.mark = meant == reply.line ? QuizMark::right : QuizMark::missed;
  if (question.kind == Kind::first || question.kind == Kind::always) reply.why = compare(question);
  return reply;
}

void LessonPlay::check(const LessonStop& stop, std::vector<std::string>& faults) {
  const std::uint32_t step = step_of(stop.at);
  const LoopState state = explainer_.runs().trace().state(step);
  for (const auto& [queue, count] : stop.waiting) {
    const std::uint32_t waiting = state.waiting(*from_name<Queue>(queue));
    if (waiting != count)
      faults.push_back(fmt::format("{} at {}/waiting/{}: the lesson says {}, the trace {}.",
                                   lesson_.file, stop.where, queue, count, waiting));
  }
  for (const LessonQuestion& question : stop.questions) {
    const std::string truth = this->truth(question, step);
    if (truth != question.answer)
      faults.push_back(fmt::format("{} at {}/answer: the lesson says '{}', the trace '{}'.",
                                   lesson_.file, question.where, question.answer, truth));
  }
}

std::vector<std::string> LessonPlay::faults() {
  std::vector<std::string> faults;
  const auto collect = [&](const std::function<void()>& look) {
    try {
      look();
    } catch (const TraceError& error) {
      faults.emplace_back(error.what());
    }
  };
  for (const LessonStop& stop : lesson_.stops) collect([&] { check(stop, faults); });
  for (const auto* end : {&lesson_.view.from, &lesson_.view.to})
    if (*end) collect([&] { static_cast<void>(step_of(**end)); });
  return faults;
}

}  // namespace loopscope
