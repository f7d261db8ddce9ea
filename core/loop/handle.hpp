// A long-lived object of a loop, as libuv's uv_handle_t: active or not, ref'd or not, closed once.
#pragma once

#include <boost/intrusive/list.hpp>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/loop/function.hpp"
#include "core/probe/source_location.hpp"
#include "core/probe/vocabulary.hpp"

namespace loopscope {

class Loop;

namespace detail {
using AutoUnlink = boost::intrusive::link_mode<boost::intrusive::auto_unlink>;
using HandleHook =
    boost::intrusive::list_base_hook<boost::intrusive::tag<struct AllHandles>, AutoUnlink>;
using ClosingHook =
    boost::intrusive::list_base_hook<boost::intrusive::tag<struct ClosingHandles>, AutoUnlink>;
}  // namespace detail

/// An active and ref'd handle keeps run() going. Loop's thread only, and the loop must outlive it.
/// A handle may be destroyed at any time, also in its own callback: it then stops at once and its
/// close callback is not called. Its name and the place that opened it go into the trace.
class Handle : public detail::HandleHook, public detail::ClosingHook {
 public:
  enum class Visibility : std::uint8_t {
    traced,
    internal,  // belongs to the layer above: its callbacks are no tasks of their own
  };
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  virtual ~Handle();

  void ref() noexcept;
  void unref() noexcept;
  [[nodiscard]] bool has_ref() const noexcept { return ref_; }
  [[nodiscard]] bool is_active() const noexcept { return active_; }
  [[nodiscard]] bool is_closing() const noexcept { return closing_; }

  /// Stops the handle now; `on_close` runs in the close phase of this turn. A second close() does
  /// nothing. As in libuv, the handle closed last has its callback first.
  void close(Callback on_close = {}, SourceLocation where = SourceLocation::current());

  [[nodiscard]] Loop& loop() const noexcept { return loop_; }
  [[nodiscard]] std::uint64_t id() const noexcept { return id_; }
  [[nodiscard]] HandleKind kind() const noexcept { return kind_; }
  [[nodiscard]] const std::string& name() const noexcept { return name_; }
  [[nodiscard]] bool is_internal() const noexcept { return internal_; }
  /// "tcp-server listening on 127.0.0.1:9999", for AliveItem::what.
  [[nodiscard]] virtual std::string describe() const;

 protected:
  Handle(Loop& loop, HandleKind kind, std::string_view name, const SourceLocation& where,
         Visibility visibility = Visibility::traced);

  /// Throws std::logic_error naming `operation` if close() was called.
  void require_open(std::string_view operation) const;
  void set_active(bool active) noexcept;
  /// Calls what is in `slot`. It stays alive while it runs, whatever it does to the handle;
  /// afterwards it is back in the slot unless a new one was put there or the handle is gone.
  /// Defined in loop.hpp.
  template <typename... Args>
  void run_callback(Function<void(Args...)>& slot, std::type_identity_t<Args>... args);

 private:
  friend class Loop;
  /// close() was called: stop everything.
  virtual void stop_for_close() = 0;
  /// The close phase, before the close callback: call back what was under way.
  virtual void cancel_requests() {}
  /// The close phase: let go of everything. The handle may be gone afterwards.
  virtual void release() {}
  void finish_close();

  Loop& loop_;
  std::uint64_t id_;
  std::uint64_t close_task_ = 0;
  std::string name_;
  Callback on_close_;
  bool* gone_ = nullptr;  // set by the destructor, for a callback that is running
  HandleKind kind_;
  bool ref_ = true;
  bool active_ = false;
  bool closing_ = false;
  bool internal_ = false;
};

}  // namespace loopscope
