#include "viewer/model/run_comparison.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <thread>

#include "tests/tracer/explain/story.hpp"
#include "viewer/model/words.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

/// A trace in which `one` and `other` are queued in this order and run as told.
class RunFile {
 public:
  RunFile(const std::string& name, const std::string& queues, bool ends = true)
      : path((std::filesystem::temp_directory_path() /
              ("loopscope-compare-" + std::to_string(::getpid()) + name))
                 .string()) {
    std::ofstream file(path);
    file << R"({"loopscope":1})"
         << "\n";
    const std::vector<std::string> names{"check", "io"};
    for (std::size_t id = 1; id <= names.size(); ++id)
      file << R"({"t":1,"e":"task.queue","id":)" << id << R"(,"q":")" << names[id - 1] << "\"}\n";
    for (const char each : queues)
      file << R"({"t":2,"e":"task.begin","id":)" << each << "}\n"
           << R"({"t":3,"e":"task.end","id":)" << each << "}\n";
    if (ends)
      file << R"({"t":9,"e":"end"})"
           << "\n";
  }
  RunFile(const RunFile&) = delete;
  RunFile& operator=(const RunFile&) = delete;
  ~RunFile() { std::filesystem::remove(path); }
  std::string path;
};

void wait_while(const std::function<bool()>& is_so) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (is_so() && std::chrono::steady_clock::now() < end)
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
}

/// Until there is a result, or a problem.
const ComparedRuns* compared(RunComparison& comparison, TraceSource& one) {
  wait_while([&] { return comparison.follow(one) == nullptr && comparison.busy(); });
  return comparison.result();
}

Story timer_and_immediate(bool timer_first) {
  Story story;
  story.main(1).timer(2, 1).queue(3, Queue::check).end(1).start();
  if (timer_first) story.at_ms(5).phase(Phase::timers).run(2);
  story.phase(Phase::pending).phase(Phase::check).run(3);
  if (!timer_first) story.at_ms(5).phase(Phase::timers).run(2);
  return story;
}

/// Four tasks of queues of their own, which run in this order.
Script runs_of(const std::vector<std::uint64_t>& order) {
  Script script;
  constexpr std::array<Queue, 4> queues{Queue::tick, Queue::microtask, Queue::check, Queue::io};
  for (std::uint64_t id = 1; id <= queues.size(); ++id) script.queue(1, id, queues[id - 1]);
  std::int64_t now_ns = 1;
  for (const std::uint64_t id : order) {
    script.run(now_ns + 1, now_ns + 2, id);
    now_ns += 2;
  }
  return script;
}

/// Two processes, each with two tasks in order; the second process is the faster one if so wished.
Script two_processes(bool second_first) {
  Script script;
  constexpr std::array<Queue, 4> queues{Queue::tick, Queue::microtask, Queue::check, Queue::io};
  for (std::uint64_t id = 1; id <= queues.size(); ++id) {
    script.process = id > 2 ? 2 : 1;
    script.queue(1, id, queues[id - 1]);
  }
  std::int64_t now_ns = 1;
  for (std::uint64_t i = 0; i < queues.size(); ++i) {
    const std::uint64_t id = (second_first ? (i + 2) % 4 : i) + 1;
    script.process = id > 2 ? 2 : 1;
    script.run(now_ns + 1, now_ns + 2, id);
    now_ns += 2;
  }
  return script;
}

}  // namespace

