#include "tracer/cli/output.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <catch2/catch.hpp>
#include <csignal>
#include <thread>

using namespace loopscope;

namespace {

/// A pipe whose writer's end says EPIPE, not SIGPIPE, when nobody reads.
class Pipe {
 public:
  Pipe() {
    std::signal(SIGPIPE, SIG_IGN);
    REQUIRE(pipe(ends_.data()) == 0);
  }
  Pipe(const Pipe&) = delete;
  Pipe& operator=(const Pipe&) = delete;
  ~Pipe() {
    for (const int end : ends_)
      if (end >= 0) close(end);
  }
  [[nodiscard]] int writer() const { return ends_[1]; }
  void close_reader() { close_end(0); }
  void close_writer() { close_end(1); }
  /// All that comes, a few bytes at a time.
  [[nodiscard]] std::string read_slowly() const {
    std::string all;
    std::array<char, 999> some{};
    for (ssize_t count = 0; (count = read(ends_[0], some.data(), some.size())) > 0;)
      all.append(some.data(), static_cast<std::size_t>(count));
    return all;
  }

 private:
  void close_end(std::size_t which) {
    close(ends_[which]);
    ends_[which] = -1;
  }
  std::array<int, 2> ends_{-1, -1};
};

}  // namespace

TEST_CASE("what is larger than a pipe comes through it whole", "[cli][output]") {
  Pipe pipe;
  std::string sent;
  for (int i = 0; i < 300'000; ++i) sent += static_cast<char>('a' + i % 26);
  std::string received;
  std::thread reader([&] { received = pipe.read_slowly(); });
  Output output(pipe.writer());
  for (std::size_t at = 0; at < sent.size(); at += 777) output.write(sent.substr(at, 777));
  output.flush();
  pipe.close_writer();
  reader.join();
  CHECK(received == sent);
}

TEST_CASE("small pieces wait for a flush", "[cli][output]") {
  Pipe pipe;
  REQUIRE(fcntl(pipe.writer(), F_SETPIPE_SZ, 4096) >= 0);
  Output output(pipe.writer());
  for (int i = 0; i < 60; ++i) output.write(std::string(1000, 'x'));  // a write() would block
  std::thread reader([&] { CHECK(pipe.read_slowly().size() == 60'000); });
  output.flush();
  pipe.close_writer();
  reader.join();
}

TEST_CASE("a reader that has gone ends the output, quietly", "[cli][output]") {
  Pipe pipe;
  pipe.close_reader();
  Output output(pipe.writer());
  output.write("x");
  CHECK_THROWS_AS(output.flush(), PipeClosed);
}

TEST_CASE("a full disk is an error with a sentence", "[cli][output]") {
  const int full = open("/dev/full", O_WRONLY | O_CLOEXEC);
  REQUIRE(full >= 0);
  Output output(full);
  output.write("x");
  CHECK_THROWS_WITH(output.flush(),
                    "cannot write the output: No space left on device. Look for room on the disk "
                    "that it goes to.");
  close(full);
}
