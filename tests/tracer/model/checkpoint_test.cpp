// Property: whatever way leads to a step, the state there is the one that a straight walk gives.
#include <catch2/catch.hpp>
#include <random>

#include "tests/tracer/export/random_trace.hpp"
#include "tests/tracer/model/loaded.hpp"
#include "tests/tracer/model/merged.hpp"
#include "tests/tracer/model/state_text.hpp"

using namespace loopscope;

namespace {

/// The state after each step, by a straight walk.
std::vector<std::string> walk(const Trace& trace) {
  LoopState state;
  std::vector<std::string> texts{text_of(state)};
  for (std::uint32_t i = 0; i < trace.size(); ++i) {
    state.apply(i, trace[i]);
    texts.push_back(text_of(state));
  }
  return texts;
}

/// Restores a checkpoint of every step and walks on from there.
void check_checkpoints(const Trace& trace) {
  const std::vector<std::string> straight = walk(trace);
  LoopState walked;
  for (std::uint32_t step = 0; step <= trace.size(); ++step) {
    LoopState restored;
    restored.restore(walked.save(step));
    std::uint32_t at = step;
    for (const std::uint32_t further : {0U, 1U, 5U, 40U}) {
      for (const std::uint32_t until = std::min(trace.size(), step + further); at < until; ++at)
        restored.apply(at, trace[at]);
      INFO("from step " << step << " at " << at);
      REQUIRE(text_of(restored) == straight[at]);
    }
    if (step < trace.size()) walked.apply(step, trace[step]);
  }
}

/// So long that it has checkpoints of its own.
Script long_script(std::deque<RandomTrace>& parts) {
  return merged(parts.emplace_back(11, false, 900).script(),
                parts.emplace_back(12, true, 900).script());
}

}  // namespace

TEST_CASE("from a checkpoint of any step a run goes on as it did", "[model][state][property]") {
  for (unsigned seed = 1; seed <= 6; ++seed) {
    INFO("seed " << seed);
    const RandomTrace trace(seed, seed % 2 == 0, 3);
    check_checkpoints(Loaded(trace.script()).trace);
  }
}

TEST_CASE("the checkpoints of several processes hold them all", "[model][state][property]") {
  const RandomTrace one(21, false, 2);
  const RandomTrace other(22, true, 2);
  check_checkpoints(Loaded(merged(one.script(), other.script())).trace);
}

TEST_CASE("seeking back and forth through a long trace gives what a walk gives",
          "[model][state][property]") {
  std::deque<RandomTrace> parts;
  const Loaded loaded(long_script(parts), 777);
  const Trace& trace = loaded.trace;
  REQUIRE(trace.size() > 200'000);
  std::mt19937 random(5);
  std::vector<std::uint32_t> steps{0, trace.size()};
  for (int i = 0; i < 12; ++i) {
    steps.push_back(static_cast<std::uint32_t>(random() % trace.size()));
    steps.push_back(std::min(trace.size(), steps.back() + 3));  // a short way forwards
  }
  LoopState sought;
  std::uint32_t at = 0;
  for (const std::uint32_t step : steps) {
    LoopState walked;
    for (std::uint32_t i = 0; i < step; ++i) walked.apply(i, trace[i]);
    trace.seek(sought, at, step);
    at = step;
    INFO("step " << step);
    REQUIRE(text_of(sought) == text_of(walked));
  }
}

TEST_CASE("a state that was at another step is of no harm to a seek", "[model][state]") {
  const RandomTrace random(31, false);
  const Loaded loaded(random.script());
  const Trace& trace = loaded.trace;
  LoopState state = trace.state(trace.size());
  trace.seek(state, trace.size(), 0);
  CHECK(text_of(state) == text_of(LoopState()));
}
