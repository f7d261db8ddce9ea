// Events of one block of lines, packed on the thread that parsed them. Numbers that need the whole
// trace (labels, lanes, large ids) count within the block; Trace gives them their final values.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "tracer/model/packed_event.hpp"

namespace loopscope {

class PackedBlock {
 public:
  struct LaneKey {
    std::uint32_t process = 0;
    std::uint32_t thread = 0;
    bool operator==(const LaneKey&) const = default;
  };

  /// A `def` or `source` line: what events refer to, and none itself.
  struct Definition {
    std::size_t before = 0;  // which of `events` it stands before
    TraceEvent event;        // its texts are the reader's
  };

  void clear();
  /// Adds the next events.
  void pack(std::span<const TraceEvent> events);

  std::vector<PackedEvent> events;  // all but the definitions
  std::vector<Definition> definitions;
  std::vector<Label> labels;
  std::vector<LaneKey> lanes;
  std::vector<Details> details;  // `texts` is null; the texts stand in `texts`, in their order
  std::string texts;
  std::vector<std::uint64_t> large;  // ids and other numbers that do not fit

 private:
  void pack(const TraceEvent& event, PackedEvent& to);
  void pack_more(const TraceEvent& event, PackedEvent& to);
  void add_details(const TraceEvent& event, PackedEvent& to);
  [[nodiscard]] std::uint32_t number(std::uint64_t value);
  [[nodiscard]] std::uint32_t label(const Label& label);
  [[nodiscard]] std::uint16_t lane(const LaneKey& key);
  [[nodiscard]] std::uint16_t find_lane(const LaneKey& key);

  std::uint16_t last_lane_ = 0;
  std::vector<std::uint32_t> label_slots_;  // hash table: number in labels + 1, or 0
};

/// The event again, but for `fields` and, where it has texts, with texts that point into `details`;
/// `large` gives the value of a number from large_id on.
struct UnpackTables {
  const Label* label = nullptr;      // of more_of() label
  const Details* details = nullptr;  // of more_of() details; may be null for task.end
  PackedBlock::LaneKey lane = {};
};
[[nodiscard]] TraceEvent unpack(const PackedEvent& event, const UnpackTables& tables);

}  // namespace loopscope
