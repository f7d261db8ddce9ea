// The part of a merged trace that the panels show.
#include <fmt/format.h>

#include <algorithm>

#include "tracer/model/queue_content.hpp"
#include "viewer/model/session.hpp"

namespace loopscope::viewer {

std::vector<std::uint32_t> Session::loops() const {
  std::vector<std::uint32_t> processes;
  for (std::size_t lane = 0; lane < trace_.lanes(); ++lane) {
    const std::uint32_t process = trace_.lane(static_cast<std::uint16_t>(lane)).process;
    if (std::find(processes.begin(), processes.end(), process) == processes.end())
      processes.push_back(process);
  }
  std::sort(processes.begin(), processes.end());
  return processes;
}

bool Session::merged() const {
  for (std::size_t lane = 0; lane < trace_.lanes(); ++lane)
    if (trace_.lane(static_cast<std::uint16_t>(lane)).process != loop_) return true;
  return false;
}

std::string Session::loop_name(std::uint32_t process) const {
  const Definitions::Owner* owner = trace_.definitions().process(process);
  if (owner == nullptr) return process == 0 ? std::string() : fmt::format("process {}", process);
  return owner->os_id == 0 ? owner->name : fmt::format("{} {}", owner->name, owner->os_id);
}

std::vector<const LoopState::Task*> Session::waiting(Queue queue, std::size_t limit) const {
  if (!merged()) return queue_content(trace_, state_, queue, limit);
  return queue_content(trace_, state_, queue, limit, loop_);
}

std::uint32_t Session::waiting(Queue queue) const {
  return merged() ? waiting_in(trace_, state_, queue, loop_) : state_.waiting(queue);
}

std::vector<const LoopState::Handle*> Session::handles() const {
  std::vector<const LoopState::Handle*> handles = handles_in_order(state_);
  std::erase_if(handles, [this](const LoopState::Handle* handle) {
    return trace_.lane(trace_[handle->opened].lane).process != loop_;
  });
  return handles;
}

/// Of a process's threads the loop's is the first.
const std::vector<LoopState::Scope>& Session::open() const {
  std::uint16_t best = 0;
  bool any = false;
  for (std::size_t i = 0; i < trace_.lanes(); ++i) {
    const auto lane = static_cast<std::uint16_t>(i);
    if (trace_.lane(lane).process != loop_) continue;
    if (!any || trace_.lane(lane).thread < trace_.lane(best).thread) best = lane;
    any = true;
  }
  return state_.open(best);
}

}  // namespace loopscope::viewer
