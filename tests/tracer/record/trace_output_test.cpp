// A trace as it is written, step by step, without a thread.
#include "tracer/record/trace_output.hpp"

#include <catch2/catch.hpp>

#include "core/probe/probe.hpp"
#include "tests/tracer/format/files.hpp"
#include "tracer/format/validate.hpp"

using namespace loopscope;
using namespace loopscope::test;

namespace {

struct Written {
  TemporaryDirectory directory;
  std::string path = directory / "t.jsonl";
  Clock clock;
  Session session;
  TraceOutput output;
  Probe probe{session, "loop"};

  explicit Written(std::chrono::nanoseconds flush_interval, Session::Options options = {})
      : session(clock, options), output(session, path, flush_interval) {
    TraceHeader header;
    header.start = "2026-11-23T05:37:08Z";
    output.write_header(header);
  }
  void mark(int count) {
    for (int i = 0; i < count; ++i) probe.emit_named(Event::mark, 0, "mark");
  }
  std::size_t events() const { return read_all(path).events.size(); }
};

}  // namespace

TEST_CASE("the header is there before anything is recorded", "[record]") {
  const Written written(std::chrono::hours{1});
  CHECK(written.events() == 0);
  CHECK(TraceReader(written.path).header().start == "2026-11-23T05:37:08Z");
}

TEST_CASE("nothing is handed to the system before the interval, all of it after", "[record]") {
  Written seldom(std::chrono::hours{1});
  seldom.mark(10);
  seldom.output.record();
  CHECK(seldom.events() == 0);
  Written always(std::chrono::nanoseconds{0});
  always.mark(10);
  always.output.record();
  CHECK(always.events() >= 9);  // the youngest may wait for its time
}

TEST_CASE("a block that is full does not wait for the interval", "[record]") {
  Written written(std::chrono::hours{1});
  for (int i = 0; i < 20; ++i) {
    written.mark(1000);
    written.output.record();
  }
  CHECK(written.events() > 1000);
}

TEST_CASE("how full the fullest ring was is told", "[record]") {
  Written written(std::chrono::hours{1}, {.ring_records = 64, .policy = FullPolicy::drop});
  CHECK(written.output.record() == 0);
  written.mark(32);
  const double fullest = written.output.record();
  CHECK(fullest > 0.4);
  CHECK(fullest <= 0.6);
}

TEST_CASE("the end counts lines and losses of all threads", "[record]") {
  Written written(std::chrono::hours{1}, {.ring_records = 64, .policy = FullPolicy::drop});
  Probe other(written.session, "other");
  written.mark(100);
  for (int i = 0; i < 100; ++i) other.emit(Event::poll_wake);
  written.output.finish(7);
  const ValidationReport report = validate(written.path);
  CHECK(report.sound());
  CHECK(report.dropped > 0);
  const ReadResult read = read_all(written.path);
  REQUIRE(read.closed);
  CHECK(read.events.back().n == 7);
  CHECK(read.events.back().dropped == report.dropped);
}

TEST_CASE("the caller's exit code goes before the recorded one, and none makes no end",
          "[record]") {
  for (const auto& [given, wanted] :
       {std::pair{std::optional<int>(4), std::optional<std::int64_t>(4)},
        std::pair{std::optional<int>(), std::optional<std::int64_t>(9)}}) {
    Written written(std::chrono::hours{1});
    written.probe.emit(Event::end, 9);
    written.output.finish(given);
    CHECK(read_all(written.path).events.back().n == wanted);
  }
  Written written(std::chrono::hours{1});
  written.mark(1);
  written.output.finish(std::nullopt);
  CHECK_FALSE(read_all(written.path).closed);
}
