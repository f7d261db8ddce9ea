#include "tracer/model/task_table.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/model/script.hpp"

using namespace loopscope;

namespace {
TraceEvent queued(std::uint64_t id, Queue queue, bool repeat = false) {
  TraceEvent event;
  event.event = Event::task_queue;
  event.t_ns = 5;
  event.id = id;
  event.queue = queue;
  event.repeat = repeat;
  return event;
}
}  // namespace

TEST_CASE("a task is gone once it has ended", "[model]") {
  TaskTable tasks;
  tasks.queue(queued(1, Queue::tick));
  CHECK(tasks.find(1)->waiting);
  CHECK(tasks.begin(1).queue == Queue::tick);
  CHECK_FALSE(tasks.find(1)->waiting);
  tasks.end(1);
  CHECK(tasks.find(1) == nullptr);
}

TEST_CASE("a repeating task stays until it is cancelled", "[model]") {
  TaskTable tasks;
  tasks.queue(queued(1, Queue::io, true));
  for (int i = 0; i < 3; ++i) {
    tasks.begin(1);
    tasks.end(1);
  }
  REQUIRE(tasks.find(1) != nullptr);
  CHECK(tasks.cancel(1).waiting);
  CHECK(tasks.find(1) == nullptr);
}

TEST_CASE("an interval queued again inside of its callback waits on", "[model]") {
  TaskTable tasks;
  tasks.queue(queued(1, Queue::timer));
  tasks.begin(1);
  CHECK_FALSE(tasks.queue(queued(1, Queue::timer)).moved);
  tasks.end(1);
  REQUIRE(tasks.find(1) != nullptr);
  CHECK(tasks.find(1)->waiting);
}

TEST_CASE("queuing a task that waits moves it", "[model]") {
  TaskTable tasks;
  tasks.queue(queued(1, Queue::timer));
  const TaskTable::Queued again = tasks.queue(queued(1, Queue::check));
  CHECK(again.moved);
  CHECK(again.from == Queue::timer);
  CHECK(tasks.find(1)->queue == Queue::check);
}

TEST_CASE("a task remembers the name of the one that queued it", "[model]") {
  TaskTable tasks;
  TraceEvent first = queued(1, Queue::main);
  first.name = 7;
  tasks.queue(first);
  tasks.begin(1);
  TraceEvent second = queued(2, Queue::timer);
  second.by = 1;
  tasks.queue(second);
  tasks.end(1);
  CHECK(tasks.find(2)->by_name == 7);
  CHECK(tasks.find(2)->by_queue == Queue::main);
}

TEST_CASE("ids that never existed do no harm", "[model]") {
  TaskTable tasks;
  CHECK_FALSE(tasks.begin(9).known());
  CHECK_FALSE(tasks.cancel(9).waiting);
  tasks.end(9);
  CHECK(tasks.all().empty());
}
