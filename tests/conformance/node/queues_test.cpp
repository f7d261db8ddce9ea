// Random task programs, recorded to a file: the queues rebuilt from the trace hold, at every step,
// the very tasks that the runtime really held there, in the same order.
#include <unistd.h>
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "tests/conformance/node/interpreter.hpp"
#include "tracer/model/queue_content.hpp"
#include "tracer/model/trace_loader.hpp"
#include "tracer/record/recorder.hpp"

namespace loopscope::conformance {
namespace {

using Ids = std::vector<std::uint64_t>;
using Queues = std::map<Queue, Ids>;
constexpr std::array<Queue, 4> queues{Queue::timer, Queue::check, Queue::tick, Queue::microtask};

// Timers wait in lists by duration, which the trace does not have: they are compared as a set.
Queues without_timer_order(Queues held) {
  std::sort(held[Queue::timer].begin(), held[Queue::timer].end());
  return held;
}

/// Runs the program, recorded to `path`; what the runtime held at each of its log lines.
std::vector<Queues> run_recorded(const Program& program, Profile profile, const std::string& path) {
  Clock clock{Clock::Source::virtual_time};
  Session session{clock};
  Recorder recorder(session, path);
  Interpreter interpreter(program, profile, &session, &clock);
  std::vector<Queues> held;
  interpreter.on_line = [&] {
    Queues now;
    for (const Queue queue : queues) now[queue] = interpreter.runtime().waiting_tasks(queue);
    held.push_back(without_timer_order(now));
    interpreter.runtime().log("step");
  };
  static_cast<void>(interpreter.run());
  recorder.close(0);
  return held;
}

Queues queues_of(const Trace& trace, const LoopState& state) {
  Queues held;
  for (const Queue queue : queues) {
    held[queue];
    for (const LoopState::Task* task : queue_content(trace, state, queue, 1000))
      held[queue].push_back(trace.number(task->id));
  }
  return without_timer_order(held);
}

/// What the model says about the queues at each log line; nothing here asks the runtime. Forwards,
/// or by seeking backwards from the end.
std::vector<Queues> rebuild(const Trace& trace, bool backwards) {
  const std::size_t lines = trace.logs().size();
  std::vector<Queues> at_lines(lines);
  LoopState state;
  std::uint32_t step = 0;
  for (std::size_t i = 0; i < lines; ++i) {
    const std::size_t line = backwards ? lines - 1 - i : i;
    trace.seek(state, step, trace.logs()[line]);
    step = trace.logs()[line];
    at_lines[line] = queues_of(trace, state);
  }
  return at_lines;
}

}  // namespace

TEST_CASE("queues rebuilt from a trace are the queues of the runtime", "[conformance][property]") {
  constexpr std::size_t trees = 5;
  const std::string path = (std::filesystem::temp_directory_path() /
                            ("loopscope-queues-" + std::to_string(::getpid()) + ".jsonl"))
                               .string();
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    const Profile profile = seed % 2 == 0 ? Profile::classic : Profile::modern;
    const std::vector<Queues> held = run_recorded(random_program(seed, trees), profile, path);
    CHECK(held.size() >= trees);
    TraceLoader loader(path);
    while (loader.fetch()) loader.append();
    CHECK(loader.trace().problem_count() == 0);
    CHECK(rebuild(loader.trace(), false) == held);
    CHECK(rebuild(loader.trace(), true) == held);
  }
  std::filesystem::remove(path);
}

}  // namespace loopscope::conformance
