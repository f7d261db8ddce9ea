// The program loopscope-run, which is the verb `loopscope run`: a JavaScript program on this
// project's reactor, recorded.
#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <condition_variable>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>

#include "core/js/code_cache_bytes.hpp"
#include "core/js/engine.hpp"
#include "tracer/cli/app.hpp"
#include "tracer/cli/arguments.hpp"
#include "tracer/format/error.hpp"
#include "tracer/record/recorder.hpp"

namespace loopscope {
namespace {

struct RunArguments {
  std::string file;
  std::vector<std::string> arguments;
  std::string output;
  std::string profile = "modern";
  std::uint64_t timeout_ms = 0;
  bool virtual_time = false;
  bool no_lines = false;
  bool embed_sources = true;
  std::string microtasks = "exact";
  std::uint64_t max_trace_mb = 4096;
  std::vector<std::string> node_options;
};

constexpr int timed_out = 124;  // as timeout(1)

/// Stops an engine that has not ended in time.
class Watchdog {
 public:
  Watchdog(Engine& engine, std::uint64_t timeout_ms)
      : thread_([this, &engine, timeout_ms] { watch(engine, timeout_ms); }) {}
  Watchdog(const Watchdog&) = delete;
  Watchdog& operator=(const Watchdog&) = delete;
  ~Watchdog() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

 private:
  void watch(Engine& engine, std::uint64_t timeout_ms) {
    std::unique_lock lock(mutex_);
    if (changed_.wait_for(lock, std::chrono::milliseconds(timeout_ms), [this] { return ended_; }))
      return;
    fmt::print(stderr, "loopscope: stopped after {} ms (--timeout)\n", timeout_ms);
    engine.stop(timed_out);
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  bool ended_ = false;
  std::thread thread_;
};

RecorderOptions recorder_options(const RunArguments& arguments) {
  constexpr std::uint64_t bytes_per_mb = 1'000'000;
  RecorderOptions result;
  result.max_bytes = arguments.max_trace_mb * bytes_per_mb;
  result.header.profile = arguments.profile;
  result.header.runtime = "js";
  result.header.process = arguments.file;
  result.header.argv = {"loopscope", "run", arguments.file};
  result.header.argv.insert(result.header.argv.end(), arguments.arguments.begin(),
                            arguments.arguments.end());
  return result;
}

EngineOptions engine_options(const RunArguments& arguments) {
  EngineOptions options;
  options.lines = !arguments.no_lines;
  options.embed_sources = arguments.embed_sources;
  options.arguments = arguments.arguments;
  options.code_cache = code_cache_bytes();
  options.node_options = arguments.node_options;
  if (arguments.microtasks == "hooks") options.microtasks = Fidelity::hooks;
  return options;
}

struct Ended {
  int exit_code;
  bool out_of_memory;
};

// `start` is called when the engine is there, before the program's first line.
Ended run_engine(const RunArguments& arguments, Clock& clock, Session* session,
                 const std::function<void(Fidelity)>& start) {
  LoopOptions options;
  options.profile = arguments.profile == "classic" ? Profile::classic : Profile::modern;
  options.session = session;
  Loop loop(clock, options);
  Engine engine(loop, engine_options(arguments));
  start(engine.fidelity());
  std::optional<Watchdog> watchdog;
  if (arguments.timeout_ms > 0) watchdog.emplace(engine, arguments.timeout_ms);
  const int exit_code = engine.run(arguments.file);
  return {exit_code, engine.is_out_of_memory()};
}

Ended run_program(const RunArguments& arguments) {
  Clock clock(arguments.virtual_time ? Clock::Source::virtual_time : Clock::Source::tsc);
  if (arguments.output.empty()) return run_engine(arguments, clock, nullptr, [](Fidelity) {});
  Session session(clock);
  std::optional<Recorder> recorder;
  const Ended ended = run_engine(arguments, clock, &session, [&](Fidelity fidelity) {
    RecorderOptions options = recorder_options(arguments);
    options.header.fidelity = fidelity == Fidelity::exact ? "exact" : "hooks";
    recorder.emplace(session, arguments.output, std::move(options));
  });
  recorder->close(ended.exit_code);
  return ended;
}

void add_options(CLI::App& app, RunArguments& arguments) {
  app.add_option("file", arguments.file, "The program: .js, .cjs or .mjs")->required();
  app.add_option("-o,--output", arguments.output,
                 "Record into this trace (.zst: compressed, -: stdout)");
  app.add_option("--loop", arguments.profile, "Whose order of phases: libuv before or since 1.45")
      ->check(CLI::IsMember({"classic", "modern"}))
      ->capture_default_str();
  app.add_flag("--virtual-time", arguments.virtual_time,
               "Do not wait: time jumps to the next timer, the order is the same each time");
  app.add_option("--timeout", arguments.timeout_ms,
                 "Stop the program after so many ms, with exit status 124");
  app.add_option("--max-trace-size", arguments.max_trace_mb,
                 "MB of lines that the trace may have; what happens later is only counted. 0: any")
      ->capture_default_str();
  app.add_option("--node-option", arguments.node_options,
                 "An option of node's that its library reads, as --unhandled-rejections=warn")
      ->allow_extra_args(false);
  app.add_flag("--no-lines", arguments.no_lines,
               "Leave out where in the script each task was queued");
  app.add_flag("--embed-sources,!--no-embed-sources", arguments.embed_sources,
               "Put the program's files, where they are under 1 MB, into the trace");
  app.add_option("--microtasks", arguments.microtasks,
                 "Record them from V8's queue, or by its promise hooks, which miss some")
      ->check(CLI::IsMember({"exact", "hooks"}))
      ->capture_default_str();
  app.footer(
      "What follows the file is the program's. Its exit status is the command's.\n\n"
      "Example:\n  loopscope run puzzle.js -o puzzle.jsonl && loopscope timeline puzzle.jsonl");
}

}  // namespace
}  // namespace loopscope

// V8's threads and what the program left behind are not waited for.
int main(int argc, char** argv) {
  using namespace loopscope;
  std::signal(SIGPIPE, SIG_IGN);  // a reader that has gone is an error of write()
  RunArguments arguments;
  CLI::App app("Runs a JavaScript program on this project's reactor.", "loopscope run");
  add_options(app, arguments);
  app.prefix_command();
  app.failure_message(wrong_arguments);
  ExitCode exit_code = ExitCode::ok;
  app.callback([&] {
    arguments.arguments = app.remaining();
    const Ended ended = run_program(arguments);
    exit_code = static_cast<ExitCode>(ended.exit_code);
    if (ended.out_of_memory) std::abort();  // as Node ends then
  });
  const ExitCode result = run_app(app, argc, argv, exit_code);
  std::fflush(nullptr);
  ::_exit(static_cast<int>(result));
}
