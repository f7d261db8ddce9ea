// What the rule tests share: a loop with virtual time, a log of what ran, and the recording of it.
#pragma once

#include <catch2/catch.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "core/loop/loop.hpp"
#include "core/runtime/runtime.hpp"

namespace loopscope::test {

using Log = std::vector<std::string>;
using Strings = std::vector<std::string>;

inline LoopOptions options_of(Profile profile, Session* session = nullptr) {
  LoopOptions options;
  options.profile = profile;
  options.session = session;
  return options;
}

/// A recorded loop. Time is virtual unless told otherwise.
class TestLoop {
 public:
  explicit TestLoop(Profile profile = Profile::modern,
                    Clock::Source source = Clock::Source::virtual_time)
      : TestLoop(options_of(profile), source) {}
  explicit TestLoop(LoopOptions options, Clock::Source source = Clock::Source::virtual_time)
      : clock(source),
        session(clock, {1U << 16U, FullPolicy::drop}),
        loop(clock, with_session(options, session)) {}

  /// A callback that logs `text`.
  auto say(std::string text) {
    return [this, text = std::move(text)] { log.push_back(text); };
  }
  void spend_ms(std::uint64_t ms) { clock.advance_to_ns(clock.now_ns() + ms * Loop::ns_per_ms); }

  /// Everything that the loop's thread has recorded since the last call.
  std::vector<Record> take_records() {
    Ring& ring = session.threads().at(0)->ring;
    std::vector<Record> records;
    for (auto part = ring.readable(); !part.empty(); part = ring.readable()) {
      records.insert(records.end(), part.begin(), part.end());
      ring.release(part.size());
    }
    return records;
  }
  std::vector<Record> take_records(Event event) {
    std::vector<Record> records = take_records();
    std::erase_if(records, [event](const Record& record) { return record.event != event; });
    return records;
  }

  Clock clock;
  Session session;
  Loop loop;
  Log log;

 private:
  static LoopOptions with_session(LoopOptions options, Session& session) {
    options.session = &session;
    return options;
  }
};

/// The Node layer on such a loop, with what it prints.
class TestRuntime : public TestLoop {
 public:
  explicit TestRuntime(Profile profile = Profile::modern) : TestRuntime(options_of(profile)) {}
  explicit TestRuntime(LoopOptions options)
      : TestLoop(options), runtime(loop, RuntimeOptions{&out, &err}) {}

  std::ostringstream out;
  std::ostringstream err;
  Runtime runtime;
};

}  // namespace loopscope::test
