#include "viewer/model/commands.hpp"

#include <algorithm>
#include <array>
#include <cctype>

namespace loopscope::viewer {
namespace {

using C = Command;
constexpr auto table = std::to_array<CommandInfo>({
    {C::open, "open", "Open a trace", "Ctrl+O", "File"},
    {C::compare_with, "compare-with", "Compare with another run", "Ctrl+D", "File"},
    {C::end_comparison, "end-comparison", "End the comparison", "Ctrl+Shift+D", "File"},
    {C::close_file, "close", "Close the trace", "Ctrl+W", "File"},
    {C::cancel_loading, "cancel-loading", "Stop loading; what was read stays", "", "File"},
    {C::save_picture, "save-picture", "Save a picture of the window (PNG)", "Ctrl+S", "File"},
    {C::save_svg, "save-svg", "Save the visible timeline (SVG)", "Ctrl+Shift+S", "File"},
    {C::quit, "quit", "Quit", "Ctrl+Q", "File"},
    {C::quiz, "quiz", "Quiz: hide the console from here on", "Q", "Teach"},
    {C::teach_next, "next", "Lesson or quiz: go on", "Ctrl+Enter", "Teach"},
    {C::teach_previous, "previous", "Lesson: back", "Ctrl+Backspace", "Teach"},
    {C::teach_give_up, "give-up", "Lesson or quiz: show the answer", "", "Teach"},
    {C::teach_leave, "leave", "Leave the quiz or the lesson", "Shift+Q", "Teach"},
    {C::layout_debug, "layout-debug", "Layout: Debug", "F2", "Look"},
    {C::layout_teach, "layout-teach", "Layout: Teach", "F3", "Look"},
    {C::layout_inspect, "layout-inspect", "Layout: Inspect", "F4", "Look"},
    {C::theme, "theme", "Dark or light", "F6", "Look"},
    {C::help, "help", "Keys and help", "? F1", "Look"},
    {C::palette, "palette", "Find a command", "Ctrl+Shift+P", "Look"},
    {C::search, "search", "Search", "Ctrl+F /", "Find"},
    {C::next_match, "next-match", "Next match", "F8 N", "Find"},
    {C::previous_match, "previous-match", "Previous match", "Shift+F8 Shift+N", "Find"},
    {C::clear_search, "clear-search", "End the search", "", "Find"},
    {C::mark, "mark", "Mark this step", "M", "Find"},
    {C::next_mark, "next-mark", "Next mark", "Shift+M", "Find"},
    {C::next_difference, "next-difference", "Next difference to the other run", "F7 Alt+Down",
     "Find"},
    {C::previous_difference, "previous-difference", "Previous difference", "Shift+F7 Alt+Up",
     "Find"},
    {C::step_back, "step-back", "Previous event", "Left ,", "Step"},
    {C::step_forward, "step", "Next event", "Right .", "Step"},
    {C::task_back, "task-back", "Previous callback", "Shift+Left", "Step"},
    {C::task_forward, "task", "Next callback", "Shift+Right", "Step"},
    {C::phase_back, "phase-back", "Previous phase", "Ctrl+Left", "Step"},
    {C::phase_forward, "phase", "Next phase", "Ctrl+Right", "Step"},
    {C::turn_back, "turn-back", "Previous turn", "PageUp", "Step"},
    {C::turn_forward, "turn", "Next turn", "PageDown", "Step"},
    {C::to_start, "start", "To the start", "Home", "Step"},
    {C::to_end, "end", "To the end", "End", "Step"},
    {C::play, "play", "Play or pause", "Space", "Step"},
    {C::faster, "faster", "Play faster", "+", "Step"},
    {C::slower, "slower", "Play slower", "-", "Step"},
    {C::flip_axis, "flip-axis", "Axis: time or order", "T", "Timeline"},
    {C::zoom_in, "zoom-in", "Zoom in", "W Up", "Timeline"},
    {C::zoom_out, "zoom-out", "Zoom out", "S Down", "Timeline"},
    {C::pan_left, "pan-left", "Move left", "A", "Timeline"},
    {C::pan_right, "pan-right", "Move right", "D", "Timeline"},
    {C::fit_selection, "fit-selection", "Zoom to the selection", "F", "Timeline"},
    {C::fit_all, "fit-all", "Show the whole run", "0", "Timeline"},
    {C::next_loop, "next-loop", "The next loop of a merged trace", "L", "Timeline"},
    {C::undo_view, "undo-view", "Back to the view before", "Ctrl+Z", "Timeline"},
    {C::redo_view, "redo-view", "Forward again", "Ctrl+Y", "Timeline"},
    {C::to_cause, "cause", "To what queued the selected task", "[", "Selection"},
    {C::to_effect, "effect", "To what the selected task queued", "]", "Selection"},
    {C::select_here, "select", "Select what is at the cursor", "Enter", "Selection"},
    {C::compare_here, "compare", "Why: the selected one against what is at the cursor",
     "Shift+Enter", "Selection"},
    {C::compare_before, "compare-before", "Why: the selected one against the one before it", "Y",
     "Selection"},
    {C::show_selection, "show-selection", "Panel: Selection", "1", "Selection"},
    {C::show_why, "show-why", "Panel: Why", "2", "Selection"},
    {C::show_order, "show-order", "Panel: Order", "3", "Selection"},
    {C::show_lints, "show-lints", "Panel: Lints", "4", "Selection"},
    {C::show_alive, "show-alive", "Panel: Alive", "5", "Selection"},
    {C::show_diff, "show-diff", "Panel: Diff", "6", "Selection"},
    {C::deselect, "deselect", "Select nothing", "Escape", "Selection"},
    {C::keep_range, "keep-range", "Statistics of the visible part only", "R", "Selection"},
    {C::drop_range, "drop-range", "Statistics of the whole run", "Shift+R", "Selection"},
});

bool has_key(std::string_view keys, std::string_view key) {
  while (!keys.empty()) {
    const std::size_t space = keys.find(' ');
    if (keys.substr(0, space) == key) return true;
    if (space == std::string_view::npos) return false;
    keys.remove_prefix(space + 1);
  }
  return false;
}

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

/// Letters skipped between the first and the last one found; -1 where they are not all there.
int distance(std::string_view title, std::string_view query) {
  std::size_t at = 0;
  int skipped = 0;
  for (const char wanted : query) {
    if (wanted == ' ') continue;
    const std::size_t from = at;
    while (at < title.size() && lower(title[at]) != lower(wanted)) ++at;
    if (at == title.size()) return -1;
    skipped += from == 0 ? 0 : static_cast<int>(at - from);
    ++at;
  }
  return skipped;
}

}  // namespace

std::span<const CommandInfo> all_commands() {
  return table;
}

const CommandInfo& info(Command command) {
  return *std::find_if(table.begin(), table.end(),
                       [command](const CommandInfo& each) { return each.command == command; });
}

std::optional<Command> command_of_key(std::string_view key) {
  for (const CommandInfo& each : table)
    if (has_key(each.keys, key)) return each.command;
  return std::nullopt;
}

std::optional<Command> command_of_id(std::string_view id) {
  for (const CommandInfo& each : table)
    if (each.id == id) return each.command;
  return std::nullopt;
}

std::vector<Command> find_commands(std::string_view query) {
  std::vector<std::pair<int, Command>> found;
  for (const CommandInfo& each : table)
    if (const int far = distance(each.title, query); far >= 0)
      found.emplace_back(far, each.command);
  std::stable_sort(found.begin(), found.end(),
                   [](const auto& a, const auto& b) { return a.first < b.first; });
  std::vector<Command> commands;
  commands.reserve(found.size());
  for (const auto& [far, command] : found) commands.push_back(command);
  return commands;
}

}  // namespace loopscope::viewer
