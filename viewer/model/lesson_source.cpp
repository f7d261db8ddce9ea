#include "viewer/model/lesson_source.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>
#include <vector>

#include "tracer/format/error.hpp"

namespace loopscope::viewer {
namespace {

namespace fs = std::filesystem;

std::string temporary_folder() {
  std::string name = (fs::temp_directory_path() / "loopscope-lesson-XXXXXX").string();
  if (::mkdtemp(name.data()) == nullptr)
    throw TraceError(fmt::format("cannot make a folder {}: {}. Set TMPDIR to one with room.", name,
                                 std::strerror(errno)));
  return name;
}

/// A process group of its own, so that the program that it runs ends with it.
pid_t start(std::vector<std::string> command, const std::string& errors) {
  posix_spawn_file_actions_t files;
  ::posix_spawn_file_actions_init(&files);
  ::posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  ::posix_spawn_file_actions_addopen(&files, STDERR_FILENO, errors.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
  posix_spawnattr_t attributes;
  ::posix_spawnattr_init(&attributes);
  ::posix_spawnattr_setpgroup(&attributes, 0);
  ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
  std::vector<char*> argv;
  argv.reserve(command.size() + 1);
  for (std::string& word : command) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  const int error = ::posix_spawn(&pid, argv.front(), &files, &attributes, argv.data(), environ);
  ::posix_spawnattr_destroy(&attributes);
  ::posix_spawn_file_actions_destroy(&files);
  if (error != 0)
    throw TraceError(fmt::format("cannot start {}: {}", command.front(), std::strerror(error)));
  return pid;
}

/// What it says without its name in front.
std::string sentence_in(const std::string& path) {
  std::ifstream file(path);
  std::string text(std::istreambuf_iterator<char>(file), {});
  constexpr std::size_t max_sentence = 2000;
  if (text.size() > max_sentence) text.resize(max_sentence);
  while (!text.empty() && text.back() == '\n') text.pop_back();
  constexpr std::string_view name = "loopscope: ";
  return text.starts_with(name) ? text.substr(name.size()) : text;
}

}  // namespace

bool is_lesson(const std::string& path) {
  return path.ends_with(".lesson.json");
}

LessonSource::LessonSource(const std::string& path, std::function<void()> on_change)
    : on_change_(std::move(on_change)) {
  try {
    begin(path);
  } catch (const TraceError& error) {
    error_ = error.what();
  }
}

LessonSource::~LessonSource() {
  if (recording_) ::kill(-recorder_, SIGINT);
  if (thread_.joinable()) thread_.join();
  std::error_code none;  // what cannot be removed stays
  if (!folder_.empty()) fs::remove_all(folder_, none);
}

void LessonSource::begin(const std::string& path) {
  lesson_ = read_lesson(path);
  trace_ = lesson_->kept_trace();
  if (trace_.empty()) record(path);
}

void LessonSource::record(const std::string& path) {
  std::error_code none;
  const fs::path program = fs::read_symlink("/proc/self/exe", none).replace_filename("loopscope");
  if (!fs::exists(program, none))
    throw TraceError(
        fmt::format("there is no {}, which records the lesson's trace. Record it with "
                    "`loopscope lesson record {}`, and open the lesson again.",
                    program.string(), path));
  folder_ = temporary_folder();
  trace_ = folder_ + "/trace.jsonl";
  recorder_ =
      start({program.string(), "lesson", "record", path, "-o", trace_}, folder_ + "/errors");
  recording_ = true;
  thread_ = std::thread([this] { wait(); });
}

void LessonSource::wait() {
  int status = 0;
  while (::waitpid(recorder_, &status, 0) < 0 && errno == EINTR) continue;
  if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
    error_ = sentence_in(folder_ + "/errors");
    if (error_.empty()) error_ = "The lesson's trace was not recorded: the recording was ended.";
  }
  recording_ = false;
  if (on_change_) on_change_();
}

}  // namespace loopscope::viewer
