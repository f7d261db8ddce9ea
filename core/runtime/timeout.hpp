// Node's Timeout: what setTimeout and setInterval give back.
#pragma once

#include <boost/intrusive/list.hpp>
#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <cstdint>
#include <string>

#include "core/loop/function.hpp"
#include "core/probe/source_location.hpp"

namespace loopscope {

class TimerLists;

namespace detail {
struct TimeoutNode
    : boost::intrusive::list_base_hook<boost::intrusive::link_mode<boost::intrusive::auto_unlink>>,
      boost::intrusive_ref_counter<TimeoutNode, boost::thread_unsafe_counter> {
  Callback callback;  // empty: cleared, or running
  std::uint64_t task = 0;
  std::uint64_t start_ms = 0;
  std::uint64_t duration_ms = 1;
  bool repeats = false;
  bool ref = true;
  bool destroyed = false;  // no longer waiting, and not to be armed again by itself
  bool cleared = false;    // before it had run: not to be armed again at all
  std::string name;
  SourceLocation where;
};
}  // namespace detail

/// Cheap to copy; all copies are the same timer, which goes on when all are gone. The runtime must
/// outlive what is called here. Loop's thread only.
class Timeout {
 public:
  Timeout() = default;

  void ref();
  void unref();
  [[nodiscard]] bool has_ref() const { return node_ != nullptr && node_->ref; }
  /// Starts the delay anew from now, also if the timer has fired already.
  void refresh();
  /// clearTimeout, clearInterval. Works from inside any callback, also its own.
  void clear();

 private:
  friend class TimerLists;
  Timeout(TimerLists& lists, boost::intrusive_ptr<detail::TimeoutNode> node)
      : lists_(&lists), node_(std::move(node)) {}

  TimerLists* lists_ = nullptr;
  boost::intrusive_ptr<detail::TimeoutNode> node_;
};

}  // namespace loopscope
