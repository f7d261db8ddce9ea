#include "viewer/ui/overlays.hpp"

#include <fmt/format.h>
#include <imgui_internal.h>

#include <algorithm>
#include <cstring>
#include <utility>

#include "viewer/model/lesson_source.hpp"
#include "viewer/model/words.hpp"

namespace loopscope::viewer {
namespace {

constexpr double message_seconds = 6;
constexpr std::size_t max_entries = 5000;

constexpr ImGuiWindowFlags floating =
    ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings;

/// A box in the middle of the window, above everything.
void begin_floating(Ui& ui, const char* id, float x, float y, float width, float height) {
  ImGui::SetNextWindowPos({x, y});
  ImGui::SetNextWindowSize({width, height});
  ImGui::PushStyleVar(ImGuiStyleVar_WindowBorderSize, 1);
  ImGui::PushStyleColor(ImGuiCol_WindowBg, to_imgui(ui.palette->panel));
  ImGui::Begin(id, nullptr, floating & ~ImGuiWindowFlags_NoScrollbar);
  ImGui::PopStyleColor();
  ImGui::PopStyleVar();
  ImGui::BringWindowToDisplayFront(ImGui::GetCurrentWindow());
}

}  // namespace

void Overlays::show_palette() {
  palette_ = focus_ = true;
  text_[0] = '\0';
}
void Overlays::show_search() {
  search_ = focus_ = true;
}
void Overlays::show_note() {
  note_ = focus_ = true;
  text_[0] = '\0';
}
void Overlays::show_open(const std::string& folder, bool compares) {
  open_ = focus_ = true;
  compares_ = compares;
  std::error_code none;
  folder_ = folder.empty() ? std::filesystem::current_path(none) : std::filesystem::path(folder);
  list_folder();
}

void Overlays::say(std::string sentence) {
  message_ = std::move(sentence);
  message_until_ = 0;
}

bool Overlays::close() {
  const bool any = help_ || palette_ || search_ || open_ || note_;
  help_ = palette_ = search_ = open_ = note_ = false;
  return any;
}

void Overlays::list_folder() {
  entries_.clear();
  std::error_code error;
  for (auto entry = std::filesystem::directory_iterator(folder_, error);
       !error && entry != std::filesystem::directory_iterator() && entries_.size() < max_entries;
       entry.increment(error)) {
    const std::string name = entry->path().filename().string();
    std::error_code none;
    const bool shown = name.ends_with(".jsonl") || name.ends_with(".jsonl.zst") || is_lesson(name);
    if (!name.starts_with('.') && (entry->is_directory(none) || shown)) entries_.push_back(*entry);
  }
  std::sort(entries_.begin(), entries_.end(), [](const auto& a, const auto& b) {
    std::error_code none;
    const bool a_folder = a.is_directory(none);
    const bool b_folder = b.is_directory(none);
    return a_folder != b_folder ? a_folder : a.path() < b.path();
  });
}

std::optional<std::string> Overlays::draw(Ui& ui, float width, float height) {
  if (help_) draw_help(ui, width, height);
  if (palette_) draw_palette(ui, width, height);
  if (search_ && ui.session != nullptr) draw_search(ui, width);
  if (note_ && ui.session != nullptr) draw_note(ui, width);
  if (!message_.empty()) draw_message(ui, width, height);
  std::optional<std::string> chosen;
  if (open_) chosen = draw_open(ui, width, height);
  if (chosen) open_ = false;
  return chosen;
}

void Overlays::draw_help(Ui& ui, float width, float height) {
  const float wide = std::min(ui.px(860), width - ui.px(40));
  const float tall = std::min(ui.px(600), height - ui.px(40));
  begin_floating(ui, "help", (width - wide) / 2, (height - tall) / 2, wide, tall);
  heading(ui, "Keys", "every one is a command: Ctrl+Shift+P finds them all; Escape closes this");
  line(ui,
       "On the timeline: wheel zooms at the pointer (Ctrl fine, Shift fast, Alt scrolls); "
       "right-drag or "
       "Shift-drag moves;",
       ui.palette->dim_text, ui.fonts.small);
  line(ui,
       "drag measures, Ctrl-drag keeps the range for the statistics; double-click zooms to a box. "
       "Anywhere, Shift-click asks why.",
       ui.palette->dim_text, ui.fonts.small);
  ImGui::Columns(2, "keys", false);
  std::string_view group;
  const std::span<const CommandInfo> all = all_commands();
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i].group != group) {
      if (all[i].group == "Step") ImGui::NextColumn();
      group = all[i].group;
      ImGui::Dummy({1, ui.px(4)});
      line(ui, group, ui.palette->accent, ui.fonts.bold);
    }
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float room = ImGui::GetContentRegionAvail().x;
    ImGui::Dummy({room, ui.fonts.normal->FontSize - ui.px(1)});
    draw_text(ui, ui.fonts.normal, at, ui.palette->text, all[i].title, at.x + room - ui.px(120));
    draw_text(ui, ui.fonts.small, {at.x + room - ui.px(116), at.y + ui.px(1)}, ui.palette->dim_text,
              all[i].keys, at.x + room);
  }
  ImGui::Columns(1);
  ImGui::End();
}

