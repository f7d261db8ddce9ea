// uv_signal_t: a signal of the process, as a callback on the loop.
#pragma once

#include <boost/asio/signal_set.hpp>
#include <memory>

#include "core/loop/handle.hpp"

namespace loopscope {

class Signal final : public Handle {
 public:
  explicit Signal(Loop& loop, std::string_view name = {},
                  SourceLocation where = SourceLocation::current());
  ~Signal() override;

  /// Calls back for every arrival of `number` from now on. Throws std::system_error for a signal
  /// that cannot be caught.
  void start(Function<void(int)> callback, int number,
             SourceLocation where = SourceLocation::current());
  void stop() noexcept;

 private:
  struct Watch;
  void stop_for_close() override { stop(); }
  void run(int number);

  std::shared_ptr<Watch> watch_;
  Function<void(int)> callback_;
  std::uint64_t task_ = 0;
};

}  // namespace loopscope
