// Traces made to hurt: never a crash, never a hang, and memory that is bounded.
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <random>
#include <thread>

#include <catch2/catch.hpp>

#include "tests/tracer/format/checked.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

// What this process has ever held in memory, in KiB.
long most_memory_kib() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  return usage.ru_maxrss;
}

std::string repeated(std::string_view text, std::size_t count) {
  std::string result;
  result.reserve(text.size() * count);
  for (std::size_t i = 0; i < count; ++i) result += text;
  return result;
}

}  // namespace

TEST_CASE("a line of 100 MB is passed over without being held", "[format]") {
  const TemporaryDirectory directory;
  const std::string fifo = directory / "fifo";
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  std::thread writer([&fifo] {
    std::ofstream file(fifo, std::ios::binary);
    file << small_header << R"({"t":1,"e":"log","text":")";
    const std::string megabyte(1 << 20, 'x');
    for (int i = 0; i < 100; ++i) file << megabyte;
    file << "\"}\n{\"t\":2,\"e\":\"poll.wake\",\"ready\":0}\n";
  });
  const long before_kib = most_memory_kib();
  const ReadResult read = read_all(fifo);
  writer.join();
  REQUIRE(read.problems.size() == 1);
  CHECK(read.problems[0].line == 2);
  CHECK(read.problems[0].reason == "is longer than 1048576 bytes");
  REQUIRE(read.events.size() == 1);
  CHECK(read.events[0].line == 3);
  CHECK(most_memory_kib() - before_kib < 50'000);
}

TEST_CASE("a header without end is refused at its limit", "[format]") {
  const TemporaryDirectory directory;
  const std::string path =
      write_file(directory / "t", R"({"loopscope":1,"x":")" + std::string(max_header_bytes, 'x'));
  CHECK_THROWS_WITH(TraceReader(path), Contains("its first line is longer than 16777216 bytes"));
}

TEST_CASE("deep nesting is damage", "[format]") {
  constexpr std::size_t depth = 100'000;
  for (const std::string_view open : {"[", "{\"a\":", "[{\"a\":"}) {
    const std::string line = R"({"t":1,"e":"turn","n":1,"x":)" + repeated(open, depth) + "\n";
    const ReadResult read = read_text(line + "{\"t\":2,\"e\":\"turn\"}\n");
    CHECK(read.problems.size() == 1);
    CHECK(read.events.size() == 1);
  }
  const std::string closed =
      R"({"t":1,"e":"turn","n":1,"x":)" + repeated("[", depth) + repeated("]", depth) + "}\n";
  CHECK(read_text(closed + "{\"t\":2,\"e\":\"turn\"}\n").events.size() >= 1);
}

TEST_CASE("huge numbers everywhere are findings", "[format]") {
  for (const std::string number : {"9223372036854775807", "-9223372036854775808",
                                   "18446744073709551615", "1e308", "123456789012345678901"}) {
    std::string lines;
    for (const char* event : {"turn", "drop", "end", "task.queue", "tcp.write", "poll.wait"})
      lines += "{\"t\":" + number + ",\"e\":\"" + event + "\",\"id\":" + number +
               ",\"n\":" + number + ",\"c\":" + number + ",\"count\":" + number +
               ",\"from\":" + number + ",\"to\":" + number + ",\"events\":" + number +
               ",\"dropped\":" + number + ",\"th\":" + number + ",\"due\":" + number +
               ",\"timeout\":" + number + "}\n";
    INFO(number);
    CHECK(check(lines).findings.size() >= 6);
  }
}

TEST_CASE("invalid UTF-8 is told with its line, wherever it stands", "[format]") {
  for (const std::string_view bad :
       {"\xFF", "\xC0\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80", "\xC3"})
    for (const std::string_view place : {"text", "new key"}) {
      std::string line = R"({"t":1,"e":"log","s":"out","text":"a text","new key":"a new key"})"
                         "\n";
      line.insert(line.rfind(place), bad);
      const ReadResult read = read_text("{\"t\":1,\"e\":\"log\"}\n" + line);
      REQUIRE(read.problems.size() == 1);
      CHECK(read.problems[0].line == 3);
      CHECK_THAT(read.problems[0].reason, Contains("UTF-8"));
      CHECK(read.events.size() == 1);
    }
}

TEST_CASE("a line without end, again and again, is told once each", "[format]") {
  const ReadResult read = read_text(repeated("{\"t\":1,\"e\":\"turn\",\n", 5000));
  CHECK(read.problems.size() == 5000);
  CHECK(read.problems.back().line == 5001);
}

TEST_CASE("a file of zeros is no trace", "[format]") {
  const TemporaryDirectory directory;
  const std::string zeros(5 << 20, '\0');
  CHECK_THROWS_WITH(TraceReader(write_file(directory / "t", zeros)), Contains("not a trace"));
  CHECK(read_text(zeros).problems.size() == 1);
}

TEST_CASE("more threads than anybody has are told once they are too many", "[format]") {
  std::string lines;
  for (int thread = 0; thread < 65'540; ++thread)
    lines += "{\"t\":1,\"e\":\"poll.wake\",\"ready\":0,\"th\":" + std::to_string(thread) + "}\n";
  const ValidationReport report = check(with_end(lines));
  REQUIRE(report.findings.size() == 4);
  CHECK(report.findings[0].line == 65'538);
  CHECK(report.findings[0].text == "has more than 65536 threads; thread 65536 is not checked");
}

// Looking through all threads for each line would take a quarter of an hour.
TEST_CASE("causes that do not run are found fast among many threads", "[format]") {
  std::string lines;
  for (int thread = 0; thread < 50'000; ++thread)
    lines += "{\"t\":1,\"e\":\"poll.wake\",\"ready\":0,\"th\":" + std::to_string(thread) + "}\n";
  lines += repeated("{\"t\":2,\"e\":\"log\",\"s\":\"out\",\"text\":\"\",\"task\":7}\n", 500'000);
  const ValidationReport report = check(lines);
  CHECK(report.findings.size() + report.more_findings == 500'001);
}

TEST_CASE("a reader that is left in mid-file leaves nothing behind", "[format]") {
  const TemporaryDirectory directory;
  const std::string path = write_file(
      directory / "t", trace_of(repeated("{\"t\":1,\"e\":\"poll.wake\",\"ready\":0}\n", 100'000)));
  for (int events = 0; events < 30; ++events) {
    TraceReader reader(path, {.threads = 4});
    for (int i = 0; i < events * events; ++i) REQUIRE(reader.next() != nullptr);
  }
}

TEST_CASE("random bytes are read to their end", "[format]") {
  std::mt19937 random(7);
  constexpr std::string_view pieces[] = {
      "{\"t\":1,\"e\":\"", "turn",     "\"",           "\n", "}", "{", "\xFF", "\\u",
      "\\ud800",           ",\"id\":", "999999999999", "\0", " "};
  for (int file = 0; file < 50; ++file) {
    std::string text;
    for (int i = 0; i < 2000; ++i) text += pieces[random() % std::size(pieces)];
    const ReadResult read = read_text(text);
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    CHECK(read.events.size() + read.problems.size() >= lines);
    CHECK(read.events.size() + read.problems.size() <= lines + 1);
  }
}
