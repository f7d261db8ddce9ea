// One thread's pen: writes what happens on it into its ring. A default-made probe is off, and
// every call costs one predictable branch.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "core/probe/session.hpp"

namespace loopscope {

/// An address as the trace has it: bytes in network order, port in host order.
struct TracedAddress {
  AddressFamily family = AddressFamily::v4;
  std::array<std::uint8_t, 16> bytes{};
  std::uint16_t port = 0;
};

/// Used by the one thread that made it.
class Probe {
 public:
  Probe() = default;
  /// Registers the calling thread with the session, which must live longer.
  Probe(Session& session, std::string_view thread_name);

  [[nodiscard]] bool on() const noexcept { return ring_ != nullptr; }
  /// What it records into; null while recording is off.
  [[nodiscard]] Session* session() const noexcept { return session_; }

  /// The next task or handle id; 0 while recording is off.
  [[nodiscard]] std::uint64_t new_id() noexcept {
    if (!on()) return 0;
    if (next_id_ == end_of_ids_) [[unlikely]]
      take_ids();
    return next_id_++;
  }

  void emit(Event event, std::uint16_t small = 0, std::uint32_t text = 0, std::uint64_t a = 0,
            std::uint64_t b = 0) noexcept {
    if (on()) ring_->push({clock_->stamp(), event, small, text, a, b});
  }
  /// As emit(), with a name that is interned first.
  void emit_named(Event event, std::uint16_t small, std::string_view name, std::uint64_t a = 0,
                  std::uint64_t b = 0) {
    if (on()) emit(event, small, name_number(name), a, b);
  }

  void task_queue(std::uint64_t id, Queue queue, std::string_view name, const SourceLocation& where,
                  std::uint16_t flags = 0) {
    if (on()) record_queue(id, queue, name, where, flags);
  }
  /// As task_queue(), of a task that was queued at `ticks` of the clock, later than everything that
  /// was recorded on this thread. Only while recording.
  void task_queue_at(std::uint64_t ticks, std::uint64_t id, Queue queue, std::string_view name,
                     const SourceLocation& where, std::uint16_t flags = 0);
  /// A timer task, or the same one again with a new due time (which moves it). `delay_ms` is what
  /// it was asked for, within the bounds of its layer.
  void timer_queue(std::uint64_t id, std::string_view name, const SourceLocation& where,
                   std::uint64_t due_ns, std::uint64_t delay_ms, std::uint16_t flags = 0) {
    if (!on()) return;
    emit(Event::operand_due, 0, 0, due_ns, delay_ms);
    task_queue(id, Queue::timer, name, where, flags);
  }
  void task_begin(std::uint64_t id) noexcept { emit(Event::task_begin, 0, 0, id); }
  void task_end(std::uint64_t id) noexcept { emit(Event::task_end, 0, 0, id); }
  /// The task ended by an exception.
  void task_threw(std::uint64_t id, std::string_view what) {
    if (!on()) return;
    text(what);
    emit(Event::operand_error);
    task_end(id);
  }
  void task_cancel(std::uint64_t id) noexcept { emit(Event::task_cancel, 0, 0, id); }

  void handle_open(std::uint64_t id, HandleKind kind, std::string_view name,
                   const SourceLocation& where) {
    if (on())
      emit(Event::handle_open, static_cast<std::uint16_t>(kind), name_number(name), id,
           location_number(where));
  }
  void phase(Event begin_or_end, Phase phase, std::uint64_t length = 0) noexcept {
    emit(begin_or_end, static_cast<std::uint16_t>(phase), 0, length);
  }
  void address(AddressRole role, const TracedAddress& address) noexcept;
  /// A line of program output. Longer than max_log_bytes: cut, with "…" at the end.
  void log(Stream stream, std::string_view line) {
    if (!on()) return;
    text(line);
    emit(Event::log, static_cast<std::uint16_t>(stream));
  }
  static constexpr std::size_t max_log_bytes = 16384;

 private:
  void take_ids() noexcept;
  // Not inline: queuing a task would save the registers for it while nothing is recorded.
  void record_queue(std::uint64_t id, Queue queue, std::string_view name,
                    const SourceLocation& where, std::uint16_t flags);
  void text(std::string_view text) noexcept;
  std::uint32_t name_number(std::string_view name);
  std::uint32_t location_number(const SourceLocation& where);

  struct CachedName {
    std::string_view text;  // the session's copy
    std::uint32_t number = 0;
  };
  struct CachedLocation {
    const char* file = nullptr;
    std::uint32_t line = 0;
    std::uint32_t column = 0;
    std::uint32_t number = 0;
  };
  static constexpr std::size_t cache_slots = 256;
  struct Caches {
    std::array<CachedName, cache_slots> names;
    std::array<CachedLocation, cache_slots> locations;
  };

  Ring* ring_ = nullptr;
  const Clock* clock_ = nullptr;
  Session* session_ = nullptr;
  std::uint64_t next_id_ = 0;
  std::uint64_t end_of_ids_ = 0;
  std::unique_ptr<Caches> caches_;
};

/// The calling thread's probe into `session`, made at the first call; off for null. A thread that
/// changes to another session leaves the ring of the one before for good.
Probe& thread_probe(Session* session, std::string_view thread_name = "thread");

}  // namespace loopscope
