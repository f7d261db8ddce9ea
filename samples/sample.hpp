// A sample: one small program that shows one thing about event loops, and what it runs in.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <iosfwd>
#include <mutex>
#include <string>
#include <string_view>

#include "core/loop/options.hpp"
#include "core/probe/clock.hpp"
#include "core/probe/probe.hpp"
#include "core/probe/session.hpp"
#include "core/runtime/runtime.hpp"

namespace loopscope {

struct SampleOptions {
  /// Record into this file (.zst: compressed, -: standard output); empty: nowhere.
  std::string trace = {};
  Profile profile = Profile::modern;
  bool virtual_time = false;
  /// How many clients the samples of servers have, 1 to max_clients.
  unsigned clients = 3;
  static constexpr unsigned max_clients = 256;
  /// Where the sample prints; null: standard output, or standard error if that takes the trace.
  std::ostream* out = nullptr;
};

/// What a sample finds when it is called. Lives until it has returned.
class SampleContext {
 public:
  SampleContext(const SampleOptions& options, Clock& clock, Session* session) noexcept
      : options_(options), clock_(clock), session_(session) {}
  SampleContext(const SampleContext&) = delete;
  SampleContext& operator=(const SampleContext&) = delete;
  virtual ~SampleContext() = default;

  [[nodiscard]] Clock& clock() const noexcept { return clock_; }
  /// What the sample records into; null where the user wants no trace.
  [[nodiscard]] Session* session() const noexcept { return session_; }
  /// For the sample's Loop: the profile and the session.
  [[nodiscard]] LoopOptions loop_options() const {
    return {.profile = options_.profile, .session = session_};
  }
  [[nodiscard]] RuntimeOptions runtime_options() const {
    return {.out = &out(), .err = options_.out};
  }

  [[nodiscard]] unsigned clients() const noexcept { return options_.clients; }

  /// Prints one line; the trace has it too, as said by `probe`. Any thread.
  void log(Probe& probe, std::string_view line) const;
  /// Keeps the thread busy for so long; where time is virtual, moves it.
  void work_ms(std::uint64_t duration_ms) const;

  /// fork(): `body` runs in a process of its own with a context of its own, recorded as process
  /// `name` into the same trace; what it returns is the exit code. Gives the child's pid, for which
  /// the caller waits. Only for a sample that says `forks`; throws std::system_error.
  using ChildBody = Function<int(SampleContext&)>;
  virtual pid_t fork_child(std::string_view name, ChildBody body) = 0;

 protected:
  [[nodiscard]] const SampleOptions& options() const noexcept { return options_; }

 private:
  [[nodiscard]] std::ostream& out() const;

  const SampleOptions& options_;
  Clock& clock_;
  Session* session_;
  mutable std::mutex out_mutex_;
};

struct Sample {
  std::string_view name;    // as on the command line
  std::string_view lesson;  // one line: what to see
  /// Returns the exit code that the program would have.
  int (*run)(SampleContext& context);
  /// Depends on sockets, threads or processes: cannot run in virtual time.
  bool needs_real_time = false;
  /// Uses SampleContext::fork_child().
  bool forks = false;
  /// Serves SampleContext::clients() clients.
  bool has_clients = false;
};

/// Runs one sample and records it where the options say so. Throws TraceError where the trace
/// cannot be written; what the sample throws.
int run_sample(const Sample& sample, const SampleOptions& options);

}  // namespace loopscope
