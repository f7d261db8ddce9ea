#include "viewer/model/session.hpp"

#include <algorithm>
#include <utility>

namespace loopscope::viewer {
namespace {

// An event that queued or called so many that nobody reads them all.
constexpr std::size_t max_effects = 2000;
// Looked at to find the callback around an event.
constexpr std::uint32_t max_scan = 20'000'000;

}  // namespace

Session::Session(const Trace& trace, const Rows& rows) : trace_(trace), rows_(rows) {
  // What has few events is about order.
  if (trace.size() > 0 && trace.size() < 500) axis_ = Axis::order;
  viewport_.set_limits(whole(trace_, axis_));
  viewport_.fit();
  depths_.build(trace_.depths());
  if (const auto all = loops(); !all.empty()) loop_ = all.front();
}

void Session::refresh() {
  if (viewport_.limits().length() <= 2 && trace_.size() < 500) axis_ = Axis::order;
  viewport_.set_limits(whole(trace_, axis_));
  depths_.build(trace_.depths());
  if (step_ > trace_.size()) step_ = trace_.size();
  state_ = trace_.state(step_);
}

std::int64_t Session::now_ns() const {
  if (trace_.size() == 0) return 0;
  return trace_[step_ == 0 ? 0 : step_ - 1].t_ns;
}

void Session::go_to(std::uint32_t step, bool reveal) {
  const std::uint32_t to = std::min(step, shown());
  trace_.seek(state_, step_, to);
  step_ = to;
  if (reveal) viewport_.reveal(position_of_step(trace_, axis_, step_));
}

void Session::hide_after(std::optional<std::uint32_t> step) {
  hidden_after_ = step;
  queues_hidden_ = false;
  if (!hides()) return;
  search_.clear();
  select(selected_);
  if (step_ > shown()) go_to(shown());
}

// Of a task that has not begun, where it was queued.
std::uint32_t Session::shown_of(std::uint32_t begin) const {
  if (begin >= trace_.size()) return no_index;
  if (begin < shown()) return begin;
  const std::uint32_t queued = trace_.back(begin);
  return trace_[begin].kind() == Event::task_begin && queued < shown() ? queued : no_index;
}

void Session::select_only(std::uint32_t begin) {
  selected_ = shown_of(begin);
  find_cause_and_effects();
}

void Session::select(std::uint32_t begin) {
  if (question_.one != begin) selected_before_ = question_.one;
  select_only(begin);
  question_ = {.one = selected_};
}

void Session::compare(std::uint32_t begin) {
  if (begin >= shown()) return;
  if (!question_.asked() || question_.one == begin) return select(begin);
  question_.other = begin;
}

void Session::ask(const Question& question) {
  select(question.one);
  if (question.is_pair()) compare(question.other);
}

void Session::look_at(std::uint32_t begin) {
  select_only(begin);
  go_to(begin + 1);
}

// The latest begin of the task that queued the selected one.
std::uint32_t Session::find_cause() const {
  const std::uint32_t queued =
      trace_[selected_].kind() == Event::task_queue ? selected_ : trace_.back(selected_);
  if (queued == no_index || trace_[queued].kind() != Event::task_queue) return no_index;
  const std::uint32_t by = trace_[queued].by;
  const std::uint32_t lowest = queued > max_scan ? queued - max_scan : 0;
  for (std::uint32_t i = queued; by != 0 && i-- > lowest;) {
    const Event kind = trace_[i].kind();
    if ((kind == Event::task_begin || kind == Event::pool_begin) && trace_[i].id == by) return i;
  }
  return no_index;
}

void Session::find_cause_and_effects() {
  effects_.clear();
  cause_ = no_index;
  if (selected_ == no_index) return;
  cause_ = find_cause();
  if (trace_[selected_].kind() != Event::task_begin) return;
  const std::uint32_t end = std::min(trace_.forward(selected_), shown() - 1);
  const std::uint32_t last = end - selected_ > max_scan ? selected_ + max_scan : end;
  for (std::uint32_t i = selected_; i <= last && effects_.size() < max_effects; ++i)
    if (trace_[i].kind() == Event::task_queue && trace_[i].by == trace_[selected_].id)
      effects_.push_back(i);
}

void Session::find(std::string query) {
  if (hides()) return;
  search_.run(trace_, std::move(query));
  const std::uint32_t first = search_.next(step_ == 0 ? no_index : std::max(step_, 1U) - 1);
  if (first != no_index) go_to_event(first);
}

void Session::go_to_event(std::uint32_t begin) {
  select(begin);
  go_to(begin + 1);
}

void Session::play(double seconds) {
  if (!playing) return;
  played_ += seconds * speed * steps_per_second;
  const auto whole_steps = static_cast<std::uint32_t>(played_);
  played_ -= whole_steps;
  if (whole_steps > 0) go_to(std::min(shown(), step_ + whole_steps));
  if (step_ == shown()) {
    playing = false;
    played_ = 0;
  }
}

}  // namespace loopscope::viewer