TEST_CASE("runs part where something is flipped, and nowhere else", "[viewer][diff]") {
  std::vector<std::uint64_t> order{1, 2, 3, 4};
  const Loaded one(runs_of(order));
  do {
    const Loaded other(runs_of(order));
    CompareProgress progress;
    const ComparedRuns compared = compare_runs(one.trace, other.trace, progress);
    CHECK(compared.parts() == (compared.runs.count(Beside::flipped) > 0));
    CHECK(compared.mark == compared.runs.next_difference(no_index));
    if (compared.parts()) CHECK(compared.runs.lines[compared.mark].beside == Beside::flipped);
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("processes that went on at other speeds make no difference", "[viewer][diff]") {
  const Loaded one(two_processes(false));
  const Loaded other(two_processes(true));
  CompareProgress progress;
  const ComparedRuns compared = compare_runs(one.trace, other.trace, progress);
  CHECK_FALSE(compared.parts());
  CHECK(compared.runs.differences.empty());
  CHECK(compared.runs.count(Beside::same) == 2);
  CHECK(compared.runs.count(Beside::elsewhere) == 2);
}

TEST_CASE("a comparison says what diff says, and marks where the runs part", "[viewer][diff]") {
  const Loaded one(timer_and_immediate(true).script());
  const Loaded other(timer_and_immediate(false).script());
  CompareProgress progress;
  const ComparedRuns compared = compare_runs(one.trace, other.trace, progress);
  REQUIRE(compared.parts());
  REQUIRE(compared.mark < compared.runs.lines.size());
  CHECK(compared.mark == compared.runs.differences.front());
  const std::uint32_t at = compared.runs.place_in_one(compared.mark, no_index);
  CHECK(box_label(one.trace, at) == "timer#2");
  CHECK(compared.why_one.front().text == compared.diff.parting->one.sentence);
  CHECK(compared.why_other.front().text == compared.diff.parting->other.sentence);
  CHECK(compared.runs.count(Beside::same) + compared.runs.count(Beside::flipped) ==
        compared.diff.common);
}

TEST_CASE("of equal runs nothing is marked, of unrelated ones there are no lines",
          "[viewer][diff]") {
  const Loaded one(timer_and_immediate(true).script());
  CompareProgress progress;
  const ComparedRuns equal = compare_runs(one.trace, one.trace, progress);
  CHECK(equal.diff.same_order());
  CHECK(equal.mark == no_index);
  CHECK(equal.runs.lines.size() == equal.diff.common);
  Story stranger;
  stranger.main(11).queue(12, Queue::pending).end(11).run(12);
  const Loaded other(stranger.script());
  const ComparedRuns unrelated = compare_runs(one.trace, other.trace, progress);
  CHECK_FALSE(unrelated.diff.related);
  CHECK(unrelated.runs.lines.empty());
}

TEST_CASE("a cancelled comparison ends early", "[viewer][diff]") {
  const Loaded one(timer_and_immediate(true).script());
  CompareProgress progress;
  progress.cancelled = true;
  CHECK(compare_runs(one.trace, one.trace, progress).runs.lines.empty());
  CHECK(progress.done == 1);
}

TEST_CASE("two files are loaded and compared beside the window's thread", "[viewer][diff]") {
  const RunFile first("-a.jsonl", "12");
  const RunFile second("-b.jsonl", "21");
  TraceSource one(first.path, {});
  RunComparison comparison(second.path, [] {});
  const ComparedRuns* result = compared(comparison, one);
  REQUIRE(result != nullptr);
  CHECK(result->parts());
  CHECK_FALSE(comparison.busy());
  CHECK(comparison.notes().empty());
  CHECK(comparison.progress() == 1);
  CHECK(comparison.follow(one) == result);
}

TEST_CASE("what cannot be read gets a sentence, what is cut off a note", "[viewer][diff]") {
  const RunFile first("-a.jsonl", "12");
  TraceSource one(first.path, {});
  RunComparison missing("/nowhere/b.jsonl", [] {});
  CHECK(compared(missing, one) == nullptr);
  CHECK(missing.problem().find("/nowhere/b.jsonl") != std::string::npos);
  const RunFile cut("-b.jsonl", "12", false);
  RunComparison comparison(cut.path, [] {});
  REQUIRE(compared(comparison, one) != nullptr);
  REQUIRE(comparison.notes().size() == 1);
  CHECK(comparison.notes()[0].find("-b.jsonl: the recording was cut off.") != std::string::npos);
}

TEST_CASE("a comparison that is no longer wanted is left without waiting", "[viewer][diff]") {
  const RunFile first("-a.jsonl", "12");
  const RunFile second("-b.jsonl", "21");
  TraceSource one(first.path, {});
  RunComparison comparison(second.path, [] {});
  comparison.cancel();
  wait_while([&] {
    comparison.collect();
    return comparison.works();
  });
  CHECK_FALSE(comparison.works());
}

TEST_CASE("files of one name are told apart by their folders", "[viewer][diff]") {
  CHECK(names_apart("good/a.jsonl", "b.jsonl").one == "a.jsonl");
  CHECK(names_apart("x/good/a.jsonl", "/y/bad/a.jsonl").one == "good/a.jsonl");
  CHECK(names_apart("x/good/a.jsonl", "/y/bad/a.jsonl").other == "bad/a.jsonl");
  CHECK(names_apart("good/a.jsonl", "good/a.jsonl").other == "a.jsonl");
  CHECK(names_apart("a.jsonl", "bad/a.jsonl").one == "a.jsonl");
  CHECK(names_apart("a.jsonl", "bad/a.jsonl").other == "bad/a.jsonl");
}
