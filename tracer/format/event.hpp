// One line of a trace, read: the fields of docs/trace-format.md under the same names.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/probe/vocabulary.hpp"

namespace loopscope {

/// Every key that a line of version 1 may have.
enum class Field : std::uint8_t {
  t,
  e,
  th,
  p,
  id,
  c,
  by,
  task,
  server,
  name,
  at,
  fn,
  q,
  ph,
  why,
  alive,
  mode,
  kind,
  dir,
  layer,
  s,
  repeat,
  ref,
  error,
  due,
  timeout,
  now,
  from,
  to,
  n,
  len,
  ready,
  backlog,
  worker,
  count,
  exit,
  value,
  queued,
  line,
  column,
  tid,
  pid,
  events,
  dropped,
  text,
  op,
  local,
  peer,
  file,
  delay,
};
inline constexpr std::size_t field_count = static_cast<std::size_t>(Field::delay) + 1;

enum class DefinitionKind : std::uint8_t { name, location, thread, process, unknown };

/// Which fields mean something depends on `event`; the others keep their defaults. Texts point into
/// the reader's buffer and are valid until it moves on.
struct TraceEvent {
  std::uint64_t line = 0;  // line number in the file, from 1 (the header)
  std::int64_t t_ns = 0;
  Event event = Event::unknown;
  std::uint32_t thread = 0;   // th
  std::uint32_t process = 0;  // p

  std::uint64_t fields = 0;  // which keys the line had: has(Field)

  std::uint64_t id = 0;     // id, or c; 0: none
  std::uint64_t by = 0;     // by, or task; 0: none
  std::uint64_t other = 0;  // server
  std::uint32_t name = 0;
  std::uint32_t at = 0;
  std::uint32_t fn = 0;

  Queue queue = Queue::main;                            // q
  Phase phase = Phase::timers;                          // ph
  PollReason why = PollReason::no_timer;                // why
  AliveReason alive = AliveReason::none;                // alive
  RunMode mode = RunMode::default_mode;                 // mode
  HandleKind kind = HandleKind::timer;                  // kind of a handle
  DefinitionKind definition = DefinitionKind::unknown;  // kind of a definition
  Direction direction = Direction::read;                // dir
  Layer layer = Layer::js;                              // layer
  Stream stream = Stream::out;                          // s
  bool repeat = false;
  bool ref = true;
  bool has_error = false;  // `error` was there (it may be empty)

  static constexpr std::int64_t no_time = INT64_MIN;
  std::int64_t when_ns = no_time;  // due, timeout, now, from
  std::int64_t to_ns = no_time;    // to
  static constexpr std::int64_t no_delay = -1;
  std::int64_t delay_ms = no_delay;  // delay
  std::int64_t n = 0;                // n, len, ready, backlog, worker, count, exit, value
  std::int64_t queued = 0;           // queued
  std::int64_t line_number = 0;      // line of a location definition
  std::int64_t column = 0;
  std::int64_t os_id = 0;     // tid or pid of a definition
  std::uint64_t events = 0;   // end
  std::uint64_t dropped = 0;  // end

  std::string_view unknown_name;  // e, where event is unknown
  std::string_view text;
  std::string_view function;  // fn of a location definition
  std::string_view op;
  std::string_view error;
  std::string_view local;
  std::string_view peer;
  std::string_view file;

  [[nodiscard]] bool has(Field field) const noexcept {
    return (fields >> static_cast<unsigned>(field) & 1U) != 0;
  }
};

}  // namespace loopscope
