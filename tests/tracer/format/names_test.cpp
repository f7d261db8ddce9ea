#include "tracer/format/names.hpp"

#include <cerrno>

#include <catch2/catch.hpp>

using namespace loopscope;

namespace {

template <typename Enum>
bool all_words_come_back() {
  for (std::size_t i = 0; i < Names<Enum>::all.size(); ++i) {
    const std::string_view word = Names<Enum>::all[i];
    if (!word.empty() && from_name<Enum>(word) != static_cast<Enum>(i)) return false;
  }
  return true;
}

}  // namespace

TEMPLATE_TEST_CASE("every word stands for its enumerator", "[format]", Event, Field, Phase, Queue,
                   RunMode, AliveReason, PollReason, HandleKind, Direction, Layer, Stream,
                   DefinitionKind) {
  CHECK(all_words_come_back<TestType>());
}

TEST_CASE("words are those of the format", "[format]") {
  CHECK(name_of(Event::handle_unref) == "handle.unref");
  CHECK(name_of(Event::drop) == "drop");
  CHECK(name_of(Event::definition) == "def");
  CHECK(name_of(Phase::close) == "close");
  CHECK(name_of(Queue::main) == "main");
  CHECK(name_of(PollReason::no_timer) == "no-timer");
  CHECK(name_of(HandleKind::tcp_server) == "tcp-server");
  CHECK(name_of(Field::peer) == "peer");
  CHECK(name_of(Layer::cpp) == "c++");
}

TEST_CASE("no other word stands for anything", "[format]") {
  CHECK_FALSE(from_name<Event>(""));
  CHECK_FALSE(from_name<Event>("task.begi"));
  CHECK_FALSE(from_name<Event>("task.begin "));
  CHECK_FALSE(from_name<Phase>("timer"));
  CHECK_FALSE(from_name<Phase>(std::string_view("timers\0", 7)));
  CHECK_FALSE(from_name<Field>(std::string(100, 't')));
}

TEST_CASE("errors have errno's names", "[format]") {
  CHECK(errno_name(ECONNREFUSED) == "ECONNREFUSED");
  CHECK(errno_name(EADDRINUSE) == "EADDRINUSE");
  CHECK(errno_name(99999) == "EUNKNOWN");
}
