// How two runs differ, in words: where they part and why, and what only one of them did.
#include <fmt/format.h>

#include <string>

#include "tracer/model/time_text.hpp"
#include "viewer/model/words.hpp"
#include "viewer/ui/panels.hpp"
#include "viewer/ui/texts.hpp"
#include "viewer/ui/why_page.hpp"

namespace loopscope::viewer {
namespace {

class DiffPage {
 public:
  DiffPage(Ui& ui, const ComparedRuns& compared) : ui_(ui), compared_(compared) {
    go_one_ = [this](std::uint32_t event) { go(event, compared_.runs.line_of_one(event)); };
    go_other_ = [this](std::uint32_t event) {
      const std::uint32_t line = compared_.runs.line_of_other(event);
      if (line != no_index) go_to_line(ui_, line);
    };
  }

  void draw() {
    const RunDiff& diff = compared_.diff;
    text_block(ui_, diff_sentence(diff), {.font = ui_.fonts.bold, .colour = ui_.palette->text});
    gap(ui_, 6);
    for (const std::string& note : ui_.diff.comparison->notes()) {
      text_block(ui_, note, {.colour = ui_.palette->warning});
      gap(ui_, 4);
    }
    if (!diff.related) return;
    text_block(ui_, counts(), {.colour = ui_.palette->dim_text});
    if (diff.parting) draw_parting(*diff.parting);
    draw_only(ui_.diff.names.one, diff.only_one, diff.only_one_count, go_one_, "one");
    draw_only(ui_.diff.names.other, diff.only_other, diff.only_other_count, go_other_, "other");
    draw_times();
  }

 private:
  /// To its line, or, of what is on none, to the event itself.
  void go(std::uint32_t event, std::uint32_t line) {
    if (line != no_index) return go_to_line(ui_, line);
    ui_.session->look_at(event);
  }
  [[nodiscard]] std::string counts() const {
    std::string text = common_sentence(compared_.diff);
    if (const std::uint64_t flipped = compared_.runs.count(Beside::flipped); flipped > 0)
      text += fmt::format(" {} of them changed places.", grouped(flipped));
    return text;
  }
  void draw_side(const char* id, const std::string& name, const Trace& trace, const Why& why,
                 const std::vector<AnswerLine>& lines,
                 const std::function<void(std::uint32_t)>& go_to) {
    gap(ui_, 10);
    heading(ui_, name);
    ImGui::PushID(id);
    draw_why(ui_, {trace, lines, why.verdict, {}, go_to, id});
    ImGui::PopID();
  }
  void draw_parting(const Parting& parting) {
    draw_side("diff-why-one", ui_.diff.names.one, ui_.session->trace(), parting.one,
              compared_.why_one, go_one_);
    draw_side("diff-why-other", ui_.diff.names.other, ui_.diff.comparison->trace(), parting.other,
              compared_.why_other, go_other_);
  }
  void draw_only(const std::string& name, const std::vector<OneSided>& shown, std::uint64_t count,
                 const std::function<void(std::uint32_t)>& go_to, const char* id) {
    if (count == 0) return;
    gap(ui_, 10);
    heading(ui_, "Only in " + name, grouped(count));
    ImGui::PushID(id);
    for (const OneSided& each : shown)
      text_block(ui_, text_of(each),
                 {.colour = ui_.palette->text, .event = each.event, .go = &go_to});
    ImGui::PopID();
    if (count > shown.size())
      line(ui_, fmt::format("… and {} more", grouped(count - shown.size())), ui_.palette->dim_text);
  }
  static std::string text_of(const OneSided& each) {
    std::string text = fmt::format("{}, step {}", each.label, grouped(each.event + 1ULL));
    if (!each.place.empty()) text += ", queued at " + each.place;
    if (each.led_to > 0) text += fmt::format(", and {} more that it led to", grouped(each.led_to));
    if (each.other_queued != no_index)
      text += fmt::format("; in the other run it was queued at step {}, and never ran",
                          grouped(each.other_queued + 1ULL));
    return text;
  }
  void draw_times() {
    if (compared_.diff.times.empty()) return;
    gap(ui_, 10);
    heading(ui_, "What took longer");
    for (const TookLonger& each : compared_.diff.times)
      text_block(ui_,
                 fmt::format("{}: {} against {}", each.label, duration_text(each.one_ns),
                             duration_text(each.other_ns)),
                 {.colour = ui_.palette->dim_text, .event = each.event, .go = &go_one_});
  }

  Ui& ui_;
  const ComparedRuns& compared_;
  std::function<void(std::uint32_t)> go_one_;
  std::function<void(std::uint32_t)> go_other_;
};

void draw_progress(Ui& ui, const RunComparison& comparison) {
  const bool loads = comparison.source().loading();
  line(ui,
       ui.source->loading() ? std::string("The runs are compared as soon as both are read.")
       : loads              ? "Loading " + ui.diff.names.other
                            : "Comparing with " + ui.diff.names.other,
       ui.palette->dim_text);
  ImGui::ProgressBar(static_cast<float>(comparison.progress()), {-1, ui.px(10)}, "");
  gap(ui, 6);
  command_button(ui, Command::end_comparison, "Cancel");
}

}  // namespace

void draw_other_choices(Ui& ui) {
  gap(ui, 8);
  command_button(ui, Command::compare_with, "Compare with…");
  if (ui.diff.comparison == nullptr) return;
  ImGui::SameLine(0, ui.px(8));
  command_button(ui, Command::end_comparison, "End");
}

bool draw_comparison_state(Ui& ui) {
  const RunComparison* comparison = ui.diff.comparison.get();
  if (comparison != nullptr && comparison->result() != nullptr) return true;
  if (comparison != nullptr && comparison->busy()) {
    draw_progress(ui, *comparison);
    return false;
  }
  if (comparison != nullptr)
    text_block(ui, comparison->problem(), {.colour = ui.palette->warning});
  else
    text_block(ui,
               "Two runs of one program side by side: a flaky run and a good one, classic and "
               "modern, CommonJS and ES module. What came in another order is marked, with why.",
               {.colour = ui.palette->dim_text});
  draw_other_choices(ui);
  return false;
}

void diff_tab(Ui& ui) {
  if (draw_comparison_state(ui)) DiffPage(ui, *ui.diff.result()).draw();
}

}  // namespace loopscope::viewer
