#include "tests/conformance/node/program.hpp"

#include <array>

namespace loopscope::conformance {
namespace {

class Generator {
 public:
  explicit Generator(std::uint32_t seed) : random_(seed) {}

  Program program(int trees) {
    Program program;
    program.listens_to_rejections = one_in(2);
    for (int i = 0; i < trees; ++i) {
      budget_ = 6 + pick(30);
      made_.clear();
      // An error in beforeExit ends node's loop; the main script may throw.
      program.trees.push_back(task(0, i == 0 && one_in(8)));
    }
    return program;
  }

 private:
  struct Made {
    int number;
    bool is_immediate;
  };

  int pick(int below) { return static_cast<int>(random_() % static_cast<std::uint32_t>(below)); }
  bool one_in(int chances) { return pick(chances) == 0; }
  template <typename Value, std::size_t size>
  Value one_of(const std::array<Value, size>& values) {
    return values[static_cast<std::size_t>(pick(static_cast<int>(size)))];
  }

  int delay_ms() {
    constexpr std::array delays = {0, 0, 0, 1, 1, 2, 2, 3, 5, 10, 10, 11, 20, 50};
    return one_of(delays);
  }

  Task task(int depth, bool may_fail) {
    Task made;
    made.number = ++number_;
    const int steps = depth == 0 ? 2 + pick(6) : pick(4);
    constexpr int max_depth = 6;
    for (int i = 0; i < steps && depth < max_depth && budget_ > 0; ++i)
      made.steps.push_back(step(depth));
    if (may_fail) made.outcome = Outcome::error;
    return made;
  }
  Task handler(int depth) {
    Task made = task(depth, false);
    constexpr std::array outcomes = {Outcome::value,
                                     Outcome::value,
                                     Outcome::value,
                                     Outcome::error,
                                     Outcome::resolved_promise,
                                     Outcome::rejected_promise};
    made.outcome = one_of(outcomes);
    return made;
  }

  Step step(int depth) {
    constexpr std::array kinds = {StepKind::timeout,  StepKind::timeout,   StepKind::timeout,
                                  StepKind::interval, StepKind::immediate, StepKind::tick,
                                  StepKind::tick,     StepKind::microtask, StepKind::immediate,
                                  StepKind::promise,  StepKind::promise,   StepKind::promise,
                                  StepKind::clear,    StepKind::refresh,   StepKind::ref,
                                  StepKind::unref,    StepKind::work,      StepKind::tick};
    --budget_;
    Step made;
    made.kind = one_of(kinds);
    made.number = ++number_;
    made.delay_ms = delay_ms();
    if (made.kind == StepKind::promise)
      fill_promise(made, depth + 1);
    else if (made.kind <= StepKind::microtask)
      fill_callback(made, depth + 1);
    else
      fill_action(made);
    return made;
  }

  void fill_callback(Step& made, int depth) {
    made.count = 1 + pick(4);
    made.unref = one_in(12);
    if (made.kind <= StepKind::immediate)
      made_.push_back({made.number, made.kind == StepKind::immediate});
    made.tasks.push_back(task(depth, one_in(12)));
  }

  void fill_promise(Step& made, int depth) {
    made.source = static_cast<PromiseSource>(pick(6));
    if (made.source == PromiseSource::async_function)
      for (int parts = 1 + pick(3); parts > 0; --parts) made.tasks.push_back(handler(depth));
    for (int links = pick(5); links > 0; --links) {
      Link link;
      link.kind = static_cast<LinkKind>(pick(4));
      link.tasks.push_back(handler(depth));
      if (link.kind == LinkKind::then_or_catch) link.tasks.push_back(handler(depth));
      made.links.push_back(std::move(link));
    }
  }

  void fill_action(Step& made) {
    if (made.kind == StepKind::work || made_.empty()) {
      made.kind = StepKind::work;
      made.delay_ms = 1 + pick(12);
      return;
    }
    const Made& target = made_[static_cast<std::size_t>(pick(static_cast<int>(made_.size())))];
    made.target = target.number;
    made.target_is_immediate = target.is_immediate;
    if (target.is_immediate && made.kind == StepKind::refresh) made.kind = StepKind::clear;
  }

  std::mt19937 random_;
  int number_ = 0;
  int budget_ = 0;
  std::vector<Made> made_;
};

}  // namespace

Program random_program(std::uint32_t seed, int trees) {
  return Generator(seed).program(trees);
}

}  // namespace loopscope::conformance
