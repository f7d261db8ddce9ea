// A TCP echo server's processor time for each request of 64 bytes: against libuv, and with
// recording on against off. Both servers are up at once, in processes of their own, and the same
// client turns from one to the other.
#include <cstdint>
#include <filesystem>
#include <string>

#include <fmt/core.h>

#include "tests/bench/harness/child.hpp"
#include "tests/bench/harness/cpu.hpp"
#include "tests/bench/harness/echo_client.hpp"
#include "tests/bench/harness/echo_server.hpp"
#include "tests/bench/peers/uv.hpp"
#include "tests/bench/subjects.hpp"

namespace loopscope::bench {
namespace {

constexpr int pairs = 101;

using ProcessorTime = double (*)(pid_t process);

int serve_ours(const Ready& ready) {
  return serve_echo(ready, {});
}

int serve_uv(const Ready& ready) {
  pin_to_core(measured_core);
  return uv::serve_echo(ready);
}

struct Served {
  ServerProcess& server;
  EchoClient client;

  Served(ServerProcess& by, std::size_t connections) : server(by), client(by.port(), connections) {
    client.exchange(10 * connections);
  }
  /// The server's processor time for one request in µs.
  double us_per_request(std::uint64_t requests, ProcessorTime time_of) {
    const double before_ns = time_of(server.pid());
    client.exchange(requests);
    return (time_of(server.pid()) - before_ns) / 1000 / static_cast<double>(requests);
  }
};

void against_libuv(Bench& bench, std::size_t connections) {
  const Subject subject{fmt::format("TCP echo, {} connections, vs libuv", connections),
                        "us/request", 1.0, pairs};
  if (!bench.wants(subject.name)) return;
  const std::uint64_t requests = connections == 1 ? 1'000 : 5'000;
  ServerProcess our_server(serve_ours);
  ServerProcess uv_server(serve_uv);
  Served ours(our_server, connections);
  Served peer(uv_server, connections);
  bench.compare(
      subject, [&] { return ours.us_per_request(requests, process_cpu_ns); },
      [&] { return peer.us_per_request(requests, process_cpu_ns); });
}

void on_against_off(Bench& bench) {
  const Subject loop{"recording on vs off, loop's thread", "us/request", 1.05, pairs};
  const Subject process{"recording on vs off, whole process", "us/request", 1.25};
  if (!bench.wants(loop.name) && !bench.wants(process.name)) return;
  constexpr std::size_t connections = 64;
  const std::uint64_t few = 5'000;
  // So long that what the recorder writes after the last request does not matter.
  const std::uint64_t many = bench.amount(60'000U, 20'000U);
  const std::string trace = (bench.scratch() / "echo.jsonl").string();
  {
    ServerProcess recording([&](const Ready& ready) { return serve_echo(ready, trace); });
    ServerProcess silent(serve_ours);
    Served on(recording, connections);
    Served off(silent, connections);
    bench.compare(
        loop, [&] { return on.us_per_request(few, main_thread_cpu_ns); },
        [&] { return off.us_per_request(few, main_thread_cpu_ns); });
    bench.compare(
        process, [&] { return on.us_per_request(many, process_cpu_ns); },
        [&] { return off.us_per_request(many, process_cpu_ns); });
  }
  std::filesystem::remove(trace);
}

}  // namespace

void echo(Bench& bench) {
  pin_to_core(other_core);
  for (const std::size_t connections : {1U, 64U, 512U}) against_libuv(bench, connections);
  on_against_off(bench);
  unpin();
}

}  // namespace loopscope::bench
