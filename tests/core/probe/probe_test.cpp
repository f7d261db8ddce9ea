// Probe: what it writes into the ring of its thread.
#include "core/probe/probe.hpp"

#include <catch2/catch.hpp>
#include <cstring>
#include <set>
#include <string>
#include <thread>
#include <vector>

namespace loopscope::test {
namespace {

struct Recording {
  Clock clock{Clock::Source::virtual_time};
  Session session{clock};
  Probe probe{session, "test"};

  std::vector<Record> take() {
    Ring& ring = session.threads().at(0)->ring;
    const auto part = ring.readable();
    std::vector<Record> records(part.begin(), part.end());
    ring.release(part.size());
    return records;
  }
  std::string take_text() {
    std::string text;
    for (const Record& record : take()) {
      if (record.event != Event::operand_text) continue;
      char bytes[16];
      std::memcpy(bytes, &record.a, 8);
      std::memcpy(bytes + 8, &record.b, 8);
      text.append(bytes, record.small);
    }
    return text;
  }
};

}  // namespace

TEST_CASE("a probe that is off does nothing and gives id 0", "[probe]") {
  Probe off;
  CHECK_FALSE(off.on());
  CHECK(off.new_id() == 0);
  off.task_queue(1, Queue::tick, "name", SourceLocation::current());
  off.log(Stream::out, "text");
  off.task_threw(1, "what");
}

TEST_CASE("a record carries the time, the event and its fields", "[probe]") {
  Recording test;
  test.clock.advance_to_ns(42);
  test.probe.emit(Event::mark, 1, 2, 3, 4);
  const auto records = test.take();
  REQUIRE(records.size() == 1);
  CHECK(records[0].ticks == 42);
  CHECK(records[0].small == 1);
  CHECK(records[0].text == 2);
  CHECK(records[0].a == 3);
  CHECK(records[0].b == 4);
}

TEST_CASE("more names and places than the caches hold keep their numbers", "[probe]") {
  Recording test;
  const auto record_all = [&] {
    for (std::uint32_t i = 0; i < 1000; ++i)
      test.probe.emit_named(Event::mark, 0, "name " + std::to_string(i), i);
    return test.take();
  };
  const auto first = record_all();
  const auto second = record_all();
  REQUIRE(first.size() == 1000);
  for (std::size_t i = 0; i < first.size(); ++i) {
    CHECK(first[i].text == second[i].text);
    CHECK(test.session.name_text(first[i].text) == "name " + std::to_string(i));
  }
  CHECK(test.session.names_from(2).size() == 1000);
}

TEST_CASE("a name may be gone as soon as it was recorded", "[probe]") {
  Recording test;
  for (const char letter : {'a', 'b', 'a'}) {
    std::string name(40, letter);
    test.probe.emit_named(Event::mark, 0, name);
    name.assign(40, 'z');
  }
  const auto records = test.take();
  CHECK(records[0].text == records[2].text);
  CHECK(records[0].text != records[1].text);
  CHECK(test.session.name_text(records[0].text) == std::string(40, 'a'));
}

TEST_CASE("a task's place is recorded", "[probe]") {
  Recording test;
  const SourceLocation here = SourceLocation::current();
  test.probe.task_queue(7, Queue::tick, "tick", here, task_flag_unref);
  test.probe.task_queue(8, Queue::tick, "", SourceLocation{});
  const auto records = test.take();
  REQUIRE(records.size() == 2);
  CHECK(records[0].small == (static_cast<unsigned>(Queue::tick) | task_flag_unref));
  const LocationText& place = *test.session.locations_from(2).at(0);
  CHECK(records[0].b == 2);
  CHECK(place.line == here.line());
  CHECK(place.file == here.file_name());
  CHECK(records[1].b == 0);
  CHECK(records[1].text == 0);
}

TEST_CASE("log text of any length arrives whole, up to the limit", "[probe][limit]") {
  const std::size_t size = GENERATE(0, 1, 15, 16, 17, 1000, 16384);
  Recording test;
  std::string text(size, 'x');
  if (size > 0) text.back() = 'y';
  test.probe.log(Stream::err, text);
  CHECK(test.take_text() == text);
}

TEST_CASE("longer log text is cut between characters, and says so", "[probe][limit]") {
  Recording test;
  std::string text = "x";
  while (text.size() <= Probe::max_log_bytes) text += "ä";
  test.probe.log(Stream::out, text);
  const std::string cut = test.take_text();
  REQUIRE(cut.size() > 3);
  CHECK(cut.substr(cut.size() - 3) == "…");
  const std::string kept = cut.substr(0, cut.size() - 3);
  CHECK(kept.size() <= Probe::max_log_bytes);
  CHECK(kept == text.substr(0, kept.size()));
  CHECK(kept.substr(kept.size() - 2) == "ä");
}

TEST_CASE("a thread has one ring for each session it records into", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  std::thread([&] {
    Session first(clock);
    thread_probe(&first, "one").emit(Event::mark);
    thread_probe(&first, "one").emit(Event::mark);
    CHECK(first.threads().size() == 1);
    Session second(clock);
    thread_probe(&second, "two").emit(Event::mark);
    CHECK(second.threads().at(0)->ring.readable().size() == 1);
    CHECK_FALSE(thread_probe(nullptr).on());
  }).join();
}

TEST_CASE("what does not fit into a task's record comes before it", "[probe]") {
  Recording test;
  test.probe.timer_queue(7, "timeout", SourceLocation::numbered(5, 6), 1'000, 20);
  const auto records = test.take();
  REQUIRE(records.size() == 3);
  CHECK(records[0].event == Event::operand_due);
  CHECK(records[0].a == 1'000);
  CHECK(records[0].b == 20);
  CHECK(records[1].event == Event::operand_callee);
  CHECK(records[1].a == 6);
  CHECK(records[2].event == Event::task_queue);
  CHECK(records[2].a == 7);
  CHECK(records[2].b == 5);
}

TEST_CASE("an exception's words come before the end of its task", "[probe]") {
  Recording test;
  test.probe.task_threw(7, "no");
  test.probe.task_threw(8, "");
  std::vector<Event> events;
  for (const Record& record : test.take()) events.push_back(record.event);
  CHECK(events == std::vector<Event>{Event::operand_text, Event::operand_error, Event::task_end,
                                     Event::operand_error, Event::task_end});
}

TEST_CASE("an address has all its bytes, its port, role and family", "[probe]") {
  Recording test;
  TracedAddress address{AddressFamily::v6, {}, 9999};
  for (std::uint8_t i = 0; i < 16; ++i) address.bytes[i] = static_cast<std::uint8_t>(200 + i);
  test.probe.address(AddressRole::peer, address);
  const Record record = test.take().at(0);
  CHECK(record.small == 9999);
  CHECK(record.text == (1U | 1U << 8U));
  std::array<std::uint8_t, 16> bytes{};
  std::memcpy(bytes.data(), &record.a, 8);
  std::memcpy(bytes.data() + 8, &record.b, 8);
  CHECK(bytes == address.bytes);
}

TEST_CASE("ids of several probes never meet, however many are taken", "[probe]") {
  Recording test;
  Probe other(test.session, "other");
  std::set<std::uint64_t> ids;
  constexpr std::size_t each = 3 * Session::id_block;
  for (std::size_t i = 0; i < each; ++i) {
    ids.insert(test.probe.new_id());
    ids.insert(other.new_id());
  }
  CHECK(ids.size() == 2 * each);
  CHECK(*ids.begin() == 1);
}

TEST_CASE("two places in one file are two", "[probe]") {
  Recording test;
  const SourceLocation here = SourceLocation::current();
  const SourceLocation there = SourceLocation::current();
  for (const SourceLocation& place : {here, there, here})
    test.probe.task_queue(1, Queue::tick, "", place);
  const auto records = test.take();
  CHECK(records[0].b == records[2].b);
  CHECK(records[0].b != records[1].b);
}

TEST_CASE("a thread that goes back to a session gets a new ring there", "[probe][session]") {
  const Clock clock(Clock::Source::virtual_time);
  std::thread([&clock] {
    Session first(clock);
    Session second(clock);
    for (Session* session : {&first, &second, &first}) thread_probe(session).emit(Event::mark);
    REQUIRE(first.threads().size() == 2);
    for (const Session::Thread* thread : first.threads())
      CHECK(thread->ring.readable().size() == 1);
    CHECK(second.threads().size() == 1);
  }).join();
}

}  // namespace loopscope::test
