#include <catch2/catch.hpp>
#include <chrono>
#include <thread>

#include "tests/core/js/recorded.hpp"

using namespace loopscope;
using namespace loopscope::test;

namespace {

// The exit code of `text`, with nothing recorded.
int exit_code_of(std::string_view text, EngineOptions options = {}) {
  const ScriptFile script(text);
  Clock clock(Clock::Source::virtual_time);
  Loop loop(clock);
  return Engine(loop, std::move(options)).run(script.path());
}

// That of `text` under real time, where stop(7) is called after a while.
int stopped_code(std::string_view text) {
  const ScriptFile script(text);
  Clock clock;
  Loop loop(clock);
  Engine engine(loop, {});
  std::thread watchdog([&engine] {
    std::this_thread::sleep_for(std::chrono::milliseconds(300));
    engine.stop(7);
  });
  const int code = engine.run(script.path());
  watchdog.join();
  return code;
}

}  // namespace

TEST_CASE("an engine can be stopped wherever it is", "[js]") {
  CHECK(stopped_code("for (;;) {}") == 7);
  CHECK(stopped_code("setTimeout(() => {}, 1e8);") == 7);
  CHECK(stopped_code("(function again() { process.nextTick(again); })();") == 7);
  CHECK(stopped_code("(async () => { for (;;) await 1; })();") == 7);
  CHECK(stopped_code("(function again() { setImmediate(again); })();") == 7);
}

TEST_CASE("ticks behind one that throws wait for the next drain", "[js]") {
  CHECK(exit_code_of(R"(const order = [];
process.on('uncaughtException', () => order.push('caught'));
process.nextTick(() => { order.push('throws'); throw 1; });
process.nextTick(() => order.push('behind'));
setImmediate(() => order.push('immediate'));
process.on('exit', () => {
  process.exitCode = order.join() === 'throws,caught,behind,immediate' ? 0 : 1;
});
)") == 0);
}

TEST_CASE("immediates behind one that throws go on at once", "[js]") {
  CHECK(exit_code_of(R"(const order = [];
process.on('uncaughtException', () => order.push('caught'));
setImmediate(() => { process.nextTick(() => order.push('tick')); throw 1; });
setImmediate(() => order.push('behind'));
process.on('exit', () => { process.exitCode = order.join() === 'caught,behind,tick' ? 0 : 1; });
)") == 0);
}

TEST_CASE("an immediate can clear those behind it, and be the last ref'd one", "[js]") {
  CHECK(exit_code_of(R"(const order = [];
setImmediate(() => { order.push(1); clearImmediate(second); setImmediate(() => order.push(3)); });
const second = setImmediate(() => order.push(2));
const third = setImmediate(() => order.push('ran')).unref();
if (third.hasRef() || !third.ref().hasRef()) throw new Error('ref');
third.unref();
process.on('exit', () => { process.exitCode = order.join() === '1,ran,3' ? 0 : 1; });
)") == 0);
}

TEST_CASE("an unref'd immediate keeps nothing alive", "[js]") {
  CHECK(exit_code_of(R"(setImmediate(() => process.exit(1)).unref();
const cleared = setImmediate(() => process.exit(1));
clearImmediate(cleared);
)") == 0);
}

TEST_CASE("recorded and unrecorded, ticks and immediates run in one order", "[js]") {
  const std::string_view program = R"(const order = [];
const add = (name) => () => { order.push(name); process.nextTick(() => order.push(name + 'tick')); };
setImmediate(add('a'));
process.nextTick(add('b'));
setImmediate(() => { order.push('c'); setImmediate(add('d')); });
queueMicrotask(add('e'));
const wanted = 'b,btick,e,etick,a,atick,c,d,dtick';
process.on('exit', () => { process.exitCode = order.join() === wanted ? 0 : 1; });
)";
  CHECK(exit_code_of(program) == 0);
  CHECK(Recorded(program).exit_code == 0);
}

TEST_CASE("a program that recurses for ever ends with an error", "[js]") {
  CHECK(exit_code_of("function deeper() { deeper(); } deeper();") == 1);
  CHECK(exit_code_of("function deeper() { [1].forEach(deeper); } setImmediate(deeper);") == 1);
}

TEST_CASE("what was compiled can be used again, and damage to it does no harm", "[js]") {
  const ScriptFile script("console.log(new Map([[1, 2]]));");
  Clock clock(Clock::Source::virtual_time);
  std::string bytes;
  {
    Loop loop(clock);
    EngineOptions options;
    options.keep_code = true;
    Engine engine(loop, options);
    REQUIRE(engine.run(script.path()) == 0);
    bytes = engine.code_cache();
  }
  REQUIRE(bytes.size() > 100'000);
  const auto code_with = [&](std::string_view cache) {
    Loop loop(clock);
    EngineOptions options;
    options.code_cache = cache;
    return Engine(loop, options).run(script.path());
  };
  CHECK(code_with(bytes) == 0);
  CHECK(code_with(std::string_view(bytes).substr(0, bytes.size() / 2)) == 0);
  CHECK(code_with("too short") == 0);
  for (std::size_t i = bytes.size() / 4; i < bytes.size(); i += 97) bytes[i] = '\x55';
  CHECK(code_with(bytes) == 0);
}

TEST_CASE("what V8 compiles on its threads is there before a program ends", "[js]") {
  CHECK(exit_code_of(R"(process.exitCode = 1;
const empty = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);
WebAssembly.compile(empty).then(() => { process.exitCode = 0; });
)") == 0);
}

TEST_CASE("what V8 waits for keeps no program alive", "[js]") {
  CHECK(exit_code_of(R"(const words = new Int32Array(new SharedArrayBuffer(8));
Atomics.waitAsync(words, 0, 0, 10).value.then((why) => { process.exitCode = why === 'timed-out' ? 3 : 4; });
Atomics.waitAsync(words, 1, 0, 1e6).value.then(() => { process.exitCode = 5; });
setTimeout(() => {}, 100);
)") == 3);
}

TEST_CASE("Node's library reads its options", "[js]") {
  EngineOptions options;
  options.node_options = {"--unhandled-rejections=none"};
  CHECK(exit_code_of("Promise.reject(1);", options) == 0);
  CHECK(exit_code_of("process.exit(process.execArgv.length);", options) == 1);
  options.node_options = {"--no-such-option"};
  CHECK_THROWS_WITH(exit_code_of("", options), Catch::Contains("bad option"));
}

TEST_CASE("a name is a buffer where one was asked for", "[js]") {
  CHECK(exit_code_of(R"(const [name] = require('fs').readdirSync('/proc/self', 'buffer');
process.exit(Buffer.isBuffer(name) ? 0 : 1);
)") == 0);
}
