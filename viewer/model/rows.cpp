#include "viewer/model/rows.hpp"

#include <algorithm>
#include <array>
#include <string_view>

#include "tracer/model/queue_content.hpp"

namespace loopscope::viewer {
namespace {

constexpr auto row_names =
    std::to_array<std::string_view>({"boot", "turn", "phase", "wait", "task", "tick", "microtask",
                                     "queued", "console", "marks", "pool", "tcp"});

RowKind row_kind(const Trace& trace, const PackedEvent& event, std::uint32_t queued) {
  switch (*scope_begun_by(event.kind())) {
    case ScopeKind::boot:
      return RowKind::boot;
    case ScopeKind::turn:
      return RowKind::turn;
    case ScopeKind::phase:
      return RowKind::phase;
    case ScopeKind::wait:
      return RowKind::wait;
    case ScopeKind::pool:
      return RowKind::pool;
    case ScopeKind::task:
      break;
  }
  if (queued == no_index) return RowKind::task;
  const Queue queue = trace[queued].queue();
  if (queue == Queue::tick) return RowKind::tick;
  return queue == Queue::microtask ? RowKind::microtask : RowKind::task;
}

}  // namespace

Rows::Rows(Trace& trace) : trace_(trace) {
  trace_.set_growth(this);
}

Rows::~Rows() {
  trace_.set_growth(nullptr);
}

void Rows::restarted() {
  ++generation_;
  order_.clear();
  rows_.clear();
  last_row_[0] = last_row_[1] = nullptr;
  tracks_.clear();
  track_of_connection_.clear();
  folded_ = 0;
}

void Rows::opened(std::uint32_t begin, std::uint32_t) {
  static_cast<void>(row_of_scope(begin));
}

void Rows::closed(std::uint32_t begin, std::uint32_t end) {
  row_of_scope(begin).boxes.add(trace_, {begin, end});
}

void Rows::added(std::uint32_t index) {
  const PackedEvent& event = trace_[index];
  const Event kind = event.kind();
  if (kind == Event::task_queue)
    row(RowKind::queue, event.lane).boxes.add(trace_, {index, index});
  else if (kind == Event::log)
    row(RowKind::log, event.lane).boxes.add(trace_, {index, index});
  else if (kind == Event::mark || kind == Event::counter)
    row(RowKind::mark, event.lane).boxes.add(trace_, {index, index});
  else if (kind >= Event::tcp_listen && kind <= Event::tcp_error)
    add_tcp(index);
}

Row& Rows::row_of_scope(std::uint32_t begin) {
  const PackedEvent& event = trace_[begin];
  const RowKind kind = row_kind(trace_, event, trace_.back(begin));
  const std::uint32_t sub =
      kind == RowKind::task || kind == RowKind::tick || kind == RowKind::microtask
          ? std::min(task_depth(begin, event.lane), max_nested - 1)
          : 0;
  return row(kind, event.lane, sub);
}

/// How many callbacks called this one, one inside the other.
std::uint32_t Rows::task_depth(std::uint32_t begin, std::uint16_t lane) const {
  std::uint32_t depth = 0;
  for (const LoopState::Scope& scope : trace_.last_state().open(lane)) {
    if (scope.begin >= begin) break;
    depth += scope.kind == ScopeKind::task ? 1 : 0;
  }
  return depth;
}

Row& Rows::row(RowKind kind, std::uint16_t lane, std::uint32_t sub) {
  // Threads stand in the order of their first event; workers and connections below all others.
  const bool below = kind == RowKind::pool || kind == RowKind::tcp;
  const Key key = (below ? Key{1} << 40U : 0) | (kind == RowKind::tcp ? Key{1} << 39U : 0) |
                  Key{lane} << 16U | static_cast<Key>(kind) << 8U | sub;
  for (Row* last : last_row_)
    if (last != nullptr && last->kind == kind && last->lane == lane && last->sub == sub)
      return *last;
  std::unique_ptr<Row>& row = rows_[key];
  if (row == nullptr) {
    row = std::make_unique<Row>(Row{.kind = kind, .lane = lane, .sub = sub});
    row->label = label_of(*row);
    order_.clear();
    for (const auto& [place, each] : rows_) order_.push_back(each.get());
  }
  last_row_[1] = last_row_[0];
  last_row_[0] = row.get();
  return *row;
}

std::string Rows::label_of(const Row& row) const {
  std::string label(row_names[static_cast<std::size_t>(row.kind)]);
  const Trace::LaneKey& lane = trace_.lane(row.lane);
  if (row.kind == RowKind::tcp) return label + " " + std::to_string(row.sub + 1);
  if (row.sub > 0) label.append(" +").append(std::to_string(row.sub));
  if (row.kind == RowKind::pool) return label + " " + std::to_string(lane.thread);
  if (lane.process != 0) label.append(" p").append(std::to_string(lane.process));
  if (lane.thread != 0) label.append(" th").append(std::to_string(lane.thread));
  return label;
}

// A connection's life is boxes from each of its events to the next.
void Rows::add_tcp(std::uint32_t index) {
  const PackedEvent& event = trace_[index];
  const std::uint32_t track = track_of(event.id, index);
  const bool folded = track == max_tracks - 1;
  const std::uint32_t before = trace_.back(index);
  Row& lifeline = row(RowKind::tcp, 0, track);
  if (before != no_index && !folded) lifeline.boxes.add(trace_, {before, index});
  const bool ends = event.kind() == Event::tcp_close || folded;
  if (ends) lifeline.boxes.add(trace_, {index, index});
  tracks_[track].last = index;
  if (event.kind() != Event::tcp_close) return;
  track_of_connection_.erase(event.id);
  if (!folded) tracks_[track] = {};
}

std::uint32_t Rows::track_of(std::uint32_t connection, std::uint32_t index) {
  const auto known = track_of_connection_.find(connection);
  if (known != track_of_connection_.end()) return known->second;
  const bool again = trace_.back(index) != no_index;  // after its close: without a track
  std::uint32_t track = again ? max_tracks - 1 : 0;
  while (track < max_tracks - 1 && track < tracks_.size() && tracks_[track].connection != no_index)
    ++track;
  if (tracks_.size() <= track) tracks_.resize(track + std::size_t{1});
  if (track == max_tracks - 1) ++folded_;
  tracks_[track].connection = connection;
  track_of_connection_[connection] = track;
  return track;
}

std::vector<Box> Rows::open(const Row& row) const {
  std::vector<Box> boxes;
  if (trace_.size() == 0) return boxes;
  const std::uint32_t last = trace_.size() - 1;
  if (row.kind == RowKind::tcp) {
    const bool lives = row.sub < tracks_.size() && row.sub != max_tracks - 1 &&
                       tracks_[row.sub].connection != no_index;
    if (lives) boxes.push_back({tracks_[row.sub].last, last});
    return boxes;
  }
  std::uint32_t depth = 0;
  for (const LoopState::Scope& scope : trace_.last_state().open(row.lane)) {
    const std::uint32_t sub = scope.kind == ScopeKind::task ? std::min(depth, max_nested - 1) : 0;
    depth += scope.kind == ScopeKind::task ? 1 : 0;
    if (row_kind(trace_, trace_[scope.begin], trace_.back(scope.begin)) == row.kind &&
        sub == row.sub)
      boxes.push_back({scope.begin, last});
  }
  return boxes;
}

Rows::Place Rows::find(std::uint32_t begin) const {
  for (const Row* row : order_) {
    const std::size_t box = row->boxes.find_begin(begin);
    if (box < row->boxes.size()) return {row, box};
  }
  return {};
}

std::size_t Rows::bytes() const noexcept {
  std::size_t bytes = 0;
  for (const Row* row : order_) bytes += row->boxes.bytes();
  return bytes;
}

}  // namespace loopscope::viewer
