// Property: what is written as a line is read back as the same event, by both ways of reading.
#include <deque>
#include <random>

#include <catch2/catch.hpp>

#include "tests/tracer/format/files.hpp"
#include "tracer/format/event_line.hpp"
#include "tracer/format/field_slots.hpp"
#include "tracer/format/fields.hpp"
#include "tracer/format/names.hpp"

using namespace loopscope;
using namespace loopscope::test;

namespace {

class RandomEvents {
 public:
  explicit RandomEvents(std::uint32_t seed) : random_(seed) {}

  TraceEvent next() {
    TraceEvent event;
    do {
      event.event = static_cast<Event>(below(Names<Event>::all.size()));
    } while (name_of(event.event).empty());
    event.fields = random_() & fields_of(event.event).allowed();
    event.fields |= field_set({Field::t, Field::e});
    for (std::size_t i = 0; i < field_count; ++i)
      if (event.has(static_cast<Field>(i))) fill(static_cast<Field>(i), event);
    return event;
  }

 private:
  std::uint64_t below(std::uint64_t limit) { return random_() % limit; }
  std::uint64_t number() { return random_() >> below(64); }

  void fill(Field field, TraceEvent& event) {
    const FieldSlot& slot = slot_of(field);
    switch (slot.kind) {
      case FieldSlot::Kind::integer:
        event.*slot.integer = static_cast<std::int64_t>(number());
        return;
      case FieldSlot::Kind::id:
        event.*slot.id = number();
        return;
      case FieldSlot::Kind::reference:
        event.*slot.reference = static_cast<std::uint32_t>(number());
        return;
      case FieldSlot::Kind::flag:
        event.*slot.flag = below(2) == 0;
        return;
      case FieldSlot::Kind::text:
        event.*slot.text = text();
        return;
      case FieldSlot::Kind::function:
        if (event.event == Event::definition)
          event.function = text();
        else
          event.fn = static_cast<std::uint32_t>(number());
        return;
      case FieldSlot::Kind::word:
        with_word(field, event, [this]<typename Enum>(Enum& word) {
          do {
            word = static_cast<Enum>(below(Names<Enum>::all.size()));
          } while (name_of(word).empty());
        });
        return;
      default:
        return;
    }
  }

  std::string_view text() {
    constexpr std::string_view pieces[] = {"a", "\"", "\\", "\n", "ä", "😀", "word ", "\x01", "{}"};
    std::string& text = texts_.emplace_back();
    for (std::uint64_t left = below(20); left > 0; --left) text += pieces[below(std::size(pieces))];
    return text;
  }

  std::mt19937_64 random_;
  std::deque<std::string> texts_;
};

// All that a line says, also where one field of the structure stands for several keys.
std::string line_of(const TraceEvent& event) {
  LineBuffer buffer;
  append_line(buffer, event);
  return std::string(buffer.text());
}

// The same JSON in a form that the fast way does not take.
std::string unusual_form(std::string line) {
  line.insert(1, "  ");
  return line;
}

constexpr std::uint32_t seeds = 20;
constexpr int events_per_seed = 500;

}  // namespace

TEST_CASE("events come back as they were written", "[format][property]") {
  for (std::uint32_t seed = 0; seed < seeds; ++seed) {
    RandomEvents events(seed);
    std::vector<std::string> lines;
    std::string text(small_header);
    for (int i = 0; i < events_per_seed; ++i) {
      lines.push_back(line_of(events.next()));
      text += i % 2 == 0 ? lines.back() : unusual_form(lines.back());
    }
    const TemporaryDirectory directory;
    TraceReader reader(write_file(directory / "t", text));
    for (const std::string& line : lines) {
      const TraceEvent* event = reader.next();
      REQUIRE(event != nullptr);
      if (line_of(*event) != line) FAIL_CHECK("seed " << seed << ": " << line << line_of(*event));
    }
    CHECK(reader.problems() == 0);
  }
}

TEST_CASE("both ways of reading agree on damaged lines", "[format][property]") {
  std::mt19937 random(1);
  RandomEvents events(1);
  std::string plain(small_header);
  std::string unusual(small_header);
  for (int i = 0; i < 3000; ++i) {
    std::string line = line_of(events.next());
    const std::size_t at = 1 + random() % (line.size() - 2);
    line[at] = static_cast<char>("\"\\{}[]:,0-te x"[random() % 15]);
    plain += line;
    unusual += ' ' + line;
  }
  const TemporaryDirectory directory;
  const ReadResult one = read_all(write_file(directory / "one", plain));
  const ReadResult other = read_all(write_file(directory / "other", unusual));
  REQUIRE(one.problems.size() == other.problems.size());
  for (std::size_t i = 0; i < one.problems.size(); ++i)
    CHECK(one.problems[i].line == other.problems[i].line);
  REQUIRE(one.events.size() == other.events.size());
  for (std::size_t i = 0; i < one.events.size(); ++i)
    CHECK(one.events[i].line == other.events[i].line);
}
