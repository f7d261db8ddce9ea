#include "tracer/export/hole_file.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <random>
#include <system_error>
#include <vector>

#include "tests/temporary_directory.hpp"

using loopscope::HoleFile;
using namespace loopscope::test;

TEST_CASE("a hole filled in time leaves no trace", "[export]") {
  const TemporaryDirectory folder;
  HoleFile file(folder / "out");
  file.out() += "a";
  const HoleFile::Hole hole = file.open_hole(10);
  file.out() += "c";
  file.fill(hole, "b");
  file.close();
  CHECK(read_file(folder / "out") == "abc");
}

TEST_CASE("a hole filled late is padded", "[export]") {
  const TemporaryDirectory folder;
  HoleFile file(folder / "out", 4);
  file.out() += "<";
  const HoleFile::Hole hole = file.open_hole(5);
  file.out() += ">long enough";
  file.flush_if_full();
  CHECK(file.holes_in_file() == 1);
  file.fill(hole, "xy");
  file.out() += "!";
  file.close();
  CHECK(read_file(folder / "out") == "<xy   >long enough!");
}

TEST_CASE("holes filled in any order, whatever the window", "[export]") {
  std::mt19937 random(3);
  for (const std::size_t window : {1U, 16U, 100U, 100'000U}) {
    const TemporaryDirectory folder;
    HoleFile file(folder / "out", window);
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
    CHECK(read_file(folder / "out") == expected);
  }
}

TEST_CASE("half an output is removed, a foreign one never followed", "[export]") {
  const TemporaryDirectory folder;
  { HoleFile file(folder / "half"); }
  CHECK_FALSE(std::filesystem::exists(folder / "half"));
  std::filesystem::create_symlink("/etc/hostname", folder / "link");
  CHECK_THROWS_AS(HoleFile(folder / "link"), std::system_error);
  CHECK(std::filesystem::is_symlink(folder / "link"));
  CHECK_THROWS_AS(HoleFile(folder / "no/folder"), std::system_error);
}

TEST_CASE("a full disk is an error", "[export]") {
  HoleFile file("/dev/full");
  file.out() += "x";
  CHECK_THROWS_AS(file.close(), std::system_error);
  CHECK(std::filesystem::exists("/dev/full"));
}
