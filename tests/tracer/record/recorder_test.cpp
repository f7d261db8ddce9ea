#include "tracer/record/recorder.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>

#include "core/loop/loop.hpp"
#include "core/probe/probe.hpp"
#include "tests/tracer/format/files.hpp"
#include "tracer/format/validate.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

// A session that is recorded into a file of a temporary directory.
struct Recording {
  TemporaryDirectory directory;
  Clock clock;
  Session session{clock};
  std::string path;
  explicit Recording(std::string_view name = "t.jsonl") : path(directory / name) {}
};

void record_marks(Probe& probe, int count) {
  for (int i = 0; i < count; ++i)
    probe.emit_named(Event::mark, 0, "mark", static_cast<std::uint64_t>(i));
}

}  // namespace

TEST_CASE("a recording is a sound trace", "[record]") {
  for (const char* name : {"t.jsonl", "t.jsonl.zst"}) {
    Recording made(name);
    RecorderOptions options;
    options.header.process = "test";
    options.header.profile = "classic";
    Recorder recorder(made.session, made.path, std::move(options));
    Probe probe(made.session, "loop");
    record_marks(probe, 100'000);
    recorder.close(3);
    recorder.close(4);
    CHECK(validate(made.path).sound());
    TraceReader reader(made.path);
    CHECK(reader.header().profile == "classic");
    CHECK(reader.header().pid == getpid());
    std::int64_t next = 0;
    std::int64_t exit_code = 0;
    while (const TraceEvent* event = reader.next()) {
      if (event->event == Event::mark && event->n != next++) FAIL("lost or reordered");
      if (event->event == Event::end) exit_code = event->n;
    }
    CHECK(next == 100'000);
    CHECK(exit_code == 3);
  }
}

TEST_CASE("a trace that would grow beyond its limit is closed all the same", "[record]") {
  constexpr std::uint64_t limit = 1'000'000;
  Recording made;
  std::string told;
  RecorderOptions options;
  options.max_bytes = limit;
  options.on_error = [&](std::string_view sentence) { told += sentence; };
  Recorder recorder(made.session, made.path, std::move(options));
  Probe probe(made.session, "loop");
  record_marks(probe, 100'000);
  recorder.close(3);
  CHECK(validate(made.path).sound());
  CHECK(std::filesystem::file_size(made.path) < 2 * limit);
  CHECK_THAT(told, Contains("limit of 1000000 bytes"));
  CHECK_FALSE(recorder.failed());
  TraceReader reader(made.path);
  std::int64_t marks = 0;
  std::int64_t dropped = 0;
  while (const TraceEvent* event = reader.next()) {
    if (event->event == Event::mark) ++marks;
    if (event->event == Event::drop) dropped += event->n;
  }
  CHECK(marks + dropped == 100'000);
}

TEST_CASE("what was recorded is in the file after the flush interval", "[record]") {
  for (const char* name : {"t.jsonl", "t.jsonl.zst"}) {
    Recording made(name);
    RecorderOptions options;
    options.flush_interval_ns = 1'000'000;
    Recorder recorder(made.session, made.path, std::move(options));
    Probe probe(made.session, "loop");
    record_marks(probe, 10);
    std::size_t events = 0;
    for (int i = 0; i < 1000 && events < 12; ++i) {
      usleep(5'000);
      if (std::filesystem::file_size(made.path) == 0) continue;
      events = read_all(made.path).events.size();
    }
    CHECK(events == 12);  // with two definitions
  }
}

TEST_CASE("a recorder that is not closed leaves a trace that was cut off", "[record]") {
  Recording made;
  {
    Recorder recorder(made.session, made.path);
    Probe probe(made.session, "loop");
    record_marks(probe, 10);
  }
  const ReadResult read = read_all(made.path);
  CHECK(read.events.size() == 12);
  CHECK_FALSE(read.closed);
}

TEST_CASE("virtual time that stands still holds up no recording", "[record]") {
  const TemporaryDirectory directory;
  const Clock clock(Clock::Source::virtual_time);
  Session session(clock, {.ring_records = 64});
  Recorder recorder(session, directory / "t");
  Probe probe(session, "loop");
  record_marks(probe, 1000);
  recorder.close(0);
  CHECK(validate(directory / "t").sound());
  CHECK(read_all(directory / "t").events.size() == 1003);
}

TEST_CASE("a recorded exit ends the trace", "[record]") {
  Recording made;
  {
    Recorder recorder(made.session, made.path);
    Probe probe(made.session, "loop");
    probe.emit(Event::end, 7);
  }
  const ReadResult read = read_all(made.path);
  REQUIRE(read.closed);
  CHECK(read.events.back().n == 7);
}

TEST_CASE("losses are counted under drop", "[record]") {
  TemporaryDirectory directory;
  const Clock clock;
  Session session(clock, {.ring_records = 64, .policy = FullPolicy::drop});
  const std::string path = directory / "t";
  Recorder recorder(session, path);
  Probe probe(session, "loop");
  constexpr int count = 200'000;
  record_marks(probe, count);
  recorder.close(0);
  CHECK(validate(path).sound());
  std::int64_t marks = 0;
  std::int64_t dropped = 0;
  for (const TraceEvent& event : read_all(path).events) {
    if (event.event == Event::mark) ++marks;
    if (event.event == Event::drop) dropped += event.n;
  }
  CHECK(dropped > 0);
  CHECK(marks + dropped == count);
}

TEST_CASE("files are made with the umask and never through a link", "[record]") {
  Recording made;
  const mode_t before = umask(027);
  { const Recorder recorder(made.session, made.path); }
  umask(before);
  struct stat status {};
  REQUIRE(stat(made.path.c_str(), &status) == 0);
  CHECK((status.st_mode & 0777) == 0640);

  const std::string link = made.directory / "link";
  REQUIRE(symlink(made.path.c_str(), link.c_str()) == 0);
  CHECK(
      Recorder(made.session, link, RecorderOptions{.on_error = [](std::string_view) {}}).failed());
}

TEST_CASE("an existing file is emptied", "[record]") {
  Recording made;
  write_file(made.path, std::string(1 << 20, 'x'));
  { const Recorder recorder(made.session, made.path); }
  CHECK(read_all(made.path).events.empty());
}

TEST_CASE("the header names the profile of the session's loops", "[record]") {
  for (const Profile profile : {Profile::classic, Profile::modern}) {
    Recording made;
    Recorder recorder(made.session, made.path);
    usleep(20'000);  // the loop may come late
    LoopOptions options;
    options.profile = profile;
    options.session = &made.session;
    {
      Loop loop(made.clock, options);
      loop.run();
    }
    recorder.close(0);
    const std::string_view expected = profile == Profile::classic ? "classic" : "modern";
    CHECK(TraceReader(made.path).header().profile == expected);
    CHECK(TraceReader(made.path).header().process == "loopscope_tests");
    CHECK(validate(made.path).sound());
  }
}

TEST_CASE("a path that cannot be written is an error that says so", "[record]") {
  const auto error_of = [](const std::string& path) {
    Recording made;
    std::string told;
    RecorderOptions options;
    options.on_error = [&told](std::string_view error) { told = error; };
    const Recorder recorder(made.session, path, std::move(options));
    return told;
  };
  const TemporaryDirectory directory;
  CHECK_THAT(error_of(directory / "no/t"), Contains("No such file or directory (ENOENT)"));
  CHECK_THAT(error_of(directory / "."), Contains("Is a directory"));
}

TEST_CASE("sources are embedded, missing ones reported", "[record]") {
  Recording made;
  std::vector<std::string> errors;
  RecorderOptions options;
  options.embed = {write_file(made.directory / "a.cpp", "int x;\n"), made.directory / "none.cpp"};
  options.on_error = [&errors](std::string_view error) { errors.emplace_back(error); };
  { const Recorder recorder(made.session, made.path, std::move(options)); }
  CHECK(TraceReader(made.path).header().sources.at(made.directory / "a.cpp") == "int x;\n");
  REQUIRE(errors.size() == 1);
  CHECK_THAT(errors[0], Contains("none.cpp"));
}

TEST_CASE("time 0 of the header is that of the clock", "[record]") {
  Recording made;
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  const std::int64_t now_ns = now.tv_sec * 1'000'000'000 + now.tv_nsec;
  { const Recorder recorder(made.session, made.path); }
  const std::int64_t distance_ns = now_ns - unix_ns(TraceReader(made.path).header().start);
  CHECK(std::abs(distance_ns) < 1'000'000'000);
}
