// A session over a script, as the window has it over a file.
#pragma once

#include <memory>

#include "tests/tracer/model/script.hpp"
#include "viewer/model/session.hpp"

namespace loopscope::viewer {

class Viewed {
 public:
  explicit Viewed(const Script& script) : trace(TraceHeader{}), rows(trace) {
    script.play(*this);
    PackedBlock block;
    block.pack(events_);
    trace.append(block);
    trace.finish();
    session = std::make_unique<Session>(trace, rows);
    session->viewport().set_width(1000);
  }
  void apply(const TraceEvent& event) { events_.push_back(event); }

  Trace trace;
  Rows rows;
  std::unique_ptr<Session> session;

  /// The row of this label; it must be there.
  [[nodiscard]] const Row& row(std::string_view label) const {
    for (const Row* each : rows.all())
      if (each->label == label) return *each;
    throw std::out_of_range("there is no such row");
  }

 private:
  std::vector<TraceEvent> events_;
};

}  // namespace loopscope::viewer
