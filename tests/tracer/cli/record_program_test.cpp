#include "tracer/cli/record_program.hpp"

#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <optional>

#include "tests/temporary_directory.hpp"
#include "tracer/format/error.hpp"

using namespace loopscope;

namespace {

/// TMPDIR as a test wants it, and then as it was.
class TmpDir {
 public:
  explicit TmpDir(const std::string& path) {
    if (const char* before = std::getenv("TMPDIR")) before_ = before;
    setenv("TMPDIR", path.c_str(), 1);
  }
  TmpDir(const TmpDir&) = delete;
  TmpDir& operator=(const TmpDir&) = delete;
  ~TmpDir() {
    if (before_)
      setenv("TMPDIR", before_->c_str(), 1);
    else
      unsetenv("TMPDIR");
  }

 private:
  std::optional<std::string> before_;
};

}  // namespace

TEST_CASE("programs are told from traces by their ends", "[cli][record]") {
  for (const char* name : {"a.js", "b.cjs", "dir.d/c.mjs", ".js"}) CHECK(is_javascript(name));
  for (const char* name : {"T.jsonl", "a.json", "js", "a.js.zst", "a.JS", "", "-"})
    CHECK_FALSE(is_javascript(name));
}

TEST_CASE("what is no file cannot be run", "[cli][record]") {
  const test::TemporaryDirectory directory;
  RecordRequest request;
  for (const std::string& file : {directory / "none.js", directory / ""}) {
    request.file = file;
    CHECK_THROWS_AS(record_program(request, directory / "trace"), TraceError);
  }
  CHECK_FALSE(std::filesystem::exists(directory / "trace"));
}

TEST_CASE("a program's errors are shown line by line, and cannot drive the terminal",
          "[cli][record]") {
  CHECK(printable_lines("Error: no\n\n  at \x1b[1mx\x1b[0m\n") ==
        "  Error: no\n  \n    at \\x1b[1mx\\x1b[0m\n");
  CHECK(printable_lines("cut") == "  cut\n");
  CHECK(printable_lines("").empty());
}

TEST_CASE("a folder for a recording goes away with all that is in it", "[cli][record]") {
  const test::TemporaryDirectory directory;
  const TmpDir tmp(directory / "");
  std::string path;
  {
    const TemporaryFolder folder;
    const TemporaryFolder another;
    path = folder / "sub";
    CHECK(path.starts_with(directory / ""));
    CHECK(another / "sub" != path);
    std::filesystem::create_directory(path);
    test::write_file(path + "/trace", "x");
  }
  CHECK(std::filesystem::is_empty(directory / ""));
}

TEST_CASE("without a place for temporary files there is a sentence about TMPDIR", "[cli][record]") {
  const test::TemporaryDirectory directory;
  const TmpDir tmp(directory / "none");
  CHECK_THROWS_AS(TemporaryFolder(), TraceError);
  CHECK_THROWS_WITH(TemporaryFolder(), Catch::Contains(directory / "none") &&
                                           Catch::Contains("Set TMPDIR to one with room"));
}
