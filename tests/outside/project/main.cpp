// Records one event with an outside build of the library, and finds it again.
#include <loopscope/core/probe/probe.hpp>

int main() {
  const loopscope::Clock clock;
  loopscope::Session session(clock);
  loopscope::Probe probe(session, "main");
  probe.task_begin(7);

  const auto records = session.threads().front()->ring.readable();
  const bool found = records.size() == 1 && records[0].event == loopscope::Event::task_begin;
  return found && records[0].a == 7 ? 0 : 1;
}
