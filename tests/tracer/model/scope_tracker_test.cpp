#include "tracer/model/scope_tracker.hpp"

#include <catch2/catch.hpp>
#include <string>

#include "tests/tracer/model/script.hpp"
#include "tracer/format/names.hpp"
#include "tracer/model/walker.hpp"

using namespace loopscope;

namespace {

/// Writes scopes down: "(turn (timers (task 2)))"; "!" where the end is missing.
struct Notes final : TraceListener {
  std::string text;
  void opened(Scope& scope) override {
    text += " (" + word(scope);
    if (scope.drained_after != 0) text += " after " + std::to_string(scope.drained_after);
  }
  void closed(Scope& scope) override { text += scope.complete ? ")" : "!)"; }
  static std::string word(const Scope& scope) {
    if (scope.kind == ScopeKind::turn) return "turn";
    if (scope.kind == ScopeKind::phase) return std::string(name_of(scope.phase));
    if (scope.kind == ScopeKind::wait) return "wait";
    if (scope.kind == ScopeKind::boot) return "boot";
    return std::to_string(scope.id);
  }
};

std::string scopes_of(const Script& script) {
  Notes notes;
  TraceWalker walker(notes);
  script.play(walker);
  walker.finish();
  return notes.text;
}

}  // namespace

TEST_CASE("turns hold phases, phases hold tasks, drains know their callback", "[model]") {
  CHECK(scopes_of(ordering_script()) ==
        " (1) (3 after 1) (turn (timers (2) (4 after 2)) (check)) (turn)");
}

TEST_CASE("an end that is missing closes with the scope around it", "[model]") {
  Script script;
  script.phase(1, Event::phase_begin, Phase::timers);
  script.add(2, Event::task_begin, 5);
  script.phase(3, Event::phase_end, Phase::timers);
  CHECK(scopes_of(script) == " (timers (5!))");
}

TEST_CASE("an end without its begin is ignored", "[model]") {
  Script script;
  script.add(1, Event::task_end, 5);
  script.phase(2, Event::phase_end, Phase::poll);
  script.add(3, Event::poll_wake);
  script.run(4, 5, 6);
  CHECK(scopes_of(script) == " (6)");
}

TEST_CASE("what is open at the end is closed as not complete", "[model]") {
  Script script;
  script.turn(1, 1);
  script.phase(2, Event::phase_begin, Phase::poll);
  script.add(3, Event::poll_wait);
  CHECK(scopes_of(script) == " (turn (poll (wait!)!)!)");
}

TEST_CASE("a loop that runs inside of a task has turns of its own", "[model]") {
  Script script;
  script.turn(1, 1);
  script.add(2, Event::task_begin, 5);
  script.turn(3, 1);
  script.turn(4, 2);
  script.add(5, Event::stop);
  script.add(6, Event::task_end, 5);
  script.add(7, Event::stop);
  CHECK(scopes_of(script) == " (turn (5 (turn) (turn)))");
}

TEST_CASE("threads do not nest into one another", "[model]") {
  Script script;
  script.add(1, Event::task_begin, 5);
  script.thread = 1;
  script.add(2, Event::pool_begin, 6);
  script.thread = 0;
  script.add(3, Event::task_end, 5);
  script.thread = 1;
  script.add(4, Event::pool_end, 6);
  CHECK(scopes_of(script) == " (5 (6))");
}

TEST_CASE("nesting beyond the limit is left out", "[model]") {
  Script script;
  for (std::uint64_t id = 1; id <= 2000; ++id)
    script.add(static_cast<std::int64_t>(id), Event::task_begin, id);
  const std::string text = scopes_of(script);
  CHECK(std::count(text.begin(), text.end(), '(') == ScopeTracker::max_depth);
}
