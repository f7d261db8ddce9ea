#include "tracer/explain/run_diff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <unordered_map>
#include <utility>

#include "tracer/model/queue_content.hpp"

namespace loopscope {
namespace {

constexpr std::size_t max_times = 5;
constexpr std::int64_t least_difference_ns = 1'000'000;
// Fewer than this part of the shorter run in common: two different programs.
constexpr std::uint64_t related_share = 10;

struct Side {
  Explainer& explainer;
  const TaskPaths& paths;
  const std::vector<std::uint32_t>& partner;  // an item of the other side, or no_index
  const std::vector<PathItem>& items = paths.items;

  [[nodiscard]] const Trace& trace() const { return explainer.runs().trace(); }
  [[nodiscard]] Moment moment(std::uint32_t item) const {
    return moment_at(explainer.runs(), items[item].event);
  }
  [[nodiscard]] std::string label(std::uint32_t item) const {
    return label_of(explainer.runs(), moment(item));
  }
};

// The items that both sides have, of each thread in its order.
std::vector<std::vector<std::uint32_t>> common_by_lane(const Side& side) {
  std::vector<std::vector<std::uint32_t>> lanes(side.trace().lanes());
  for (std::uint32_t i = 0; i < side.items.size(); ++i)
    if (side.partner[i] != no_index) lanes[side.trace()[side.items[i].event].lane].push_back(i);
  return lanes;
}

struct Pair {
  std::uint32_t first = no_index;  // items of the first side: this one came first there
  std::uint32_t then = no_index;   // and last in the other
};

// Where the threads' orders first differ, in the time of the first side.
Pair first_flipped(const Side& one, const Side& other) {
  Pair flipped;
  std::vector<std::size_t> next(other.trace().lanes(), 0);
  const auto others = common_by_lane(other);
  for (std::uint32_t i = 0; i < one.items.size() && flipped.first == no_index; ++i) {
    if (one.partner[i] == no_index) continue;
    const std::uint16_t lane = other.trace()[other.items[one.partner[i]].event].lane;
    const std::uint32_t expected = others[lane][next[lane]++];
    if (expected != one.partner[i]) flipped = {i, other.partner[expected]};
  }
  return flipped;
}

std::optional<Parting> parting(const Side& one, const Side& other) {
  const Pair flipped = first_flipped(one, other);
  if (flipped.first == no_index) return std::nullopt;
  return Parting{one.explainer.why(one.moment(flipped.first), one.moment(flipped.then)),
                 other.explainer.why(other.moment(one.partner[flipped.then]),
                                     other.moment(one.partner[flipped.first]))};
}

std::string queued_at(const Side& side, std::uint32_t item) {
  const Moment moment = side.moment(item);
  return moment.run == no_index ? std::string() : side.explainer.runs().place(moment.run);
}

// An item stands for all that it led to: a parent comes before its children.
std::uint64_t find_one_sided(const Side& side, const Side& other, std::vector<OneSided>& shown) {
  std::vector<std::uint32_t> top(side.items.size(), no_index);
  std::unordered_map<std::uint32_t, std::size_t> shown_as;
  std::uint64_t count = 0;
  for (std::uint32_t i = 0; i < side.items.size(); ++i) {
    if (side.partner[i] != no_index) continue;
    const std::uint32_t parent = side.items[i].parent;
    top[i] = parent != no_index && top[parent] != no_index ? top[parent] : i;
    if (top[i] != i) {
      if (const auto found = shown_as.find(top[i]); found != shown_as.end())
        ++shown[found->second].led_to;
      continue;
    }
    if (++count > RunDiff::max_shown) continue;
    shown_as.emplace(i, shown.size());
    const std::uint32_t event = side.items[i].event;
    const auto waits = other.paths.never_ran.find(side.items[i].identity);
    shown.push_back({side.label(i), queued_at(side, i), event, side.trace()[event].t_ns, 0,
                     waits == other.paths.never_ran.end() ? no_index : waits->second});
  }
  return count;
}

std::optional<std::int64_t> duration(const Side& side, std::uint32_t item) {
  const std::uint32_t begin = side.items[item].event;
  if (side.trace()[begin].kind() != Event::task_begin) return std::nullopt;
  const std::uint32_t end = side.trace().forward(begin);
  if (end == no_index) return std::nullopt;
  return side.trace()[end].t_ns - side.trace()[begin].t_ns;
}

std::vector<TookLonger> largest_differences(const Side& one, const Side& other) {
  std::vector<TookLonger> times;
  const auto larger = [](const TookLonger& a, const TookLonger& b) {
    return std::abs(a.one_ns - a.other_ns) > std::abs(b.one_ns - b.other_ns);
  };
  for (std::uint32_t i = 0; i < one.items.size(); ++i) {
    if (one.partner[i] == no_index) continue;
    const auto here = duration(one, i);
    const auto there = duration(other, one.partner[i]);
    if (!here || !there || std::abs(*here - *there) < least_difference_ns) continue;
    const TookLonger took{{}, one.items[i].event, other.items[one.partner[i]].event, *here, *there};
    times.insert(std::upper_bound(times.begin(), times.end(), took, larger), took);
    if (times.size() > max_times) times.pop_back();
  }
  Runs& runs = one.explainer.runs();
  for (TookLonger& took : times) took.label = label_of(runs, moment_at(runs, took.event));
  return times;
}

}  // namespace

PairedRuns pair_runs(TaskPaths one, TaskPaths other) {
  PairedRuns pairs{std::move(one), std::move(other), {}, {}};
  const std::vector<PathItem>& ones = pairs.one.items;
  const std::vector<PathItem>& others = pairs.other.items;
  pairs.partner_of_one.assign(ones.size(), no_index);
  pairs.partner_of_other.assign(others.size(), no_index);
  std::unordered_map<std::uint64_t, std::uint32_t> found;
  found.reserve(others.size());
  for (std::uint32_t i = 0; i < others.size(); ++i) found.emplace(others[i].identity, i);
  for (std::uint32_t i = 0; i < ones.size(); ++i) {
    const auto partner = found.find(ones[i].identity);
    if (partner == found.end() || pairs.partner_of_other[partner->second] != no_index) continue;
    pairs.partner_of_one[i] = partner->second;
    pairs.partner_of_other[partner->second] = i;
  }
  return pairs;
}

RunDiff diff_runs(Explainer& one, Explainer& other) {
  return diff_runs(one, other,
                   pair_runs(task_paths(one.runs().trace()), task_paths(other.runs().trace())));
}

RunDiff diff_runs(Explainer& explain_one, Explainer& explain_other, const PairedRuns& pairs) {
  const Side one{explain_one, pairs.one, pairs.partner_of_one};
  const Side other{explain_other, pairs.other, pairs.partner_of_other};
  RunDiff diff;
  diff.in_one = one.items.size();
  diff.in_other = other.items.size();
  diff.common = static_cast<std::uint64_t>(std::count_if(
      one.partner.begin(), one.partner.end(), [](std::uint32_t i) { return i != no_index; }));
  diff.related = diff.common * related_share >= std::min(diff.in_one, diff.in_other);
  if (!diff.related) return diff;
  diff.parting = parting(one, other);
  diff.only_one_count = find_one_sided(one, other, diff.only_one);
  diff.only_other_count = find_one_sided(other, one, diff.only_other);
  diff.times = largest_differences(one, other);
  return diff;
}

std::string diff_sentence(const RunDiff& diff) {
  if (!diff.related)
    return fmt::format(
        "These are two different programs: of {} and {} calls and lines of output, {} stand in "
        "both.",
        diff.in_one, diff.in_other, diff.common);
  if (diff.parting) return "The runs part: what both of them did came in different orders.";
  if (diff.same_order()) return "Both runs did the same, in the same order.";
  return "What both runs did came in the same order. Each thing below stands in one of them only.";
}

std::string common_sentence(const RunDiff& diff) {
  return fmt::format("{} calls and lines of output stand in both.", diff.common);
}

}  // namespace loopscope
