// Who is told while a trace grows.
#include <fmt/format.h>

#include <catch2/catch.hpp>

#include "tests/tracer/model/script.hpp"
#include "tracer/model/trace.hpp"

using namespace loopscope;

namespace {

struct Growth final : TraceGrowth {
  std::string text;
  void opened(std::uint32_t begin, std::uint32_t depth) override {
    text += fmt::format("({}/{}", begin, depth);
  }
  void closed(std::uint32_t begin, std::uint32_t end) override {
    text += fmt::format("){}-{}", begin, end);
  }
  void added(std::uint32_t index) override { text += fmt::format("+{}", index); }
  void restarted() override { text += "!"; }
};

void append(Trace& trace, const Script& script) {
  struct Collected {
    std::vector<TraceEvent> events;
    void apply(const TraceEvent& event) { events.push_back(event); }
  } collected;
  script.play(collected);
  PackedBlock block;
  block.pack(collected.events);
  REQUIRE(trace.append(block));
}

}  // namespace

TEST_CASE("scopes are told as they open and close, every other event once", "[model]") {
  Script script;
  script.turn(1, 1);
  script.queue(2, 9, Queue::tick);
  script.run(3, 4, 9);
  script.turn(5, 2);
  Trace trace{TraceHeader{}};
  Growth growth;
  trace.set_growth(&growth);
  append(trace, script);
  CHECK(growth.text == "(0/0+1(2/1)2-3+3)0-4(4/0");
}

TEST_CASE("a trace that must be sorted is told again from its start", "[model]") {
  Trace trace{TraceHeader{}};
  Growth growth;
  trace.set_growth(&growth);
  Script late;
  late.log(10, "late");
  append(trace, late);
  trace.finish();
  CHECK(growth.text == "+0");
  Script early;
  early.log(5, "early");
  append(trace, early);
  growth.text.clear();
  trace.finish();
  CHECK(growth.text == "!+0+1");
  CHECK(trace.event(0).text == "early");
}

TEST_CASE("after it was sorted a trace grows on", "[model]") {
  Trace trace{TraceHeader{}};
  for (const std::int64_t t_ns : {10, 5, 20, 15}) {
    Script script;
    script.queue(t_ns, static_cast<std::uint64_t>(t_ns), Queue::tick);
    append(trace, script);
    trace.finish();
  }
  REQUIRE(trace.size() == 4);
  for (std::uint32_t i = 0; i < 4; ++i) CHECK(trace[i].t_ns == 5 * (i + 1));
  CHECK(trace.last_state().waiting(Queue::tick) == 4);
  CHECK(trace.state(2).waiting(Queue::tick) == 2);
  CHECK(trace.step_at(17) == 3);
}

TEST_CASE("names count from their definition on, also after the trace was sorted", "[model]") {
  Script script;
  script.define(DefinitionKind::name, 2, "before");
  script.queue(10, 1, Queue::tick).name = 2;
  script.define(DefinitionKind::name, 2, "after");
  script.queue(5, 2, Queue::tick).name = 2;
  Trace trace{TraceHeader{}};
  append(trace, script);
  trace.finish();
  CHECK(trace.name(trace[0]) == "after");
  CHECK(trace.name(trace[1]) == "before");
}
