// One recording of one process: the rings of its threads and the strings they refer to.
//
// Producers meet it when a thread starts and when a string is seen for the first time; the writer
// reads rings and definitions. Nothing here knows what becomes of the records.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/probe/clock.hpp"
#include "core/probe/ring.hpp"
#include "core/probe/source_location.hpp"
#include "core/probe/vocabulary.hpp"

namespace loopscope {

/// A place in a source file, defined once and then named by number.
struct LocationText {
  std::string file;
  std::string function;
  std::uint32_t line = 0;
  std::uint32_t column = 0;
};

/// A program's text, which travels inside of the trace.
struct SourceText {
  std::string file;
  std::string text;
};

class Session {
 public:
  struct Options {
    std::size_t ring_records = std::size_t{1} << 16U;
    FullPolicy policy = FullPolicy::block;
    /// Names and locations each; the one after the last is number 1, "(too many names)".
    std::uint32_t max_definitions = 1U << 20U;
  };
  struct Thread {
    std::string name;
    std::int64_t tid;
    Ring ring;
    Thread(std::string thread_name, std::int64_t thread_id, const Options& options)
        : name(std::move(thread_name)),
          tid(thread_id),
          ring(options.ring_records, options.policy) {}
  };

  explicit Session(const Clock& clock);
  Session(const Clock& clock, Options options);

  [[nodiscard]] const Clock& clock() const noexcept { return clock_; }

  /// Tells this session from any other of the process, also from one at the same address.
  [[nodiscard]] std::uint64_t serial() const noexcept { return serial_; }
  /// Registers the calling thread; the ring stays valid as long as the session. Numbered from 0
  /// in the order of registration: the loop's thread comes first.
  Ring& add_thread(std::string_view name);

  /// A loop says whose order its phases have. Throws std::logic_error where another loop of the
  /// session has the other: a trace has one profile.
  void set_profile(Profile profile);

  /// The number of a name (from 2; 0 means no name). Any thread; takes a lock.
  std::uint32_t name(std::string_view text);
  /// The session's own copy of a name, valid as long as the session.
  [[nodiscard]] std::string_view name_text(std::uint32_t number);
  /// The number of a place. Any thread; takes a lock, so callers keep what they got.
  std::uint32_t location(const SourceLocation& where);
  std::uint32_t location(LocationText where);

  /// A text that the trace will hold, before the first place in `file`. Any thread. False where it
  /// is too long, or all would be; an empty one, and one that is there, is nothing new.
  bool add_source(std::string_view file, std::string_view text);
  static constexpr std::size_t max_source_bytes = std::size_t{1} << 20U;
  static constexpr std::size_t max_sources_bytes = std::size_t{4} << 20U;  // of all
  static constexpr std::size_t max_sources = 1024;

  /// A block of task and handle ids for one probe: [result, result + id_block). Ids start at 1.
  static constexpr std::uint64_t id_block = 1024;
  std::uint64_t take_ids() noexcept { return next_block_.fetch_add(id_block); }

  // The writer's side. Each takes a lock.
  /// Until this call and after end_reading() nobody would make room, so that a full ring drops
  /// under either policy. Throws std::logic_error where the session has a reader already.
  void begin_reading();
  void end_reading();
  /// Of the loops so far.
  [[nodiscard]] std::optional<Profile> profile();
  [[nodiscard]] std::vector<Thread*> threads();
  /// Definitions numbered `from` and up; references stay valid.
  [[nodiscard]] std::vector<const std::string*> names_from(std::uint32_t from);
  [[nodiscard]] std::vector<const LocationText*> locations_from(std::uint32_t from);
  [[nodiscard]] std::vector<const SourceText*> sources_from(std::size_t index);
  static constexpr std::uint32_t first_number = 1;
  /// What stands for every name or location beyond max_definitions; the others count from 2.
  static constexpr std::uint32_t overflow_number = first_number;

 private:
  const Clock& clock_;
  Options options_;
  std::uint64_t serial_;
  std::mutex mutex_;
  std::deque<Thread> threads_;
  std::deque<std::string> names_;
  std::unordered_map<std::string_view, std::uint32_t> name_numbers_;
  std::deque<LocationText> locations_;
  std::unordered_map<std::string, std::uint32_t> location_numbers_;
  std::deque<SourceText> sources_;
  std::size_t sources_bytes_ = 0;
  std::optional<Profile> profile_;
  bool has_reader_ = false;
  std::atomic<std::uint64_t> next_block_{1};
};

}  // namespace loopscope
