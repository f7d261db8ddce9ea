#include "viewer/model/alive_list.hpp"

namespace loopscope::viewer {

AliveList alive_list(const Trace& trace, const AliveAsked& asked) {
  AliveList list{.things = alive_at(trace, asked.step)};
  std::erase_if(list.things, [&](const AliveThing& thing) {
    return trace.lane(trace[thing.since].lane).process != asked.process;
  });
  list.count = list.things.size();
  if (list.count > AliveList::max_listed) list.things.resize(AliveList::max_listed);
  return list;
}

bool is_handle(const Trace& trace, const AliveThing& thing) {
  return trace[thing.since].kind() == Event::handle_open;
}

std::uint32_t subject_of(const Trace& trace, const AliveThing& thing) {
  if (is_handle(trace, thing)) return thing.since;
  const std::uint32_t begin = trace.forward(thing.since);
  return begin == no_index ? thing.since : begin;
}

std::string origin_of(const Trace& trace, const AliveThing& thing) {
  std::string text = is_handle(trace, thing) ? "opened" : "queued";
  text += thing.by.empty() ? " outside of any callback" : " by " + thing.by;
  if (!thing.place.empty()) text += " at " + thing.place;
  return text;
}

}  // namespace loopscope::viewer
