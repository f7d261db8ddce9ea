// What a recording does when the world does not cooperate.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <csignal>
#include <thread>

#include <catch2/catch.hpp>

#include "core/probe/probe.hpp"
#include "tests/tracer/format/files.hpp"
#include "tracer/format/validate.hpp"
#include "tracer/record/recorder.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;
using Catch::EndsWith;
using Catch::StartsWith;

namespace {

void record_marks(Probe& probe, int count) {
  for (int i = 0; i < count; ++i)
    probe.emit_named(Event::mark, 0, "mark", static_cast<std::uint64_t>(i));
}

// Copies what comes through a FIFO into a file, slowly.
void copy_slowly(const std::string& from, const std::string& to) {
  const int fd = open(from.c_str(), O_RDONLY);
  std::ofstream file(to, std::ios::binary);
  std::vector<char> block(65536);
  for (ssize_t got = 0; (got = read(fd, block.data(), block.size())) > 0;) {
    file.write(block.data(), got);
    usleep(500);
  }
  close(fd);
}

struct Errors {
  std::atomic<int> count{0};
  std::string last;
  RecorderOptions options() {
    RecorderOptions options;
    options.on_error = [this](std::string_view error) {
      last = error;
      ++count;
    };
    return options;
  }
};

}  // namespace

TEST_CASE("eight producers and a slow disk lose and reorder nothing", "[record]") {
  const TemporaryDirectory directory;
  const std::string fifo = directory / "fifo";
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  std::thread disk([&] { copy_slowly(fifo, directory / "t"); });
  const Clock clock;
  Session session(clock, {.ring_records = 1024});
  constexpr int per_thread = 20'000;
  {
    Recorder recorder(session, fifo);
    std::vector<std::thread> producers;
    for (int i = 0; i < 8; ++i)
      producers.emplace_back([&session] {
        Probe probe(session, "producer");
        record_marks(probe, per_thread);
      });
    for (std::thread& producer : producers) producer.join();
    recorder.close(0);
  }
  disk.join();
  CHECK(validate(directory / "t").sound());
  std::vector<std::int64_t> next(8);
  for (const TraceEvent& event : read_all(directory / "t").events)
    if (event.event == Event::mark && event.n != next.at(event.thread)++) FAIL("reordered");
  CHECK(next == std::vector<std::int64_t>(8, per_thread));
}

