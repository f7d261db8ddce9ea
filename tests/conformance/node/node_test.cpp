// Random task trees run in the same order on the reactor and on node.
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "tests/conformance/node/interpreter.hpp"
#include "tests/conformance/referee.hpp"

namespace loopscope::conformance {
namespace {

constexpr int trees_per_program = 20;
constexpr std::uint32_t programs = 20;

class Script {
 public:
  explicit Script(const Program& program)
      : path_(std::filesystem::temp_directory_path() /
              ("loopscope_conformance_" + std::to_string(getpid()) + ".js")) {
    std::ofstream(path_) << to_javascript(program);
  }
  Script(const Script&) = delete;
  Script& operator=(const Script&) = delete;
  ~Script() { std::filesystem::remove(path_); }
  [[nodiscard]] std::vector<std::string> lines() const {
    return lines_of("node '" + path_.string() + "'");
  }

 private:
  std::filesystem::path path_;
};

/// Node 20 or later, whose time can be made virtual.
bool node_is_here() {
  const auto lines = lines_of(
      "node -e \"const b=performance.now();process.umask(7);"
      "console.log(parseInt(process.versions.node)>=20&&performance.now()-b===7)\" 2>/dev/null");
  return lines == std::vector<std::string>{"true"};
}

/// Another one in the environment tries other programs.
std::uint32_t first_seed() {
  const char* const seed = std::getenv("LOOPSCOPE_SEED");
  return seed != nullptr ? static_cast<std::uint32_t>(std::atoll(seed)) : 1;
}

/// The first tree that differs, alone, if it differs alone; else all.
Program smallest_failing(const Program& program) {
  for (const Task& tree : program.trees) {
    Program alone = program;
    alone.trees = {tree};
    if (Script(alone).lines() != Interpreter(alone).run()) return alone;
  }
  return program;
}

std::string beside(const std::vector<std::string>& node, const std::vector<std::string>& ours) {
  std::string text = "node | reactor\n";
  for (std::size_t i = 0; i < std::max(node.size(), ours.size()); ++i) {
    const std::string left = i < node.size() ? node[i] : "-";
    const std::string right = i < ours.size() ? ours[i] : "-";
    text += left + " | " + right + (left == right ? "\n" : "   <--\n");
    if (left != right) break;
  }
  return text;
}

}  // namespace

TEST_CASE("random task trees run as on node", "[conformance][node]") {
  if (!node_is_here()) {
    WARN(
        "skipped: there is no node of version 20 or later on this machine (apt-get install "
        "nodejs)");
    return;
  }
  for (std::uint32_t seed = first_seed(); seed < first_seed() + programs; ++seed) {
    const Program program = random_program(seed, trees_per_program);
    const auto expected = Script(program).lines();
    const auto ours = Interpreter(program).run();
    CHECK(expected.size() > trees_per_program);
    if (expected == ours) continue;
    const Program smallest = smallest_failing(program);
    FAIL("seed " << seed << ":\n"
                 << beside(Script(smallest).lines(), Interpreter(smallest).run())
                 << to_javascript(smallest));
  }
}

}  // namespace loopscope::conformance
