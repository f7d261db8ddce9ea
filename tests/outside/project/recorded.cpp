#include <loopscope/core/runtime/runtime.hpp>
#include <loopscope/tracer/record/recorder.hpp>

int main() {
  loopscope::Clock clock;
  loopscope::Session session(clock);
  loopscope::Recorder recorder(session, "hello.jsonl");

  loopscope::Loop loop(clock, {.session = &session});
  loopscope::Runtime runtime(loop);
  const int exit_code = runtime.run([&runtime] {
    runtime.set_timeout([&runtime] { runtime.log("timer"); }, 0, "a timer");
    runtime.next_tick([&runtime] { runtime.log("tick"); }, "a tick");
    runtime.log("main");
  });

  recorder.close(exit_code);
  return exit_code;
}
