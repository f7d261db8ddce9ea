// What a recording does when the world does not cooperate.
#include <fcntl.h>
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
  CHECK(read_all(path).events.size() == 14);
  CHECK(validate(path).sound());
}
