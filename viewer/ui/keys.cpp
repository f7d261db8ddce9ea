#include "viewer/ui/keys.hpp"

#include <GLFW/glfw3.h>
#include <fmt/format.h>
#include <imgui.h>

#include <array>
#include <string_view>

namespace loopscope::viewer {
namespace {

struct KeyName {
  int code;
  std::string_view name;
  std::string_view shifted;  // what it writes with Shift, where that is a key of its own
};

constexpr auto named = std::to_array<KeyName>({
    {GLFW_KEY_SPACE, "Space", ""},
    {GLFW_KEY_ESCAPE, "Escape", ""},
    {GLFW_KEY_ENTER, "Enter", ""},
    {GLFW_KEY_TAB, "Tab", ""},
    {GLFW_KEY_BACKSPACE, "Backspace", ""},
    {GLFW_KEY_LEFT, "Left", ""},
    {GLFW_KEY_RIGHT, "Right", ""},
    {GLFW_KEY_UP, "Up", ""},
    {GLFW_KEY_DOWN, "Down", ""},
    {GLFW_KEY_PAGE_UP, "PageUp", ""},
    {GLFW_KEY_PAGE_DOWN, "PageDown", ""},
    {GLFW_KEY_HOME, "Home", ""},
    {GLFW_KEY_END, "End", ""},
    {GLFW_KEY_COMMA, ",", ""},
    {GLFW_KEY_PERIOD, ".", ""},
    {GLFW_KEY_SLASH, "/", "?"},
    {GLFW_KEY_LEFT_BRACKET, "[", ""},
    {GLFW_KEY_RIGHT_BRACKET, "]", ""},
    {GLFW_KEY_MINUS, "-", ""},
    {GLFW_KEY_EQUAL, "+", "+"},
    {GLFW_KEY_KP_ADD, "+", "+"},
    {GLFW_KEY_KP_SUBTRACT, "-", ""},
    {GLFW_KEY_KP_0, "0", ""},
});

std::string with_modifiers(std::string_view name, std::string_view shifted) {
  const ImGuiIO& io = ImGui::GetIO();
  std::string key = io.KeyCtrl ? "Ctrl+" : "";
  if (io.KeyAlt) key += "Alt+";
  if (io.KeyShift && !shifted.empty()) return key.append(shifted);
  if (io.KeyShift) key += "Shift+";
  return key.append(name);
}

}  // namespace

std::vector<std::string> pressed_keys() {
  std::vector<std::string> keys;
  if (ImGui::GetIO().WantTextInput) {
    if (ImGui::IsKeyPressed(GLFW_KEY_ESCAPE, false)) keys.emplace_back("Escape");
    return keys;
  }
  for (const KeyName& key : named)
    if (ImGui::IsKeyPressed(key.code)) keys.push_back(with_modifiers(key.name, key.shifted));
  for (int code = GLFW_KEY_A; code <= GLFW_KEY_Z; ++code)
    if (ImGui::IsKeyPressed(code))
      keys.push_back(with_modifiers(std::string(1, static_cast<char>(code)), ""));
  for (int code = GLFW_KEY_0; code <= GLFW_KEY_9; ++code)
    if (ImGui::IsKeyPressed(code, false))
      keys.push_back(with_modifiers(std::string(1, static_cast<char>(code)), ""));
  for (int code = GLFW_KEY_F1; code <= GLFW_KEY_F12; ++code)
    if (ImGui::IsKeyPressed(code, false))
      keys.push_back(with_modifiers(fmt::format("F{}", code - GLFW_KEY_F1 + 1), ""));
  return keys;
}

int key_code(const std::string& key) {
  const std::size_t plus = key.size() > 1 ? key.rfind('+', key.size() - 2) : std::string::npos;
  const std::string_view name =
      std::string_view(key).substr(plus == std::string::npos ? 0 : plus + 1);
  for (const KeyName& each : named)
    if (each.name == name) return each.code;
  if (name.size() == 1 &&
      ((name[0] >= 'A' && name[0] <= 'Z') || (name[0] >= '0' && name[0] <= '9')))
    return name[0];
  return -1;
}

}  // namespace loopscope::viewer
