#include <catch2/catch.hpp>

#include "tests/core/js/recorded.hpp"

using namespace loopscope;
using namespace loopscope::test;
using Names = std::vector<std::string>;

TEST_CASE("a place is the program's own, below Node's library", "[js]") {
  const Recorded recorded(R"(const { promisify } = require('util');
const queue = (callback) => setTimeout(callback, 1);

queue(function late() {});
process.nextTick(function tick() {});
setImmediate(function check() {});
promisify(setTimeout)(1);
)");
  CHECK(recorded.queued(Queue::timer) == Names{"late:2", "timeout:7"});
  CHECK(recorded.queued(Queue::tick) == Names{"tick:5"});
  CHECK(recorded.queued(Queue::check) == Names{"check:6"});
}

TEST_CASE("one callee is queued from many places", "[js]") {
  const Recorded recorded(R"(function again(left) {
  if (left > 0)
    process.nextTick(again, left - 1);
}
for (let i = 0; i < 3; ++i)
  again(2);
)");
  CHECK(recorded.queued(Queue::tick) == Names(6, "again:3"));
  for (const RecordedTask& task : recorded.tasks)
    if (task.queue == Queue::tick) CHECK(task.callee_line == 1);
}

TEST_CASE("a deep stack has its place too", "[js]") {
  const Recorded recorded(R"(function deep(left) {
  if (left > 0) return deep(left - 1);
  process.nextTick(function tick() {});
}
deep(50);
)");
  CHECK(recorded.queued(Queue::tick) == Names{"tick:3"});
}

TEST_CASE("names that a program gives to functions are theirs alone", "[js]") {
  const Recorded recorded(
      R"(const named = (name) => Object.defineProperty(() => {}, 'name', { value: name });
const plain = () => () => {};
process.nextTick(named('one'));
process.nextTick(named('two'));
process.nextTick(plain());
process.nextTick(plain().bind(null));
process.nextTick((function inside() {}).bind(null).bind(null));
)");
  CHECK(recorded.queued(Queue::tick) == Names{"one:3", "two:4", "tick:5", "tick:6", "inside:7"});
}

TEST_CASE("places stay right while code is compiled anew and collected", "[js]") {
  const Recorded recorded(R"(let waste = [];
for (let i = 0; i < 60; ++i) {
  process.nextTick(new Function(`return ${i}`));
  waste = [waste.length, new Array(100000).fill(i)];
  eval(`(function made() { process.nextTick(function f${i}() {}); })()`);
}
)");
  CHECK(recorded.queued(Queue::tick).size() == 120);
}

TEST_CASE("lines can be left out", "[js]") {
  EngineOptions options;
  options.lines = false;
  const Recorded recorded("process.nextTick(function tick() {});", std::move(options));
  CHECK(recorded.queued(Queue::tick) == Names{"tick:0"});
  CHECK(recorded.tasks.back().callee_line == 0);
}

TEST_CASE("the trace holds the text of the program, but not one that is too long", "[js]") {
  Recorded recorded("process.nextTick(() => {});\n");
  const auto sources = recorded.session.sources_from(0);
  REQUIRE(sources.size() == 1);
  CHECK(sources[0]->file == recorded.file());
  CHECK(sources[0]->text == "process.nextTick(() => {});\n");
  Recorded too_long("// " + std::string(Session::max_source_bytes, 'x'));
  CHECK(too_long.session.sources_from(0).empty());
  EngineOptions options;
  options.embed_sources = false;
  Recorded without("1;", std::move(options));
  CHECK(without.session.sources_from(0).empty());
}
