#include <catch2/catch.hpp>
#include <functional>
#include <utility>

#include "tests/viewer/model/viewed.hpp"
#include "viewer/model/words.hpp"

using namespace loopscope;
using namespace loopscope::viewer;

namespace {

/// The caption of the last event that `make` adds.
std::string said(const std::function<void(Script&)>& make) {
  Script script;
  make(script);
  const Viewed viewed(script);
  return caption(viewed.trace, viewed.trace.size() - 1);
}
bool has(const std::string& text, std::string_view part) {
  return text.find(part) != std::string::npos;
}
/// The reason that is given for task 2, which is queued in `queue` after task 1, of `before`, ran.
std::string begun(Queue queue, Queue before, bool inside = false) {
  return said([&](Script& script) {
    script.queue(1, 1, before);
    script.add(2, Event::task_begin, 1);
    script.queue(3, 2, queue, 1);
    if (!inside) script.add(4, Event::task_end, 1);
    script.add(5, Event::task_begin, 2);
  });
}

}  // namespace

TEST_CASE("the caption of a begin names the rule of its queue", "[viewer][caption]") {
  CHECK(has(begun(Queue::timer, Queue::main), "it is due, and this is the timers phase"));
  CHECK(has(begun(Queue::pending, Queue::io), "put off to the pending phase"));
  CHECK(has(begun(Queue::idle, Queue::main), "in every turn, before poll"));
  CHECK(has(begun(Queue::prepare, Queue::main), "just before poll"));
  CHECK(has(begun(Queue::io, Queue::main), "poll found it ready"));
  CHECK(has(begun(Queue::check, Queue::main), "after poll, in the check phase"));
  CHECK(has(begun(Queue::close, Queue::main), "in the close phase"));
  CHECK(has(begun(Queue::pool, Queue::main), "its work is done"));
  CHECK(has(begun(Queue::main, Queue::main), "the runtime calls it"));
  for (const auto& [name, reason] :
       {std::pair{"main", "before the loop"}, std::pair{"beforeExit", "may still queue"},
        std::pair{"exit", "will not run again"},
        std::pair{"unhandledRejection", "the runtime calls it"}})
    CHECK(has(said([&](Script& script) {
                script.define(DefinitionKind::name, 1, name);
                script.queue(1, 1, Queue::main).name = 1;
                script.add(2, Event::task_begin, 1);
              }),
              reason));
  CHECK(has(begun(Queue::timer, Queue::main), "It waited 2 ns."));
}

TEST_CASE("of ticks and microtasks the caption says what ran before", "[viewer][caption]") {
  CHECK(has(begun(Queue::tick, Queue::timer), "after every callback the tick queue is emptied"));
  CHECK(has(begun(Queue::tick, Queue::tick), "emptied before anything else"));
  CHECK(has(begun(Queue::tick, Queue::microtask), "the microtasks are drained"));
  CHECK(has(begun(Queue::microtask, Queue::tick), "the tick queue is empty"));
  CHECK(has(begun(Queue::microtask, Queue::timer), "the tick queue is empty"));
  // A tick may be waiting then: the microtasks go on all the same.
  CHECK(has(begun(Queue::microtask, Queue::microtask), "microtasks run until none is left"));
  CHECK(has(begun(Queue::microtask, Queue::timer, true), "timer#1 let the queue drain"));
  CHECK(has(begun(Queue::io, Queue::timer, true), "timer#1 calls it"));
}

TEST_CASE("what stays in its queue has not waited since it was queued", "[viewer][caption]") {
  const std::string text = said([](Script& script) {
    script.queue(1, 1, Queue::check).repeat = true;
    script.run(1'000, 1'001, 1);
    script.add(2'000, Event::task_begin, 1);
  });
  CHECK(has(text, "check handles run in every turn"));
  CHECK_FALSE(has(text, "waited"));
}
