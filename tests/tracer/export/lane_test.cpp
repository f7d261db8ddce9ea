#include "tracer/export/lane.hpp"

#include <catch2/catch.hpp>
#include <map>
#include <utility>

using loopscope::Lane;

namespace {
/// Ends by slice number.
struct Ends {
  std::map<int, std::int64_t> ns;
  std::int64_t operator()(int slice, std::int64_t end_ns, std::int64_t) {
    return ns[slice] = end_ns;
  }
};
}  // namespace

TEST_CASE("moments that differ are kept", "[export]") {
  Lane<int> lane;
  Ends ends;
  CHECK(lane.place(100, ends) == 100);
  CHECK(lane.place(110, ends) == 110);
  lane.close(120, 2);
  CHECK(lane.place(130, ends) == 130);
  CHECK(ends.ns == std::map<int, std::int64_t>{{2, 120}});
}

TEST_CASE("of ends and a begin at one moment, the inner ends give way", "[export]") {
  Lane<int> lane;
  Ends ends;
  lane.place(100, ends);
  lane.place(110, ends);
  lane.close(200, 2);
  lane.close(200, 1);
  CHECK(lane.place(200, ends) == 200);
  CHECK(ends.ns == std::map<int, std::int64_t>{{1, 199}, {2, 198}});
}

TEST_CASE("where there is no room, the later one starts later", "[export]") {
  Lane<int> lane;
  Ends ends;
  CHECK(lane.place(5, ends) == 5);
  CHECK(lane.place(5, ends) == 6);
  lane.close(5, 2);
  lane.close(5, 1);
  CHECK(lane.place(5, ends) == 9);
  CHECK(ends.ns == std::map<int, std::int64_t>{{1, 8}, {2, 7}});
}

TEST_CASE("a touch takes no room", "[export]") {
  Lane<int> lane;
  Ends ends;
  CHECK(lane.place(100, ends) == 100);
  CHECK(lane.touch(100, ends) == 100);
  CHECK(lane.touch(105, ends) == 105);
  CHECK(lane.place(105, ends) == 106);
  CHECK(lane.touch(3, ends) == 106);
}

TEST_CASE("moments begin at one and never go backwards", "[export]") {
  Lane<int> lane;
  Ends ends;
  CHECK(lane.place(-50, ends) == 1);
  CHECK(lane.place(0, ends) == 2);
  lane.close(-7, 1);
  lane.finish(ends);
  CHECK(ends.ns[1] == 3);
}
