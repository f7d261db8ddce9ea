#include <catch2/catch.hpp>

#include "tests/core/js/recorded.hpp"

using namespace loopscope;
using namespace loopscope::test;

static std::string numbered(char letter, int number) {
  std::string name(1, letter);
  return name += std::to_string(number);
}
using Names = std::vector<std::string>;

TEST_CASE("microtasks have the names of their callbacks and the lines that queued them", "[js]") {
  const Recorded recorded(R"(Promise.resolve().then(function first() {
  Promise.resolve().then(function inner() {});
}).finally(function last() {});
queueMicrotask(function second() {});
)");
  CHECK(recorded.exit_code == 0);
  CHECK(recorded.fidelity == Fidelity::exact);
  const Names queued = recorded.queued(Queue::microtask);
  REQUIRE(queued.size() >= 4);
  CHECK(Names(queued.begin(), queued.begin() + 4) ==
        Names{"first:1", "second:4", "inner:2", "last:3"});
  const Names began = recorded.began(Queue::microtask);
  CHECK(Names(began.begin(), began.begin() + 4) == Names{"first", "second", "inner", "last"});
}

TEST_CASE("an await is a microtask of its function", "[js]") {
  const Recorded recorded(R"(async function waits() {
  await 1;
  await new Promise((resolve) => setTimeout(resolve, 1));
}
waits();
)");
  CHECK(recorded.queued(Queue::microtask) == Names{"await in waits:2", "await in waits:3"});
  for (const RecordedTask& task : recorded.tasks)
    if (task.queue == Queue::microtask) CHECK(task.callee_line == 1);
}

TEST_CASE("an async generator's microtasks are there", "[js]") {
  const Recorded recorded(R"(async function* generates() { yield 1; }
generates().next().then(function got() {});
)");
  CHECK(recorded.queued(Queue::microtask) == Names{"await in generates:1", "got:2"});
}

TEST_CASE("jobs of thenables and of promises that take over another one are there", "[js]") {
  const Recorded recorded(R"(new Promise((resolve) => resolve({ then(done) { done(1); } }))
  .then(function afterThenable() {});
new Promise((resolve) => resolve(Promise.resolve(2)));
)");
  const Names queued = recorded.queued(Queue::microtask);
  REQUIRE(queued.size() == 4);
  CHECK(Names(queued.begin(), queued.begin() + 3) ==
        Names{"then:1", "adopt promise:3", "afterThenable:2"});
}

TEST_CASE("reactions of a program's own kind of promise are there", "[js]") {
  const Recorded recorded(R"(class Own extends Promise {}
Own.resolve(1).then(function one() {}).then(function two() {});
)");
  // Their places are those of the constructor, which is all that V8 tells of.
  CHECK(recorded.began(Queue::microtask) == Names{"one", "two"});
}

TEST_CASE("promise hooks stand in where the queue is not read", "[js]") {
  EngineOptions options;
  options.microtasks = Fidelity::hooks;
  const Recorded recorded(R"(Promise.resolve().then(() => {}).then(() => {});
(async () => { await 1; await null; })();
queueMicrotask(function mine() {});
)",
                          std::move(options));
  CHECK(recorded.fidelity == Fidelity::hooks);
  CHECK(recorded.exit_code == 0);
  CHECK(recorded.queued(Queue::microtask) ==
        Names{"then:1", "then:2", "mine:3", "then:1", "then:2"});
  CHECK(recorded.began(Queue::microtask).size() == 5);
}

TEST_CASE("a microtask that throws ends in the trace, and the next one runs", "[js]") {
  const Recorded recorded(R"(process.on('uncaughtException', () => {});
queueMicrotask(function throws() { throw new Error('no'); });
queueMicrotask(function next() {});
)");
  CHECK(recorded.exit_code == 0);
  CHECK(recorded.began(Queue::microtask) == Names{"throws", "next"});
}

TEST_CASE("many microtasks stay in their order while the queue grows and wraps", "[js]") {
  const Recorded recorded(R"(for (let i = 0; i < 300; ++i)
  Promise.resolve().then({ [`n${i}`]() { if (i % 3 === 0) Promise.resolve().then({ [`m${i}`]() {} }[`m${i}`]); } }[`n${i}`]);
)");
  const Names began = recorded.began(Queue::microtask);
  REQUIRE(began.size() == 400);
  for (int i = 0; i < 300; ++i) CHECK(began[i] == numbered('n', i));
  for (int i = 0; i < 100; ++i) CHECK(began[300 + i] == numbered('m', 3 * i));
}

TEST_CASE("nothing is recorded of microtasks behind process.exit()", "[js]") {
  const Recorded recorded(R"(Promise.resolve().then(function leaves() { process.exit(3); });
Promise.resolve().then(function never() {});
)");
  CHECK(recorded.exit_code == 3);
  CHECK(recorded.began(Queue::microtask) == Names{"leaves"});
}
