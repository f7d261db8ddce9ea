#include "tracer/format/source_texts.hpp"

#include <catch2/catch.hpp>

#include "tracer/format/fields.hpp"

namespace loopscope {
namespace {

TraceEvent piece(std::string_view file, std::int64_t number, std::string_view text) {
  TraceEvent event;
  event.event = Event::source;
  event.file = file;
  event.n = number;
  event.text = text;
  return event;
}

}  // namespace

TEST_CASE("The pieces of a source file make its text", "[source_texts]") {
  SourceTexts sources;
  CHECK(sources.take(piece("a.js", 1, "let a")) == "");
  CHECK(sources.take(piece("a.js", 2, " = 1;")) == "");
  CHECK(sources.take(piece("b.js", 1, "")) == "");
  CHECK(sources.texts().at("a.js") == "let a = 1;");
  CHECK(sources.texts().at("b.js") == "");
}

TEST_CASE("A text ends where a piece of it is missing", "[source_texts]") {
  SourceTexts sources;
  sources.take(piece("a.js", 1, "one"));
  CHECK(sources.take(piece("a.js", 3, "three")) != "");
  CHECK(sources.take(piece("a.js", 4, "four")) != "");
  CHECK(sources.take(piece("b.js", 2, "two")) != "");
  CHECK(sources.texts().at("a.js") == "one");
  CHECK(sources.texts().size() == 1);
}

TEST_CASE("The first text of a source file stays", "[source_texts]") {
  SourceTexts sources;
  sources.take(piece("a.js", 1, "one"));
  sources.take(piece("b.js", 1, "two"));
  CHECK(sources.take(piece("a.js", 1, "three")) != "");
  CHECK(sources.take(piece("a.js", 2, "four")) != "");
  CHECK(sources.texts().at("a.js") == "one");
}

TEST_CASE("Source files that are too many or too long are left out", "[source_texts]") {
  SourceTexts sources;
  const std::string long_text(SourceTexts::max_bytes / 2, 'x');
  CHECK(sources.take(piece("a.js", 1, long_text)) == "");
  CHECK(sources.take(piece("a.js", 2, long_text)) != "");
  CHECK(sources.texts().at("a.js").size() == long_text.size());
  for (std::size_t i = 1; i < SourceTexts::max_files; ++i)
    CHECK(sources.take(piece(std::to_string(i), 1, "")) == "");
  CHECK(sources.take(piece("one more", 1, "")) != "");
}

}  // namespace loopscope
