#include "viewer/model/trace_source.hpp"

#include <unistd.h>

#include <catch2/catch.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <functional>

using namespace loopscope;
using viewer::TraceSource;

namespace {

class TraceFile {
 public:
  TraceFile() { add("{\"loopscope\":1}\n"); }
  TraceFile(const TraceFile&) = delete;
  TraceFile& operator=(const TraceFile&) = delete;
  ~TraceFile() { std::filesystem::remove(path); }
  void add(std::string_view text) { std::ofstream(path, std::ios::app) << text; }
  /// A tick that is queued and runs: three events.
  void add_tick(int id) {
    const std::string number = std::to_string(id);
    add("{\"t\":" + number + ",\"e\":\"task.queue\",\"id\":" + number + ",\"q\":\"tick\"}\n");
    add("{\"t\":" + number + ",\"e\":\"task.begin\",\"id\":" + number + "}\n");
    add("{\"t\":" + number + ",\"e\":\"task.end\",\"id\":" + number + "}\n");
  }
  std::string path = (std::filesystem::temp_directory_path() /
                      ("loopscope-source-" + std::to_string(::getpid()) + ".jsonl"))
                         .string();
};

bool comes_true(const std::function<bool()>& is_so) {
  const auto end = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (std::chrono::steady_clock::now() < end) {
    if (is_so()) return true;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return false;
}
std::uint32_t events(TraceSource& source) {
  const auto held = source.lock();
  return source.trace() == nullptr ? 0 : source.trace()->size();
}

}  // namespace

TEST_CASE("a trace is read beside the window's thread, with its rows", "[viewer]") {
  TraceFile file;
  for (int id = 1; id <= 100; ++id) file.add_tick(id);
  file.add("{\"t\":101,\"e\":\"end\",\"exit\":0,\"events\":300,\"dropped\":0}\n");
  std::atomic<int> changes = 0;
  TraceSource source(file.path, {.on_change = [&changes] { ++changes; }});
  REQUIRE(comes_true([&] { return !source.loading() && changes > 0; }));
  const auto held = source.lock();
  CHECK(source.trace()->size() == 301);
  CHECK(source.closed());
  CHECK(source.error().empty());
  CHECK(source.version() > 0);
  CHECK_FALSE(source.rows()->all().empty());
}

TEST_CASE("a file that cannot be read says so and the program goes on", "[viewer]") {
  TraceSource source("/nowhere/T.jsonl", {});
  REQUIRE(comes_true([&] { return !source.loading(); }));
  const auto held = source.lock();
  CHECK(source.trace() == nullptr);
  CHECK(source.error().find("/nowhere/T.jsonl") != std::string::npos);
}

TEST_CASE("a recording that was cut off is shown as far as it goes", "[viewer]") {
  TraceFile file;
  file.add_tick(1);
  file.add("{\"t\":2,\"e\":\"task.qu");
  TraceSource source(file.path, {});
  REQUIRE(comes_true([&] { return !source.loading(); }));
  const auto held = source.lock();
  CHECK(source.trace()->size() == 3);
  CHECK_FALSE(source.closed());
}

TEST_CASE("a file that grows is followed to its end", "[viewer]") {
  TraceFile file;
  file.add_tick(1);
  TraceSource source(file.path, {.follow = true});
  REQUIRE(comes_true([&] { return events(source) == 3; }));
  const std::uint64_t seen = source.version();
  file.add_tick(2);
  file.add("{\"t\":3,\"e\":\"end\",\"exit\":0,\"events\":6,\"dropped\":0}\n");
  REQUIRE(comes_true([&] { return events(source) == 7; }));
  CHECK(comes_true([&] { return source.version() > seen; }));
  CHECK(comes_true([&] {
    const auto held = source.lock();
    return source.closed();
  }));
}

TEST_CASE("loading that is cancelled keeps what was read", "[viewer]") {
  TraceFile file;
  for (int id = 1; id <= 1000; ++id) file.add_tick(id);
  TraceSource source(file.path, {});
  source.cancel();
  REQUIRE(comes_true([&] { return !source.loading(); }));
  CHECK(source.cancelled());
  CHECK(events(source) <= 3000);
}
