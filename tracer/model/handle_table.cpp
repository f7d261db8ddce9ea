#include "tracer/model/handle_table.hpp"

namespace loopscope {

void HandleTable::apply(const TraceEvent& event) {
  if (event.event == Event::handle_open && handles_.size() < max_open + max_closed)
    handles_[event.id] = {event.kind, event.name};
  if (event.event == Event::handle_close) close(event.id);
}

void HandleTable::close(std::uint64_t id) {
  closed_.push_back(id);
  if (closed_.size() <= max_closed) return;
  handles_.erase(closed_.front());
  closed_.pop_front();
}

const HandleFacts* HandleTable::find(std::uint64_t id) const {
  const auto found = handles_.find(id);
  return found == handles_.end() ? nullptr : &found->second;
}

}  // namespace loopscope
