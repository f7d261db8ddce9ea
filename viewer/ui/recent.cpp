#include "viewer/ui/recent.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

namespace loopscope::viewer {
namespace {

namespace fs = std::filesystem;

fs::path list_path() {
  const char* state = std::getenv("XDG_STATE_HOME");
  const char* home = std::getenv("HOME");
  if (state != nullptr && *state != '\0') return fs::path(state) / "loopscope" / "recent";
  if (home != nullptr && *home != '\0')
    return fs::path(home) / ".local" / "state" / "loopscope" / "recent";
  return {};
}

}  // namespace

std::vector<std::string> recent_files() {
  std::vector<std::string> files;
  std::ifstream list(list_path());
  std::error_code none;
  for (std::string line; std::getline(list, line) && files.size() < max_recent;)
    if (fs::exists(line, none)) files.push_back(line);
  return files;
}

void remember_recent(const std::string& path) {
  std::error_code none;
  const fs::path list = list_path();
  const std::string full = fs::absolute(path, none).string();
  if (list.empty() || full.find('\n') != std::string::npos) return;
  std::vector<std::string> files = recent_files();
  std::erase(files, full);
  files.insert(files.begin(), full);
  if (files.size() > max_recent) files.resize(max_recent);
  fs::create_directories(list.parent_path(), none);
  std::ofstream out(list);
  for (const std::string& file : files) out << file << '\n';
}

}  // namespace loopscope::viewer
