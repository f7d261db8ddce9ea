// A folder in which a test runs the program `loopscope` (LOOPSCOPE_PROGRAM) by the shell.
#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <sstream>
#include <string>
#include <string_view>

#include "tests/temporary_directory.hpp"

namespace loopscope::test {

struct Workplace {
  const TemporaryDirectory folder;
  const std::filesystem::path path{folder / ""};

  void write(const std::string& name, std::string_view text) const {
    write_file(path / name, text);
  }
  [[nodiscard]] std::string read(const std::string& name) const { return read_file(path / name); }

  struct Result {
    int exit_code;
    std::string out;
    std::string err;
  };
  /// Runs `loopscope ARGUMENTS` by the shell, in this folder.
  [[nodiscard]] Result run(const std::string& arguments) const {
    std::ostringstream command;
    command << "cd '" << path.string() << "' && { " LOOPSCOPE_PROGRAM " " << arguments
            << "; } >out.txt 2>err.txt";
    const int status = std::system(command.str().c_str());
    return {WIFEXITED(status) ? WEXITSTATUS(status) : -1, read("out.txt"), read("err.txt")};
  }
};

}  // namespace loopscope::test
