// Where a trace goes, and what a person is told when it cannot.
#include "tracer/format/byte_sink.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <random>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/tracer/format/files.hpp"
#include "tracer/format/byte_source.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

struct Pipe {
  std::array<int, 2> ends{};
  Pipe() { REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0); }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends)
      if (end >= 0) close(end);
  }
  std::string path() const { return fmt::format("/dev/fd/{}", ends[1]); }
};

std::string error_of(const std::string& path) {
  try {
    const auto sink = open_sink(path);
    sink->write("some bytes");
    sink->close();
  } catch (const TraceWriteError& error) {
    return error.what();
  }
  return "none";
}

}  // namespace

TEST_CASE("what is written is in the file, also compressed", "[format]") {
  const TemporaryDirectory directory;
  std::string text;
  for (int i = 0; i < 50'000; ++i) text += std::to_string(i) + '\n';
  for (const char* name : {"t", "t.zst"}) {
    const auto sink = open_sink(directory / name);
    for (std::size_t at = 0; at < text.size(); at += 777)
      sink->write(std::string_view(text).substr(at, 777));
    sink->close();
    std::string read(text.size() + 1, '\0');
    std::size_t size = 0;
    const auto source = open_source(directory / name);
    while (const std::size_t got = source->read(std::span(read).subspan(size))) size += got;
    read.resize(size);
    CHECK(read == text);
  }
  CHECK(std::filesystem::file_size(directory / "t.zst") < text.size() / 2);
}

TEST_CASE("what was flushed can be read while the file is open", "[format]") {
  const TemporaryDirectory directory;
  const std::string path = directory / "t.zst";
  const auto sink = open_sink(path);
  sink->write(trace_of("{\"t\":1,\"e\":\"poll.wake\",\"ready\":0}\n"));
  sink->flush();
  CHECK(read_all(path).events.size() == 1);
  sink->write("{\"t\":2,\"e\":\"poll.wake\",\"ready\":0}\n");
  CHECK(read_all(path).events.size() == 1);
  sink->flush();
  CHECK(read_all(path).events.size() == 2);
}

TEST_CASE("each way in which a file cannot be written has its sentence", "[format]") {
  const TemporaryDirectory directory;
  CHECK_THAT(error_of(directory / "no/t"), Contains("Cannot write ") && Contains("(ENOENT)") &&
                                               Contains("Make its directory first."));
  CHECK_THAT(error_of(directory / "."), Contains("(EISDIR)") && Contains("Name a file in it."));
  CHECK_THAT(error_of("/dev/full"), Contains("No space left on device (ENOSPC)") &&
                                        Contains("Free some space or record to another place."));
  CHECK_THAT(error_of("/dev/fd/987"), Contains("Bad file descriptor (EBADF)"));
  write_file(directory / "file", "");
  CHECK_THAT(error_of(directory / "file/t"), Contains("Not a directory (ENOTDIR)"));
}

TEST_CASE("a link in a shared folder is never followed", "[format]") {
  const TemporaryDirectory directory;
  const std::string target = directory / "target";
  const std::string link = directory / "link.jsonl";
  std::filesystem::create_symlink(target, link);
  CHECK_THAT(error_of(link), Contains("It is a symbolic link; name the file itself."));
  CHECK_FALSE(std::filesystem::exists(target));
  write_file(target, "precious");
  CHECK_THAT(error_of(link), Contains("symbolic link"));
  CHECK(read_file(target) == "precious");
}

TEST_CASE("a limit on the size of files ends the writing, not the program", "[format]") {
  const TemporaryDirectory directory;
  std::mt19937 random(1);
  std::string noise(600'000, 'x');
  for (char& byte : noise) byte = static_cast<char>(random());
  for (const char* name : {"t", "t.zst"}) {
    const std::string path = directory / name;
    const pid_t child = fork();
    if (child == 0) {
      const rlimit limit{5000, 5000};
      setrlimit(RLIMIT_FSIZE, &limit);
      std::signal(SIGXFSZ, SIG_IGN);
      try {
        open_sink(path)->write(noise);
      } catch (const TraceWriteError& error) {
        const std::string_view what = error.what();
        _exit(what.find("(EFBIG)") != what.npos && what.find("ulimit -f") != what.npos ? 0 : 1);
      }
      _exit(2);
    }
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(std::filesystem::file_size(path) == 5000);  // what fitted is there
  }
}

TEST_CASE("a reader that is slow makes the writer wait, also without blocking", "[format]") {
  Pipe pipe;
  REQUIRE(fcntl(pipe.ends[1], F_SETFL, O_NONBLOCK) == 0);
  const std::string text(1 << 20, 'x');
  std::string read;
  std::thread reader([&] {
    std::vector<char> room(10'000);
    for (ssize_t got = 0; (got = ::read(pipe.ends[0], room.data(), room.size())) > 0;)
      read.append(room.data(), static_cast<std::size_t>(got));
  });
  const auto sink = open_sink(pipe.path());
  sink->write(text);
  sink->close();
  close(std::exchange(pipe.ends[1], -1));
  reader.join();
  CHECK(read == text);
}

TEST_CASE("a descriptor of this process stays open when the trace is closed", "[format]") {
  const Pipe pipe;
  const auto sink = open_sink(pipe.path());
  sink->write("a");
  sink->close();
  CHECK(::write(pipe.ends[1], "b", 1) == 1);
  std::array<char, 3> room{};
  CHECK(::read(pipe.ends[0], room.data(), room.size()) == 2);
}

TEST_CASE("a reader that has gone is told as such", "[format]") {
  Pipe pipe;
  close(std::exchange(pipe.ends[0], -1));
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  CHECK_THAT(error_of(pipe.path()),
             Contains("(EPIPE)") && Contains("The program that read the trace has ended."));
  std::signal(SIGPIPE, before);
}
