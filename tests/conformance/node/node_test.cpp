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

/// A node of that version or later, and the profile that runs as it does.
struct Referee {
  std::string node;
  int version;
  Profile profile;
};

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
  [[nodiscard]] std::vector<std::string> lines(const Referee& referee) const {
    return lines_of("'" + referee.node + "' '" + path_.string() + "'");
  }

 private:
  std::filesystem::path path_;
};

/// It is there, and its time can be made virtual.
bool is_here(const Referee& referee) {
  const auto lines =
      lines_of("'" + referee.node + "' -p \"const b=performance.now();process.umask(7);" +
               "parseInt(process.versions.node)>=" + std::to_string(referee.version) +
               "&&performance.now()-b===7\" 2>/dev/null");
  return lines == std::vector<std::string>{"true"};
}

/// Another one in the environment tries other programs.
std::uint32_t first_seed() {
  const char* const seed = std::getenv("LOOPSCOPE_SEED");
  return seed != nullptr ? static_cast<std::uint32_t>(std::atoll(seed)) : 1;
}

bool differs(const Program& program, const Referee& referee) {
  return Script(program).lines(referee) != Interpreter(program, referee.profile).run();
}

/// Takes the step out that has this index, counted through the whole task; false if there is none.
bool erase_step(Task& task, std::size_t& index) {
  for (auto step = task.steps.begin(); step != task.steps.end(); ++step) {
    if (index-- == 0) {
      task.steps.erase(step);
      return true;
    }
    for (Task& inner : step->tasks)
      if (erase_step(inner, index)) return true;
    for (Link& link : step->links)
      for (Task& inner : link.tasks)
        if (erase_step(inner, index)) return true;
  }
  return false;
}

/// Without the steps that it differs without.
Program reduced(Program program, const Referee& referee) {
  for (std::size_t index = 0;;) {
    Program smaller = program;
    std::size_t left = index;
    if (!erase_step(smaller.trees.back(), left)) return program;
    if (differs(smaller, referee))
      program = std::move(smaller);
    else
      ++index;
  }
}

/// The first tree that differs alone, after an empty main script, if one does; else all.
Program smallest_failing(const Program& program, const Referee& referee) {
  for (const Task& tree : program.trees) {
    Program alone = program;
    alone.trees = {Task{}, tree};
    if (differs(alone, referee)) return reduced(std::move(alone), referee);
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

// Node 18 finds a message of its own in its first poll, which then does not wait. An empty tree
// before the others takes it.
Program prepared(Program program, const Referee& referee) {
  if (referee.version < 20) program.trees.insert(program.trees.begin(), Task{});
  return program;
}

void run_as(const Referee& referee) {
  for (std::uint32_t seed = first_seed(); seed < first_seed() + programs; ++seed) {
    const Program program = prepared(random_program(seed, trees_per_program), referee);
    const auto expected = Script(program).lines(referee);
    const auto ours = Interpreter(program, referee.profile).run();
    CHECK(expected.size() > trees_per_program);
    if (expected == ours) continue;
    const Program smallest = smallest_failing(program, referee);
    FAIL("seed " << seed << ":\n"
                 << beside(Script(smallest).lines(referee),
                           Interpreter(smallest, referee.profile).run())
                 << to_javascript(smallest));
  }
}

}  // namespace

TEST_CASE("random task trees run as on node", "[conformance][node]") {
  const Referee referee{"node", 20, Profile::modern};
  if (is_here(referee))
    run_as(referee);
  else
    WARN("skipped: there is no node of version 20 or later here (apt-get install nodejs)");
}

// libnode as a program, which is there where `loopscope run` is built.
TEST_CASE("random task trees run as on Node 18 in the classic profile", "[conformance][node]") {
  const Referee referee{LOOPSCOPE_NODE18, 18, Profile::classic};
  if (is_here(referee))
    run_as(referee);
  else
    WARN("skipped: without the JavaScript engine there is no Node 18");
}

}  // namespace loopscope::conformance
