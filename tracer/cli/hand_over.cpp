#include "tracer/cli/hand_over.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "tracer/format/error.hpp"

namespace loopscope {

std::filesystem::path program_beside(const std::string& program, const std::string& missing) {
  std::filesystem::path path =
      std::filesystem::read_symlink("/proc/self/exe").replace_filename(program);
  if (!std::filesystem::exists(path))
    throw TraceError(fmt::format("there is no {}: {}", path.string(), missing));
  return path;
}

void hand_over(const std::string& program, std::string command, std::vector<std::string> arguments,
               const std::string& missing) {
  const std::filesystem::path path = program_beside(program, missing);
  std::vector<char*> argv{command.data()};
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  ::execv(path.c_str(), argv.data());
  throw TraceError(fmt::format("cannot start {}: {}", path.string(), std::strerror(errno)));
}

}  // namespace loopscope
