#include "tracer/model/trace.hpp"

#include <algorithm>
#include <utility>

namespace loopscope {

Trace::Trace(TraceHeader header) : header_(std::move(header)) {}

std::int64_t Trace::first_ns() const noexcept {
  return events_.empty() ? 0 : events_[0].t_ns;
}
std::int64_t Trace::last_ns() const noexcept {
  return events_.empty() ? 0 : events_.back().t_ns;
}

std::uint32_t Trace::step_at(std::int64_t t_ns) const {
  return static_cast<std::uint32_t>(partition_point(
      0, events_.size(), [this, t_ns](std::size_t i) { return events_[i].t_ns > t_ns; }));
}

const Label& Trace::label(const PackedEvent& event) const {
  static const Label none;
  return more_of(event.kind()) == More::label ? labels_[event.more] : none;
}

std::string_view Trace::name(const PackedEvent& event) const {
  return definitions_.name(label(event).name);
}

const Details* Trace::details(const PackedEvent& event) const {
  const bool has = more_of(event.kind()) == More::details && event.more != 0;
  return has ? &details_[event.more - 1] : nullptr;
}

std::uint64_t Trace::number(std::uint32_t packed) const {
  return packed < PackedEvent::large_id ? packed : large_[packed - PackedEvent::large_id];
}

std::uint32_t Trace::packed(std::uint64_t number) const {
  if (number < PackedEvent::large_id) return static_cast<std::uint32_t>(number);
  const auto found = large_numbers_.find(number);
  return found == large_numbers_.end() ? no_index : found->second;
}

const Trace::Connection* Trace::connection(std::uint32_t id) const {
  const std::uint32_t number = connection_numbers_.find(id);
  return number == FlatMap::none ? nullptr : &connections_[number];
}

TraceEvent Trace::event(std::uint32_t index) const {
  const PackedEvent& packed = events_[index];
  UnpackTables tables{.details = details(packed), .lane = lanes_[packed.lane]};
  if (more_of(packed.kind()) == More::label) tables.label = &labels_[packed.more];
  TraceEvent event = unpack(packed, tables);
  event.line = index;
  event.id = number(packed.id);
  event.by = number(packed.by);
  if (event.event == Event::turn) event.n = static_cast<std::int64_t>(number(packed.more));
  if (event.event == Event::tcp_write)
    event.queued = static_cast<std::int64_t>(number(packed.more));
  return event;
}

void Trace::seek(LoopState& state, std::uint32_t from, std::uint32_t step) const {
  const auto behind =
      std::upper_bound(checkpoints_.begin(), checkpoints_.end(), step,
                       [](std::uint32_t at, const LoopState::Checkpoint& checkpoint) {
                         return at < checkpoint.next;
                       });
  const std::uint32_t saved = behind == checkpoints_.begin() ? 0 : std::prev(behind)->next;
  if (from > step || from < saved) {
    if (saved == 0)
      state = LoopState{};
    else
      state.restore(*std::prev(behind));
    from = saved;
  }
  for (std::uint32_t i = from; i < step; ++i) state.apply(i, events_[i]);
}

LoopState Trace::state(std::uint32_t step) const {
  LoopState state;
  seek(state, 0, step);
  return state;
}

std::size_t Trace::bytes() const noexcept {
  return events_.bytes() + links_.bytes() + details_.bytes() + labels_.size() * sizeof(Label) +
         checkpoint_bytes_ + logs_.bytes() + turns_.bytes() + marks_.bytes() +
         connections_.size() * sizeof(Connection) +
         depths_.samples().size() * sizeof(QueueDepths::Sample);
}

}  // namespace loopscope
