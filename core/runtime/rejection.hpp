// Promises that were rejected before anybody looked (lib/internal/process/promises.js).
#pragma once

#include <boost/smart_ptr/intrusive_ptr.hpp>
#include <boost/smart_ptr/intrusive_ref_counter.hpp>
#include <deque>
#include <exception>
#include <vector>

namespace loopscope {

/// The part of a promise's state that has to do with errors.
class Rejectable : public boost::intrusive_ref_counter<Rejectable, boost::thread_unsafe_counter> {
 public:
  Rejectable() = default;
  Rejectable(const Rejectable&) = delete;
  Rejectable& operator=(const Rejectable&) = delete;
  virtual ~Rejectable() = default;
  [[nodiscard]] const std::exception_ptr& error() const noexcept { return error_; }

 protected:
  std::exception_ptr error_;
  bool handled_ = false;  // somebody asked for the outcome

 private:
  friend class Rejections;
  bool reported_ = false;
};

using RejectablePtr = boost::intrusive_ptr<Rejectable>;

class Rejections {
 public:
  /// A promise was rejected and nobody has asked for its outcome.
  void add(Rejectable& promise) { unhandled_.emplace_back(&promise); }
  /// Somebody asks now.
  void handled(Rejectable& promise);

  [[nodiscard]] bool empty() const noexcept { return unhandled_.empty() && handled_late_.empty(); }
  /// The next one that was reported as unhandled and is handled since; null if there is none.
  [[nodiscard]] RejectablePtr take_handled_late();
  /// Unhandled and not reported yet. Each is to be reported, also where the report of one before
  /// it handles it.
  [[nodiscard]] std::vector<RejectablePtr> take_unhandled();
  /// `promise` is reported now: handled later, it is told as handled late.
  static void mark_reported(Rejectable& promise) noexcept { promise.reported_ = true; }

 private:
  std::vector<RejectablePtr> unhandled_;
  std::deque<RejectablePtr> handled_late_;
};

}  // namespace loopscope
