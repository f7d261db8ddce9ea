// A trace in memory: its events in 32 bytes each, what leads from one to another, and what the loop
// held at any of them. What the command line and the viewer look at.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tracer/format/definitions.hpp"
#include "tracer/format/header.hpp"
#include "tracer/format/source_texts.hpp"
#include "tracer/model/loop_state.hpp"
#include "tracer/model/packed_block.hpp"
#include "tracer/model/queue_depths.hpp"
#include "tracer/model/segmented.hpp"

namespace loopscope {

/// Told about scopes while a trace grows; its events and links up to that one can be read.
class TraceGrowth {
 public:
  virtual ~TraceGrowth() = default;
  virtual void opened(std::uint32_t begin, std::uint32_t depth) = 0;
  virtual void closed(std::uint32_t begin, std::uint32_t end) = 0;
  /// An event that is no begin of a scope has been added.
  virtual void added(std::uint32_t index) = 0;
  /// The trace has been put into the order of time: everything comes again.
  virtual void restarted() = 0;
};

/// Events have indexes from 0 in the order of time (of the file among equals); definitions and
/// sources are none. A step is a number of events: the state at step n is that after the first n.
/// Threads: one writes (append(), finish()) while nobody reads, or any number read.
class Trace final : private StateListener {
 public:
  using LaneKey = PackedBlock::LaneKey;
  static constexpr std::size_t max_events = no_index - 1;
  static constexpr std::size_t max_shown_problems = 1000;

  struct Connection {
    std::uint32_t id = 0;
    std::uint32_t first = no_index;  // tcp events, chained by forward()
    std::uint32_t last = no_index;
    std::uint32_t events = 0;
  };
  struct Problem {
    std::uint64_t line;
    std::string reason;
  };

  explicit Trace(TraceHeader header);
  Trace(const Trace&) = delete;
  Trace& operator=(const Trace&) = delete;
  ~Trace() = default;

  /// The next events of the file. False where no more fit.
  bool append(const PackedBlock& block);
  void add_problem(std::uint64_t line, std::string_view reason);
  /// After the last append(), and after those of a file that grew: brings what came in another
  /// order into that of time.
  void finish();
  void set_growth(TraceGrowth* growth) noexcept { growth_ = growth; }

  [[nodiscard]] const TraceHeader& header() const noexcept { return header_; }
  [[nodiscard]] std::uint32_t size() const noexcept {
    return static_cast<std::uint32_t>(events_.size());
  }
  [[nodiscard]] const PackedEvent& operator[](std::uint32_t i) const noexcept { return events_[i]; }
  [[nodiscard]] TraceEvent event(std::uint32_t index) const;
  /// A begin's end; task.queue's first begin, cancel or move; the next event of a connection.
  [[nodiscard]] std::uint32_t forward(std::uint32_t i) const noexcept { return links_[i].forward; }
  /// An end's begin; the task.queue of a begin (also of work) or cancel; a connection's
  /// event before.
  [[nodiscard]] std::uint32_t back(std::uint32_t i) const noexcept { return links_[i].back; }

  [[nodiscard]] std::int64_t first_ns() const noexcept;
  [[nodiscard]] std::int64_t last_ns() const noexcept;
  /// How many events have a time of at most t_ns.
  [[nodiscard]] std::uint32_t step_at(std::int64_t t_ns) const;

  [[nodiscard]] const Definitions& definitions() const noexcept { return definitions_; }
  /// The texts of `source` lines.
  [[nodiscard]] const SourceTexts& sources() const noexcept { return sources_; }
  /// Lines that are valid: events, definitions and pieces of sources.
  [[nodiscard]] std::uint64_t lines() const noexcept { return events_.size() + definition_count_; }
  [[nodiscard]] const Label& label(const PackedEvent& event) const;
  [[nodiscard]] std::string_view name(const PackedEvent& event) const;
  [[nodiscard]] const Details* details(const PackedEvent& event) const;
  /// The number that stands in the trace for an id, or a number of More::number.
  [[nodiscard]] std::uint64_t number(std::uint32_t packed) const;
  /// The id of events for such a number; no_index where no event has it.
  [[nodiscard]] std::uint32_t packed(std::uint64_t number) const;
  [[nodiscard]] const LaneKey& lane(std::uint16_t number) const { return lanes_[number]; }
  [[nodiscard]] std::size_t lanes() const noexcept { return lanes_.size(); }

