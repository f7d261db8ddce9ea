#include "core/net/address.hpp"

#include <netdb.h>

#include <boost/asio/ip/address.hpp>
#include <cerrno>
#include <cstring>
#include <memory>
#include <stdexcept>

#include "core/loop/error.hpp"
#include "core/loop/loop.hpp"
#include "core/loop/pool.hpp"

namespace loopscope {
namespace {

class LookUpCategory final : public std::error_category {
 public:
  [[nodiscard]] const char* name() const noexcept override { return "getaddrinfo"; }
  [[nodiscard]] std::string message(int code) const override { return gai_strerror(code); }
};

const std::error_category& look_up_category() noexcept {
  static const LookUpCategory category;
  return category;
}

std::error_code resolve(const std::string& host, std::uint16_t port, LookUpOptions options,
                        std::vector<Endpoint>& found) {
  addrinfo hints{};
  hints.ai_family = options.family;
  hints.ai_flags = options.flags;
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* list = nullptr;
  const int failed = getaddrinfo(host.c_str(), std::to_string(port).c_str(), &hints, &list);
  if (failed == EAI_SYSTEM) return errno_code(errno);
  if (failed != 0) return {failed, look_up_category()};
  const std::unique_ptr<addrinfo, void (*)(addrinfo*)> owner(list, freeaddrinfo);
  for (const addrinfo* one = list; one != nullptr; one = one->ai_next) {
    Endpoint endpoint;
    if (one->ai_addrlen > endpoint.capacity()) continue;
    std::memcpy(endpoint.data(), one->ai_addr, one->ai_addrlen);
    endpoint.resize(one->ai_addrlen);
    found.push_back(endpoint);
  }
  return {};
}

}  // namespace

Endpoint make_endpoint(std::string_view ip, std::uint16_t port) {
  boost::system::error_code error;
  const auto address = boost::asio::ip::make_address(ip, error);
  if (error)
    throw std::invalid_argument("\"" + std::string(ip) +
                                "\" is no IPv4 or IPv6 address: look_up() finds those of a name");
  return {address, port};
}

std::string to_string(const Endpoint& endpoint) {
  const std::string ip = endpoint.address().to_string();
  const std::string port = std::to_string(endpoint.port());
  return endpoint.address().is_v6() ? '[' + ip + "]:" + port : ip + ':' + port;
}

TracedAddress traced(const Endpoint& endpoint) {
  TracedAddress result;
  result.port = endpoint.port();
  if (endpoint.address().is_v6()) {
    result.family = AddressFamily::v6;
    const auto bytes = endpoint.address().to_v6().to_bytes();
    std::memcpy(result.bytes.data(), bytes.data(), bytes.size());
  } else {
    const auto bytes = endpoint.address().to_v4().to_bytes();
    std::memcpy(result.bytes.data(), bytes.data(), bytes.size());
  }
  return result;
}

void look_up(Loop& loop, std::string host, std::uint16_t port,
             Function<void(std::error_code, std::vector<Endpoint>)> done, SourceLocation where) {
  look_up(loop, std::move(host), port, {}, std::move(done), where);
}

void look_up(Loop& loop, std::string host, std::uint16_t port, LookUpOptions options,
             Function<void(std::error_code, std::vector<Endpoint>)> done, SourceLocation where) {
  loop.pool().queue_for<std::vector<Endpoint>>(
      [host = std::move(host), port, options](std::vector<Endpoint>& found) {
        return resolve(host, port, options, found);
      },
      std::move(done), "look up", where, WorkKind::slow);
}

}  // namespace loopscope
