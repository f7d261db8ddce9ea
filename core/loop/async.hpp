// uv_async_t: the one way to wake a loop from another thread.
#pragma once

#include "core/loop/handle.hpp"
#include "core/loop/wakeups.hpp"

namespace loopscope {

/// Active from its making until it is closed. Several sends before the callback runs are one call,
/// and several asyncs run in the order of their making, as in libuv.
class Async final : public Handle, private Wakeable {
 public:
  Async(Loop& loop, Callback callback, std::string_view name = {},
        SourceLocation where = SourceLocation::current());
  ~Async() override;

  /// Any thread, as long as the handle exists. The callback runs in poll on the loop's thread.
  void send();

 private:
  void stop_for_close() override;
  void on_wake() override;
  void list_woken(ReadyItems& items) const override { items.push_back({id()}); }

  Callback callback_;
  std::uint64_t task_;
};

}  // namespace loopscope
