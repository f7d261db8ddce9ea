#include "tracer/lesson/program_text.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string_view>
#include <system_error>

namespace loopscope {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_in(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines.emplace_back(text.substr(0, end));
    if (lines.back().ends_with('\r')) lines.back().pop_back();
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

// Where the first task of all, or the first that has a place, was queued.
std::string main_file(const Trace& trace) {
  constexpr std::uint32_t looked_at = 1000;
  for (std::uint32_t i = 0; i < std::min(trace.size(), looked_at); ++i) {
    if (trace[i].kind() != Event::task_queue) continue;
    const Label& label = trace.label(trace[i]);
    const Definitions::Location* place =
        trace.definitions().location(label.at != 0 ? label.at : label.fn);
    if (place != nullptr && !place->file.starts_with("node:")) return place->file;
  }
  return {};
}

// "../../samples/a.cpp" was relative to where it was built.
fs::path without_dots(const fs::path& path) {
  fs::path rest;
  for (const fs::path& part : path)
    if (part != ".." && part != ".") rest /= part;
  return rest;
}

ProgramText program_text(const std::string& path, std::string_view text) {
  return {fs::path(path).filename().string(), lines_in(text)};
}

void add_held(const Trace& trace, const std::string& main, std::vector<ProgramText>& texts) {
  const auto add = [&](const std::string& path, const std::string& text) {
    if (text.empty() || text.size() > ProgramText::max_bytes) return;
    texts.insert(path == main ? texts.begin() : texts.end(), program_text(path, text));
  };
  for (const auto& [path, text] : trace.header().sources) add(path, text);
  for (const auto& [path, text] : trace.sources().texts()) add(path, text);
}

void add_file(const fs::path& path, std::vector<ProgramText>& texts) {
  std::error_code none;
  if (!texts.empty() || !fs::is_regular_file(path, none)) return;
  if (fs::file_size(path, none) > ProgramText::max_bytes) return;
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  texts.push_back(program_text(path.string(), text.str()));
}

}  // namespace

std::vector<ProgramText> program_texts(const Trace& trace, const std::string& trace_path) {
  const std::string main = main_file(trace);
  std::vector<ProgramText> texts;
  add_held(trace, main, texts);
  if (main.empty()) return texts;
  add_file(main, texts);
  add_file(without_dots(main), texts);
  add_file(fs::path(trace_path).parent_path() / fs::path(main).filename(), texts);
  return texts;
}

std::vector<ProgramText> program_file(const std::string& path) {
  std::vector<ProgramText> texts;
  add_file(path, texts);
  return texts;
}

}  // namespace loopscope
