// Random task programs, recorded: the queues rebuilt from the events are, at every step, the queues
// that the runtime really holds.
#include <algorithm>
#include <catch2/catch.hpp>
#include <deque>
#include <map>

#include "tests/conformance/node/interpreter.hpp"

namespace loopscope::conformance {
namespace {

/// What the events say about the queues; nothing here asks the runtime.
class RebuiltQueues {
 public:
  void take(const Record& record) {
    if (record.event == Event::task_queue) return add(record);
    if (record.event == Event::task_cancel) remove(record.a);
    if (record.event == Event::task_begin) begin(record.a);
  }
  [[nodiscard]] std::size_t size(Queue queue) { return queues_[queue].size(); }

 private:
  void add(const Record& record) {
    remove(record.a);  // a timer that is armed again moves
    const auto queue = static_cast<Queue>(record.small & 0xffU);
    queues_[queue].push_back(record.a);
    queue_of_[record.a] = queue;
  }
  void begin(std::uint64_t id) {
    const auto found = queue_of_.find(id);
    REQUIRE(found != queue_of_.end());
    const bool is_fifo = found->second != Queue::timer;
    if (is_fifo) CHECK(queues_[found->second].front() == id);
    remove(id);
  }
  void remove(std::uint64_t id) {
    const auto found = queue_of_.find(id);
    if (found == queue_of_.end()) return;
    std::deque<std::uint64_t>& queue = queues_[found->second];
    queue.erase(std::find(queue.begin(), queue.end(), id));
    queue_of_.erase(found);
  }

  std::map<Queue, std::deque<std::uint64_t>> queues_;
  std::map<std::uint64_t, Queue> queue_of_;
};

class RecordedRun {
 public:
  explicit RecordedRun(const Program& program) : interpreter_(program, &session_, &clock_) {
    interpreter_.on_line = [this] { compare(); };
  }
  std::size_t run() {
    static_cast<void>(interpreter_.run());
    return steps_;
  }

 private:
  void compare() {
    Ring& ring = session_.threads().at(0)->ring;
    for (auto part = ring.readable(); !part.empty(); part = ring.readable()) {
      for (const Record& record : part) rebuilt_.take(record);
      ring.release(part.size());
    }
    const Runtime& runtime = interpreter_.runtime();
    CHECK(rebuilt_.size(Queue::timer) == runtime.timers().size());
    CHECK(rebuilt_.size(Queue::check) == runtime.immediates().size());
    CHECK(rebuilt_.size(Queue::tick) == interpreter_.runtime().queues().ticks());
    CHECK(rebuilt_.size(Queue::microtask) == interpreter_.runtime().queues().microtasks());
    CHECK(ring.dropped() == 0);
    ++steps_;
  }

  Clock clock_{Clock::Source::virtual_time};
  Session session_{clock_};
  Interpreter interpreter_;
  RebuiltQueues rebuilt_;
  std::size_t steps_ = 0;
};

}  // namespace

TEST_CASE("queues rebuilt from events are the queues of the runtime", "[conformance][property]") {
  constexpr int trees = 5;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    INFO("seed " << seed);
    const Program program = random_program(seed, trees);
    CHECK(RecordedRun(program).run() >= trees);
  }
}

}  // namespace loopscope::conformance
