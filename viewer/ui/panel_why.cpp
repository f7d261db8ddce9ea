// Why: the question, and the answer as `loopscope why` gives it.
#include "viewer/ui/panels.hpp"
#include "viewer/ui/texts.hpp"
#include "viewer/ui/why_page.hpp"

namespace loopscope::viewer {
namespace {

constexpr std::chrono::milliseconds patience{4};
}  // namespace

void why_tab(Ui& ui) {
  const Question question = ui.session->question();
  if (!question.asked())
    return static_cast<void>(text_block(
        ui,
        "Click a box, a line of the console or of the order list: why did it run then, and not "
        "earlier? Shift-click a second one: why did one come before the other, and will it "
        "always?",
        {.colour = ui.palette->dim_text}));
  if (!question.is_pair()) {
    text_block(ui, "Shift-click another one: which came first, and will it always?",
               {.font = ui.fonts.small, .colour = ui.palette->dim_text});
    gap(ui, 6);
  }
  const AskedWhy asked{question, ui.session->trace().size()};
  const WhyAnswer* answer =
      ui.source->loading()
          ? nullptr
          : ui.why.ask(asked, patience, [&source = *ui.source](const AskedWhy& key) {
              const auto held = source.lock();
              return viewer::answer(*source.trace(), key.question);
            });
  if (answer != nullptr)
    return draw_why(ui, {ui.session->trace(), answer->lines, answer->verdict, answer->moments, {}});
  ui.animating = !ui.source->loading();
  text_block(ui,
             ui.source->loading() ? "The answer comes as soon as the whole trace is read."
                                  : "Looking for the reason …",
             {.colour = ui.palette->dim_text});
}

}  // namespace loopscope::viewer
