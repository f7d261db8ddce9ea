#include "viewer/model/search.hpp"

#include <catch2/catch.hpp>

#include "tests/tracer/model/loaded.hpp"

using namespace loopscope;
using viewer::Search;

namespace {

/// Ticks 1 to 3, each with a line of output behind it, and a connection.
Script three_ticks() {
  Script script;
  script.define(DefinitionKind::name, 1, "Tick-Tock");
  for (std::uint64_t id = 1; id <= 3; ++id) {
    const auto t_ns = static_cast<std::int64_t>(id) * 10;
    script.queue(t_ns, id, Queue::tick).name = 1;
    script.run(t_ns + 1, t_ns + 2, id);
    script.log(t_ns + 3, "tock " + std::to_string(id));
  }
  script.add(50, Event::tcp_read, 2).n = 7;
  return script;
}

}  // namespace

TEST_CASE("matches follow one another around the end, both ways", "[viewer]") {
  const Loaded loaded(three_ticks());
  Search search;
  search.run(loaded.trace, "tick-TOCK");
  REQUIRE(search.count() == 3);
  const std::uint32_t first = search.next(no_index - 1);
  const std::uint32_t second = search.next(first);
  const std::uint32_t third = search.next(second);
  CHECK(first < second);
  CHECK(search.next(third) == first);
  CHECK(search.previous(first) == third);
  CHECK(search.previous(third) == second);
  CHECK(search.position(second) == 2);
  CHECK(search.position(second + 1) == 0);
  CHECK(search.matches(third));
  CHECK_FALSE(search.matches(third + 1));
}

TEST_CASE("names and output match in the order of the trace", "[viewer]") {
  const Loaded loaded(three_ticks());
  Search search;
  search.run(loaded.trace, "tock");
  CHECK(search.count() == 6);
  CHECK(loaded.trace[search.next(search.next(no_index - 1))].kind() == Event::log);
}

TEST_CASE("a number finds the task and the connection, and no text", "[viewer]") {
  const Loaded loaded(three_ticks());
  Search search;
  search.run(loaded.trace, "#2");
  CHECK(search.count() == 2);
  search.run(loaded.trace, "#2x");
  CHECK(search.count() == 0);
  search.run(loaded.trace, "2");
  CHECK(search.count() == 1);  // "tock 2"
  search.run(loaded.trace, "read");
  CHECK(search.count() == 1);
}

TEST_CASE("no query finds nothing", "[viewer]") {
  const Loaded loaded(three_ticks());
  Search search;
  search.run(loaded.trace, "");
  CHECK_FALSE(search.active());
  CHECK(search.next(0) == no_index);
  search.run(loaded.trace, "tock");
  search.clear();
  CHECK_FALSE(search.active());
  CHECK(search.previous(5) == no_index);
}
