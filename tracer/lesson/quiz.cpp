#include "tracer/lesson/quiz.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

namespace loopscope {
namespace {

constexpr std::size_t max_asides = 20;  // between two lines

bool same_label(std::string_view one, std::string_view other) {
  return !one.empty() && one.size() == other.size() &&
         std::equal(one.begin(), one.end(), other.begin(), [](char a, char b) {
           return std::tolower(static_cast<unsigned char>(a)) ==
                  std::tolower(static_cast<unsigned char>(b));
         });
}

// FNV-1a: an order that is the same each time and has nothing to do with that of the output.
std::uint64_t shuffled(std::string_view text) {
  std::uint64_t hash = 14695981039346656037U;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211U;
  return hash;
}

// Letters, or numbers where a line is a letter; none where lines are both.
std::string label_of_choice(std::size_t alphabet, std::size_t number) {
  if (alphabet == 0) return std::string(1, static_cast<char>('a' + number));
  return alphabet == 1 ? std::to_string(number + 1) : std::string();
}

bool fits(std::size_t alphabet, const std::vector<QuizChoice>& choices) {
  for (std::size_t i = 0; i < choices.size(); ++i)
    for (const QuizChoice& choice : choices)
      if (same_label(label_of_choice(alphabet, i), choice.line)) return false;
  return true;
}

}  // namespace

std::string_view trimmed(std::string_view text) noexcept {
  constexpr std::string_view blanks = " \t\r\n\v\f";
  const std::size_t begin = text.find_first_not_of(blanks);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(blanks) - begin + 1);
}

void label_choices(std::vector<QuizChoice>& choices) {
  const std::size_t alphabet = fits(0, choices) ? 0 : fits(1, choices) ? 1 : 2;
  for (std::size_t i = 0; i < choices.size(); ++i) choices[i].label = label_of_choice(alphabet, i);
}

bool is_label(const QuizChoice& choice, std::string_view answer) noexcept {
  return same_label(choice.label, answer);
}

Quiz::Quiz(Explainer& explainer, Limits limits)
    : explainer_(explainer), max_choices_(std::min<std::size_t>(limits.choices, 26)) {
  collect(limits.lines);
  offer_choices(max_choices_);
}

void Quiz::collect(std::size_t limit) {
  const Trace& trace = explainer_.runs().trace();
  std::vector<std::string> asides;
  for (std::size_t i = 0; i < trace.logs().size(); ++i) {
    const TraceEvent event = trace.event(trace.logs()[i]);
    const std::string_view text = trimmed(event.text);
    if (text.empty()) continue;
    if (event.stream == Stream::err) {
      if (asides.size() < max_asides) asides.emplace_back(text);
    } else if (lines_.size() == limit) {
      ++left_out_;
    } else {
      lines_.push_back({trace.logs()[i], std::string(text), std::move(asides)});
      asides.clear();
    }
  }
}

void Quiz::offer_choices(std::size_t limit) {
  while (offered_from_ < lines_.size() && different_from(offered_from_) > limit) ++offered_from_;
  std::set<std::string> seen;
  for (std::size_t i = offered_from_; i < lines_.size(); ++i)
    if (seen.insert(lines_[i].text).second)
      offered_.push_back({.label = {}, .line = lines_[i].text});
  std::sort(offered_.begin(), offered_.end(), [](const QuizChoice& one, const QuizChoice& other) {
    return shuffled(one.line) < shuffled(other.line);
  });
  label_choices(offered_);
}

void Quiz::skip_to(std::uint32_t step) {
  while (at_ < lines_.size() && lines_[at_].event < step) ++at_;
}

std::size_t Quiz::different_from(std::size_t from) const {
  std::set<std::string_view> seen;
  for (std::size_t i = from; i < lines_.size(); ++i) seen.insert(lines_[i].text);
  return seen.size();
}