void Overlays::draw_palette(Ui& ui, float width, float height) {
  const float wide = std::min(ui.px(520), width - ui.px(40));
  begin_floating(ui, "palette", (width - wide) / 2, ui.px(70), wide,
                 std::min(ui.px(420), height - ui.px(100)));
  if (std::exchange(focus_, false)) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  const bool entered = ImGui::InputTextWithHint("##command", "A command", text_.data(),
                                                text_.size(), ImGuiInputTextFlags_EnterReturnsTrue);
  const std::vector<Command> found = find_commands(text_.data());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const CommandInfo& about = info(found[i]);
    const std::string label = fmt::format("{}##{}", about.title, about.id);
    const bool chosen = ImGui::Selectable(label.c_str(), i == 0);
    target(ui, fmt::format("palette {}", about.id));
    ImGui::SameLine(wide - ui.px(130));
    ImGui::TextDisabled("%s", std::string(about.keys).c_str());
    if (!chosen && !(entered && i == 0)) continue;
    ui.commands.push_back(found[i]);
    palette_ = false;
  }
  ImGui::End();
}

void Overlays::draw_search(Ui& ui, float width) {
  const float wide = std::min(ui.px(430), width - ui.px(40));
  begin_floating(ui, "search", width - wide - ui.px(14), ui.px(54), wide, ui.px(48));
  if (std::exchange(focus_, false)) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(wide - ui.px(150));
  if (ImGui::InputTextWithHint("##search", "Name, output or #12", text_.data(), text_.size(),
                               ImGuiInputTextFlags_EnterReturnsTrue)) {
    if (ui.session->search().query() == text_.data())
      ui.commands.push_back(Command::next_match);
    else
      ui.session->find(text_.data());
    focus_ = true;
  }
  ImGui::SameLine();
  const Search& search = ui.session->search();
  const std::uint32_t at = ui.session->selected();
  const std::string count =
      search.active() ? fmt::format("{} of {}", search.position(at), grouped(search.count()))
                      : std::string("Enter finds");
  ImGui::TextUnformatted(count.c_str());
  ui.drawn.text(count);
  ImGui::End();
}

void Overlays::draw_note(Ui& ui, float width) {
  const float wide = std::min(ui.px(430), width - ui.px(40));
  begin_floating(ui, "note", (width - wide) / 2, ui.px(70), wide, ui.px(48));
  if (std::exchange(focus_, false)) ImGui::SetKeyboardFocusHere();
  ImGui::SetNextItemWidth(-1);
  if (ImGui::InputTextWithHint("##note", "A note for this mark (may be empty)", text_.data(), 200,
                               ImGuiInputTextFlags_EnterReturnsTrue)) {
    ui.session->marks().annotate(ui.session->step(), text_.data());
    note_ = false;
  }
  ImGui::End();
}

void Overlays::draw_message(Ui& ui, float width, float height) {
  if (message_until_ == 0) message_until_ = ImGui::GetTime() + message_seconds;
  if (ImGui::GetTime() > message_until_) message_.clear();
  const float wide = std::min(text_width(ui.fonts.normal, message_) + ui.px(40), width - ui.px(60));
  begin_floating(ui, "message", (width - wide) / 2, height - ui.px(112), wide, ui.px(40));
  line(ui, message_);
  ImGui::End();
}

std::optional<std::string> Overlays::draw_open(Ui& ui, float width, float height) {
  std::optional<std::string> chosen;
  const float wide = std::min(ui.px(720), width - ui.px(40));
  const float tall = std::min(ui.px(520), height - ui.px(60));
  begin_floating(ui, "open", (width - wide) / 2, (height - tall) / 2, wide, tall);
  if (compares_)
    heading(ui, "Compare with another run", "T.jsonl or T.jsonl.zst, of the same program");
  else
    heading(ui, "Open a trace or a lesson",
            "T.jsonl, T.jsonl.zst or T.lesson.json; a file can be dropped on the window too");
  if (std::exchange(focus_, false)) {
    std::snprintf(text_.data(), text_.size(), "%s/", folder_.c_str());
    ImGui::SetKeyboardFocusHere();
  }
  ImGui::SetNextItemWidth(-1);
  std::error_code none;
  if (ImGui::InputText("##path", text_.data(), text_.size(),
                       ImGuiInputTextFlags_EnterReturnsTrue)) {
    if (std::filesystem::is_directory(text_.data(), none))
      show_open(text_.data(), compares_);
    else
      chosen = text_.data();
  }
  ImGui::BeginChild("entries");
  if (ImGui::Selectable("..")) show_open(folder_.parent_path().string(), compares_);
  for (const auto& entry : std::exchange(entries_, {})) {
    const bool folder = entry.is_directory(none);
    const std::string name = entry.path().filename().string() + (folder ? "/" : "");
    entries_.push_back(entry);
    if (!ImGui::Selectable(name.c_str())) continue;
    if (folder) {
      show_open(entry.path().string(), compares_);
      break;
    }
    chosen = entry.path().string();
  }
  ImGui::EndChild();
  ImGui::End();
  return chosen;
}

}  // namespace loopscope::viewer
