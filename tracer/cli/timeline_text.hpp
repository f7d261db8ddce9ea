// The timeline as text for people: a column of times, a column of durations, the tree.
#pragma once

#include <string>
#include <string_view>

#include "tracer/format/header.hpp"
#include "tracer/model/timeline.hpp"

namespace loopscope {

class TimelineText {
 public:
  /// `definitions` names the threads and must live longer.
  TimelineText(bool colour, const Definitions& definitions)
      : colour_(colour), definitions_(definitions) {}

  /// What stands above the tree.
  [[nodiscard]] std::string head(const TraceHeader& header) const;
  /// One line of it, or two where turns were skipped before it.
  [[nodiscard]] std::string line(const TimelineItem& item) const;
  [[nodiscard]] std::string note(std::string_view text) const;

 private:
  [[nodiscard]] std::string paint(std::string_view code, std::string_view text) const;
  [[nodiscard]] std::string times(const TimelineItem& item) const;
  [[nodiscard]] std::string owner(const TimelineItem& item) const;
  [[nodiscard]] std::string callback(const TimelineItem& item) const;
  [[nodiscard]] std::string body(const TimelineItem& item) const;
  [[nodiscard]] std::string skipped(const TimelineItem& item) const;
  [[nodiscard]] std::string origin(const TimelineItem& item) const;

  bool colour_;
  const Definitions& definitions_;
};

/// "timeout#2": a task, handle or connection as people see it.
[[nodiscard]] std::string label(std::string_view name, std::uint64_t id);

/// One sentence for an event that has no length, such as "server#3 listens on 127.0.0.1:9999".
[[nodiscard]] std::string event_sentence(const TimelineItem& item);
/// "waits up to 5.00 ms for timer timeout#4".
[[nodiscard]] std::string wait_sentence(const TimelineItem& item);

}  // namespace loopscope
