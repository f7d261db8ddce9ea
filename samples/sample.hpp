// A sample: one small program that shows one thing about event loops, and what it runs in.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/loop/options.hpp"
#include "core/probe/clock.hpp"
#include "core/probe/session.hpp"

namespace loopscope {

struct SampleOptions {
  std::string
      trace;  // record into this file (.zst: compressed, -: standard output); empty: nowhere
  Profile profile = Profile::modern;
  bool virtual_time = false;
};

/// What a sample finds when it is called. Lives until it has returned.
class SampleContext {
 public:
  SampleContext(const SampleOptions& options, Clock& clock, Session& session)
      : options_(options), clock_(clock), session_(session) {}

  [[nodiscard]] const SampleOptions& options() const noexcept { return options_; }
  [[nodiscard]] Clock& clock() const noexcept { return clock_; }
  /// What the sample records into; null where the user wants no trace.
  [[nodiscard]] Session* session() const noexcept {
    return options_.trace.empty() ? nullptr : &session_;
  }
  /// For the sample's Loop: the profile and the session.
  [[nodiscard]] LoopOptions loop_options() const {
    return {.profile = options_.profile, .session = session()};
  }

 private:
  const SampleOptions& options_;
  Clock& clock_;
  Session& session_;
};

struct Sample {
  std::string_view name;    // as on the command line
  std::string_view lesson;  // one line: what to see
  /// Returns the exit code that the program would have.
  int (*run)(SampleContext& context);
  /// Depends on sockets, threads or processes: cannot run in virtual time.
  bool needs_real_time = false;
};

/// Runs one sample and records it where the options say so. Throws TraceError where the trace
/// cannot be written; what the sample throws.
int run_sample(const Sample& sample, const SampleOptions& options);

}  // namespace loopscope
