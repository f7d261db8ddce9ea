#include "tracer/format/header.hpp"

#include <catch2/catch.hpp>

#include "tracer/format/error.hpp"

using namespace loopscope;
using Catch::Contains;

TEST_CASE("a header comes back as it was written", "[format]") {
  TraceHeader header;
  header.clock = "virtual";
  header.start = "2026-11-23T05:37:08.123456789Z";
  header.profile = "classic";
  header.process = "a \"b\"";
  header.pid = 42;
  header.argv = {"loopscope", "sample"};
  header.grain_ns = 5;
  header.sources = {{"a.cpp", "int x;\n"}};
  const std::string line = to_line(header);
  CHECK(line.starts_with(R"({"loopscope":1,)"));
  CHECK(line.find('\n') == line.size() - 1);
  const TraceHeader read = parse_header(line, "t");
  CHECK(read.clock == header.clock);
  CHECK(read.start == header.start);
  CHECK(read.profile == header.profile);
  CHECK(read.process == header.process);
  CHECK(read.pid == header.pid);
  CHECK(read.argv == header.argv);
  CHECK(read.grain_ns == header.grain_ns);
  CHECK(read.sources == header.sources);
}

TEST_CASE("invalid UTF-8 in a header does not spoil it", "[format]") {
  TraceHeader header;
  header.argv = {"\xFF"};
  CHECK(parse_header(to_line(header), "t").argv == std::vector<std::string>{"\uFFFD"});
}

TEST_CASE("what is no header is refused with a reason", "[format]") {
  for (const char* line : {"", "x", "[]", "1", "{}", R"({"loopscope":"1"})", R"({"loopscope":0})",
                           R"({"loopscope":-9e99})", "{\"loopscope\":1"})
    CHECK_THROWS_WITH(parse_header(line, "T.jsonl"), Contains("T.jsonl is not a trace"));
  const std::string deep = R"({"loopscope":1,"x":)" + std::string(100'000, '[');
  CHECK_THROWS_AS(parse_header(deep, "t"), TraceError);
}

TEST_CASE("a newer version is refused, a newer header of version 1 is read", "[format]") {
  CHECK_THROWS_WITH(parse_header(R"({"loopscope":2})", "T"), Contains("version 2"));
  const TraceHeader header = parse_header(R"({"loopscope":1,"later":{"x":[1]},"pid":"no"})", "T");
  CHECK(header.pid == 0);
}

TEST_CASE("times of day come back", "[format]") {
  const std::int64_t moment_ns = 1'795'412'228'123'456'789;
  CHECK(unix_ns(utc_text(moment_ns)) == moment_ns);
  CHECK(utc_text(0) == "1970-01-01T00:00:00.000000000Z");
  CHECK(unix_ns("1970-01-01T00:00:01Z") == 1'000'000'000);
  CHECK(unix_ns("1970-01-01T00:00:00.5Z") == 500'000'000);
  for (const char* text :
       {"", "yesterday", "2026-13-01T00:00:00Z", "2026-01-01T00:00:00", "2026-01-01T25:00:00Z",
        "2026-01-01T00:00:00.x1Z", "9999-01-01T00:00:00Z"})
    CHECK_THROWS_AS(unix_ns(text), TraceError);
}
