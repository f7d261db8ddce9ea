// What keeps the loop alive, and what is told about it.
#include "core/loop/loop.hpp"

namespace loopscope {

Request::Request(Loop& loop, std::string_view what, std::uint64_t id) : what_(what), id_(id) {
  loop.requests_.push_back(*this);
}

bool Loop::is_alive() const noexcept {
  return active_handles_ > 0 || !requests_.empty() || !pending_.empty() || poll_.has_ready() ||
         !closing_.empty();
}

std::vector<AliveItem> Loop::keeping_alive() const {
  std::vector<AliveItem> items;
  for (const Handle& handle : handles_)
    if (handle.is_active() && handle.has_ref() && !handle.is_internal())
      items.push_back({AliveReason::handle, handle.id(), handle.describe()});
  if (host_ != nullptr) host_->keeping_alive(items);
  for (const Request& request : requests_)
    items.push_back({AliveReason::request, request.id(), request.what()});
  for (std::size_t i = 0; i < pending_.size(); ++i)
    items.push_back({AliveReason::pending, pending_[i].id, "a pending callback"});
  for (const Handle& handle : closing_)
    items.push_back({AliveReason::closing, handle.id(), handle.describe() + ", closing"});
  return items;
}

void Loop::trace_alive(Event event, RunMode mode) {
  if (!probe_.on()) return;
  const std::vector<AliveItem> items = keeping_alive();
  const AliveItem first = items.empty() ? AliveItem{AliveReason::none, 0, {}} : items.front();
  probe_.emit(event, static_cast<std::uint16_t>(mode), static_cast<std::uint32_t>(first.reason),
              first.id);
}

}  // namespace loopscope
