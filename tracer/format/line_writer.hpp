// From records to lines: what a recording says, in the words of docs/trace-format.md.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string_view>

#include "core/probe/session.hpp"
#include "tracer/format/line_buffer.hpp"
#include "tracer/format/thread_state.hpp"

namespace loopscope {

/// Appends lines to its buffer; the owner empties that. Remembers what lines depend on: operands
/// that wait for their event, the tasks that run on each thread (from which `by` and `task` come),
/// and which definitions were written. Used by one thread; `session` must live longer.
class LineWriter {
 public:
  explicit LineWriter(Session& session) noexcept;

  /// The lines for one record of the session's thread number `thread`: usually one, none for an
  /// operand, more where definitions are new. A thread's records come in their order. An Event::end
  /// makes no line, but see exit_code().
  void write(std::uint32_t thread, const Record& record);

  /// A `drop` line for losses that the thread's ring did not get to report by itself.
  void write_unreported_drops(std::uint32_t thread, std::uint64_t dropped);
  /// The last line. `dropped`: records lost by all threads.
  void write_end(int exit_code, std::uint64_t dropped);

  [[nodiscard]] LineBuffer& buffer() noexcept { return buffer_; }
  /// Lines made so far.
  [[nodiscard]] std::uint64_t lines() const noexcept { return lines_; }
  /// The exit code of an Event::end that was recorded.
  [[nodiscard]] std::optional<int> exit_code() const noexcept { return exit_code_; }

  /// Longer texts of definitions are cut.
  static constexpr std::size_t max_definition_bytes = 65536;

 private:
  // The numbers of names or of locations that were defined.
  struct Defined {
    std::uint32_t next = Session::overflow_number + 1;  // all below, but for the overflow's
    bool overflow = false;
    [[nodiscard]] bool lacks(std::uint32_t number) const noexcept {
      return number >= next || (number == Session::overflow_number && !overflow);
    }
  };

  ThreadState& thread_state(std::uint32_t thread);
  void write_event(ThreadState& thread, const Record& record);
  void write_drop(ThreadState& thread, std::uint64_t count, std::uint64_t from_ns,
                  std::uint64_t to_ns);

  void define_what_is_new(std::uint32_t number, ThreadState& thread, const Record& record);
  void define_thread(std::uint32_t number, ThreadState& thread);
  void define_names(const ThreadState& thread, std::uint32_t used);
  void define_name(const ThreadState& thread, std::uint32_t number, std::string_view name);
  void define_locations(const ThreadState& thread, std::uint32_t used);
  void write_sources(const ThreadState& thread);
  void write_source(const ThreadState& thread, const SourceText& source);
  void define_location(const ThreadState& thread, std::uint32_t number, const LocationText& where);
  char* begin_definition(const ThreadState& thread, std::string_view kind, std::uint32_t number,
                         std::string_view text, std::size_t more_bytes = 0);

  [[nodiscard]] std::uint64_t time_of(const ThreadState& thread,
                                      std::uint64_t ticks) const noexcept;
  char* begin_line(const ThreadState& thread, Event event, std::size_t text_bytes);
  void end_line(char* end) noexcept;

  Session& session_;
  const Clock& clock_;
  LineBuffer buffer_;
  std::deque<ThreadState> threads_;
  std::uint64_t lines_ = 0;
  Defined names_;
  Defined locations_;
  std::size_t sources_ = 0;  // written
  std::optional<int> exit_code_;
};

}  // namespace loopscope
