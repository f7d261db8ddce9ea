// The panels, one file each. Every one draws into its area of the window.
#pragma once

#include <array>
#include <optional>
#include <string>

#include "viewer/model/source_files.hpp"
#include "viewer/model/teaching.hpp"
#include "viewer/ui/ui.hpp"

namespace loopscope::viewer {

/// What the timeline remembers between frames.
struct TimelineView {
  double scroll = 0;
  double max_scroll = 0;
  std::optional<double> drag_from;  // position on the axis where measuring began
  bool panning = false;
  bool keep = false;  // Ctrl was held: the range is kept
};

/// What the panel of a lesson or a quiz remembers between frames.
struct TeachingView {
  std::array<char, 512> text = {};   // the answer that is typed
  std::string seen;                  // the question that was shown last
  std::optional<std::string> given;  // an answer of this frame
  std::string told;                  // why an answer was not taken
  bool focus = false;
  bool scroll_up = false;
  std::size_t answered = 0;  // questions of the page
};

/// The lesson or the quiz: what it says and asks. It has one of them.
void panel_teaching(Ui& ui, const Area& area, Teaching& teaching, TeachingView& view);
/// An answer that was typed or clicked.
void give_answer(Teaching& teaching, TeachingView& view, const std::string& answer);
void panel_timeline(Ui& ui, const Area& area, TimelineView& view);
/// Wheel, drags and clicks between two corners of the rows.
void handle_timeline_input(Ui& ui, ImVec2 from, ImVec2 to, TimelineView& view);
/// Where the run that is compared goes another way: a mark at the first difference and a tick for
/// each other one, between two corners of the rows and above.
void draw_differences(Ui& ui, ImVec2 from, ImVec2 to);
/// Queue depths and loop lag below the rows; `label` is the width of the labels.
void draw_counters(Ui& ui, const Area& area, float label);
/// The whole run, loop lag as height; the brush moves and zooms the timeline.
void panel_minimap(Ui& ui, const Area& area);
/// Every queue's content at the cursor, and what keeps the loop alive.
void panel_queues(Ui& ui, const Area& area);
/// The selected box: what, when, by whom, what it caused; or Why; or how two runs differ.
void panel_selection(Ui& ui, const Area& area);
/// The content of that panel's second tab.
void why_tab(Ui& ui);
/// Likewise, its third: the sentence about the two runs that are compared, where they part and why.
void diff_tab(Ui& ui);
void panel_console(Ui& ui, const Area& area);
/// The line that runs and the line that queued the running callback.
void panel_source(Ui& ui, const Area& area, SourceFiles& files);
/// Events around the cursor, one a line; or what lint found; or what keeps the loop alive; or the
/// orders of two runs.
void panel_order(Ui& ui, const Area& area);
void lints_tab(Ui& ui);
/// What keeps the loop alive at the cursor, and the longest waits in poll.
void alive_tab(Ui& ui);
/// The two runs' orders side by side; or how one gets there.
void diff_lines_tab(Ui& ui);
/// Goes to a line of theirs, and with the cursor to that place of the first run.
void go_to_line(Ui& ui, std::uint32_t line);
/// Buttons to another second run, or back to one.
void draw_other_choices(Ui& ui);
/// Loading, comparing, or why there is nothing to compare; true where the answer is there.
bool draw_comparison_state(Ui& ui);
/// What keeps the loop alive at the cursor; of a moment before while that is worked out, and
/// nullptr where nothing is known yet.
const AliveList* alive_of(Ui& ui);
/// What lint found, worked out after loading; nullptr until then.
const LintList* lints_of(Ui& ui);
void panel_statistics(Ui& ui, const Area& area);
/// The phases as a ring, waiting tasks as tokens.
void panel_ring(Ui& ui, const Area& area);
void panel_caption(Ui& ui, const Area& area);
/// The button that opens the menu: every command by group, with its keys. Returns its right edge.
float menu_button(Ui& ui);
void panel_transport(Ui& ui, const Area& area);

}  // namespace loopscope::viewer
