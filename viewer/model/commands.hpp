// Everything that can be done, in one table: menu, palette, keys, help and scripts read it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope::viewer {

enum class Command : std::uint8_t {
  open,
  compare_with,
  end_comparison,
  close_file,
  cancel_loading,
  quit,
  save_picture,
  save_svg,
  layout_debug,
  layout_teach,
  layout_inspect,
  theme,
  help,
  palette,
  search,
  next_match,
  previous_match,
  clear_search,
  step_forward,
  step_back,
  task_forward,
  task_back,
  phase_forward,
  phase_back,
  turn_forward,
  turn_back,
  to_start,
  to_end,
  play,
  faster,
  slower,
  flip_axis,
  zoom_in,
  zoom_out,
  pan_left,
  pan_right,
  fit_selection,
  fit_all,
  next_loop,
  undo_view,
  redo_view,
  to_cause,
  to_effect,
  select_here,
  compare_here,
  compare_before,
  deselect,
  mark,
  next_mark,
  keep_range,
  drop_range,
  show_selection,
  show_why,
  show_order,
  show_lints,
  show_alive,
  show_diff,
  next_difference,
  previous_difference,
  quiz,
  teach_next,
  teach_previous,
  teach_give_up,
  teach_leave,
};

struct CommandInfo {
  Command command;
  std::string_view id;     // in scripts
  std::string_view title;  // for people
  std::string_view keys;   // "Ctrl+Z", several with a space between; may be ""
  std::string_view group;
};

[[nodiscard]] std::span<const CommandInfo> all_commands();
[[nodiscard]] const CommandInfo& info(Command command);
/// The command of a key as it is written in the table; letters are upper case.
[[nodiscard]] std::optional<Command> command_of_key(std::string_view key);
[[nodiscard]] std::optional<Command> command_of_id(std::string_view id);
/// Commands whose title holds all letters of the query in their order, the closest first.
[[nodiscard]] std::vector<Command> find_commands(std::string_view query);

}  // namespace loopscope::viewer
