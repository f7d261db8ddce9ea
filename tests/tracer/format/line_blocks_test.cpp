// Lines are whole, whatever the sizes of the pieces in which bytes come.
#include "tracer/format/line_blocks.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/tracer/format/files.hpp"
#include "tracer/format/object_reader.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

// Gives a text in pieces of one size, and more once there is more.
class Pieces final : public ByteSource {
 public:
  Pieces(const std::string& text, std::size_t piece) : text_(text), piece_(piece) {}
  std::size_t read(std::span<char> room) override {
    const std::size_t count = std::min({room.size(), piece_, text_.size() - used_});
    std::copy_n(text_.data() + used_, count, room.data());
    used_ += count;
    return count;
  }
  std::optional<double> progress() const noexcept override { return std::nullopt; }

 private:
  const std::string& text_;
  std::size_t piece_;
  std::size_t used_ = 0;
};

LineBlocks blocks_of(const std::string& text, std::size_t piece = 1000) {
  return LineBlocks(std::make_unique<Pieces>(text, piece));
}

struct Cut {
  std::string lines;
  int skipped = 0;
};

Cut everything_of(LineBlocks& blocks, bool take_unfinished = true) {
  Cut cut;
  LineBlock block;
  while (blocks.next(block, take_unfinished)) {
    cut.lines += block.lines();
    cut.skipped += block.skipped_line ? 1 : 0;
    const bool padded = block.bytes.size() >= block.size + line_padding;
    if (!padded || block.bytes[block.size] != '\n') FAIL("no room behind the block");
  }
  return cut;
}

}  // namespace

TEST_CASE("pieces of any size make the same lines", "[format]") {
  std::string text;
  for (int i = 0; i < 3000; ++i) text += std::string(static_cast<std::size_t>(i % 97), 'x') + '\n';
  for (const std::size_t piece : {1U, 2U, 63U, 64U, 4096U, 65535U, 65536U, 1U << 20U}) {
    LineBlocks blocks = blocks_of(text, piece);
    CHECK(everything_of(blocks).lines == text);
  }
}

TEST_CASE("a block ends where a line ends", "[format]") {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += "line " + std::to_string(i) + '\n';
  LineBlocks blocks = blocks_of(text, 65536);
  LineBlock block;
  int count = 0;
  while (blocks.next(block, true)) {
    CHECK(block.lines().back() == '\n');
    ++count;
  }
  CHECK(count > 1);
}

TEST_CASE("the first line comes with its newline, the others follow", "[format]") {
  const std::string text = "header\nsecond\nthird\n";
  LineBlocks blocks = blocks_of(text, 3);
  CHECK(blocks.first_line(100) == "header\n");
  CHECK(everything_of(blocks).lines == "second\nthird\n");
}

TEST_CASE("the first line may be all, nothing or too long", "[format]") {
  const std::string all = "header";
  const std::string nothing;
  const std::string empty_line = "\nsecond\n";
  CHECK(blocks_of(all).first_line(100) == "header");
  CHECK(blocks_of(all).first_line(6) == "header");
  CHECK_FALSE(blocks_of(all).first_line(5));
  CHECK(blocks_of(nothing).first_line(100) == "");
  CHECK(blocks_of(empty_line).first_line(100) == "\n");
}

TEST_CASE("an unfinished line waits for its rest", "[format]") {
  std::string text = "one\ntw";
  LineBlocks blocks = blocks_of(text);
  CHECK(everything_of(blocks, false).lines == "one\n");
  text += "o\nthr";
  CHECK(everything_of(blocks, false).lines == "two\n");
  CHECK(everything_of(blocks, true).lines == "thr");
}

TEST_CASE("a line that is too long is left out in pieces", "[format]") {
  const std::string text = "one\n" + std::string(3 << 20, 'x') + "\ntwo\n";
  for (const std::size_t piece : {1000U, 65536U}) {
    LineBlocks blocks = blocks_of(text, piece);
    const Cut cut = everything_of(blocks);
    CHECK(cut.lines == "one\ntwo\n");
    CHECK(cut.skipped == 1);
  }
}

TEST_CASE("a line that is too long may still grow", "[format]") {
  std::string text = "one\n" + std::string(2 << 20, 'x');
  LineBlocks blocks = blocks_of(text, 65536);
  CHECK(everything_of(blocks, false).lines == "one\n");
  text += std::string(2 << 20, 'y');
  CHECK(everything_of(blocks, false).lines.empty());
  text += "\ntwo\n";
  const Cut cut = everything_of(blocks, false);
  CHECK(cut.lines == "two\n");
  CHECK(cut.skipped == 1);
}

TEST_CASE("lines up to 1 MiB are read, in either form, and no longer ones", "[format]") {
  constexpr std::size_t limit = std::size_t{1} << 20U;
  for (const std::string_view start :
       {R"({"t":1,"e":"log","text":")", R"( {"t":1,"e":"log","text":")"})
    for (const std::size_t size : {limit - 1, limit, limit + 1, limit + 100}) {
      INFO(start << " " << size);
      const std::string line =
          std::string(start) + std::string(size - start.size() - 2, 'x') + "\"}\n";
      const ReadResult read = read_text("{\"t\":0,\"e\":\"log\"}\n" + line);
      CHECK(read.events.size() == (size <= limit ? 2 : 1));
      CHECK(read.problems.size() == (size <= limit ? 0 : 1));
    }
}
