#include "tests/conformance/referee.hpp"

#include <array>
#include <cstdio>
#include <memory>
#include <sstream>

namespace loopscope::conformance {

std::vector<std::string> lines_of(const std::string& command) {
  const std::string preloaded =
      "LD_PRELOAD='" LOOPSCOPE_VIRTUAL_CLOCK "' NODE_OPTIONS= timeout 60 " + command;
  std::string text;
  FILE* const pipe = popen(preloaded.c_str(), "r");
  if (pipe == nullptr) return {};
  std::array<char, 4096> buffer{};
  for (std::size_t got = 0; (got = fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    text.append(buffer.data(), got);
  if (pclose(pipe) != 0) return {};
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

}  // namespace loopscope::conformance
