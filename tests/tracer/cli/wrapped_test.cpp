#include "tracer/cli/wrapped.hpp"

#include <catch2/catch.hpp>
#include <random>
#include <sstream>

#include "tracer/cli/terminal.hpp"

using namespace loopscope;

TEST_CASE("a sentence that fits stays one line", "[cli]") {
  CHECK(wrapped("one two", 3) == "   one two\n");
  CHECK(wrapped("", 2) == "  \n");
}

TEST_CASE("a line has at most 92 columns and breaks between words", "[cli]") {
  std::mt19937 random(3);
  for (int round = 0; round < 50; ++round) {
    std::string text;
    for (int i = 0; i < 60; ++i) {
      for (auto letters = 1 + random() % 12; letters > 0; --letters)
        text += random() % 4 == 0 ? "ü" : "x";
      text += ' ';
    }
    text.pop_back();
    std::istringstream lines(wrapped(text, 5));
    std::string joined;
    for (std::string line; std::getline(lines, line); joined += line.substr(5) + ' ') {
      REQUIRE(line.starts_with("     "));
      REQUIRE(width(line) <= 92);
    }
    joined.pop_back();
    REQUIRE(joined == text);
  }
}

TEST_CASE("a word that is longer than a line stands alone", "[cli]") {
  const std::string word(200, 'w');
  CHECK(wrapped("a " + word + " b", 2) == "  a\n  " + word + "\n  b\n");
}

TEST_CASE("control characters do not get through in a sentence either", "[cli]") {
  CHECK(wrapped("a \x1b[2J b", 0) == "a \\x1b[2J b\n");
}
