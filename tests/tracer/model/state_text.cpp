#include "tests/tracer/model/state_text.hpp"

#include <fmt/format.h>

#include <iterator>

#include "tracer/model/queue_content.hpp"

namespace loopscope {
namespace {

void add_task(std::string& text, const LoopState::Task& task) {
  const auto flags = fmt::format("{}{}{}", task.standing.repeat ? "r" : "",
                                 task.standing.waiting ? "w" : "", task.ref ? "" : "u");
  fmt::format_to(std::back_inserter(text), "  {} queued {} began {} work {} running {} {}\n",
                 task.id, task.queued, task.began, static_cast<int>(task.work),
                 task.standing.running, flags);
}

void add_scope(std::string& text, std::size_t lane, const LoopState& state,
               const LoopState::Scope& scope) {
  fmt::format_to(std::back_inserter(text), "lane {}: {} {} {}\n", lane, scope.begin,
                 static_cast<int>(scope.kind), scope.key);
  const bool is_task = scope.kind == ScopeKind::task;
  if (const LoopState::Task* task = is_task ? state.task(scope.key) : nullptr)
    add_task(text, *task);
}

}  // namespace

std::string text_of(const LoopState& state) {
  std::string text;
  for (std::size_t i = 0; i < LoopState::queue_count; ++i) {
    const auto queue = static_cast<Queue>(i);
    fmt::format_to(std::back_inserter(text), "queue {}: {}\n", i, state.waiting(queue));
    for (const LoopState::Task* task = state.first(queue); task != nullptr;
         task = state.next(*task))
      add_task(text, *task);
  }
  for (std::size_t lane = 0; lane < state.lanes(); ++lane)
    for (const LoopState::Scope& scope : state.open(static_cast<std::uint16_t>(lane)))
      add_scope(text, lane, state, scope);
  for (const LoopState::Handle* handle : handles_in_order(state))
    fmt::format_to(std::back_inserter(text), "handle {}: {} {}{}{}\n", handle->id, handle->opened,
                   handle->closed, handle->active ? " active" : "", handle->ref ? "" : " unref");
  return text;
}

}  // namespace loopscope
