#include "viewer/model/aligned_runs.hpp"

#include <algorithm>
#include <array>
#include <catch2/catch.hpp>
#include <utility>

#include "tests/tracer/explain/story.hpp"
#include "viewer/model/words.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

class Aligned {
 public:
  Aligned(Story one, Story other)
      : one_(one.script()),
        other_(other.script()),
        runs(align(other_.trace, pair_runs(task_paths(one_.trace), task_paths(other_.trace)))) {}

  /// "2=3": both; "2<": on the left only; ">3!": on the right only, and flipped. By the lines that
  /// tasks log.
  [[nodiscard]] std::string text() const {
    std::string text;
    for (const AlignedLine& line : runs.lines) {
      if (is_task(line)) continue;
      text += line.one == no_index ? ">" : box_label(one_.trace, line.one);
      if (line.one != no_index) text += line.other == no_index ? "<" : "=";
      if (line.other != no_index) text += box_label(other_.trace, line.other);
      if (line.beside == Beside::flipped) text += '!';
      text += ' ';
    }
    return text;
  }
  [[nodiscard]] std::uint32_t events_of_one() const { return one_.trace.size(); }

 private:
  [[nodiscard]] bool is_task(const AlignedLine& line) const {
    return line.one != no_index ? one_.trace[line.one].kind() == Event::task_begin
                                : other_.trace[line.other].kind() == Event::task_begin;
  }
  Loaded one_;
  Loaded other_;

 public:
  AlignedRuns runs;
};

/// The main script queues these into queues of their own, so that any order of them can be told
/// without their ids.
Story runs_of(const std::vector<std::uint64_t>& ids) {
  constexpr std::array<Queue, 4> queues{Queue::tick, Queue::microtask, Queue::check, Queue::io};
  Story story;
  story.main(1);
  for (std::uint64_t id = 2; id < 2 + queues.size(); ++id) story.queue(id, queues[id - 2]);
  story.end(1);
  for (const std::uint64_t id : ids) story.run(id);
  return story;
}

}  // namespace

TEST_CASE("equal runs stand line by line beside each other", "[viewer][diff]") {
  const Aligned aligned(runs_of({2, 3, 4, 5}), runs_of({2, 3, 4, 5}));
  CHECK(aligned.text() == "1=1 2=2 3=3 4=4 5=5 ");
  CHECK(aligned.runs.differences.empty());
  CHECK(aligned.runs.count(Beside::same) == aligned.runs.lines.size());
}

TEST_CASE("of two that are flipped one stands beside, the other on two lines", "[viewer][diff]") {
  const Aligned aligned(runs_of({2, 3, 4, 5}), runs_of({2, 5, 3, 4}));
  CHECK(aligned.text() == "1=1 2=2 >5! 3=3 4=4 5<! ");
  CHECK(aligned.runs.count(Beside::flipped) == 2);  // the call, and the line that it printed
  REQUIRE(aligned.runs.differences.size() == 2);
  const AlignedLine& first = aligned.runs.lines[aligned.runs.differences[0]];
  CHECK(aligned.runs.lines[first.there].there == aligned.runs.differences[0]);
  CHECK(aligned.runs.lines[first.there].one != no_index);
}

TEST_CASE("what one run alone did stands where it did it", "[viewer][diff]") {
  const Aligned aligned(runs_of({2, 3, 4, 5}), runs_of({2, 4, 5}));
  CHECK(aligned.text() == "1=1 2=2 3< 4=4 5=5 ");
  CHECK(aligned.runs.count(Beside::only_one) == 2);
  const AlignedLine& line = aligned.runs.lines[aligned.runs.differences.front()];
  CHECK(line.there != no_index);  // the other run queued it, and never came to it
  CHECK(Aligned(runs_of({2, 4, 5}), runs_of({2, 3, 4, 5})).text() == "1=1 2=2 >3 4=4 5=5 ");
}

TEST_CASE("lines are found by event, by cursor and by difference", "[viewer][diff]") {
  const Aligned aligned(runs_of({2, 3, 4, 5}), runs_of({5, 2, 3, 4}));
  const AlignedRuns& runs = aligned.runs;
  for (std::uint32_t i = 0; i < runs.lines.size(); ++i) {
    if (runs.lines[i].one != no_index) CHECK(runs.line_of_one(runs.lines[i].one) == i);
    if (runs.lines[i].other != no_index) CHECK(runs.line_of_other(runs.lines[i].other) == i);
  }
  CHECK(runs.line_of_one(0) == no_index);
  CHECK(runs.line_at(0) == no_index);
  CHECK(runs.line_at(aligned.events_of_one()) == runs.with_one.back());
  REQUIRE(runs.differences.size() == 2);
  const std::uint32_t first = runs.differences[0];
  const std::uint32_t second = runs.differences[1];
  CHECK(runs.next_difference(no_index) == first);
  CHECK(runs.next_difference(first) == second);
  CHECK(runs.next_difference(second) == no_index);
  CHECK(runs.previous_difference(second) == first);
  CHECK(runs.previous_difference(first) == no_index);
  CHECK(runs.difference_at(first) == 1);
  CHECK(runs.difference_at(second) == 2);
  CHECK(runs.difference_at(0) == 0);
  CHECK(runs.place_in_one(first, 99) == runs.lines[first + 2].one);
  CHECK(runs.place_in_one(static_cast<std::uint32_t>(runs.lines.size()), 99) == 99);
}

TEST_CASE("each item of either run stands on one line, in its order", "[viewer][diff]") {
  std::vector<std::uint64_t> order{2, 3, 4, 5};
  do {
    const Aligned aligned(runs_of({2, 3, 4, 5}), runs_of(order));
    std::uint32_t one = 0;
    std::uint32_t other = 0;
    for (const AlignedLine& line : aligned.runs.lines) {
      if (line.one != no_index) CHECK(line.one > std::exchange(one, line.one));
      if (line.other != no_index) CHECK(line.other > std::exchange(other, line.other));
    }
    CHECK(aligned.runs.with_one.size() == 9);
    CHECK(aligned.runs.with_other.size() == 9);
    CHECK(aligned.runs.count(Beside::same) + aligned.runs.count(Beside::flipped) == 9);
  } while (std::next_permutation(order.begin(), order.end()));
}
