// One line of a trace, read: the fields of docs/trace-format.md under the same names.
#pragma once

#include <cstdint>
#include <string_view>

#include "core/probe/vocabulary.hpp"

namespace loopscope {

enum class DefinitionKind : std::uint8_t { name, location, thread, process, unknown };

/// Which fields mean something depends on `event`; the others keep their defaults. Texts point into
/// the reader's buffer and are valid until it moves on.
struct TraceEvent {
  std::uint64_t line = 0;  // line number in the file, from 1 (the header)
  std::int64_t t_ns = 0;
  Event event = Event::unknown;
  std::uint32_t thread = 0;   // th
  std::uint32_t process = 0;  // p

  std::uint64_t id = 0;     // id, or c; 0: none
  std::uint64_t by = 0;     // by, or task; 0: none
  std::uint64_t other = 0;  // server
  std::uint32_t name = 0;
  std::uint32_t at = 0;
  std::uint32_t fn = 0;

  Queue queue = Queue::main;                      // q
  Phase phase = Phase::timers;                    // ph
  PollReason why = PollReason::no_timer;          // why
  AliveReason alive = AliveReason::none;          // alive
  RunMode mode = RunMode::default_mode;           // mode
  HandleKind kind = HandleKind::timer;            // kind of a handle
  DefinitionKind definition = DefinitionKind::unknown;  // kind of a definition
  Direction direction = Direction::read;          // dir
  Layer layer = Layer::js;                        // layer
  Stream stream = Stream::out;                    // s
  bool repeat = false;
  bool ref = true;
  bool has_error = false;  // `error` was there (it may be empty)

  static constexpr std::int64_t no_time = INT64_MIN;
  std::int64_t when_ns = no_time;  // due, timeout, now, from
  std::int64_t to_ns = no_time;    // to
  std::int64_t n = 0;       // n, len, ready, backlog, worker, count, exit, value, pid, tid
  std::int64_t queued = 0;  // queued
  std::int64_t line_number = 0;  // line of a location definition
  std::int64_t column = 0;
  std::uint64_t events = 0;   // end
  std::uint64_t dropped = 0;  // end

  std::string_view unknown_name;  // e, where event is unknown
  std::string_view text;
  std::string_view function;  // fn of a location definition
  std::string_view op;
  std::string_view error;
  std::string_view local;
  std::string_view peer;
};

}  // namespace loopscope
