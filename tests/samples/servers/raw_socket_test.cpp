// The sockets of the servers that are no loop.
#include "samples/servers/raw_socket.hpp"

#include <catch2/catch.hpp>
#include <stdexcept>
#include <system_error>

namespace loopscope::test {
namespace {

class Context final : public SampleContext {
 public:
  Context(Clock& clock, Session& session) : SampleContext(plain, clock, &session) {}
  pid_t fork_child(std::string_view /*name*/, ChildBody /*body*/) override {
    throw std::logic_error("this sample does not fork");
  }

 private:
  inline static const SampleOptions plain;
};

}  // namespace

TEST_CASE("a client does not wait for ever for a server that does not answer", "[samples]") {
  Clock clock(Clock::Source::monotonic);
  Session session(clock, {1U << 10U, FullPolicy::drop});
  Context context(clock, session);
  RawThread thread(context, "both");
  const RawSocket server = RawSocket::listen(thread);
  RawSocket client =
      RawSocket::connect(thread, server.local(), "client", std::chrono::milliseconds(20));
  std::error_code error;
  try {
    client.read([](std::string_view) { FAIL("nobody has written"); });
  } catch (const std::system_error& failed) {
    error = failed.code();
  }
  CHECK(error == std::errc::timed_out);
}

}  // namespace loopscope::test
