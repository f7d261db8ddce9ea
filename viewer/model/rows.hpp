// The rows of the timeline, filled while the trace grows.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "tracer/model/trace.hpp"
#include "viewer/model/box_forest.hpp"

namespace loopscope::viewer {

/// In the order in which they stand below each other, for each thread.
enum class RowKind : std::uint8_t {
  boot,
  turn,
  phase,
  wait,  // in poll
  task,  // callbacks; nested ones on rows of their own
  tick,
  microtask,
  queue,  // when tasks are queued
  log,
  mark,
  pool,  // of a worker thread
  tcp,   // connections, each on a track of its own while it is open
};

struct Row {
  RowKind kind = RowKind::task;
  std::uint16_t lane = 0;
  std::uint32_t sub = 0;  // depth of a nested callback; number of a track
  std::string label = {};
  BoxForest boxes = {};
};

class Rows final : public TraceGrowth {
 public:
  static constexpr std::uint32_t max_nested = 3;  // deeper ones share the last row
  static constexpr std::uint32_t max_tracks = 64;

  /// Listens to the trace from now on; to be made before its first event.
  explicit Rows(Trace& trace);
  Rows(const Rows&) = delete;
  Rows& operator=(const Rows&) = delete;
  ~Rows() override;

  /// From top to bottom. The pointers stay valid, but for restarts.
  [[nodiscard]] const std::vector<const Row*>& all() const noexcept { return order_; }
  /// The row that shows a scope or point which begins with this event, and which of its boxes;
  /// nullptr if none does.
  struct Place {
    const Row* row = nullptr;
    std::size_t box = 0;
  };
  [[nodiscard]] Place find(std::uint32_t begin) const;
  /// Scopes and connections that have no end (yet), of one row.
  [[nodiscard]] std::vector<Box> open(const Row& row) const;
  [[nodiscard]] std::size_t bytes() const noexcept;
  /// Counts the restarts.
  [[nodiscard]] std::uint32_t generation() const noexcept { return generation_; }
  /// Connections that had no track: their events are in the last one.
  [[nodiscard]] std::uint64_t folded() const noexcept { return folded_; }

 private:
  using Key = std::uint64_t;
  void opened(std::uint32_t begin, std::uint32_t depth) override;
  void closed(std::uint32_t begin, std::uint32_t end) override;
  void added(std::uint32_t index) override;
  void restarted() override;
  void add_tcp(std::uint32_t index);
  [[nodiscard]] std::uint32_t track_of(std::uint32_t connection, std::uint32_t index);
  [[nodiscard]] Row& row(RowKind kind, std::uint16_t lane, std::uint32_t sub = 0);
  [[nodiscard]] Row& row_of_scope(std::uint32_t begin);
  [[nodiscard]] std::uint32_t task_depth(std::uint32_t begin, std::uint16_t lane) const;
  [[nodiscard]] std::string label_of(const Row& row) const;

  Trace& trace_;
  std::map<Key, std::unique_ptr<Row>> rows_;
  std::vector<const Row*> order_;
  Row* last_row_[2] = {nullptr, nullptr};
  struct Track {
    std::uint32_t connection = no_index;  // no_index: free
    std::uint32_t last = no_index;
  };
  std::vector<Track> tracks_;
  std::unordered_map<std::uint32_t, std::uint32_t> track_of_connection_;
  std::uint64_t folded_ = 0;
  std::uint32_t generation_ = 0;
};

}  // namespace loopscope::viewer
