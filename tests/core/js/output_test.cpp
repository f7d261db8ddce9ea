// What a program writes: all of it goes out, and whole lines of it stand in the trace.
#include "core/js/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <string>
#include <thread>
#include <vector>

#include "core/loop/loop.hpp"

namespace loopscope::js {
namespace {

/// A loop that records, with an Output on it.
struct Recording {
  Clock clock{Clock::Source::virtual_time};
  Session session{clock};
  Loop loop{clock, options()};
  Output output{loop};

  LoopOptions options() {
    LoopOptions result;
    result.session = &session;
    return result;
  }
  /// The lines of the trace so far, "out: " or "err: " before each.
  std::vector<std::string> lines() {
    std::vector<std::string> result;
    std::string text;
    for (const Record& record : session.threads().at(0)->ring.readable()) {
      if (record.event == Event::operand_text) {
        std::array<char, 16> bytes{};
        std::memcpy(bytes.data(), &record.a, 8);
        std::memcpy(bytes.data() + 8, &record.b, 8);
        text.append(bytes.data(), record.small);
      }
      if (record.event != Event::log) continue;
      result.push_back((record.small == 0 ? "out: " : "err: ") + text);
      text.clear();
    }
    return result;
  }
};

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("a line stands in the trace once its end is written", "[js][output]") {
  Recording recording;
  recording.output.trace(STDOUT_FILENO, "one\ntw");
  CHECK(recording.lines() == Lines{"out: one"});
  recording.output.trace(STDOUT_FILENO, "o\n\nthree");
  CHECK(recording.lines() == Lines{"out: one", "out: two", "out: "});
  recording.output.finish();
  recording.output.finish();
  CHECK(recording.lines() == Lines{"out: one", "out: two", "out: ", "out: three"});
}

TEST_CASE("what is left of both streams' lines does not mix", "[js][output]") {
  Recording recording;
  recording.output.trace(STDOUT_FILENO, "o");
  recording.output.trace(STDERR_FILENO, "e");
  recording.output.trace(7, "file\n");
  recording.output.trace(STDOUT_FILENO, "ut\n");
  recording.output.finish();
  CHECK(recording.lines() == Lines{"out: out", "err: e"});
}

TEST_CASE("a line that is too long for a trace says that it was cut, however it was written",
          "[js][output]") {
  const std::string half(Probe::max_log_bytes - 10, 'x');
  Recording at_once;
  at_once.output.trace(STDOUT_FILENO, half + half + "\n");
  Recording in_pieces;
  for (const std::string& piece : {half, half, std::string("\n")})
    in_pieces.output.trace(STDOUT_FILENO, piece);
  Recording without_end;
  without_end.output.trace(STDOUT_FILENO, half + half);
  without_end.output.finish();
  REQUIRE(at_once.lines().size() == 1);
  CHECK(at_once.lines()[0].ends_with("x…"));
  CHECK((in_pieces.lines() == at_once.lines()));
  CHECK((without_end.lines() == at_once.lines()));
}

TEST_CASE("a line that just fits is whole", "[js][output]") {
  const std::string line(Probe::max_log_bytes, 'x');
  Recording recording;
  recording.output.trace(STDOUT_FILENO, line);
  recording.output.trace(STDOUT_FILENO, "\n");
  CHECK((recording.lines() == Lines{"out: " + line}));
}

TEST_CASE("a descriptor that does not wait gets everything all the same", "[js][output]") {
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_NONBLOCK | O_CLOEXEC) == 0);
  std::string sent;
  for (int i = 0; i < 400'000; ++i) sent += static_cast<char>('a' + i % 26);
  std::string received;
  std::thread reader([&] {
    std::array<char, 5'000> some{};
    for (ssize_t count = -1; count != 0;) {
      count = read(ends[0], some.data(), some.size());
      if (count > 0) received.append(some.data(), static_cast<std::size_t>(count));
      if (count < 0) std::this_thread::yield();
    }
  });
  Recording recording;
  CHECK(recording.output.write(ends[1], sent) == 0);
  close(ends[1]);
  reader.join();
  close(ends[0]);
  CHECK((received == sent));
}

TEST_CASE("a reader that has gone is an error for the program to see", "[js][output]") {
  std::signal(SIGPIPE, SIG_IGN);
  std::array<int, 2> ends{};
  REQUIRE(pipe2(ends.data(), O_CLOEXEC) == 0);
  close(ends[0]);
  Recording recording;
  CHECK(recording.output.write(ends[1], "x") == EPIPE);
  close(ends[1]);
  CHECK(recording.output.write(ends[1], "x") == EBADF);
}

}  // namespace loopscope::js
