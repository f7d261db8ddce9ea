// What every panel gets: the session, the colours, the fonts, and a record of what was drawn.
#pragma once

#include <imgui.h>
#include <cmath>

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "viewer/model/alive_list.hpp"
#include "viewer/model/answer_job.hpp"
#include "viewer/model/lint_list.hpp"
#include "viewer/model/palette.hpp"
#include "viewer/model/run_comparison.hpp"
#include "viewer/model/session.hpp"
#include "viewer/model/statistics_job.hpp"
#include "viewer/model/timeline_layout.hpp"
#include "viewer/model/trace_source.hpp"

namespace loopscope::viewer {

/// What is on the screen, for --report and for clicks of scripts by name.
class Drawn {
 public:
  static constexpr std::size_t max_texts = 5000;
  std::vector<std::string> rows;  // their labels
  std::size_t boxes = 0;
  std::map<std::string, ImVec4> targets;  // x0, y0, x1, y1
  void clear();
  void text(std::string_view text);
  [[nodiscard]] std::vector<std::string> texts() const;

 private:
  std::string letters_;  // of all texts: nothing is allocated for each
  std::vector<std::size_t> ends_;
};

/// The samples of queue depths in a column of pixels of the minimap.
struct MinimapColumn {
  bool sampled = false;
  std::uint32_t lag_us = 0;
  std::uint32_t waiting = 0;
};
/// Made anew when the trace has grown, the axis is another or the window's width.
struct Minimap {
  std::uint32_t events = 0;
  Axis axis = Axis::time;
  Range all;
  std::vector<MinimapColumn> columns;
};

struct Fonts {
  ImFont* normal = nullptr;
  ImFont* bold = nullptr;
  ImFont* large = nullptr;
  ImFont* small = nullptr;
  ImFont* mono = nullptr;
  ImFont* reading = nullptr;  // for a room to read
  ImFont* reading_large = nullptr;
};

/// A question about a trace that has so many events.
struct AskedWhy {
  Question question;
  std::uint32_t events = 0;
  bool operator==(const AskedWhy&) const = default;
};

struct LintsView {
  AnswerJob<std::uint32_t, LintList> job;  // by the number of events
  std::optional<Lint> only;                // the kind that is shown, or all
  std::vector<float> ends;                 // of the findings, in pixels, as `only` and `width` were
  std::optional<Lint> measured;
  float width = 0;
  std::uint32_t events = 0;
};

struct AliveView {
  AnswerJob<AliveAsked, AliveList> job;
  AnswerJob<std::uint32_t, std::vector<PollWait>> waits;  // by the number of events
};

/// A second run beside the one that is shown, and where its panel stands.
struct DiffView {
  std::unique_ptr<RunComparison> comparison;  // null: none
  RunNames names;
  double top = 0;                        // the line that stands first in the panel
  double in_sight = 0;                   // how many lines it has room for
  std::uint32_t chosen = no_index;       // a line
  std::uint32_t cursor_line = no_index;  // the cursor's, as it was seen last
  bool shown = false;                    // the panel has scrolled to the first difference
  /// Null while there is none, or none yet.
  [[nodiscard]] const ComparedRuns* result() const {
    return comparison == nullptr ? nullptr : comparison->result();
  }
};

/// What the panel of the order list shows.
enum class ListTab : std::uint8_t { order, lints, alive, diff };
/// What the panel of the selection shows.
enum class SideTab : std::uint8_t { selection, why, diff };

struct Ui {
  Session* session = nullptr;     // never null while a panel of a trace is drawn
  TraceSource* source = nullptr;  // likewise
  const Palette* palette = nullptr;
  Fonts fonts;
  float scale = 1;
  Drawn drawn;
  std::vector<Command> commands;  // asked for by panels, done after the frame
  StatisticsJob statistics;
  AnswerJob<AskedWhy, WhyAnswer> why;
  SideTab side_tab = SideTab::selection;
  Question seen_question;
  LintsView lints;
  AliveView alive;
  DiffView diff;
  ListTab list_tab = ListTab::order;
  std::vector<DrawnRow> rows;
  Minimap minimap;
  std::uint32_t hovered = no_index;  // the box under the pointer
  std::uint32_t hovered_count = 1;   // of boxes that its piece stands for
  enum class Grip { none, left, right, middle };
  Grip minimap_grip = Grip::none;  // which part of the brush is held
  std::size_t console_lines = 0;   // shown last; more of them scroll the panel down
  double frame_seconds = 0;
  bool animating = false;  // another frame is wanted at once

  [[nodiscard]] float px(double size) const { return static_cast<float>(size) * scale; }
};

[[nodiscard]] inline ImU32 to_imgui(Colour colour, double alpha = 1) {
  return IM_COL32(colour >> 16U & 0xFFU, colour >> 8U & 0xFFU, colour & 0xFFU,
                  std::lround(alpha * 255));
}
[[nodiscard]] inline ImVec4 to_vec4(Colour colour, double alpha = 1) {
  return ImGui::ColorConvertU32ToFloat4(to_imgui(colour, alpha));
}

/// Text at a place, cut at `right` with an ellipsis; nothing where not even that fits.
void draw_text(Ui& ui, ImFont* font, ImVec2 at, Colour colour, std::string_view text, float right);
[[nodiscard]] float text_width(const ImFont* font, std::string_view text);
/// A line of a panel: like ImGui::Text, recorded, cut at the panel's edge.
void line(Ui& ui, std::string_view text, Colour colour, ImFont* font = nullptr);
inline void line(Ui& ui, std::string_view text) {
  line(ui, text, ui.palette->text);
}
/// A sentence over as many lines as it needs.
void paragraph(Ui& ui, const std::string& text, Colour colour, ImFont* font = nullptr);
/// A person chooses it: with Shift as the second of two, else as the first.
void pick(Ui& ui, std::uint32_t begin);
/// A panel's heading.
void heading(Ui& ui, std::string_view title, std::string_view more = {});
/// A button that does a command; lit when `on`. Its target is the command's id.
bool command_button(Ui& ui, Command command, const char* label, bool on = false);
/// The rectangle of what was drawn last is the place that scripts click by this name.
void target(Ui& ui, const std::string& name);

/// A region of the window with a background; false where it is too small to be drawn.
struct Area {
  float x = 0;
  float y = 0;
  float width = 0;
  float height = 0;
};
bool begin_panel(Ui& ui, const char* id, const Area& area, bool scrolls = true);
void end_panel();

}  // namespace loopscope::viewer