TEST_CASE("a full disk ends the recording, not the program", "[record]") {
  const Clock clock;
  Session session(clock, {.ring_records = 64});
  Errors errors;
  Recorder recorder(session, "/dev/full", errors.options());
  Probe probe(session, "loop");
  record_marks(probe, 100'000);
  recorder.close(0);
  CHECK(recorder.failed());
  CHECK(errors.count == 1);
  CHECK_THAT(errors.last, Contains("No space left on device (ENOSPC)"));
}

TEST_CASE("threads that start after the end of a recording are not held up", "[record]") {
  const Clock clock;
  Session session(clock, {.ring_records = 64});
  Errors errors;
  Recorder recorder(session, "/dev/full", errors.options());
  const Probe first(session, "first");
  while (!recorder.failed()) usleep(1000);
  Probe probe(session, "late");
  record_marks(probe, 10'000);
  recorder.close(0);
  CHECK(errors.count == 1);
}

TEST_CASE("a closed pipe ends the recording without a signal", "[record]") {
  const TemporaryDirectory directory;
  const std::string fifo = directory / "fifo";
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  std::thread reader([&] { close(open(fifo.c_str(), O_RDONLY)); });
  const Clock clock;
  Session session(clock, {.ring_records = 64});
  Errors errors;
  Recorder recorder(session, fifo, errors.options());
  reader.join();
  Probe probe(session, "loop");
  record_marks(probe, 100'000);
  recorder.close(0);
  CHECK(errors.count == 1);
  CHECK_THAT(errors.last, Contains("EPIPE"));
}

TEST_CASE("a killed program leaves a file that reads up to the last flush", "[record]") {
  for (const char* name : {"t.jsonl", "t.jsonl.zst"}) {
    const TemporaryDirectory directory;
    const std::string path = directory / name;
    const pid_t child = fork();
    if (child == 0) {
      const Clock clock;
      Session session(clock);
      RecorderOptions options;
      options.flush_interval_ns = 1'000'000;
      const Recorder recorder(session, path, std::move(options));
      Probe probe(session, "loop");
      for (;;) {
        record_marks(probe, 1000);
        usleep(100);
      }
    }
    while (!std::filesystem::exists(path) || std::filesystem::file_size(path) < 20'000)
      usleep(1000);
    kill(child, SIGKILL);
    waitpid(child, nullptr, 0);
    const ReadResult read = read_all(path);
    CHECK(read.events.size() > 100);
    CHECK(read.problems.size() <= 1);
    CHECK_FALSE(read.closed);
  }
}

TEST_CASE("a forked child neither writes to its parent's trace nor waits", "[record]") {
  const TemporaryDirectory directory;
  const Clock clock;
  Session session(clock, {.ring_records = 64});
  const std::string path = directory / "t";
  auto recorder = std::make_unique<Recorder>(session, path);
  Probe probe(session, "loop");
  record_marks(probe, 10);
  const pid_t child = fork();
  if (child == 0) {
    record_marks(probe, 10'000);
    recorder.reset();
    _exit(0);
  }
  int status = -1;
  waitpid(child, &status, 0);
  CHECK(status == 0);
  recorder->close(0);
  CHECK(read_all(path).events.size() == 13);
  CHECK(validate(path).sound());
}

TEST_CASE("eight producers that may drop lose only what is counted", "[record]") {
  const TemporaryDirectory directory;
  const std::string path = directory / "t";
  const Clock clock;
  Session session(clock, {.ring_records = 256, .policy = FullPolicy::drop});
  constexpr int per_thread = 50'000;
  {
    Recorder recorder(session, path);
    std::vector<std::thread> producers;
    for (int i = 0; i < 8; ++i)
      producers.emplace_back([&session] {
        Probe probe(session, "producer");
        record_marks(probe, per_thread);
      });
    for (std::thread& producer : producers) producer.join();
    recorder.close(0);
  }
  const ValidationReport report = validate(path);
  CHECK(report.sound());
  CHECK(report.closed);
  std::vector<std::int64_t> kept(8);
  std::vector<std::int64_t> next(8);
  for (const TraceEvent& event : read_all(path).events) {
    if (event.event == Event::drop) kept.at(event.thread) += event.n;
    if (event.event != Event::mark) continue;
    ++kept.at(event.thread);
    if (event.n < next.at(event.thread)) FAIL("reordered");
    next.at(event.thread) = event.n + 1;
  }
  CHECK(kept == std::vector<std::int64_t>(8, per_thread));
}

TEST_CASE("a disk that fills up keeps what fitted, and the program goes on", "[record]") {
  for (const char* name : {"t.jsonl", "t.jsonl.zst"}) {
    const TemporaryDirectory directory;
    const std::string path = directory / name;
    constexpr rlim_t room = 300'000;
    const pid_t child = fork();
    if (child == 0) {
      const rlimit limit{room, room};
      setrlimit(RLIMIT_FSIZE, &limit);
      const Clock clock;
      Session session(clock, {.ring_records = 1024});
      Errors errors;
      Recorder recorder(session, path, errors.options());
      Probe probe(session, "loop");
      for (int i = 0; i < 5'000'000 && !recorder.failed(); ++i)
        probe.emit(Event::turn, 0, 0, static_cast<std::uint64_t>(i) * 0x9E3779B97F4A7C15U >> 1U);
      record_marks(probe, 10'000);
      recorder.close(0);
      const bool told = errors.count == 1 && errors.last.find("(EFBIG)") != std::string::npos;
      _exit(recorder.failed() && told ? 0 : 1);
    }
    int status = -1;
    REQUIRE(waitpid(child, &status, 0) == child);
    CHECK(status == 0);
    CHECK(std::filesystem::file_size(path) == room);
    const ReadResult read = read_all(path);
    CHECK(read.events.size() > 1000);
    CHECK(read.problems.size() <= 1);  // the line in which the room ended
    CHECK_FALSE(read.closed);
  }
}

TEST_CASE("after a failure closing is quick and says nothing more", "[record]") {
  const Clock clock;
  Session session(clock, {.ring_records = 64});
  Errors errors;
  {
    Recorder recorder(session, "/dev/full", errors.options());
    const Probe probe(session, "loop");
    while (!recorder.failed()) usleep(1000);
    recorder.close(0);
    recorder.close(1);
    CHECK(recorder.failed());
  }
  CHECK(errors.count == 1);
  CHECK_THAT(errors.last,
             StartsWith("Recording ended: ") && EndsWith("The program goes on without it."));
}

TEST_CASE("a trace that cannot be opened is told once, and the program goes on", "[record]") {
  const Clock clock;
  Session session(clock, {.ring_records = 64});
  Errors errors;
  Recorder recorder(session, "/nonexistent/t.jsonl", errors.options());
  CHECK(recorder.failed());
  Probe probe(session, "loop");
  record_marks(probe, 10'000);
  recorder.close(0);
  CHECK(errors.count == 1);
  CHECK_THAT(errors.last, StartsWith("Recording did not begin: ") && Contains("ENOENT") &&
                              EndsWith("The program goes on without it."));
}

TEST_CASE("what goes on after close() does not wait for a reader", "[record]") {
  const TemporaryDirectory directory;
  const Clock clock;
  Session session(clock, {.ring_records = 64});
  Probe probe(session, "loop");
  record_marks(probe, 1'000);  // nor before there is one
  Recorder recorder(session, directory / "t");
  record_marks(probe, 1'000);
  recorder.close(0);
  record_marks(probe, 1'000);
  const ValidationReport report = validate(directory / "t");
  CHECK(report.sound());
  CHECK(report.dropped == 1'000 - 63);
}

TEST_CASE("a session has one recorder at a time", "[record]") {
  const TemporaryDirectory directory;
  const Clock clock;
  Session session(clock);
  {
    const Recorder first(session, directory / "1");
    CHECK_THROWS_WITH(Recorder(session, directory / "2"), Contains("recorded already"));
  }
  CHECK_FALSE(Recorder(session, directory / "3").failed());
}

TEST_CASE("without anybody to tell, errors go to standard error, one line each", "[record]") {
  const TemporaryDirectory directory;
  const std::string said = directory / "said";
  const pid_t child = fork();
  if (child == 0) {
    const int file = open(said.c_str(), O_WRONLY | O_CREAT, 0600);
    dup2(file, STDERR_FILENO);
    const Clock clock;
    Session session(clock);
    RecorderOptions options;
    options.embed = {directory / "none.cpp"};
    Recorder recorder(session, "/dev/full", std::move(options));
    const Probe probe(session, "loop");
    while (!recorder.failed()) usleep(1000);
    recorder.close(0);
    _exit(0);
  }
  waitpid(child, nullptr, 0);
  const std::vector<std::string> lines = lines_of(said);
  REQUIRE(lines.size() == 2);
  CHECK_THAT(lines[0], StartsWith("loopscope: Cannot embed ") && Contains("none.cpp"));
  CHECK_THAT(lines[1], StartsWith("loopscope: Recording ended: Cannot write /dev/full: "));
}

TEST_CASE("a program that is killed while threads record leaves a sound beginning", "[record]") {
  const TemporaryDirectory directory;
  const std::string path = directory / "t.jsonl";
  const pid_t child = fork();
  if (child == 0) {
    const Clock clock;
    Session session(clock, {.ring_records = 1024});
    RecorderOptions options;
    options.flush_interval_ns = 1'000'000;
    const Recorder recorder(session, path, std::move(options));
    std::vector<std::thread> producers;
    for (int i = 0; i < 4; ++i)
      producers.emplace_back([&session] {
        Probe probe(session, "producer");
        for (;;) record_marks(probe, 1000);
      });
    for (std::thread& producer : producers) producer.join();
  }
  while (!std::filesystem::exists(path) || std::filesystem::file_size(path) < 500'000) usleep(1000);
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  const ValidationReport report = validate(path);
  CHECK(report.findings.size() <= 2);  // the line that was cut, and that there is no end
  CHECK(report.findings.back().line == 0);
  CHECK(report.events > 1000);
}

TEST_CASE("a recording can be followed while it is made, also compressed", "[record]") {
  for (const char* name : {"t.jsonl", "t.jsonl.zst"}) {
    const TemporaryDirectory directory;
    const std::string path = directory / name;
    const Clock clock;
    Session session(clock);
    RecorderOptions options;
    options.flush_interval_ns = 0;
    Recorder recorder(session, path, std::move(options));
    Probe probe(session, "loop");
    while (std::filesystem::file_size(path) == 0) usleep(1000);
    TraceReader reader(path, {.follow = true});
    std::int64_t marks = 0;
    for (int round = 1; round <= 5; ++round) {
      record_marks(probe, 100);
      while (marks < 100 * round) {
        const TraceEvent* event = reader.next();
        if (event != nullptr && event->event == Event::mark) ++marks;
        if (event == nullptr) usleep(1000);
      }
    }
    recorder.close(0);
    while (reader.next() != nullptr) {
    }
    CHECK(reader.closed());
    CHECK(marks == 500);
  }
}

TEST_CASE("links to folders are followed, a link to the file is not", "[record]") {
  const TemporaryDirectory directory;
  std::filesystem::create_directory(directory / "real");
  std::filesystem::create_symlink(directory / "real", directory / "folder");
  std::filesystem::create_symlink(directory / "elsewhere", directory / "real/trap");
  const Clock clock;
  Session session(clock);
  { const Recorder recorder(session, directory / "folder/t.jsonl"); }
  CHECK(std::filesystem::exists(directory / "real/t.jsonl"));
  Errors errors;
  CHECK(Recorder(session, directory / "folder/trap", errors.options()).failed());
  CHECK_THAT(errors.last, Contains("symbolic link"));
  CHECK_FALSE(std::filesystem::exists(directory / "elsewhere"));
}
