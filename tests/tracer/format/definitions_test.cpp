#include "tracer/format/definitions.hpp"

#include <catch2/catch.hpp>

using namespace loopscope;

namespace {

TraceEvent definition(DefinitionKind kind, std::int64_t number, std::string_view text) {
  TraceEvent event;
  event.event = Event::definition;
  event.definition = kind;
  event.n = number;
  event.text = text;
  return event;
}

}  // namespace

TEST_CASE("definitions are found by kind and number", "[format]") {
  Definitions definitions;
  CHECK(definitions.add(definition(DefinitionKind::name, 3, "read")));
  TraceEvent location = definition(DefinitionKind::location, 3, "a.cpp");
  location.function = "main";
  location.line_number = 12;
  CHECK(definitions.add(location));
  TraceEvent thread = definition(DefinitionKind::thread, 1, "worker");
  thread.process = 2;
  CHECK(definitions.add(thread));
  CHECK(definitions.name(3) == "read");
  CHECK(definitions.name(4).empty());
  REQUIRE(definitions.location(3) != nullptr);
  CHECK(definitions.location(3)->function == "main");
  CHECK(definitions.location(0) == nullptr);
  REQUIRE(definitions.thread(2, 1) != nullptr);
  CHECK(definitions.thread(2, 1)->name == "worker");
  CHECK(definitions.thread(0, 1) == nullptr);
  CHECK(definitions.process(2) == nullptr);
}

TEST_CASE("definitions have a limit", "[format]") {
  Definitions definitions({.entries = 2, .bytes = 10});
  CHECK(definitions.add(definition(DefinitionKind::name, 1, "a")));
  CHECK_FALSE(definitions.add(definition(DefinitionKind::name, 2, "longer than that")));
  CHECK_FALSE(definitions.add(definition(DefinitionKind::name, 3, "b")));
  CHECK(definitions.name(1) == "a");
  CHECK(definitions.name(3).empty());
  CHECK_FALSE(Definitions().add(definition(DefinitionKind::name, -1, "a")));
  CHECK(definitions.add(TraceEvent{}));
}
