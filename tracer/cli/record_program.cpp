#include "tracer/cli/record_program.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <system_error>
#include <vector>

#include "tracer/cli/hand_over.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/format/error.hpp"

namespace loopscope {
namespace {

constexpr int timed_out = 124;
constexpr std::size_t max_error_bytes = 4096;
constexpr const char* max_trace_mb = "256";

/// As system(3): an interrupt meanwhile is the program's, and we clean up behind it.
class InterruptsIgnored {
 public:
  InterruptsIgnored() {
    struct sigaction ignore {};
    ignore.sa_handler = SIG_IGN;
    ::sigaction(SIGINT, &ignore, &before_);
  }
  InterruptsIgnored(const InterruptsIgnored&) = delete;
  InterruptsIgnored& operator=(const InterruptsIgnored&) = delete;
  ~InterruptsIgnored() { ::sigaction(SIGINT, &before_, nullptr); }

 private:
  struct sigaction before_ {};
};

/// How the program starts: no input, its output where nobody sees it, signals as usual.
class Start {
 public:
  explicit Start(const std::string& errors) {
    ::posix_spawn_file_actions_init(&files_);
    ::posix_spawn_file_actions_addopen(&files_, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_addopen(&files_, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    ::posix_spawn_file_actions_addopen(&files_, STDERR_FILENO, errors.c_str(),
                                       O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ::posix_spawnattr_init(&attributes_);
    sigset_t usual;
    sigemptyset(&usual);
    sigaddset(&usual, SIGINT);
    sigaddset(&usual, SIGXFSZ);
    ::posix_spawnattr_setsigdefault(&attributes_, &usual);
    ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGDEF);
  }
  Start(const Start&) = delete;
  Start& operator=(const Start&) = delete;
  ~Start() {
    ::posix_spawn_file_actions_destroy(&files_);
    ::posix_spawnattr_destroy(&attributes_);
  }

  /// Its status, as of waitpid().
  int run(const std::string& program, std::vector<std::string> arguments) const {
    std::vector<char*> argv;
    argv.reserve(arguments.size() + 1);
    for (std::string& argument : arguments) argv.push_back(argument.data());
    argv.push_back(nullptr);
    pid_t pid = 0;
    const int error =
        ::posix_spawn(&pid, program.c_str(), &files_, &attributes_, argv.data(), environ);
    if (error != 0)
      throw TraceError(fmt::format("cannot start {}: {}", program, std::strerror(error)));
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
    return status;
  }

 private:
  posix_spawn_file_actions_t files_;
  posix_spawnattr_t attributes_;
};

std::vector<std::string> arguments_for(const RecordRequest& request, const std::string& trace) {
  std::vector<std::string> arguments{"loopscope run",
                                     "-o",
                                     trace,
                                     "--loop",
                                     request.profile,
                                     "--timeout",
                                     std::to_string(request.timeout_ms),
                                     "--max-trace-size",
                                     max_trace_mb};
  if (request.virtual_time) arguments.emplace_back("--virtual-time");
  arguments.push_back(std::filesystem::absolute(request.file).string());
  return arguments;
}

std::string head_of(const std::string& path) {
  std::string text(max_error_bytes, '\0');
  std::ifstream file(path, std::ios::binary);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(std::max<std::streamsize>(file.gcount(), 0)));
  return text;
}

}  // namespace

bool is_javascript(const std::string& path) {
  const auto suffixes = std::to_array<std::string_view>({".js", ".cjs", ".mjs"});
  return std::any_of(suffixes.begin(), suffixes.end(),
                     [&](std::string_view suffix) { return path.ends_with(suffix); });
}

RecordResult record_program(const RecordRequest& request, const std::string& trace) {
  std::error_code none;
  if (!std::filesystem::is_regular_file(request.file, none))
    throw TraceError(fmt::format(
        "there is no file {}. Name a program (.js, .cjs, .mjs) or a trace.", request.file));
  const std::string program = program_beside("loopscope-run", no_javascript).string();
  const TemporaryFolder folder;
  const InterruptsIgnored ignored;
  const int status = Start(folder / "errors").run(program, arguments_for(request, trace));
  if (WIFSIGNALED(status) && WTERMSIG(status) == SIGINT)
    throw TraceError(fmt::format("{} was interrupted while it was recorded.", request.file));
  RecordResult result;
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
  result.stopped = result.exit_code == timed_out;
  result.errors = head_of(folder / "errors");
  if (!std::filesystem::exists(trace, none))
    throw TraceError(fmt::format(
        "{} was run, but it left no trace: {}", request.file,
        result.errors.empty() ? "it wrote nothing to standard error either." : result.errors));
  return result;
}

std::string printable_lines(std::string_view text) {
  std::string lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    lines += fmt::format("  {}\n", printable(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

TemporaryFolder::TemporaryFolder() {
  const char* folder = std::getenv("TMPDIR");
  const std::filesystem::path parent = folder == nullptr || *folder == '\0' ? "/tmp" : folder;
  std::string name = (parent / "loopscope-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw TraceError(fmt::format("cannot make a directory {}: {}. Set TMPDIR to one with room.",
                                 name, std::strerror(errno)));
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code none;  // what cannot be removed stays
  std::filesystem::remove_all(path_, none);
}

}  // namespace loopscope
