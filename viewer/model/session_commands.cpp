// What the commands about a session do.
#include <algorithm>

#include "viewer/model/session.hpp"
#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

constexpr double zoom_step = 1.5;
constexpr double pan_share = 0.2;  // of the width

bool any(Event) {
  return true;
}
bool task(Event event) {
  return event == Event::task_begin;
}
bool phase(Event event) {
  return event == Event::phase_begin;
}
bool turn(Event event) {
  return event == Event::turn;
}

}  // namespace

bool Session::run(Command command) {
  return run_step(command) || run_view(command) || run_selection(command);
}

/// The cursor stops behind the event that it is about.
std::uint32_t Session::next_step(bool forward, bool (*stops)(Event)) const {
  if (forward) {
    for (std::uint32_t i = step_; i < trace_.size(); ++i)
      if (stops(trace_[i].kind())) return i + 1;
    return trace_.size();
  }
  for (std::uint32_t i = step_ == 0 ? 0 : step_ - 1; i-- > 0;)
    if (stops(trace_[i].kind())) return i + 1;
  return 0;
}

bool Session::run_step(Command command) {
  switch (command) {
    case Command::step_forward:
      go_to(next_step(true, any));
      return true;
    case Command::step_back:
      go_to(step_ == 0 ? 0 : step_ - 1);
      return true;
    case Command::task_forward:
    case Command::task_back:
      go_to(next_step(command == Command::task_forward, task));
      return true;
    case Command::phase_forward:
    case Command::phase_back:
      go_to(next_step(command == Command::phase_forward, phase));
      return true;
    case Command::turn_forward:
    case Command::turn_back:
      go_to(next_step(command == Command::turn_forward, turn));
      return true;
    case Command::to_start:
      go_to(0);
      return true;
    case Command::to_end:
      go_to(trace_.size());
      return true;
    case Command::play:
      if (!playing && step_ == shown()) go_to(0);
      playing = !playing;
      return true;
    case Command::faster:
      speed = std::min(10.0, speed * 2);
      return true;
    case Command::slower:
      speed = std::max(0.1, speed / 2);
      return true;
    default:
      return false;
  }
}

bool Session::run_view(Command command) {
  ViewHistory::View view{axis_, viewport_.range()};
  if (command == Command::undo_view) {
    if (history_.undo(view)) show_view(view);
    return true;
  }
  if (command == Command::redo_view) {
    if (history_.redo(view)) show_view(view);
    return true;
  }
  if (command < Command::flip_axis || command > Command::fit_all) return false;
  history_.remember(view);
  const double middle = viewport_.width_px() / 2;
  switch (command) {
    case Command::flip_axis:
      flip_axis();
      break;
    case Command::zoom_in:
      viewport_.zoom(middle, zoom_step);
      break;
    case Command::zoom_out:
      viewport_.zoom(middle, 1 / zoom_step);
      break;
    case Command::pan_left:
    case Command::pan_right:
      viewport_.pan(viewport_.width_px() * (command == Command::pan_left ? -pan_share : pan_share));
      break;
    case Command::fit_selection:
      fit_selection();
      break;
    default:
      viewport_.fit();
  }
  return true;
}

void Session::show_view(const ViewHistory::View& view) {
  if (view.axis != axis_) flip_axis();
  viewport_.show(view.range);
}

/// The same events stay in sight.
void Session::flip_axis() {
  const Range range = viewport_.range();
  const bool all = viewport_.shows_all();
  const std::uint32_t from = step_at(trace_, axis_, range.begin);
  const std::uint32_t to = step_at(trace_, axis_, range.end);
  axis_ = axis_ == Axis::time ? Axis::order : Axis::time;
  viewport_.set_limits(whole(trace_, axis_));
  measured.reset();
  if (all || trace_.size() == 0)
    viewport_.fit();
  else
    viewport_.show({position_of_step(trace_, axis_, from),
                    position_of_step(trace_, axis_, std::max(to, from + 1))});
}

void Session::show(Axis axis) {
  if (axis != axis_) flip_axis();
}

void Session::show_steps(std::uint32_t from, std::uint32_t to) {
  const Range range{position_of_step(trace_, axis_, from), position_of_step(trace_, axis_, to)};
  const double margin = std::max(range.length() * 0.05, 1.0);
  viewport_.show({range.begin - margin, range.end + margin});
}

void Session::fit_selection() {
  if (selected_ == no_index) return viewport_.fit();
  const std::uint32_t end = trace_.forward(selected_);
  const bool box = scope_begun_by(trace_[selected_].kind()).has_value() && end != no_index;
  const Range range = range_of(trace_, axis_, selected_, box ? end : selected_);
  const double margin = std::max(range.length() * 0.15, 1.0);
  viewport_.show({range.begin - margin, range.end + margin});
}

bool Session::run_selection(Command command) {
  switch (command) {
    case Command::to_cause:
      if (cause_ != no_index) go_to_event(cause_);
      return true;
    case Command::to_effect:
      for (const std::uint32_t queued : effects_)
        if (trace_.forward(queued) != no_index) {
          go_to_event(trace_.forward(queued));
          break;
        }
      return true;
    case Command::deselect:
      select(no_index);
      measured.reset();
      return true;
    case Command::next_loop: {
      const std::vector<std::uint32_t> all = loops();
      const auto next = std::upper_bound(all.begin(), all.end(), loop_);
      if (!all.empty()) choose_loop(next == all.end() ? all.front() : *next);
      return true;
    }
    default:
      return run_why(command) || run_search(command) || run_marks(command);
  }
}

bool Session::run_why(Command command) {
  const bool at_event = step_ > 0;
  switch (command) {
    case Command::select_here:
      if (at_event) select(subject_of(trace_, step_ - 1));
      return true;
    case Command::compare_here:
      if (at_event) compare(subject_of(trace_, step_ - 1));
      return true;
    case Command::compare_before:
      if (selected_before_ != no_index) ask({.one = selected_before_, .other = question_.one});
      return true;
    default:
      return false;
  }
}

bool Session::run_search(Command command) {
  const auto go = [this](std::uint32_t match) {
    if (match != no_index) go_to_event(match);
  };
  const std::uint32_t at = step_ == 0 ? 0 : step_ - 1;
  switch (command) {
    case Command::next_match:
      go(search_.next(at));
      return true;
    case Command::previous_match:
      go(search_.previous(at));
      return true;
    case Command::clear_search:
      search_.clear();
      return true;
    default:
      return false;
  }
}

bool Session::run_marks(Command command) {
  switch (command) {
    case Command::mark:
      marks_.toggle(step_);
      return true;
    case Command::next_mark: {
      const auto& all = marks_.all();
      const auto next = std::find_if(all.begin(), all.end(),
                                     [this](const Mark& mark) { return mark.step > step_; });
      if (!all.empty()) go_to(next == all.end() ? all.front().step : next->step);
      return true;
    }
    case Command::keep_range: {
      const Range range = measured.value_or(viewport_.range());
      keep(Steps{step_at(trace_, axis_, range.begin), step_at(trace_, axis_, range.end)});
      return true;
    }
    case Command::drop_range:
      keep(std::nullopt);
      return true;
    default:
      return false;
  }
}

}  // namespace loopscope::viewer
