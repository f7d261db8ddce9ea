// Keys between GLFW's numbers and the words of the command table.
#pragma once

#include <string>
#include <vector>

namespace loopscope::viewer {

/// Keys pressed in this frame, with modifiers, as the command table writes them: "Ctrl+Z", "Space".
[[nodiscard]] std::vector<std::string> pressed_keys();
/// GLFW's number of the key itself, without modifiers; -1 for a word that is none.
[[nodiscard]] int key_code(const std::string& key);

}  // namespace loopscope::viewer
