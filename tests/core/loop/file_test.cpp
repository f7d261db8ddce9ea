// Files and names on the thread pool.
#include "core/loop/file.hpp"

#include <sys/stat.h>

#include <filesystem>

#include "core/net/address.hpp"
#include "tests/core/support.hpp"
#include "tests/temporary_directory.hpp"

namespace loopscope::test {
namespace {

struct TemporaryFile {
  TemporaryDirectory directory;
  std::string path = write_file(directory / "file", "");
};

}  // namespace

TEST_CASE("what was written is read back, and stat knows its size", "[loop][file]") {
  const Profile profile = GENERATE(Profile::classic, Profile::modern);
  TestLoop test(profile);
  const TemporaryFile file;
  const std::string bytes(100'000, 'x');
  std::string read;
  FileStatus status;
  write_file(test.loop, file.path, bytes, [&](std::error_code error) {
    CHECK_FALSE(error);
    read_file(test.loop, file.path, [&](std::error_code read_error, std::string text) {
      CHECK_FALSE(read_error);
      read = std::move(text);
    });
    stat_file(test.loop, file.path, [&](std::error_code, FileStatus found) { status = found; });
  });
  CHECK_FALSE(test.loop.run());
  CHECK(read == bytes);
  CHECK(status.size_bytes == bytes.size());
  CHECK(S_ISREG(status.mode));
  CHECK(status.modified_ns > 0);
}

TEST_CASE("writing replaces what was in the file", "[loop][file]") {
  TestLoop test;
  const TemporaryFile file;
  std::string read = "?";
  write_file(test.loop, file.path, "a long text", [&](std::error_code) {
    write_file(test.loop, file.path, "", [&](std::error_code) {
      read_file(test.loop, file.path,
                [&](std::error_code, std::string text) { read = std::move(text); });
    });
  });
  test.loop.run();
  CHECK(read.empty());
}

TEST_CASE("errno comes with the callback", "[loop][file]") {
  TestLoop test;
  const std::string missing = "/nonexistent/loopscope";
  std::vector<std::error_code> errors;
  read_file(test.loop, missing, [&](std::error_code error, std::string text) {
    CHECK(text.empty());
    errors.push_back(error);
  });
  write_file(test.loop, missing, "text", [&](std::error_code error) { errors.push_back(error); });
  stat_file(test.loop, missing,
            [&](std::error_code error, FileStatus) { errors.push_back(error); });
  test.loop.run();
  REQUIRE(errors.size() == 3);
  for (const std::error_code& error : errors) CHECK(error == std::errc::no_such_file_or_directory);
}

TEST_CASE("a directory cannot be read as a file", "[loop][file]") {
  TestLoop test;
  std::error_code failed;
  read_file(test.loop, "/", [&](std::error_code error, const std::string&) { failed = error; });
  test.loop.run();
  CHECK(failed == std::errc::is_a_directory);
}

TEST_CASE("look_up finds localhost, and says which name is unknown", "[net][look-up]") {
  TestLoop test;
  std::vector<Endpoint> found;
  std::error_code unknown;
  look_up(test.loop, "localhost", 80, [&](std::error_code error, std::vector<Endpoint> endpoints) {
    CHECK_FALSE(error);
    found = std::move(endpoints);
  });
  look_up(test.loop, "localhost", 80, {.family = AF_INET},
          [](std::error_code error, const std::vector<Endpoint>& endpoints) {
            CHECK_FALSE(error);
            for (const Endpoint& one : endpoints) CHECK(one.address().is_v4());
          });
  look_up(test.loop, "no such name", 80,
          [&](std::error_code error, const std::vector<Endpoint>&) { unknown = error; });
  CHECK_FALSE(test.loop.run());
  REQUIRE_FALSE(found.empty());
  CHECK(found.front().address().is_loopback());
  CHECK(found.front().port() == 80);
  CHECK(std::string(unknown.category().name()) == "getaddrinfo");
}

}  // namespace loopscope::test
