// A random program of Node's kind of tasks: what the reactor and node are both given to run.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace loopscope::conformance {

/// How a callback ends.
enum class Outcome : std::uint8_t { value, error, resolved_promise, rejected_promise };

enum class StepKind : std::uint8_t {
  timeout,
  interval,  // cleared by itself after `count` runs
  immediate,
  tick,
  microtask,
  promise,
  clear,
  refresh,  // each at most once
  ref,
  unref,
  work,  // takes `delay_ms`
};

enum class PromiseSource : std::uint8_t {
  resolved,
  rejected,
  timer,           // resolved by a timeout of `delay_ms`
  adopted,         // new Promise(resolve => resolve(Promise.resolve()))
  executor_fails,  // new Promise(() => { throw … })
  async_function,  // `tasks` with an await after each but the last
};

enum class LinkKind : std::uint8_t { then, then_or_catch, catch_error, finally };

struct Step;

/// A callback: logs its number, takes its steps, ends.
struct Task {
  int number = 0;
  std::vector<Step> steps;
  Outcome outcome = Outcome::value;
};

struct Link {
  LinkKind kind = LinkKind::then;
  std::vector<Task> tasks;  // one; two for then_or_catch
};

/// `number` names the timer or immediate that it makes, and what it logs.
struct Step {
  StepKind kind = StepKind::work;
  int number = 0;
  int delay_ms = 0;
  int count = 0;
  int target = 0;
  bool target_is_immediate = false;
  bool unref = false;
  PromiseSource source = PromiseSource::resolved;
  std::vector<Task> tasks;
  std::vector<Link> links;
};

/// Several trees, one after the other: the first is the main script, the next begins in beforeExit.
struct Program {
  std::vector<Task> trees;
  bool listens_to_rejections = true;
};

/// Always the same program for a seed.
[[nodiscard]] Program random_program(std::uint32_t seed, int trees);
/// One file for node, that logs what `Interpreter` logs.
[[nodiscard]] std::string to_javascript(const Program& program);

}  // namespace loopscope::conformance
