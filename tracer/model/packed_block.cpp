#include "tracer/model/packed_block.hpp"

#include <algorithm>
#include <limits>

namespace loopscope {
namespace {

std::uint8_t word_of(const TraceEvent& event) noexcept {
  const auto word = [](auto value) { return static_cast<std::uint8_t>(value); };
  switch (event.event) {
    case Event::task_queue:
      return word(event.queue);
    case Event::phase_begin:
    case Event::phase_end:
      return word(event.phase);
    case Event::poll_wait:
      return word(event.why);
    case Event::start:
    case Event::stop:
      return word(event.alive);
    case Event::handle_open:
      return word(event.kind);
    case Event::poll_ready:
    case Event::tcp_again:
      return word(event.direction);
    case Event::boot_begin:
    case Event::boot_end:
      return word(event.layer);
    case Event::log:
      return word(event.stream);
    default:
      return 0;
  }
}

std::uint8_t flags_of(const TraceEvent& event) noexcept {
  if (event.event == Event::start) return static_cast<std::uint8_t>(event.mode);
  return static_cast<std::uint8_t>((event.repeat ? PackedEvent::repeat : 0) |
                                   (event.ref ? 0 : PackedEvent::unref) |
                                   (event.has_error ? PackedEvent::error : 0) |
                                   (event.has(Field::value) ? PackedEvent::valued : 0));
}

bool has_when(Event event) noexcept {
  return event == Event::task_queue || event == Event::poll_wait || event == Event::turn ||
         event == Event::drop;
}

std::size_t hash(const Label& label) noexcept {
  const std::uint64_t mixed = (std::uint64_t{label.name} << 32U | label.at) * 0x9E3779B97F4A7C15U +
                              (std::uint64_t{label.delay_ms} << 32U | label.fn);
  return static_cast<std::size_t>((mixed * 0x9E3779B97F4A7C15U) >> 40U);
}

std::uint32_t delay_of(const TraceEvent& event) noexcept {
  if (event.event != Event::task_queue || event.delay_ms < 0) return Label::no_delay;
  return static_cast<std::uint32_t>(
      std::min<std::int64_t>(event.delay_ms, std::int64_t{Label::no_delay} - 1));
}

}  // namespace

void PackedBlock::clear() {
  events.clear();
  labels.clear();
  lanes.clear();
  details.clear();
  texts.clear();
  large.clear();
  std::fill(label_slots_.begin(), label_slots_.end(), 0U);
  definitions.clear();
}

void PackedBlock::pack(std::span<const TraceEvent> from) {
  for (const TraceEvent& event : from) {
    if (event.event == Event::definition || event.event == Event::source) [[unlikely]]
      definitions.push_back({events.size(), event});
    else
      pack(event, events.emplace_back());
  }
}

void PackedBlock::pack(const TraceEvent& event, PackedEvent& to) {
  to.t_ns = event.t_ns;
  to.value = has_when(event.event) ? event.when_ns : event.n;
  to.id = number(event.id);
  to.by = number(event.by);
  to.lane = lane({event.process, event.thread});
  to.event = static_cast<std::uint8_t>(event.event);
  to.word = word_of(event) & 15U;
  to.flags = flags_of(event) & 15U;
  pack_more(event, to);
}

void PackedBlock::pack_more(const TraceEvent& event, PackedEvent& to) {
  switch (more_of(event.event)) {
    case More::label:
      to.more = label({event.name, event.at, event.fn, delay_of(event)});
      return;
    case More::details:
      if (event.event != Event::task_end || event.has_error) add_details(event, to);
      return;
    case More::number:
      to.more = number(static_cast<std::uint64_t>(
          std::max<std::int64_t>(event.event == Event::turn ? event.n : event.queued, 0)));
      return;
    case More::nothing:
      return;
  }
}

void PackedBlock::add_details(const TraceEvent& event, PackedEvent& to) {
  to.more = static_cast<std::uint32_t>(details.size()) + 1;
  Details& added = details.emplace_back();
  added.other = event.other;
  const bool is_end = event.event == Event::end;
  added.a = is_end ? static_cast<std::int64_t>(event.events) : event.to_ns;
  added.b = is_end ? static_cast<std::int64_t>(event.dropped) : event.n;
  const auto put = [this, &added](std::size_t place, std::string_view text) {
    added.sizes[place] = static_cast<std::uint32_t>(text.size());
    texts += text;
  };
  const bool error = event.event == Event::tcp_error || event.event == Event::task_end;
  if (event.event == Event::unknown)
    put(0, event.unknown_name);
  else
    put(0, error ? event.op : event.event == Event::log ? event.text : event.local);
  put(1, error ? event.error : event.peer);
}

std::uint32_t PackedBlock::number(std::uint64_t value) {
  if (value < PackedEvent::large_id) return static_cast<std::uint32_t>(value);
  large.push_back(value);
  return PackedEvent::large_id + static_cast<std::uint32_t>(large.size() - 1);
}

std::uint32_t PackedBlock::label(const Label& wanted) {
  if (2 * (labels.size() + 1) > label_slots_.size()) {
    label_slots_.assign(std::max<std::size_t>(256, 4 * label_slots_.size()), 0);
    for (std::size_t i = 0; i < labels.size(); ++i) {
      std::size_t slot = hash(labels[i]) % label_slots_.size();
      while (label_slots_[slot] != 0) slot = (slot + 1) % label_slots_.size();
      label_slots_[slot] = static_cast<std::uint32_t>(i) + 1;
    }
  }
  const std::size_t mask = label_slots_.size() - 1;
  std::size_t slot = hash(wanted) & mask;
  for (; label_slots_[slot] != 0; slot = (slot + 1) & mask)
    if (labels[label_slots_[slot] - 1] == wanted) return label_slots_[slot] - 1;
  labels.push_back(wanted);
  label_slots_[slot] = static_cast<std::uint32_t>(labels.size());
  return label_slots_[slot] - 1;
}

std::uint16_t PackedBlock::lane(const LaneKey& key) {
  if (last_lane_ < lanes.size() && lanes[last_lane_] == key) return last_lane_;
  return last_lane_ = find_lane(key);
}

std::uint16_t PackedBlock::find_lane(const LaneKey& key) {
  for (std::size_t i = lanes.size(); i-- > 0;)
    if (lanes[i] == key) return static_cast<std::uint16_t>(i);
  constexpr std::size_t most = std::numeric_limits<std::uint16_t>::max();
  if (lanes.size() == most) return static_cast<std::uint16_t>(most - 1);
  lanes.push_back(key);
  return static_cast<std::uint16_t>(lanes.size() - 1);
}

}  // namespace loopscope
