// Where a trace comes from: files, pipes, compressed or not, whole or not.
#include "tracer/format/byte_source.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zstd.h>

#include <thread>

#include <catch2/catch.hpp>

#include "tests/tracer/format/files.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

std::string many_lines(int count) {
  std::string text(small_header);
  for (int i = 0; i < count; ++i)
    text += R"({"t":)" + std::to_string(i) + R"(,"e":"poll.wake","ready":)" +
            std::to_string(i * 7919 % 1000) + "}\n";
  return text;
}

// With a checksum, as the recorder writes it.
std::string compressed(std::string_view text) {
  ZSTD_CCtx* context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  std::string result(ZSTD_compressBound(text.size()), '\0');
  const std::size_t size =
      ZSTD_compress2(context, result.data(), result.size(), text.data(), text.size());
  ZSTD_freeCCtx(context);
  REQUIRE(ZSTD_isError(size) == 0);
  result.resize(size);
  return result;
}

std::string everything_of(ByteSource& source) {
  std::string text;
  std::array<char, 1000> room{};
  while (const std::size_t got = source.read(room)) text.append(room.data(), got);
  return text;
}

}  // namespace

TEST_CASE("the bytes say whether a trace is compressed, not its name", "[format]") {
  const TemporaryDirectory directory;
  const std::string text = many_lines(1000);
  const std::string plain = write_file(directory / "plain.jsonl.zst", text);
  const std::string packed = write_file(directory / "packed.jsonl", compressed(text));
  CHECK(everything_of(*open_source(plain)) == text);
  CHECK(everything_of(*open_source(packed)) == text);
  CHECK(read_all(packed).events.size() == 1000);
}

TEST_CASE("files shorter than a magic number are read as they are", "[format]") {
  const TemporaryDirectory directory;
  for (const std::string text : {"", "a", "abc", "\x28\xB5\x2F"})
    CHECK(everything_of(*open_source(write_file(directory / "t", text))) == text);
}

TEST_CASE("compressed parts one behind the other are one trace", "[format]") {
  const TemporaryDirectory directory;
  const std::string path = write_file(
      directory / "t.zst", compressed(small_header) +
                               compressed("{\"t\":1,\"e\":\"poll.wake\",\"ready\":0}\n") +
                               compressed("{\"t\":2,\"e\":\"poll.wake\",\"ready\":0}\n"));
  const ReadResult read = read_all(path);
  CHECK(read.problems.empty());
  REQUIRE(read.events.size() == 2);
  CHECK(read.events[1].t_ns == 2);
}

TEST_CASE("a compressed trace that was cut anywhere reads up to the cut", "[format]") {
  const TemporaryDirectory directory;
  const std::string whole = compressed(many_lines(40'000));  // some blocks
  std::size_t most = 0;
  for (std::size_t size = whole.size() / 20; size < whole.size(); size += whole.size() / 20) {
    const std::string path = write_file(directory / "t.zst", whole.substr(0, size));
    ReadResult read;
    try {
      read = read_all(path);
    } catch (const TraceError& error) {
      CHECK_THAT(error.what(), Contains("was cut off before its first line"));
      CHECK(most == 0);  // only as long as not even one block is there
      continue;
    }
    CHECK(read.problems.size() <= 1);  // the line in which it was cut
    CHECK(read.events.size() >= most);
    most = read.events.size();
  }
  CHECK(most > 10'000);
}

TEST_CASE("damage in a compressed trace keeps what stands before it", "[format]") {
  const TemporaryDirectory directory;
  std::string bytes = compressed(many_lines(40'000));
  bytes.back() = static_cast<char>(bytes.back() ^ 1);  // of the checksum
  const ReadResult checksum = read_all(write_file(directory / "t.zst", bytes));
  CHECK(checksum.events.size() == 40'000);
  REQUIRE(checksum.problems.size() == 1);
  CHECK_THAT(checksum.problems[0].reason, Contains("its compressed data is damaged"));

  bytes = compressed(small_header) + compressed(many_lines(10)) + "not compressed";
  const ReadResult behind = read_all(write_file(directory / "t.zst", bytes));
  CHECK(behind.events.size() == 10);
  CHECK(behind.problems.size() == 2);  // the second header, and the rest
}

TEST_CASE("a compressed trace without one line says that it was cut off", "[format]") {
  const TemporaryDirectory directory;
  const std::string packed = compressed(small_header);
  for (const std::size_t size : {std::size_t{4}, std::size_t{8}, packed.size() / 2})
    CHECK_THROWS_WITH(TraceReader(write_file(directory / "t.zst", packed.substr(0, size))),
                      Contains("t.zst was cut off before its first line"));
}

TEST_CASE("a growing compressed file can be followed", "[format]") {
  const TemporaryDirectory directory;
  const std::string path = write_file(directory / "t.zst", compressed(small_header));
  TraceReader reader(path, {.follow = true});
  CHECK(reader.next() == nullptr);
  for (int t = 1; t <= 3; ++t) {
    std::ofstream(path, std::ios::app | std::ios::binary)
        << compressed("{\"t\":" + std::to_string(t) + ",\"e\":\"poll.wake\",\"ready\":0}\n");
    const TraceEvent* event = reader.next();
    REQUIRE(event != nullptr);
    CHECK(event->t_ns == t);
    CHECK(reader.next() == nullptr);
  }
  CHECK(reader.problems() == 0);
}

TEST_CASE("a pipe is read as its bytes come, and knows no progress", "[format]") {
  const TemporaryDirectory directory;
  const std::string fifo = directory / "fifo";
  REQUIRE(mkfifo(fifo.c_str(), 0600) == 0);
  const std::string text = many_lines(2000);
  std::thread writer([&] {
    const int fd = open(fifo.c_str(), O_WRONLY);
    for (const char& byte : text.substr(0, 200)) REQUIRE(write(fd, &byte, 1) == 1);
    REQUIRE(write(fd, text.data() + 200, text.size() - 200) > 0);
    close(fd);
  });
  const auto source = open_source(fifo);
  CHECK_FALSE(source->progress());
  CHECK(everything_of(*source) == text);
  writer.join();
}

TEST_CASE("a file that shrinks while it is read just ends", "[format]") {
  const TemporaryDirectory directory;
  const std::string path = write_file(directory / "t.jsonl", many_lines(20'000));
  TraceReader reader(path);
  REQUIRE(reader.next() != nullptr);
  REQUIRE(truncate(path.c_str(), 100) == 0);
  std::size_t events = 1;
  while (reader.next() != nullptr) ++events;
  CHECK(events < 20'000);
  CHECK_FALSE(reader.closed());
  CHECK(reader.progress() == 1.0);
}

TEST_CASE("standard input has a name in messages, and so has nothing", "[format]") {
  CHECK(shown_name("-") == "standard input");
  CHECK(shown_name("") == "''");
  CHECK(shown_name("a.jsonl") == "a.jsonl");
  CHECK_THROWS_WITH(open_source(""), Contains("Cannot read '': No such file or directory"));
}
