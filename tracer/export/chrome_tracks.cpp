#include "tracer/export/chrome_tracks.hpp"

namespace loopscope {
namespace {

constexpr std::int64_t highest = 0xFFFFFFFF;
constexpr std::int64_t first_own = 0x40000000;  // above what Linux gives

bool usable(std::int64_t number) {
  return number >= 1 && number <= highest;
}

/// `wanted`, or the next free number of our own.
std::int64_t take(std::unordered_set<std::int64_t>& used, std::int64_t wanted) {
  if (usable(wanted) && used.insert(wanted).second) return wanted;
  auto own = first_own + static_cast<std::int64_t>(used.size());
  while (!used.insert(own).second) ++own;
  return own;
}

}  // namespace

std::int64_t ChromeTracks::wanted_pid(std::uint32_t process) const {
  const Definitions::Owner* owner = definitions_.process(process);
  if (owner != nullptr && usable(owner->os_id)) return owner->os_id;
  return process == 0 ? header_pid_ : 0;
}

std::int64_t ChromeTracks::pid(std::uint32_t process) {
  const auto found = pids_.find(process);
  if (found != pids_.end()) return found->second;
  const std::int64_t pid = take(used_pids_, wanted_pid(process));
  pids_[process] = pid;
  return pid;
}

std::int64_t ChromeTracks::wanted_tid(std::uint32_t process, std::uint32_t thread,
                                      std::int64_t pid) const {
  const Definitions::Owner* owner = definitions_.thread(process, thread);
  if (owner != nullptr && usable(owner->os_id)) return owner->os_id;
  return thread == 0 ? pid : 0;
}

ChromeTrack ChromeTracks::track(std::uint32_t process, std::uint32_t thread) {
  const std::int64_t own_pid = pid(process);
  const std::uint64_t key = std::uint64_t{process} << 32U | thread;
  const auto found = tids_.find(key);
  if (found != tids_.end()) return {own_pid, found->second};
  const std::int64_t tid = take(used_tids_[own_pid], wanted_tid(process, thread, own_pid));
  tids_[key] = tid;
  return {own_pid, tid};
}

}  // namespace loopscope
