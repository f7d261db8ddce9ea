#include "tracer/model/walker.hpp"

#include <catch2/catch.hpp>
#include <map>

#include "tests/tracer/export/random_trace.hpp"
#include "tests/tracer/model/loaded.hpp"
#include "tests/tracer/model/merged.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/timeline.hpp"

using namespace loopscope;

namespace {

std::string scope_text(ScopeKind kind, std::int64_t begin_ns, std::uint64_t id) {
  return std::to_string(static_cast<int>(kind)) + "," + std::to_string(begin_ns) + "," +
         std::to_string(id);
}
std::string end_text(std::int64_t t_ns, bool complete) {
  return std::to_string(t_ns) + (complete ? "\n" : "!\n");
}

/// What the walker tells, call by call.
struct Calls final : TraceListener {
  std::string text;
  void queued(Task& task, const Queue* from, const TraceEvent&) override {
    text += "queued " + std::to_string(task.id);
    if (from != nullptr) text += " from " + std::string(name_of(*from));
    text += "\n";
  }
  void left(const Task& task, const TraceEvent&) override {
    text += "left " + std::to_string(task.id) + "\n";
  }
  void opened(Scope& scope) override { text += "opened " + std::to_string(scope.id) + "\n"; }
  void closed(Scope& scope) override {
    text += "closed " + std::to_string(scope.id) + (scope.threw ? " threw " : "") +
            std::string(scope.error) + "\n";
  }
  void event(const TraceEvent& event) override { text += std::string(name_of(event.event)) + "\n"; }
};

/// The scopes that the walker finds.
struct WalkerScopes final : TraceListener {
  std::string text;
  std::map<std::int64_t, std::uint64_t> drains;  // begins of tasks, after which they drained
  void opened(Scope& scope) override {
    text +=
        std::to_string(scope.depth) + " " + scope_text(scope.kind, scope.begin_ns, scope.id) + "\n";
    if (scope.kind == ScopeKind::task) drains[scope.begin_ns] = scope.drained_after;
  }
  void closed(Scope& scope) override {
    text += "end of " + scope_text(scope.kind, scope.begin_ns, scope.id) + " " +
            end_text(scope.end_ns, scope.complete);
  }
};

/// The scopes that the state of a loaded trace finds.
struct StateScopes final : StateListener {
  explicit StateScopes(const Trace& of) : trace(of) {}
  const Trace& trace;
  std::string text;
  [[nodiscard]] std::string scope(std::uint32_t begin) const {
    const PackedEvent& event = trace[begin];
    return scope_text(*scope_begun_by(event.kind()), event.t_ns, trace.number(event.id));
  }
  void opened(std::uint32_t begin, const PackedEvent&, std::uint32_t depth) override {
    text += std::to_string(depth) + " " + scope(begin) + "\n";
  }
  void closed(std::uint32_t begin, std::uint32_t end, bool complete) override {
    text += "end of " + scope(begin) + " " + end_text(trace[end].t_ns, complete);
  }
  void left(std::uint32_t, std::uint32_t) override {}
};

std::string calls_of(const Script& script) {
  Calls calls;
  TraceWalker walker(calls);
  script.play(walker);
  return calls.text;
}

bool same_tasks(const TraceWalker& walker, const Trace& trace, const LoopState& state) {
  std::size_t waiting = 0;
  for (const auto& [id, task] : walker.tasks().all()) {
    const LoopState::Task* same = state.task(trace.packed(id));
    if (same == nullptr || same->standing.waiting != task.waiting ||
        same->standing.running != task.running || same->queue != task.queue)
      return false;
    waiting += task.waiting ? 1 : 0;
  }
  for (const std::uint32_t count : state.counts()) waiting -= count;
  return waiting == 0;
}

/// Both ways of following a trace, side by side.
void check_same(const Script& script) {
  const Loaded loaded(script);
  const Trace& trace = loaded.trace;
  WalkerScopes walked;
  TraceWalker walker(walked);
  StateScopes followed(trace);
  LoopState state;
  for (std::uint32_t i = 0; i < trace.size(); ++i) {
    INFO("event " << i);
    walker.apply(trace.event(i));
    state.apply(i, trace[i], &followed);
    REQUIRE(same_tasks(walker, trace, state));
    REQUIRE(walked.text == followed.text);
    walked.text.clear();
    followed.text.clear();
  }
}

}  // namespace

TEST_CASE("of one event comes first what left a queue, then what opened, then the event",
          "[model]") {
  Script script;
  script.queue(1, 7, Queue::tick);
  script.run(2, 3, 7);
  CHECK(calls_of(script) ==
        "queued 7\ntask.queue\nleft 7\nopened 7\ntask.begin\nclosed 7\ntask.end\n");
}

TEST_CASE("a task that moves is told with the queue it comes from", "[model]") {
  Script script;
  script.queue(1, 7, Queue::timer);
  script.queue(2, 7, Queue::check);
  script.add(3, Event::task_cancel, 7);
  script.add(4, Event::task_cancel, 7);
  CHECK(calls_of(script) ==
        "queued 7\ntask.queue\nqueued 7 from timer\ntask.queue\nleft 7\ntask.cancel\n"
        "task.cancel\n");
}

TEST_CASE("a repeating task does not leave its queue when it begins", "[model]") {
  Script script;
  script.queue(1, 7, Queue::io).repeat = true;
  script.add(2, Event::task_begin, 7);
  TraceEvent& end = script.add(3, Event::task_end, 7);
  end.has_error = true;
  end.error = "oops";
  CHECK(calls_of(script) ==
        "queued 7\ntask.queue\nopened 7\ntask.begin\nclosed 7 threw oops\ntask.end\n");
}

TEST_CASE("a task without a name has its queue's, an unknown one has none", "[model]") {
  Calls calls;
  TraceWalker walker(calls);
  Script script;
  script.define(DefinitionKind::name, 2, "timeout");
  script.queue(1, 1, Queue::check);
  script.queue(1, 2, Queue::timer).name = 2;
  script.play(walker);
  CHECK(walker.task_name(*walker.tasks().find(1)) == "check");
  CHECK(walker.task_name(*walker.tasks().find(2)) == "timeout");
  CHECK(walker.task_name(Task::unknown(3)).empty());
}

TEST_CASE("the walker and the loaded trace find the same scopes and tasks", "[model][property]") {
  for (unsigned seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    check_same(RandomTrace(seed, seed % 2 == 0).script());
  }
}

TEST_CASE("they do in a trace of several processes as well", "[model][property]") {
  const RandomTrace one(41, false);
  const RandomTrace other(42, true);
  check_same(merged(one.script(), other.script()));
}

TEST_CASE("the walker and the timeline agree on what drained after what", "[model][property]") {
  std::size_t tasks = 0;
  for (unsigned seed = 1; seed <= 20; ++seed) {
    const RandomTrace random(seed, seed % 2 == 0);
    const Loaded loaded(random.script());
    WalkerScopes walked;
    TraceWalker walker(walked);
    for (std::uint32_t i = 0; i < loaded.trace.size(); ++i) walker.apply(loaded.trace.event(i));
    std::map<std::int64_t, std::uint64_t> drains;
    TimelineBuilder timeline(loaded.trace, {}, [&drains](const TimelineItem& item) {
      if (item.kind == ItemKind::task) drains[item.t_ns] = item.drained_after;
    });
    timeline.show_all();
    INFO("seed " << seed);
    CHECK(walked.drains == drains);
    tasks += drains.size();
  }
  CHECK(tasks > 1000);
}