std::string Quiz::nothing_to_ask() const {
  if (lines_.empty())
    return "it prints nothing to standard output, so there is no next line to ask for. Let the "
           "program print a line where something of interest happens (console.log), and record it "
           "again.";
  if (different_from(0) < 2)
    return fmt::format(
        "all it prints is '{}', so there is no order to ask for. Let it print something different "
        "in each callback, and record it again.",
        lines_.front().text);
  return {};
}

bool Quiz::ended() const {
  return at_ == lines_.size() ||
         (left_out_ == 0 && at_ >= offered_from_ && different_from(at_) == 1);
}

std::vector<std::string> Quiz::rest() const {
  std::vector<std::string> rest;
  for (std::size_t i = at_; i < lines_.size(); ++i) rest.push_back(lines_[i].text);
  return rest;
}

std::vector<QuizChoice> Quiz::choices() const {
  if (at_ < offered_from_) return {};
  std::vector<QuizChoice> left;
  for (QuizChoice choice : offered_) {
    choice.times = static_cast<std::size_t>(
        std::count_if(lines_.begin() + static_cast<std::ptrdiff_t>(at_), lines_.end(),
                      [&](const Line& line) { return line.text == choice.line; }));
    if (choice.times > 0) left.push_back(std::move(choice));
  }
  return left;
}

std::size_t Quiz::find_from(std::size_t from, std::string_view line) const {
  while (from < lines_.size() && lines_[from].text != line) ++from;
  return from;
}

std::string Quiz::line_meant(std::string_view answer) const {
  for (const QuizChoice& choice : choices())
    if (is_label(choice, answer)) return choice.line;
  return find_from(at_, answer) < lines_.size() ? std::string(answer) : std::string();
}

QuizReply Quiz::mark(std::string_view answer) {
  QuizReply reply;
  reply.line = lines_[at_].text;
  reply.guess = line_meant(trimmed(answer));
  if (reply.guess == reply.line) {
    reply.mark = QuizMark::right;
    return reply;
  }
  const std::size_t guess = reply.guess.empty() ? lines_.size() : find_from(at_, reply.guess);
  if (guess < lines_.size()) {
    explain(guess, reply);
    return reply;
  }
  reply.mark = trimmed(answer).empty() ? QuizMark::missed : QuizMark::unknown;
  const Moment moment = moment_at(explainer_.runs(), lines_[at_].event);
  if (moment.run == no_index) return reply;
  const TaskWait wait = explain_wait(explainer_, moment);
  reply.wait = explainer_.runs().is_main(moment.run)
                   ? "The main script prints it, before anything that it queued can run."
               : wait.then.empty() ? wait.sentence
                                   : wait.then;
  return reply;
}

// The guess cannot come next where any line that is left has to come before it: the first of them
// says why. Where it races with all of them, it can.
void Quiz::explain(std::size_t guess, QuizReply& reply) {
  const Moment guessed = moment_at(explainer_.runs(), lines_[guess].event);
  std::size_t before = at_;
  bool races = true;
  for (std::size_t i = at_; i < guess; ++i) {
    const Moment other = moment_at(explainer_.runs(), lines_[i].event);
    const Verdict verdict = explainer_.verdict(other, guessed).verdict;
    if (verdict == Verdict::race) continue;
    races = false;
    if (verdict == Verdict::unknown) continue;
    before = i;
    break;
  }
  reply.mark = races ? QuizMark::either : QuizMark::missed;
  reply.why = explainer_.why(moment_at(explainer_.runs(), lines_[before].event), guessed);
}

void Quiz::take(const QuizReply& reply) {
  count(reply, score_);
  ++at_;
}

void count(const QuizReply& reply, QuizScore& score) noexcept {
  ++score.asked;
  if (reply.mark == QuizMark::right)
    ++score.right;
  else if (reply.mark == QuizMark::either)
    ++score.either;
  else
    ++score.missed;
}

}  // namespace loopscope
