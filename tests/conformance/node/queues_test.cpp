// Random task programs, recorded to a file: the queues rebuilt from the trace hold, at every step,
// the very tasks that the runtime really held there, in the same order.
#include <unistd.h>
#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <filesystem>
#include <map>

#include "tests/conformance/node/interpreter.hpp"
#include "tracer/format/reader.hpp"
#include "tracer/model/walker.hpp"
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
std::vector<Queues> run_recorded(const Program& program, const std::string& path) {
  Clock clock{Clock::Source::virtual_time};
  Session session{clock};
  Recorder recorder(session, path);
  Interpreter interpreter(program, &session, &clock);
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

/// What the trace says about the queues at each of its log lines; nothing here asks the runtime.
class RebuiltQueues final : public TraceListener {
 public:
  void queued(loopscope::Task& task, const Queue* moved_from, const TraceEvent&) override {
    if (moved_from != nullptr) std::erase(now_[*moved_from], task.id);
    now_[task.queue].push_back(task.id);
  }
  void left(const loopscope::Task& task, const TraceEvent&) override {
    std::erase(now_[task.queue], task.id);
  }
  void event(const TraceEvent& event) override {
    if (event.event != Event::log) return;
    Queues now;
    for (const Queue queue : queues) now[queue] = now_[queue];
    at_lines.push_back(without_timer_order(now));
  }
  std::vector<Queues> at_lines;

 private:
  Queues now_;
};

std::vector<Queues> rebuild(const std::string& path) {
  RebuiltQueues rebuilt;
  TraceWalker walker(rebuilt);
  TraceReader reader(path);
  while (const TraceEvent* event = reader.next()) walker.apply(*event);
  walker.finish();
  CHECK(reader.problems() == 0);
  return std::move(rebuilt.at_lines);
}

}  // namespace

TEST_CASE("queues rebuilt from a trace are the queues of the runtime", "[conformance][property]") {
  constexpr std::size_t trees = 5;
  const std::string path = (std::filesystem::temp_directory_path() /
                            ("loopscope-queues-" + std::to_string(::getpid()) + ".jsonl"))
                               .string();
  for (std::uint32_t seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    const std::vector<Queues> held = run_recorded(random_program(seed, trees), path);
    CHECK(held.size() >= trees);
    CHECK(rebuild(path) == held);
  }
  std::filesystem::remove(path);
}

}  // namespace loopscope::conformance
