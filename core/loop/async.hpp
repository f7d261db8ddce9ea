// uv_async_t: the one way to wake a loop from another thread.
#pragma once

#include <atomic>
#include <memory>

#include "core/loop/handle.hpp"

namespace loopscope {

/// Active from its making until it is closed. Several sends before the callback runs are one call,
/// as in libuv.
class Async final : public Handle {
 public:
  Async(Loop& loop, Callback callback, std::string_view name = {},
        SourceLocation where = SourceLocation::current());
  ~Async() override;

  /// Any thread, as long as the handle exists. The callback runs in poll on the loop's thread.
  void send();

 private:
  struct Wake;
  void stop_for_close() override;
  void run();

  std::shared_ptr<Wake> wake_;
  Callback callback_;
  std::uint64_t task_;
};

}  // namespace loopscope
