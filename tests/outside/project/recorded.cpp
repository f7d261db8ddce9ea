// An outside program that records itself into the file it is told.
#include <cstdio>
#include <loopscope/core/loop/loop.hpp>
#include <loopscope/core/loop/timer.hpp>
#include <loopscope/tracer/record/recorder.hpp>

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: recorded TRACE.jsonl\n", stderr);
    return 2;
  }
  loopscope::Clock clock;
  loopscope::Session session(clock);
  loopscope::Recorder recorder(session, argv[1]);

  loopscope::Loop loop(clock, {.session = &session});
  loopscope::Timer timer(loop, "ten milliseconds");
  timer.start([] {}, 10);
  loop.run();

  recorder.close(0);
  return recorder.failed() ? 1 : 0;
}
