#include "viewer/ui/script.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>
#include <utility>

#include "tracer/model/time_text.hpp"
#include "viewer/ui/keys.hpp"
#include "viewer/ui/report.hpp"

namespace loopscope::viewer {
namespace {

constexpr int settle_frames = 2;  // ImGui needs them to answer

std::vector<std::string> words_of(const std::string& line) {
  std::istringstream words(line);
  return {std::istream_iterator<std::string>(words), {}};
}

bool has(const std::vector<std::string>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

}  // namespace

Script::Script(const std::string& path) {
  std::ifstream file;
  if (path != "-") {
    file.open(path);
    if (!file) throw ScriptError(fmt::format("cannot read the script {}. Check the path.", path));
  }
  std::istream& from = path == "-" ? std::cin : file;
  for (std::string line; std::getline(from, line);) lines_.push_back(line);
}

void Script::fail(const std::string& why) const {
  throw ScriptError(fmt::format("script, line {} ({}): {}", number_, current_, why));
}

bool Script::finished() const noexcept {
  return lines_.empty() && frames_.empty() && wait_frames_ == 0 && wait_until_ == 0 &&
         !wait_loaded_;
}

void Script::before_frame(App& app, Window& window) {
  if (wait_frames_ > 0) --wait_frames_;
  if (wait_until_ > 0 && ImGui::GetTime() >= wait_until_) wait_until_ = 0;
  if (wait_loaded_ && app.settled()) {
    wait_loaded_ = false;
    wait_frames_ = settle_frames;
  }
  while (frames_.empty() && wait_frames_ == 0 && wait_until_ == 0 && !wait_loaded_ &&
         !lines_.empty()) {
    current_ = lines_.front();
    lines_.pop_front();
    ++number_;
    if (!current_.empty() && current_.front() != '#') start(app, window, current_);
  }
  Input input = held_;
  if (!frames_.empty()) {
    input = frames_.front();
    frames_.pop_front();
    held_ = Input{.mouse = input.mouse};
    if (frames_.empty()) wait_frames_ = settle_frames;
  }
  apply(app, input);
}

void Script::apply(App& app, const Input& input) {
  ImGuiIO& io = ImGui::GetIO();
  io.MousePos = input.mouse;
  io.MouseDown[0] = input.buttons[0];
  io.MouseDown[1] = input.buttons[1];
  io.MouseWheel = input.wheel;
  io.KeyCtrl = input.ctrl;
  io.KeyShift = input.shift;
  io.KeyAlt = input.alt;
  for (bool& down : io.KeysDown) down = false;
  const int key = key_code(input.key);
  if (key >= 0) io.KeysDown[key] = true;
  if (!input.text.empty()) io.AddInputCharactersUTF8(input.text.c_str());
  if (!input.key.empty()) app.press(input.key);
}

void Script::start(App& app, Window& window, const std::string& line) {
  const std::vector<std::string> words = words_of(line);
  if (words.empty()) return;
  const std::string& verb = words[0];
  const std::string rest = line.size() > verb.size() ? line.substr(verb.size() + 1) : std::string();
  if (verb == "wait") return start_wait(words);
  if (start_in_app(app, words, rest) || start_in_window(app, window, words, rest)) return;
  if (verb == "key" && words.size() == 2)
    frames_.push_back({.mouse = held_.mouse, .key = words[1]});
  else if (verb == "text")
    frames_.push_back({.mouse = held_.mouse, .text = rest});
  else
    start_mouse(app, words);
}

void Script::start_wait(const std::vector<std::string>& words) {
  const std::string what = words.size() > 1 ? words[1] : "";
  if (what == "loaded")
    wait_loaded_ = true;
  else if (what == "frames" && words.size() == 3)
    wait_frames_ = std::stoi(words[2]);
  else if (what == "ms" && words.size() == 3)
    wait_until_ = ImGui::GetTime() + std::stod(words[2]) / 1000;
  else
    fail("wait for loaded, frames N or ms N");
}

// Whether it is a step of these.
bool Script::start_in_app(App& app, const std::vector<std::string>& words,
                          const std::string& rest) {
  const std::string& verb = words[0];
  if (verb == "command" && words.size() == 2) {
    const auto command = command_of_id(words[1]);
    if (!command) fail("there is no such command");
    app.run(*command);
    wait_frames_ = settle_frames;
  } else if (verb == "open") {
    app.open(rest);
    wait_loaded_ = true;
  } else if (verb == "compare") {
    app.compare_with(rest);
    wait_loaded_ = true;
  } else if (verb == "seek" && words.size() == 3 && app.ui().session != nullptr) {
    Session& session = *app.ui().session;
    session.go_to(words[1] == "at" ? session.trace().step_at(parse_time(words[2]))
                                   : static_cast<std::uint32_t>(std::stoul(words[2])));
    wait_frames_ = settle_frames;
  } else if (verb == "report") {
    std::ofstream file(rest);
    file << report_json(app);
    if (!file.flush()) fail("the report cannot be written");
  } else if (verb == "forget-times") {
    app.forget_frame_times();
  } else {
    return false;
  }
  return true;
}

bool Script::start_in_window(App& app, Window& window, const std::vector<std::string>& words,
                             const std::string& rest) {
  const std::string& verb = words[0];
  if (verb == "drop") {
    window.drop({rest});
    wait_loaded_ = true;
  } else if (verb == "size" && words.size() == 3) {
    window.resize(std::stoi(words[1]), std::stoi(words[2]));
  } else if (verb == "theme" && words.size() == 2) {
    app.set_theme(words[1] == "dark");
  } else if (verb == "screenshot") {
    app.picture_path = rest;
  } else {
    return false;
  }
  wait_frames_ = verb == "size" ? 2 * settle_frames : settle_frames;
  return true;
}

/// "@name" is the middle of a target; "@timeline:0.3:0.5" a place in it; else two numbers.
ImVec2 Script::place(const App& app, const std::vector<std::string>& words,
                     std::size_t& next) const {
  if (next >= words.size()) fail("a place is missing: @NAME, or X Y");
  std::string name = words[next++];
  if (!name.starts_with('@')) {
    if (next >= words.size()) fail("a place is missing: @NAME, or X Y");
    return {std::stof(name), std::stof(words[next++])};
  }
  float x = 0.5F;
  float y = 0.5F;
  const std::size_t colon = name.find(':');
  if (colon != std::string::npos) {
    const std::size_t second = name.find(':', colon + 1);
    if (second == std::string::npos) fail("write @NAME:X:Y with shares from 0 to 1");
    x = std::stof(name.substr(colon + 1));
    y = std::stof(name.substr(second + 1));
    name.resize(colon);
  }
  const auto found = app.ui().drawn.targets.find(name.substr(1));
  if (found == app.ui().drawn.targets.end()) fail(name + " is not on the screen");
  const ImVec4& area = found->second;
  return {area.x + (area.z - area.x) * x, area.y + (area.w - area.y) * y};
}

void Script::start_mouse(App& app, const std::vector<std::string>& words) {
  const std::string& verb = words[0];
  std::size_t next = 1;
  if (verb == "click" || verb == "double-click")
    return start_click(app, words, verb == "double-click");
  if (verb == "move") {
    frames_.push_back({.mouse = place(app, words, next)});
    return;
  }
  if (verb == "wheel") {
    Input input{.mouse = place(app, words, next)};
    if (next >= words.size()) fail("by how much?");
    frames_.push_back(input);
    input.wheel = std::stof(words[next]);
    input.ctrl = has(words, "ctrl");
    input.shift = has(words, "shift");
    input.alt = has(words, "alt");
    frames_.push_back(input);
    return;
  }
  if (verb != "drag") fail("there is no such step");
  Input input{.mouse = place(app, words, next)};
  const ImVec2 to = place(app, words, next);
  const ImVec2 from = input.mouse;
  input.ctrl = has(words, "ctrl");
  input.shift = has(words, "shift");
  frames_.push_back(input);
  input.buttons[has(words, "right") ? 1 : 0] = true;
  constexpr int moves = 6;
  for (int i = 0; i <= moves; ++i) {
    const float share = static_cast<float>(i) / moves;
    input.mouse = {from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
    frames_.push_back(input);
  }
  input.buttons[0] = input.buttons[1] = false;
  frames_.push_back(input);
}

void Script::start_click(App& app, const std::vector<std::string>& words, bool twice) {
  std::size_t next = 1;
  Input input{.mouse = place(app, words, next)};
  input.shift = has(words, "shift");
  input.ctrl = has(words, "ctrl");
  const int button = has(words, "right") ? 1 : 0;
  frames_.push_back(input);
  for (int i = 0; i < (twice ? 2 : 1); ++i) {
    input.buttons[button] = true;
    frames_.push_back(input);
    input.buttons[button] = false;
    frames_.push_back(input);
  }
}

}  // namespace loopscope::viewer
