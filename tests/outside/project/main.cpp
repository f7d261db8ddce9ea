// An outside program on the reactor: one timer, in virtual time, with every step recorded.
#include <loopscope/core/loop/loop.hpp>
#include <loopscope/core/loop/timer.hpp>

int main() {
  loopscope::Clock clock(loopscope::Clock::Source::virtual_time);
  loopscope::Session session(clock);
  loopscope::Loop loop(clock, {.session = &session});

  loopscope::Timer timer(loop, "ten seconds");
  bool fired = false;
  timer.start([&fired] { fired = true; }, 10'000);
  loop.run();

  const bool recorded = !session.threads().front()->ring.readable().empty();
  return fired && recorded && loop.now_ms() == 10'000 ? 0 : 1;
}
