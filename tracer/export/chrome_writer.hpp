// The lines of a Chrome trace in the JSON object form, one event a line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "tracer/export/chrome_tracks.hpp"
#include "tracer/export/hole_file.hpp"
#include "tracer/format/header.hpp"

namespace loopscope {

/// Writes into a HoleFile that must live longer. Events of a thread come in the order of their
/// time. `args` is the inside of a JSON object: `"id":5,"by":1`; empty for none.
class ChromeWriter {
 public:
  ChromeWriter(HoleFile& file, bool with_args) : file_(file), with_args_(with_args) {}

  void begin(const TraceHeader& header);
  void end();

  /// A slice whose end is not known yet.
  struct Slice {
    HoleFile::Hole hole = 0;
    std::int64_t begin_ns = 0;
    std::string args;
  };
  [[nodiscard]] Slice open_slice(ChromeTrack track, std::int64_t begin_ns, std::string_view name,
                                 std::string_view category, std::string args);
  /// `more`: args that are known at the end, at most max_end_args bytes.
  void close_slice(const Slice& slice, std::int64_t end_ns, std::string_view more);
  static constexpr std::size_t max_end_args = 32;

  /// The start of an arrow; a place that stays open until its other end is known.
  [[nodiscard]] HoleFile::Hole open_arrow(ChromeTrack track, std::int64_t t_ns);
  void start_arrow(HoleFile::Hole hole, std::uint64_t arrow);
  /// The arrow has no other end: a mark is left instead.
  void drop_arrow(HoleFile::Hole hole, std::uint64_t task);
  void end_arrow(ChromeTrack track, std::int64_t t_ns, std::uint64_t arrow);

  /// ph: b, n or e of span `id`.
  void async(char ph, ChromeTrack track, std::int64_t t_ns, std::uint64_t id, std::string_view name,
             std::string_view args);
  void counter(ChromeTrack track, std::int64_t t_ns, std::string_view name,
               std::string_view series);
  void instant(ChromeTrack track, std::int64_t t_ns, std::string_view name, std::string_view args);
  /// `key`: name, labels or sort_index; `value` is JSON.
  void metadata(ChromeTrack track, std::string_view event, std::string_view key,
                std::string_view value);

 private:
  std::string& line(ChromeTrack track, std::int64_t t_ns);
  /// The same up to its name and category, which all but the ends of arrows have alike.
  std::string& named_line(char ph, ChromeTrack track, std::int64_t t_ns, std::string_view name,
                          std::string_view category);
  void finish_line(std::string_view args);

  HoleFile& file_;
  bool with_args_;
  bool first_ = true;
};

}  // namespace loopscope
