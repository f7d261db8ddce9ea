// What the commands about the window do.
#include <fmt/format.h>

#include <filesystem>
#include <fstream>
#include <utility>

#include "viewer/ui/app.hpp"

namespace loopscope::viewer {
namespace {

/// T.jsonl.svg, T.jsonl.2.svg, …: what is there already stays.
std::string free_path(const std::string& trace, const std::string& ending) {
  std::error_code none;
  std::string path = trace + "." + ending;
  for (int i = 2; std::filesystem::exists(path, none) && i < 1000; ++i)
    path = fmt::format("{}.{}.{}", trace, i, ending);
  return path;
}

}  // namespace

void App::press(const std::string& key) {
  if (key == "Escape" && overlays_.close()) return;
  if (overlays_.takes_keys() || ImGui::GetIO().WantTextInput) return;
  // What lies under the hand, and what a presenter's remote control sends.
  const bool teaches = teaching_ != nullptr && teaching_->any();
  if (teaches && (key == "Enter" || key == "PageDown")) return run(Command::teach_next);
  if (teaches && (key == "Backspace" || key == "PageUp")) return run(Command::teach_previous);
  if (const auto command = command_of_key(key)) run(*command);
}

void App::run(Command command) {
  std::shared_lock<std::shared_mutex> held;
  if (source_ != nullptr) held = source_->lock();
  if (would_tell(command))
    return overlays_.say("That shows what comes next. Answer first, or leave the quiz.");
  if (command == Command::mark || command == Command::next_mark) marks_changed_ = true;
  const std::size_t marks = session_ == nullptr ? 0 : session_->marks().all().size();
  if (session_ != nullptr && session_->run(command)) {
    if (session_->marks().all().size() > marks) overlays_.show_note();
    return;
  }
  if (!run_teaching(command) && !run_comparison(command) && !show_panel(command))
    run_window(command);
}

/// Whether it would show what a question asks for.
bool App::would_tell(Command command) const {
  if (session_ == nullptr || !session_->hides()) return false;
  return command == Command::search || command == Command::layout_debug ||
         command == Command::layout_inspect || command == Command::save_svg ||
         command == Command::compare_with || command == Command::show_diff ||
         command == Command::next_difference || command == Command::previous_difference ||
         command == Command::show_order || command == Command::show_lints ||
         command == Command::show_alive;
}

bool App::run_teaching(Command command) {
  if (command < Command::quiz || command > Command::teach_leave) return false;
  if (teaching_ == nullptr) {
    if (session_ != nullptr && command == Command::quiz)
      overlays_.say("A quiz needs the whole trace, and this one is not read to its end.");
    return true;
  }
  if (command == Command::quiz && teaching_->quiz() == nullptr) {
    const std::string reason = teaching_->begin_quiz();
    if (!reason.empty()) overlays_.say(reason);
  }
  if (command == Command::teach_next) teaching_->next();
  if (command == Command::teach_previous) teaching_->previous();
  if (command == Command::teach_give_up) give_answer(*teaching_, teaching_view_, "");
  if (command == Command::teach_leave) teaching_->leave();
  return true;
}

bool App::run_comparison(Command command) {
  switch (command) {
    case Command::compare_with:
      overlays_.show_open(trace_folder(), source_ != nullptr);
      return true;
    case Command::end_comparison:
      end_comparison();
      return true;
    case Command::next_difference:
    case Command::previous_difference:
      if (session_ != nullptr) go_to_difference(command == Command::next_difference);
      return true;
    default:
      return false;
  }
}

bool App::show_panel(Command command) {
  switch (command) {
    case Command::show_selection:
      ui_.side_tab = SideTab::selection;
      return true;
    case Command::show_why:
      ui_.side_tab = SideTab::why;
      return true;
    case Command::show_order:
      show_list(ListTab::order);
      return true;
    case Command::show_lints:
      show_list(ListTab::lints);
      return true;
    case Command::show_alive:
      show_list(ListTab::alive);
      return true;
    case Command::show_diff:
      if (ui_.diff.comparison != nullptr) ui_.side_tab = SideTab::diff;
      show_list(ListTab::diff);
      return true;
    default:
      return false;
  }
}

void App::run_window(Command command) {
  switch (command) {
    case Command::open:
      return overlays_.show_open(trace_folder(), false);
    case Command::close_file:
      wants_close_file_ = true;
      return;
    case Command::cancel_loading:
      if (source_ != nullptr) source_->cancel();
      return;
    case Command::quit:
      return window_.close();
    case Command::save_picture:
      if (source_ != nullptr) picture_path = free_path(document_, "png");
      return;
    case Command::save_svg:
      return save_svg();
    case Command::help:
      return overlays_.show_help();
    case Command::palette:
      return overlays_.show_palette();
    case Command::search:
      return overlays_.show_search();
    default:
      return run_look(command);
  }
}

void App::run_look(Command command) {
  switch (command) {
    case Command::layout_debug:
      return set_layout(LayoutKind::debug);
    case Command::layout_teach:
      return set_layout(LayoutKind::teach);
    case Command::layout_inspect:
      return set_layout(LayoutKind::inspect);
    case Command::theme:
      return set_theme(!ui_.palette->dark);
    default:
      return;
  }
}

void App::show_list(ListTab tab) {
  ui_.list_tab = tab;
  if (layout_ == LayoutKind::teach) set_layout(LayoutKind::debug);  // teach has no place for it
}

void App::save_svg() {
  if (session_ == nullptr) return;
  const std::string path = free_path(document_, "svg");
  const double height = ui_.rows.empty() ? 0 : ui_.rows.back().y + ui_.rows.back().height;
  std::ofstream file(path);
  file << svg(*session_, ui_.rows, *ui_.palette, session_->viewport().width_px(), height + 8);
  file.close();
  overlays_.say(file ? fmt::format("The timeline is in {}.", path)
                     : fmt::format("Cannot write {}. Look at the folder's rights.", path));
}

void App::tell_picture(const std::string& path, const std::string& problem) {
  overlays_.say(problem.empty() ? fmt::format("The picture is in {}.", path) : problem);
}

void App::after_frame() {
  for (const Command command : std::exchange(ui_.commands, {})) run(command);
  const std::vector<std::string> dropped = window_.take_dropped();
  if (!dropped.empty()) to_open_ = dropped.front();
  if (std::exchange(wants_close_file_, false)) forget_trace();
  if (!to_open_.empty()) open(std::exchange(to_open_, {}));
  if (!to_compare_.empty()) compare_with(std::exchange(to_compare_, {}));
}

}  // namespace loopscope::viewer
