// A second run beside the one that is shown: from opening it to leaving it.
#include <utility>

#include "viewer/ui/app.hpp"

namespace loopscope::viewer {

void App::compare_with(const std::string& path) {
  if (session_ == nullptr && source_ == nullptr && lesson_ == nullptr) return open(path);
  if (follow_)
    return overlays_.say("A trace that still grows cannot be compared. Open it without --follow.");
  end_comparison();
  DiffView& diff = ui_.diff;
  diff.comparison = std::make_unique<RunComparison>(path, [] { Window::wake(); });
  diff.names = names_apart(document_, path);
  ui_.list_tab = ListTab::diff;
  ui_.side_tab = SideTab::diff;
}

/// What still works on it is left, and goes when it has ended.
void App::end_comparison() {
  if (ui_.diff.comparison == nullptr) return;
  ui_.diff.comparison->cancel();
  leaving_.push_back(std::move(ui_.diff.comparison));
  ui_.diff = {};
}

/// In each frame, under the lock of the first run's source.
void App::follow_comparison() {
  for (const auto& each : leaving_) each->collect();
  std::erase_if(leaving_, [](const auto& each) { return !each->works(); });
  if (ui_.diff.comparison != nullptr && source_ != nullptr)
    static_cast<void>(ui_.diff.comparison->follow(*source_));
}

void App::go_to_difference(bool forward) {
  const ComparedRuns* compared = ui_.diff.result();
  if (compared == nullptr)
    return overlays_.say(ui_.diff.comparison == nullptr
                             ? "There is no second run. Ctrl+D opens one to compare with."
                             : "The runs are not compared yet.");
  const AlignedRuns& runs = compared->runs;
  if (runs.differences.empty()) return overlays_.say("There is no line in which the runs differ.");
  const std::uint32_t from =
      ui_.diff.chosen != no_index ? ui_.diff.chosen : runs.line_at(session_->step());
  const std::uint32_t line = forward ? runs.next_difference(from) : runs.previous_difference(from);
  if (line == no_index)
    return overlays_.say(forward ? "That was the last difference."
                                 : "There is no difference before this one.");
  go_to_line(ui_, line);
}

}  // namespace loopscope::viewer
