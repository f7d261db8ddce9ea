// uv_idle_t, uv_prepare_t and uv_check_t: called once a turn in the phase of their name.
#pragma once

#include "core/loop/handle.hpp"

namespace loopscope {

namespace detail {
using PhaseHook =
    boost::intrusive::list_base_hook<boost::intrusive::tag<struct PhaseHandles>, AutoUnlink>;
}  // namespace detail

/// As in libuv, the handle started last is called first, and an active Idle keeps poll from
/// blocking.
class PhaseHandle : public Handle, public detail::PhaseHook {
 public:
  ~PhaseHandle() override;
  /// Starting an active handle changes nothing, not even its callback.
  void start(Callback callback, SourceLocation where = SourceLocation::current());
  void stop() noexcept;

 protected:
  using Handle::Handle;

 private:
  friend class Loop;
  void stop_for_close() override { stop(); }

  Callback callback_;
  std::uint64_t task_ = 0;
};

template <HandleKind handle_kind>
class PhaseHandleOf final : public PhaseHandle {
 public:
  explicit PhaseHandleOf(Loop& loop, std::string_view name = {},
                         SourceLocation where = SourceLocation::current())
      : PhaseHandle(loop, handle_kind, name, where) {}
  PhaseHandleOf(Loop& loop, Visibility visibility)
      : PhaseHandle(loop, handle_kind, {}, SourceLocation{}, visibility) {}
};

using Idle = PhaseHandleOf<HandleKind::idle>;
using Prepare = PhaseHandleOf<HandleKind::prepare>;
using Check = PhaseHandleOf<HandleKind::check>;

}  // namespace loopscope
