#include "tracer/model/poll_reason_text.hpp"

#include <catch2/catch.hpp>
#include <set>
#include <string>

#include "tracer/format/names.hpp"

using namespace loopscope;

TEST_CASE("each reason why poll does not wait has words of its own", "[model]") {
  std::set<std::string_view> texts;
  for (std::size_t i = 0; i < Names<PollReason>::all.size(); ++i)
    texts.insert(reason_text(static_cast<PollReason>(i)));
  CHECK(texts.size() == Names<PollReason>::all.size());
  CHECK(reason_text(PollReason::stopped) == "stop() was called");
  CHECK(reason_text(PollReason::timer) == "a timer is due");
  CHECK(reason_text(PollReason::no_timer) == "no timer is armed");
}
