// A test: thousands of TCP connections open at once, each echoing its messages while the server is
// recorded. No error, nothing lost, and the trace is sound and says the same.
//
// Usage: loopscope_connections CONNECTIONS MESSAGES TRACE
// Exit code: 0 passed, 1 failed, 77 skipped because too few open files are allowed.
#include <fmt/core.h>
#include <sys/resource.h>

#include <cstdint>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <string>

#include "tests/bench/harness/child.hpp"
#include "tests/bench/harness/echo_client.hpp"
#include "tests/bench/harness/echo_server.hpp"
#include "tracer/format/reader.hpp"
#include "tracer/format/validate.hpp"

namespace {

using namespace loopscope;
using namespace loopscope::bench;

constexpr int passed = 0;
constexpr int failed = 1;
constexpr int skipped = 77;

bool allow_open_files(rlim_t files) {
  rlimit limit{};
  getrlimit(RLIMIT_NOFILE, &limit);
  if (limit.rlim_cur >= files) return true;
  limit.rlim_cur = limit.rlim_max;
  return limit.rlim_max >= files && setrlimit(RLIMIT_NOFILE, &limit) == 0;
}

/// What the trace says was served.
struct Served {
  std::uint64_t accepted = 0;
  std::uint64_t closed = 0;
  std::int64_t read_bytes = 0;
  std::int64_t written_bytes = 0;
  std::uint64_t errors = 0;

  void count(const TraceEvent& event) {
    if (event.event == Event::tcp_accept) ++accepted;
    if (event.event == Event::tcp_close) ++closed;
    if (event.event == Event::tcp_read) read_bytes += event.n;
    if (event.event == Event::tcp_write) written_bytes += event.n;
    if (event.event == Event::tcp_error) ++errors;
  }
};

bool is_sound(const ValidationReport& report) {
  for (const Finding& finding : report.findings)
    fmt::print(stderr, "line {}: {}\n", finding.line, finding.text);
  return report.sound() && report.closed && report.dropped == 0;
}

bool expect(const char* what, std::uint64_t is, std::uint64_t should_be) {
  if (is != should_be) fmt::print(stderr, "{}: {} instead of {}\n", what, is, should_be);
  return is == should_be;
}

bool trace_says(const std::string& trace, std::uint64_t connections, std::uint64_t bytes) {
  Served served;
  TraceReader reader(trace, {.threads = 2});
  Validator validator(reader.header());
  while (const TraceEvent* event = reader.next()) {
    served.count(*event);
    validator.check(*event);
  }
  bool same = expect("connections accepted", served.accepted, connections);
  same &= expect("descriptors closed", served.closed, connections + 1);  // and the server's
  same &= expect("bytes read", static_cast<std::uint64_t>(served.read_bytes), bytes);
  same &= expect("bytes written", static_cast<std::uint64_t>(served.written_bytes), bytes);
  same &= expect("TCP errors", served.errors, 0);
  same &= expect("lines that cannot be read", reader.problems(), 0);
  return is_sound(validator.finish()) && same;
}

int run(std::uint64_t connections, std::uint64_t messages, const std::string& trace) {
  constexpr rlim_t other_files = 64;
  if (!allow_open_files(connections + other_files)) {
    fmt::print("Skipped: this needs {} open files; raise the limit (ulimit -Hn).\n",
               connections + other_files);
    return skipped;
  }
  ServerProcess server([&](const Ready& ready) { return serve_echo(ready, trace); });
  {
    EchoClient client(server.port(), connections);
    client.exchange(connections * messages);
  }
  const bool ended_well = expect("the server's exit code", static_cast<unsigned>(server.stop()), 0);
  const std::uint64_t bytes = connections * messages * EchoClient::message_bytes;
  const bool told_well = trace_says(trace, connections, bytes);
  fmt::print("{} connections, {} messages each, trace of {} bytes\n", connections, messages,
             std::filesystem::file_size(trace));
  if (ended_well && told_well) std::filesystem::remove(trace);
  return ended_well && told_well ? passed : failed;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 4) {
    std::fputs("Usage: loopscope_connections CONNECTIONS MESSAGES TRACE\n", stderr);
    return failed;
  }
  try {
    return run(std::stoull(argv[1]), std::stoull(argv[2]), argv[3]);
  } catch (const std::exception& error) {
    fmt::print(stderr, "loopscope_connections: {}\n", error.what());
    return failed;
  }
}
