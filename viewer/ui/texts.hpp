// Text of a panel that flows over several lines and may lead to an event.
#pragma once

#include <functional>
#include <string_view>
#include <vector>

#include "viewer/ui/ui.hpp"

namespace loopscope::viewer {

struct TextBlock {
  ImFont* font = nullptr;  // nullptr: the normal one
  Colour colour = 0;
  float left = 0;                                          // from the panel's edge
  std::uint32_t event = no_index;                          // a click looks at it
  const std::function<void(std::uint32_t)>* go = nullptr;  // instead of that
};

/// Draws from the cursor of ImGui on. True when it was clicked.
bool text_block(Ui& ui, std::string_view text, const TextBlock& block);
/// Lines of at most this width, broken at spaces; a word that is longer is broken anywhere.
[[nodiscard]] std::vector<std::string_view> wrapped_lines(const ImFont* font, std::string_view text,
                                                          float width);

/// Between two items of a panel, instead of the usual distance.
void gap(const Ui& ui, double px);

/// "A" and "B": the two that Why is asked about. Returns its right edge.
float letter_flag(Ui& ui, ImDrawList* list, ImVec2 from, char letter);
[[nodiscard]] float flag_width(const Ui& ui);
/// 'A' or 'B' for one of a pair; 0 for all others.
[[nodiscard]] char flag_of(const Session& session, std::uint32_t event);

/// A tab of a panel; its target is the command's id.
struct Tab {
  Command command;
  std::string_view label;
  std::string_view more;  // a count; may be ""
  bool open = false;
};
void tab_bar(Ui& ui, const std::vector<Tab>& tabs);

}  // namespace loopscope::viewer
