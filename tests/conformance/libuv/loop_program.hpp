// A random program of loop handles: what the reactor's loop and libuv are both given to run.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace loopscope::conformance {

enum class Kind : std::uint8_t { timer, idle, prepare, check, async };
enum class Verb : std::uint8_t {
  start,
  stop,
  again,
  close,
  send,
  ref,
  unref,
  work,
  pool_work,
  cancel_work,
  stop_loop
};

struct Action {
  Verb verb = Verb::work;
  std::size_t handle = 0;
  std::uint64_t ms = 0;
  std::uint64_t repeat_ms = 0;
};
using Actions = std::vector<Action>;

/// The nth callback takes the nth actions; after the last ones it closes its handle.
struct HandlePlan {
  Kind kind = Kind::timer;
  bool is_late = false;  // an async that its first start makes
  std::vector<Actions> calls;
};

enum class Run : std::uint8_t { until_done, once, nowait };

/// Runs that cannot wait for ever: what could, is not ref'd.
struct LoopProgram {
  std::vector<HandlePlan> handles;
  std::vector<Actions> works;  // what the callback of the nth work of the pool does
  Actions main;
  std::vector<Run> runs;
};

/// Always the same program for a seed.
[[nodiscard]] LoopProgram random_loop_program(std::uint32_t seed);

/// A loop with the handles of a program, made in their order but for the late ones, and a pool of
/// one thread.
class LoopApi {
 public:
  LoopApi() = default;
  LoopApi(const LoopApi&) = delete;
  LoopApi& operator=(const LoopApi&) = delete;
  virtual ~LoopApi() = default;
  virtual void start_timer(std::size_t handle, std::uint64_t ms, std::uint64_t repeat_ms) = 0;
  virtual void again(std::size_t handle) = 0;
  /// Makes a late async.
  virtual void start(std::size_t handle) = 0;
  virtual void stop(std::size_t handle) = 0;
  virtual void send(std::size_t handle) = 0;
  virtual void set_ref(std::size_t handle, bool ref) = 0;
  virtual void close(std::size_t handle) = 0;
  virtual void work(std::uint64_t ms) = 0;
  /// Returns when the work has finished and its callback waits for poll.
  virtual void pool_work(std::size_t number) = 0;
  /// Cancels the second of two works while the first runs; returns when both have finished.
  virtual void cancel_work(std::size_t running, std::size_t cancelled) = 0;
  virtual void stop_loop() = 0;
  virtual bool run(Run mode) = 0;
  [[nodiscard]] virtual std::uint64_t now_ms() const = 0;
};

/// Runs a program on a loop; the loop tells it of its callbacks.
class LoopRunner {
 public:
  explicit LoopRunner(const LoopProgram& program);
  [[nodiscard]] std::vector<std::string> run(LoopApi& loop);

  void called(std::size_t handle);
  void closed(std::size_t handle);
  void worked(std::size_t number, bool was_cancelled);

 private:
  void take(const Action& action);
  void take_timer(const Action& action);
  void take_async(const Action& action);
  void make(std::size_t handle);
  void close(std::size_t handle);
  void say(const std::string& what, std::size_t handle);

  const LoopProgram& program_;
  LoopApi* loop_ = nullptr;
  std::vector<std::size_t> calls_;
  std::vector<bool> made_;
  std::vector<bool> closing_;
  std::size_t works_ = 0;
  bool in_timer_ = false;
  bool may_work_ = true;
  bool is_ending_ = false;
  std::vector<std::string> lines_;
};

}  // namespace loopscope::conformance
