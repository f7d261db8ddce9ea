#include "viewer/model/source_files.hpp"

#include <filesystem>
#include <fstream>
#include <optional>
#include <sstream>

namespace loopscope::viewer {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    std::string line(text.substr(0, end));
    for (std::size_t tab = 0; (tab = line.find('\t', tab)) != std::string::npos;)
      line.replace(tab, 1, "    ");
    lines.push_back(std::move(line));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return lines;
}

/// "../../samples/a.cpp" was relative to where it was built; its end may be found from here.
fs::path without_dots(const fs::path& path) {
  fs::path rest;
  for (const fs::path& part : path)
    if (part != ".." && part != ".") rest /= part;
  return rest;
}

fs::path find_above(fs::path folder, const fs::path& path) {
  std::error_code none;
  for (int i = 0; i < 8 && !folder.empty(); ++i) {
    if (fs::is_regular_file(folder / path, none)) return folder / path;
    if (folder == folder.root_path()) break;
    folder = folder.parent_path();
  }
  return {};
}

std::optional<std::string_view> embedded(const Trace& trace, const std::string& path) {
  const auto& in_header = trace.header().sources;
  if (const auto found = in_header.find(path); found != in_header.end()) return found->second;
  const auto& in_lines = trace.sources().texts();
  if (const auto found = in_lines.find(path); found != in_lines.end()) return found->second;
  return std::nullopt;
}

}  // namespace

void SourceFiles::open(const std::string& trace_path, const std::string& stand_in) {
  std::error_code none;
  trace_folder_ = fs::absolute(trace_path, none).parent_path().string();
  stand_in_ = stand_in;
  files_.clear();
}

const SourceFiles::File& SourceFiles::file(const Trace& trace, const std::string& path) {
  const auto known = files_.find(path);
  // What was not here may come with the rest of a trace that is being read.
  const bool came =
      known != files_.end() && !known->second.problem.empty() && embedded(trace, path);
  if (known != files_.end() && !came) return known->second;
  if (files_.size() >= max_files) files_.clear();
  return files_[path] = read(trace, path);
}

SourceFiles::File SourceFiles::read(const Trace& trace, const std::string& path) const {
  if (const auto text = embedded(trace, path)) return {lines_of(*text), {}};
  std::error_code none;
  const fs::path wanted(path.starts_with("file://") ? path.substr(7) : path);
  fs::path found = fs::is_regular_file(wanted, none) ? wanted : fs::path();
  if (found.empty()) found = find_above(trace_folder_, without_dots(wanted.relative_path()));
  if (found.empty())
    found = find_above(fs::current_path(none), without_dots(wanted.relative_path()));
  const fs::path stand_in(stand_in_);
  if (found.empty() && stand_in.filename() == wanted.filename() && fs::exists(stand_in, none))
    found = stand_in;
  if (found.empty() && path.starts_with("node:"))
    return {{}, path + " is a part of Node. The trace holds the sources of the program only."};
  if (found.empty()) return {{}, path + " is not here. Put it beside the trace to see it."};
  if (fs::file_size(found, none) > max_file_bytes)
    return {{}, found.string() + " is too large to be shown."};
  std::ostringstream text;
  text << std::ifstream(found).rdbuf();
  return {lines_of(text.str()), {}};
}

}  // namespace loopscope::viewer
