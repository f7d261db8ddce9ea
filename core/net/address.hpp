// An IP address and a port, as text and as the trace has it.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/loop/function.hpp"
#include "core/probe/probe.hpp"
#include "core/probe/source_location.hpp"

namespace loopscope {

class Loop;
using Endpoint = boost::asio::ip::tcp::endpoint;

/// `ip` is an IPv4 or IPv6 literal; throws std::invalid_argument with the text for anything else.
[[nodiscard]] Endpoint make_endpoint(std::string_view ip, std::uint16_t port);
/// "127.0.0.1:9999", "[::1]:9999".
[[nodiscard]] std::string to_string(const Endpoint& endpoint);
[[nodiscard]] TracedAddress traced(const Endpoint& endpoint);

/// getaddrinfo's own words.
struct LookUpOptions {
  int family = 0;  // AF_INET, AF_INET6; 0: both
  int flags = 0;   // AI_ADDRCONFIG, …
};

/// getaddrinfo() on the thread pool, as dns.lookup: all addresses of `host` for TCP, with `port`.
/// Slow work: see WorkKind.
/// An unknown name is an error of the "getaddrinfo" category, whose numbers are netdb.h's EAI_.
void look_up(Loop& loop, std::string host, std::uint16_t port,
             Function<void(std::error_code, std::vector<Endpoint>)> done,
             SourceLocation where = SourceLocation::current());
void look_up(Loop& loop, std::string host, std::uint16_t port, LookUpOptions options,
             Function<void(std::error_code, std::vector<Endpoint>)> done,
             SourceLocation where = SourceLocation::current());

}  // namespace loopscope