  [[nodiscard]] const Segmented<std::uint32_t>& logs() const noexcept { return logs_; }
  [[nodiscard]] const Segmented<std::uint32_t>& turns() const noexcept { return turns_; }
  [[nodiscard]] const Segmented<std::uint32_t>& marks() const noexcept { return marks_; }
  [[nodiscard]] const std::vector<Connection>& connections() const noexcept { return connections_; }
  [[nodiscard]] const Connection* connection(std::uint32_t id) const;
  [[nodiscard]] const QueueDepths& depths() const noexcept { return depths_; }
  [[nodiscard]] const std::vector<Problem>& problems() const noexcept { return problems_; }
  [[nodiscard]] std::uint64_t problem_count() const noexcept { return problem_count_; }

  /// The state at a step (at most size()): from the nearest checkpoint, or from `state` if it is a
  /// state at `from` and that is nearer.
  void seek(LoopState& state, std::uint32_t from, std::uint32_t step) const;
  [[nodiscard]] LoopState state(std::uint32_t step) const;
  /// The state after the last event.
  [[nodiscard]] const LoopState& last_state() const noexcept { return state_; }

  /// Memory without texts.
  [[nodiscard]] std::size_t bytes() const noexcept;

 private:
  struct Links {
    std::uint32_t back = no_index;
    std::uint32_t forward = no_index;
  };
  struct LabelHash {
    std::size_t operator()(const Label& label) const noexcept;
  };
  class Adoption;  // of one block

  PackedEvent& add(const PackedEvent& event);
  void take_in(const PackedEvent& added);
  void index(std::uint32_t at, const PackedEvent& event);
  void index_connection(std::uint32_t at, const PackedEvent& event);
  void index_lag(const PackedEvent& begin, const PackedEvent& queued);
  void save_checkpoint();
  void define(const TraceEvent& event);
  [[nodiscard]] bool redefines(const TraceEvent& event) const;
  [[nodiscard]] std::uint32_t intern(Label label);
  [[nodiscard]] std::uint16_t intern(const LaneKey& key);
  [[nodiscard]] std::uint32_t intern(std::uint64_t large);
  [[nodiscard]] const char* keep_texts(std::string_view texts);
  void sort_by_time();
  void clear_derived();

  void opened(std::uint32_t begin, const PackedEvent& event, std::uint32_t depth) override;
  void closed(std::uint32_t begin, std::uint32_t end, bool complete) override;
  void left(std::uint32_t queued, std::uint32_t index) override;

  TraceHeader header_;
  Segmented<PackedEvent> events_;
  Segmented<Links> links_;
  Definitions definitions_;
  SourceTexts sources_;
  std::uint64_t definition_count_ = 0;
  std::unordered_map<std::uint32_t, std::uint32_t> renamed_;    // names defined again: new numbers
  std::unordered_map<std::uint32_t, std::uint32_t> relocated_;  // locations likewise
  std::uint32_t next_alias_ = std::uint32_t{1} << 31U;
  std::vector<Label> labels_;
  std::unordered_map<Label, std::uint32_t, LabelHash> label_numbers_;
  std::vector<LaneKey> lanes_;
  std::unordered_map<std::uint64_t, std::uint16_t> lane_numbers_;
  std::vector<std::uint64_t> large_;
  std::unordered_map<std::uint64_t, std::uint32_t> large_numbers_;
  Segmented<Details> details_;  // number 1 is the first
  std::vector<std::unique_ptr<char[]>> texts_;
  std::size_t text_bytes_ = 0;

  LoopState state_;
  std::vector<LoopState::Checkpoint> checkpoints_;
  std::size_t checkpoint_bytes_ = 0;
  Segmented<std::uint32_t> logs_;
  Segmented<std::uint32_t> turns_;
  Segmented<std::uint32_t> marks_;
  std::vector<Connection> connections_;
  FlatMap connection_numbers_;
  QueueDepths depths_;
  std::vector<Problem> problems_;
  std::uint64_t problem_count_ = 0;
  bool disordered_ = false;
  TraceGrowth* growth_ = nullptr;
};

}  // namespace loopscope
