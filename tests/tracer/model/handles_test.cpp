// Which handles there are and which keep the loop alive, at a moment.
#include <catch2/catch.hpp>

#include "tests/tracer/model/loaded.hpp"
#include "tracer/model/handle_table.hpp"
#include "tracer/model/queue_content.hpp"

using namespace loopscope;

namespace {

TraceEvent handle_event(Event event, std::uint64_t id, std::uint32_t name = 0) {
  TraceEvent result;
  result.event = event;
  result.id = id;
  result.kind = HandleKind::tcp_server;
  result.name = name;
  return result;
}

std::vector<std::uint32_t> handles_at_end(const Script& script) {
  const Loaded loaded(script);
  std::vector<std::uint32_t> ids;
  for (const LoopState::Handle* handle : handles_in_order(loaded.trace.last_state()))
    ids.push_back(handle->id);
  return ids;
}

void close_phase(Script& script, std::int64_t t_ns) {
  script.phase(t_ns, Event::phase_begin, Phase::close);
  script.phase(t_ns + 1, Event::phase_end, Phase::close);
}

}  // namespace

TEST_CASE("a close phase ends the closing handles of its own loop only", "[model][state]") {
  Script script;
  script.add(1, Event::handle_open, 1);
  script.process = 1;
  script.add(2, Event::handle_open, 2);
  script.thread = 3;
  script.add(3, Event::handle_open, 3);
  script.add(4, Event::handle_close, 3);
  script.thread = 0;
  script.add(4, Event::handle_close, 2);
  script.process = 0;
  script.add(4, Event::handle_close, 1);
  close_phase(script, 5);
  CHECK(handles_at_end(script) == std::vector<std::uint32_t>{2, 3});
  script.process = 1;
  close_phase(script, 7);
  CHECK(handles_at_end(script) == std::vector<std::uint32_t>{3});
}

TEST_CASE("a handle is listed by when it was opened, whatever closed before", "[model][state]") {
  Script script;
  for (std::uint64_t id = 1; id <= 5; ++id) script.add(1, Event::handle_open, id);
  script.add(2, Event::handle_close, 4);
  script.add(2, Event::handle_close, 1);
  close_phase(script, 3);
  CHECK(handles_at_end(script) == std::vector<std::uint32_t>{2, 3, 5});
}

TEST_CASE("only an active handle that is ref'd keeps the loop alive", "[model][state]") {
  Script script;
  script.add(1, Event::handle_open, 1);
  const std::vector<std::pair<Event, bool>> steps = {
      {Event::handle_ref, false},  {Event::handle_start, true}, {Event::handle_unref, false},
      {Event::handle_stop, false}, {Event::handle_ref, false},  {Event::handle_start, true},
      {Event::handle_start, true}, {Event::handle_stop, false}, {Event::handle_close, true}};
  for (const auto& [event, alive] : steps) script.add(2, event, 1);
  const Loaded loaded(script);
  for (std::uint32_t i = 0; i < steps.size(); ++i) {
    INFO("after event " << i + 1);
    CHECK(loaded.trace.state(i + 2).handle(1)->keeps_alive() == steps[i].second);
  }
}

TEST_CASE("events of handles that were never opened make none", "[model][state]") {
  Script script;
  script.add(1, Event::handle_start, 7);
  script.add(2, Event::handle_unref, 7);
  script.add(3, Event::handle_close, 7);
  close_phase(script, 4);
  CHECK(handles_at_end(script).empty());
}

TEST_CASE("a table of handles knows their kind and name, also just after the close", "[model]") {
  HandleTable handles;
  handles.apply(handle_event(Event::handle_open, 1, 5));
  handles.apply(handle_event(Event::handle_start, 2, 6));
  handles.apply(handle_event(Event::handle_close, 1));
  CHECK(handles.find(2) == nullptr);
  REQUIRE(handles.find(1) != nullptr);
  CHECK(handles.find(1)->kind == HandleKind::tcp_server);
  CHECK(handles.find(1)->name == 5);
}

TEST_CASE("of closed handles the latest are kept", "[model]") {
  HandleTable handles;
  constexpr std::uint64_t count = HandleTable::max_closed + 10;
  for (std::uint64_t id = 1; id <= count; ++id) {
    handles.apply(handle_event(Event::handle_open, id));
    handles.apply(handle_event(Event::handle_close, id));
  }
  CHECK(handles.find(10) == nullptr);
  CHECK(handles.find(11) != nullptr);
  CHECK(handles.find(count) != nullptr);
}
