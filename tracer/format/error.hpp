// What goes wrong with a trace as a whole: it cannot be opened, is none, or is too new.
#pragma once

#include <stdexcept>

namespace loopscope {

/// what() is a sentence for the user: what happened, to which file, and what to do.
class TraceError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// The same about a trace that is being written.
class TraceWriteError : public TraceError {
 public:
  using TraceError::TraceError;
};

}  // namespace loopscope
