// A trace in memory, for verbs that look at all of it.
#pragma once

#include <string>

#include "tracer/model/trace_loader.hpp"

namespace loopscope {

/// Loads with a progress bar; tells on standard error about the first few lines that are not valid.
/// Throws TraceError.
class LoadedTrace {
 public:
  /// `what` stands beside the progress bar.
  LoadedTrace(const std::string& path, const std::string& what);

  [[nodiscard]] const Trace& trace() const noexcept { return loader_.trace(); }
  /// The trace ends as it should; otherwise it was cut off.
  [[nodiscard]] bool closed() const noexcept { return loader_.closed(); }

 private:
  TraceLoader loader_;
};

}  // namespace loopscope
