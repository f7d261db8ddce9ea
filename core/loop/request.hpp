// Something under way that keeps the loop alive, as libuv's uv_req_t: a connect, a queued write, a
// pool request, an operation of ordinary Asio code.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <string>
#include <string_view>

namespace loopscope {

class Loop;

namespace detail {
using RequestHook =
    boost::intrusive::list_base_hook<boost::intrusive::tag<struct Requests>,
                                     boost::intrusive::link_mode<boost::intrusive::auto_unlink>>;
}  // namespace detail

/// Active from its making to its end. Loop's thread only.
class Request : public detail::RequestHook {
 public:
  Request(Loop& loop, std::string_view what, std::uint64_t id);
  Request(const Request&) = delete;
  Request& operator=(const Request&) = delete;
  ~Request() = default;

  [[nodiscard]] const std::string& what() const noexcept { return what_; }
  [[nodiscard]] std::uint64_t id() const noexcept { return id_; }

 private:
  std::string what_;
  std::uint64_t id_;
};

using RequestList =
    boost::intrusive::list<Request, boost::intrusive::base_hook<detail::RequestHook>,
                           boost::intrusive::constant_time_size<false>>;

}  // namespace loopscope
