// What a recorded run can say: the events of docs/trace-format.md as small numbers.
//
// The order of the enumerators is part of the in-memory contract between a probe and the
// recorder of the same process only; a trace file holds names (tracer/format/names.hpp).
#pragma once

#include <cstdint>

namespace loopscope {

enum class Event : std::uint16_t {
  // Operands: they carry what did not fit into the record that follows on the same thread.
  operand_text,     // small: bytes used (<= 16); a, b: the bytes
  operand_address,  // small: port; text: AddressRole | AddressFamily << 8; a, b: address bytes
  operand_due,      // a: due time of the timer task queued next, clock ns; b: its delay, ms
  operand_callee,   // a: location of the callback of the task queued next
  operand_error,    // text operands before it hold what(); marks the next task.end as thrown

  start,        // small: RunMode; text: AliveReason; a: id of what keeps it alive
  stop,         // run() returned; text: AliveReason; a: id of what keeps it alive
  end,          // small: exit code
  boot_begin,   // small: Layer; text: step name
  boot_end,     // small: Layer; text: step name
  turn,         // a: iteration; b: cached now, clock ns
  phase_begin,  // small: Phase; a: queue length on entry
  phase_end,    // small: Phase
  poll_wait,    // small: PollReason; a: timeout ns (forever_ns: none); b: id of the timer
  poll_wake,    // a: number of poll_ready that follow
  poll_ready,   // a: id of the handle, or of a task that has none; small: Direction

  task_queue,   // small: Queue | task_flag_*; text: name; a: id; b: location
  task_begin,   // a: id
  task_end,     // a: id
  task_cancel,  // a: id
  task_ref,     // a: id
  task_unref,   // a: id

  handle_open,   // small: HandleKind; text: name; a: id; b: location
  handle_start,  // a: id (becomes active)
  handle_stop,   // a: id (no longer active)
  handle_ref,    // a: id
  handle_unref,  // a: id
  handle_close,  // a: id (closing; its close callback is a task of queue `close`)

  tcp_listen,     // a: server id; b: backlog; local address before it
  tcp_accept,     // a: connection id; b: server id; addresses before it
  tcp_connect,    // a: connection id; peer address before it
  tcp_connected,  // a: connection id; addresses before it
  tcp_read,       // a: connection id; b: bytes
  tcp_write,      // a: connection id; b: bytes taken by the kernel; text: bytes still queued
  tcp_again,      // a: connection id; small: Direction
  tcp_drain,      // a: connection id
  tcp_shutdown,   // a: connection id
  tcp_eof,        // a: connection id
  tcp_close,      // a: connection id
  tcp_error,      // a: connection id; small: errno; text: name of the operation

  async_send,  // a: handle id
  pool_begin,  // a: task id; small: worker number, from 1
  pool_end,    // a: task id; small: worker number, from 1
  log,         // small: Stream; text operands before it hold the text
  mark,        // text: name; a: value
  counter,     // text: name; a: value (signed)
  drop,        // a: count; b: ticks of the first one lost

  definition,  // only in traces: the recorder writes these by itself
  source,      // likewise
  unknown,     // only in traces: an event of a later version
};

enum class Phase : std::uint8_t { timers, pending, idle, prepare, poll, check, close };

enum class Queue : std::uint8_t {
  timer,
  pending,
  idle,
  prepare,
  io,
  check,
  close,
  tick,
  microtask,
  pool,
  main,
};

/// The task stays in its queue when it begins (a handle's callback, a connection's read watcher).
inline constexpr std::uint16_t task_flag_repeat = 1U << 8U;
/// The task does not keep the loop alive.
inline constexpr std::uint16_t task_flag_unref = 1U << 9U;

enum class RunMode : std::uint8_t { default_mode, once, nowait };

/// Why run() goes on; `none` means nothing keeps the loop alive.
enum class AliveReason : std::uint8_t { none, handle, request, pending, closing };

/// Where the timers run: libuv moved them in 1.45.
enum class Profile : std::uint8_t {
  classic,  // libuv <= 1.44, Node <= 18: timers first in a turn
  modern,   // libuv >= 1.45, Node >= 20: timers last, and once before the first turn
};

/// Why poll waits as long as it does, in the order in which the reasons are asked.
enum class PollReason : std::uint8_t {
  run_nowait,
  stopped,
  nothing_active,
  idle,
  immediate,
  pending,
  closing,
  timer,
  no_timer,
};

enum class HandleKind : std::uint8_t {
  timer,
  idle,
  prepare,
  check,
  async,
  signal,
  tcp,
  tcp_server,
};

enum class Direction : std::uint8_t { read, write };
enum class Layer : std::uint8_t { js, cpp, c };
enum class Stream : std::uint8_t { out, err };
enum class AddressRole : std::uint8_t { local, peer };
enum class AddressFamily : std::uint8_t { v4, v6 };

inline constexpr std::uint64_t forever_ns = ~std::uint64_t{0};

}  // namespace loopscope
