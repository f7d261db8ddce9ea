#include "tests/bench/peers/bare_formatter.hpp"

#include <charconv>
#include <cstddef>
#include <cstring>
#include <stdexcept>

namespace loopscope::bench {
namespace {

template <std::size_t size>
char* text(char* to, const char (&literal)[size]) {
  std::memcpy(to, literal, size - 1);
  return to + size - 1;
}

char* number(char* to, std::uint64_t value) {
  constexpr int longest = 20;
  return std::to_chars(to, to + longest, value).ptr;
}

template <std::size_t size>
char* field(char* to, const char (&key)[size], std::uint64_t value) {
  return number(text(to, key), value);
}

char* phase(char* to, const Record& r) {
  return r.small == static_cast<std::uint16_t>(Phase::poll) ? text(to, ",\"ph\":\"poll\"")
                                                            : text(to, ",\"ph\":\"timers\"");
}

char* queue(char* to, const Record& r) {
  switch (static_cast<Queue>(r.small)) {
    case Queue::timer:
      return text(to, ",\"q\":\"timer\"");
    case Queue::tick:
      return text(to, ",\"q\":\"tick\"");
    default:
      return text(to, ",\"q\":\"microtask\"");
  }
}

char* task_queue(char* to, const BareLine& line) {
  const Record& r = line.record;
  to = queue(field(text(to, "task.queue\""), ",\"id\":", r.a), r);
  to = field(to, ",\"name\":", r.text);
  to = field(to, ",\"by\":", line.by);
  to = field(to, ",\"at\":", r.b);
  if (line.due_ns == 0) return to;
  return field(field(to, ",\"due\":", line.due_ns), ",\"delay\":", line.delay_ms);
}

char* tcp(char* to, const BareLine& line) {
  const Record& r = line.record;
  to = r.event == Event::tcp_read ? text(to, "tcp.read\"") : text(to, "tcp.write\"");
  to = field(field(to, ",\"c\":", r.a), ",\"n\":", r.b);
  if (r.event == Event::tcp_write) to = field(to, ",\"queued\":", r.text);
  return field(to, ",\"task\":", line.by);
}

char* fields(char* to, const BareLine& line) {
  const Record& r = line.record;
  switch (r.event) {
    case Event::turn:
      return field(field(text(to, "turn\""), ",\"n\":", r.a), ",\"now\":", r.b);
    case Event::phase_begin:
      return field(phase(text(to, "phase.begin\""), r), ",\"len\":", r.a);
    case Event::phase_end:
      return phase(text(to, "phase.end\""), r);
    case Event::poll_wait:
      to = field(text(to, "poll.wait\""), ",\"timeout\":", r.a);
      return field(text(to, ",\"why\":\"timer\""), ",\"id\":", r.b);
    case Event::poll_wake:
      return field(text(to, "poll.wake\""), ",\"ready\":", r.a);
    case Event::poll_ready:
      return text(field(text(to, "poll.ready\""), ",\"id\":", r.a), ",\"dir\":\"read\"");
    case Event::task_queue:
      return task_queue(to, line);
    case Event::task_begin:
      return field(text(to, "task.begin\""), ",\"id\":", r.a);
    case Event::task_end:
      return field(text(to, "task.end\""), ",\"id\":", r.a);
    case Event::tcp_read:
    case Event::tcp_write:
      return tcp(to, line);
    default:
      throw std::logic_error("The bare formatter has been given an event it does not know.");
  }
}

}  // namespace

char* format_bare(char* to, const BareLine& line) {
  to = text(field(to, "{\"t\":", line.t_ns), ",\"e\":\"");
  return text(fields(to, line), "}\n");
}

}  // namespace loopscope::bench
