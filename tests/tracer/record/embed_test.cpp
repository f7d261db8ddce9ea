// Sources that travel with a trace, within their limits.
#include "tracer/record/embed.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/format/files.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Catch::Contains;

namespace {

struct Embedded {
  std::map<std::string, std::string> sources;
  std::vector<std::string> errors;
  void add(const std::vector<std::string>& paths) {
    embed_sources(paths, sources, [this](std::string_view error) { errors.emplace_back(error); });
  }
};

}  // namespace

TEST_CASE("texts stand under the names by which they were asked for", "[record]") {
  const TemporaryDirectory directory;
  const std::string path = write_file(directory / "a.cpp", "int x;\n");
  Embedded embedded;
  embedded.add({path, write_file(directory / "empty", "")});
  CHECK(embedded.errors.empty());
  CHECK(embedded.sources ==
        std::map<std::string, std::string>{{path, "int x;\n"}, {directory / "empty", ""}});
}

TEST_CASE("a source of the biggest size is embedded, a bigger one is not", "[record]") {
  const TemporaryDirectory directory;
  Embedded embedded;
  const std::string fits =
      write_file(directory / "fits", std::string(max_embedded_file_bytes, 'x'));
  const std::string big =
      write_file(directory / "big", std::string(max_embedded_file_bytes + 1, 'x'));
  embedded.add({big, fits});
  CHECK(embedded.sources.size() == 1);
  CHECK(embedded.sources.at(fits).size() == max_embedded_file_bytes);
  REQUIRE(embedded.errors.size() == 1);
  CHECK_THAT(embedded.errors[0], Contains("Did not embed " + big) && Contains("1048576 bytes"));
}

TEST_CASE("all sources together have a limit, and small ones still fit", "[record]") {
  const TemporaryDirectory directory;
  Embedded embedded;
  embedded.sources["given"] = std::string(max_embedded_file_bytes / 2, 'y');
  std::vector<std::string> paths;
  for (const char* name : {"1", "2", "3", "4"})
    paths.push_back(write_file(directory / name, std::string(max_embedded_file_bytes, 'x')));
  paths.push_back(write_file(directory / "small", "small"));
  embedded.add(paths);
  CHECK(embedded.sources.size() == 1 + 3 + 1);
  CHECK(embedded.sources.count(directory / "small") == 1);
  REQUIRE(embedded.errors.size() == 1);
  CHECK_THAT(embedded.errors[0], Contains("4194304 of all"));
}

TEST_CASE("what cannot be read is told and left out", "[record]") {
  const TemporaryDirectory directory;
  Embedded embedded;
  embedded.add({directory / "none", directory / "."});
  CHECK(embedded.sources.empty());
  REQUIRE(embedded.errors.size() == 2);
  CHECK_THAT(embedded.errors[0], Contains("Cannot embed " + (directory / "none")) &&
                                     Contains("No such file or directory") &&
                                     Contains("The trace goes on without its text."));
}
