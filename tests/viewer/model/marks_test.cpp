#include "viewer/model/marks.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>

using namespace loopscope::viewer;

namespace {

struct MarksFile {
  std::string path = (std::filesystem::temp_directory_path() /
                      ("loopscope-marks-" + std::to_string(::getpid()) + ".json"))
                         .string();
  MarksFile() = default;
  MarksFile(const MarksFile&) = delete;
  MarksFile& operator=(const MarksFile&) = delete;
  ~MarksFile() { std::filesystem::remove(path); }
};

}  // namespace

TEST_CASE("marks come back from their file, in order and with notes", "[viewer]") {
  const MarksFile file;
  Marks marks;
  marks.toggle(9);
  marks.toggle(3);
  marks.annotate(3, "why \"here\"?");
  CHECK(marks.save(file.path).empty());
  Marks again;
  CHECK(again.load(file.path, 100).empty());
  REQUIRE(again.all().size() == 2);
  CHECK(again.all()[0].step == 3);
  CHECK(again.all()[0].note == "why \"here\"?");
  again.toggle(3);
  again.toggle(9);
  CHECK(again.save(file.path).empty());
  CHECK_FALSE(std::filesystem::exists(file.path));
}

TEST_CASE("a file of marks that is damaged or of another trace does no harm", "[viewer]") {
  const MarksFile file;
  Marks marks;
  CHECK(marks.load(file.path, 100).empty());
  std::ofstream(file.path) << "{\"marks\":[{\"step\":5},{\"step\":500},{\"step\":-1},7,{}]}";
  CHECK(marks.load(file.path, 100).empty());
  CHECK(marks.all().size() == 1);
  std::ofstream(file.path) << "no JSON";
  CHECK_FALSE(marks.load(file.path, 100).empty());
}

TEST_CASE("there are only so many marks, and a note needs one", "[viewer]") {
  Marks marks;
  marks.annotate(5, "lost");
  CHECK(marks.all().empty());
  for (std::uint32_t step = 0; step <= Marks::max_marks; ++step) marks.toggle(step);
  CHECK(marks.all().size() == Marks::max_marks);
  marks.toggle(0);  // can still be taken away
  CHECK(marks.all().size() == Marks::max_marks - 1);
}

TEST_CASE("marks that cannot be written say where", "[viewer]") {
  Marks marks;
  marks.toggle(1);
  const std::string problem = marks.save("/nowhere/T.marks.json");
  CHECK(problem.find("/nowhere/T.marks.json") != std::string::npos);
}
