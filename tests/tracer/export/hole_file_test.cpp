#include "tracer/export/hole_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>
#include <sstream>
#include <system_error>
#include <vector>

using loopscope::HoleFile;

namespace {
struct Folder {
  std::filesystem::path path;
  Folder() {
    std::string name = std::filesystem::temp_directory_path() / "loopscope-test-XXXXXX";
    path = ::mkdtemp(name.data());
  }
  ~Folder() { std::filesystem::remove_all(path); }
  [[nodiscard]] std::string file(const std::string& name) const { return path / name; }
};
std::string content(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}
}  // namespace

TEST_CASE("a hole filled in time leaves no trace", "[export]") {
  const Folder folder;
  HoleFile file(folder.file("out"));
  file.out() += "a";
  const HoleFile::Hole hole = file.open_hole(10);
  file.out() += "c";
  file.fill(hole, "b");
  file.close();
  CHECK(content(folder.file("out")) == "abc");
}

TEST_CASE("a hole filled late is padded", "[export]") {
  const Folder folder;
  HoleFile file(folder.file("out"), 4);
  file.out() += "<";
  const HoleFile::Hole hole = file.open_hole(5);
  file.out() += ">long enough";
  file.flush_if_full();
  CHECK(file.holes_in_file() == 1);
  file.fill(hole, "xy");
  file.out() += "!";
  file.close();
  CHECK(content(folder.file("out")) == "<xy   >long enough!");
}

TEST_CASE("holes filled in any order, whatever the window", "[export]") {
  std::mt19937 random(3);
  for (const std::size_t window : {1U, 16U, 100U, 100'000U}) {
    const Folder folder;
    HoleFile file(folder.file("out"), window);
    std::vector<HoleFile::Hole> holes;
    for (int i = 0; i < 200; ++i) {
      file.out() += "[";
      holes.push_back(file.open_hole(4));
      file.out() += "]";
      file.flush_if_full();
    }
    std::shuffle(holes.begin(), holes.end(), random);
    for (const HoleFile::Hole hole : holes) file.fill(hole, std::to_string(1000 + hole));
    file.close();
    std::string expected;
    for (int i = 0; i < 200; ++i) expected.append("[").append(std::to_string(1000 + i)).append("]");
    CHECK(content(folder.file("out")) == expected);
  }
}

TEST_CASE("half an output is removed, a foreign one never followed", "[export]") {
  const Folder folder;
  { HoleFile file(folder.file("half")); }
  CHECK_FALSE(std::filesystem::exists(folder.file("half")));
  std::filesystem::create_symlink("/etc/hostname", folder.file("link"));
  CHECK_THROWS_AS(HoleFile(folder.file("link")), std::system_error);
  CHECK(std::filesystem::is_symlink(folder.file("link")));
  CHECK_THROWS_AS(HoleFile(folder.file("no/folder")), std::system_error);
}

TEST_CASE("a full disk is an error", "[export]") {
  HoleFile file("/dev/full");
  file.out() += "x";
  CHECK_THROWS_AS(file.close(), std::system_error);
  CHECK(std::filesystem::exists("/dev/full"));
}
