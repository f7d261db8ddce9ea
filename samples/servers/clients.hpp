// The same traffic for every server, and the same answer.
#pragma once

#include <chrono>
#include <future>
#include <string_view>
#include <thread>
#include <vector>

#include "samples/sample.hpp"
#include "samples/servers/raw_socket.hpp"

namespace loopscope {

/// context.clients() of them, each a thread with a blocking socket: connect, think, ask, read the
/// answer, and again. The first one is slow, so that it shows whom a server keeps waiting for it.
class Clients {
 public:
  static constexpr unsigned requests = 2;
  /// How long they wait for an answer; then they say so and go.
  static constexpr std::chrono::seconds patience{10};

  /// All have connected, in the order of their numbers, or have said why not, when this returns.
  Clients(SampleContext& context, const Endpoint& server);
  Clients(const Clients&) = delete;
  Clients& operator=(const Clients&) = delete;
  /// Waits for them.
  ~Clients() = default;

  [[nodiscard]] unsigned connected() const noexcept { return connected_; }

 private:
  static void run(SampleContext& context, const Endpoint& server, unsigned number,
                  std::promise<bool> connected);
  unsigned connected_ = 0;
  std::vector<std::jthread> threads_;
};

/// What each server does with a request: logs it and sends it back.
void answer(RawThread& thread, RawSocket& connection, std::string_view request);

/// Reads once and answers. False: the client has gone, and the connection is closed.
bool serve_once(RawThread& thread, RawSocket& connection,
                SourceLocation where = SourceLocation::current());

/// Serves one connection to its end.
void serve(RawThread& thread, RawSocket& connection,
           SourceLocation where = SourceLocation::current());

}  // namespace loopscope
