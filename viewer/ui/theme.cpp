#include "viewer/ui/theme.hpp"

#include <array>
#include <filesystem>

namespace loopscope::viewer {
namespace {

namespace fs = std::filesystem;

// Letters of Europe, punctuation, arrows, mathematics, shapes.
constexpr ImWchar ranges[] = {0x0020, 0x024F, 0x0370, 0x04FF, 0x2010, 0x205E,
                              0x20AC, 0x20AC, 0x2190, 0x21FF, 0x2200, 0x22FF,
                              0x25A0, 0x25FF, 0x2713, 0x2717, 0};

std::string find_font(const std::string& name) {
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none).parent_path();
  const std::array<fs::path, 4> folders{program / "fonts", program / "../share/loopscope/fonts",
                                        "/usr/share/fonts/opentype/inter",
                                        "/usr/share/fonts/truetype/jetbrains-mono"};
  for (const fs::path& folder : folders)
    if (fs::exists(folder / name, none)) return (folder / name).string();
  return {};
}

ImFont* load(const std::string& name, double size_px, std::string& problem) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  const std::string path = find_font(name);
  if (path.empty()) {
    problem = "The font " + name + " is not there: install fonts-inter and fonts-jetbrains-mono.";
    ImFontConfig config;
    config.SizePixels = static_cast<float>(size_px);
    return atlas.AddFontDefault(&config);
  }
  return atlas.AddFontFromFileTTF(path.c_str(), static_cast<float>(size_px), nullptr, ranges);
}

}  // namespace

Fonts load_fonts(double scale, std::string& problem) {
  ImGui::GetIO().Fonts->Clear();
  Fonts fonts;
  fonts.normal = load("Inter-Regular.otf", 15 * scale, problem);
  fonts.bold = load("Inter-SemiBold.otf", 15 * scale, problem);
  fonts.large = load("Inter-SemiBold.otf", 21 * scale, problem);
  fonts.small = load("Inter-Regular.otf", 12.5 * scale, problem);
  fonts.reading = load("Inter-Regular.otf", 18 * scale, problem);
  fonts.reading_large = load("Inter-Regular.otf", 23 * scale, problem);
  fonts.mono = load("JetBrainsMono-Regular.ttf", 14 * scale, problem);
  return fonts;
}

namespace {

void set_sizes(ImGuiStyle& style) {
  style.WindowRounding = 6;
  style.ChildRounding = 6;
  style.FrameRounding = 5;
  style.PopupRounding = 6;
  style.ScrollbarRounding = 6;
  style.GrabRounding = 4;
  style.WindowBorderSize = 0;
  style.PopupBorderSize = 1;
  style.WindowPadding = {12, 10};
  style.FramePadding = {9, 5};
  style.ItemSpacing = {7, 5};
  style.ScrollbarSize = 11;
}

void set_base_colours(ImGuiStyle& style, const Palette& palette) {
  const auto set = [&style](ImGuiCol index, Colour colour, double alpha = 1) {
    style.Colors[index] = to_vec4(colour, alpha);
  };
  set(ImGuiCol_Text, palette.text);
  set(ImGuiCol_TextDisabled, palette.dim_text);
  set(ImGuiCol_WindowBg, palette.panel);
  set(ImGuiCol_ChildBg, palette.panel, 0);
  set(ImGuiCol_PopupBg, palette.panel);
  set(ImGuiCol_Border, palette.line);
  set(ImGuiCol_FrameBg, palette.raised);
  set(ImGuiCol_FrameBgHovered, mix(palette.raised, palette.accent, 0.15));
  set(ImGuiCol_FrameBgActive, mix(palette.raised, palette.accent, 0.25));
  set(ImGuiCol_Button, palette.raised);
  set(ImGuiCol_ButtonHovered, mix(palette.raised, palette.accent, 0.25));
  set(ImGuiCol_ButtonActive, mix(palette.raised, palette.accent, 0.45));
}

void set_part_colours(ImGuiStyle& style, const Palette& palette) {
  const auto set = [&style](ImGuiCol index, Colour colour, double alpha = 1) {
    style.Colors[index] = to_vec4(colour, alpha);
  };
  set(ImGuiCol_Header, mix(palette.raised, palette.accent, 0.25));
  set(ImGuiCol_HeaderHovered, mix(palette.raised, palette.accent, 0.15));
  set(ImGuiCol_HeaderActive, mix(palette.raised, palette.accent, 0.35));
  set(ImGuiCol_ScrollbarBg, palette.panel, 0);
  set(ImGuiCol_ScrollbarGrab, palette.line);
  set(ImGuiCol_ScrollbarGrabHovered, palette.dim_text);
  set(ImGuiCol_ScrollbarGrabActive, palette.dim_text);
  set(ImGuiCol_TableHeaderBg, palette.raised);
  set(ImGuiCol_TableBorderLight, palette.line);
  set(ImGuiCol_TableBorderStrong, palette.line);
  set(ImGuiCol_TableRowBgAlt, palette.raised, 0.35);
  set(ImGuiCol_TextSelectedBg, palette.accent, 0.35);
  set(ImGuiCol_ModalWindowDimBg, 0x000000, 0.5);
}

}  // namespace

void apply_style(const Palette& palette, double scale) {
  ImGuiStyle style;
  set_sizes(style);
  style.ScaleAllSizes(static_cast<float>(scale));
  set_base_colours(style, palette);
  set_part_colours(style, palette);
  ImGui::GetStyle() = style;
}

}  // namespace loopscope::viewer
