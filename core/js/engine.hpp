// A JavaScript program on the runtime: V8, with Node's own library over this project's loop. The
// only header of this room that others include; V8's stay inside.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "core/loop/loop.hpp"

namespace loopscope {

/// How the trace comes to know of microtasks.
enum class Fidelity : std::uint8_t {
  none,   // nothing is recorded
  exact,  // V8's queue is read: every microtask is there, in its order
  hooks,  // concluded from what promises do: some microtasks may be missing
};

struct EngineOptions {
  /// Where each task was queued goes into the trace. Costs a look at the stack for each.
  bool lines = true;
  /// The texts of the program's files go into the trace, but for those that are too long.
  bool embed_sources = true;
  /// process.argv behind the file.
  std::vector<std::string> arguments = {};
  /// process.execArgv: what Node's library makes of its command line, as
  /// "--unhandled-rejections=warn". Run() fails with one that it does not know.
  std::vector<std::string> node_options = {};
  /// What code_cache() gave when the program was built; lives as long as the program.
  std::string_view code_cache = {};
  /// For code_cache().
  bool keep_code = false;
  /// `hooks`: also where the queue could be read.
  Fidelity microtasks = Fidelity::exact;
};

/// One for each process, because V8 cannot be started twice. Loop's thread only, but for stop().
class Engine {
 public:
  /// `loop` must live longer; nothing else may have set its host.
  Engine(Loop& loop, EngineOptions options);
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  ~Engine();

  /// What `node FILE` does, until nothing keeps the loop alive or the program leaves. Returns the
  /// exit code. Output goes to the process's own standard output and error.
  int run(const std::string& file);

  /// run() ended because the program needed more memory than V8 has, which it has said.
  [[nodiscard]] bool is_out_of_memory() const;

  /// Ends run() as soon as it can, also out of an endless loop: no further callback is called, not
  /// even `exit`. Any thread.
  void stop(int exit_code);

  /// What V8 compiled of Node's library, where it was told to keep it.
  [[nodiscard]] std::string code_cache() const;

  /// What the recording has of microtasks: never better than what was asked for.
  [[nodiscard]] Fidelity fidelity() const;

  /// "V8 10.2.154.26, Node 18.20.4".
  [[nodiscard]] static std::string version();

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace loopscope
