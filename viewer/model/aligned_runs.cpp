#include "viewer/model/aligned_runs.hpp"

#include <algorithm>
#include <map>
#include <utility>

namespace loopscope::viewer {
namespace {

/// A row of items by their places in the other run: marks the longest part of it that rises.
/// Patience sorting.
void mark_longest_rising(const std::vector<std::uint32_t>& items,
                         const std::vector<std::uint32_t>& partner, std::vector<bool>& marked) {
  std::vector<std::uint32_t> last;  // by length: of `items`, the one with the smallest partner
  std::vector<std::uint32_t> before(items.size(), no_index);
  const auto place_of = [&](std::uint32_t i) { return partner[items[i]]; };
  for (std::uint32_t i = 0; i < items.size(); ++i) {
    const auto at = std::lower_bound(
        last.begin(), last.end(), place_of(i),
        [&](std::uint32_t earlier, std::uint32_t place) { return place_of(earlier) < place; });
    if (at != last.begin()) before[i] = *(at - 1);
    if (at == last.end())
      last.push_back(i);
    else
      *at = i;
  }
  for (std::uint32_t i = last.empty() ? no_index : last.back(); i != no_index; i = before[i])
    marked[items[i]] = true;
}

class Aligner {
 public:
  Aligner(const Trace& other, const PairedRuns& pairs)
      : other_trace_(other),
        pairs_(pairs),
        ones_(pairs.one.items),
        others_(pairs.other.items),
        in_order_(ones_.size()),
        beside_(ones_.size()),
        line_of_one_(ones_.size(), no_index),
        line_of_other_(others_.size(), no_index) {}

  AlignedRuns all() {
    mark();
    add_lines();
    join();
    find_differences();
    return std::move(runs_);
  }

 private:
  /// What keeps its order on its thread, and of that what can stand in one line.
  void mark() {
    std::map<std::uint16_t, std::vector<std::uint32_t>> lanes;
    for (std::uint32_t i = 0; i < ones_.size(); ++i)
      if (const std::uint32_t partner = pairs_.partner_of_one[i]; partner != no_index)
        lanes[other_trace_[others_[partner].event].lane].push_back(i);
    for (const auto& [lane, items] : lanes)
      mark_longest_rising(items, pairs_.partner_of_one, in_order_);
    if (lanes.size() < 2) {
      beside_ = in_order_;
      return;
    }
    std::vector<std::uint32_t> kept;
    for (std::uint32_t i = 0; i < ones_.size(); ++i)
      if (in_order_[i]) kept.push_back(i);
    mark_longest_rising(kept, pairs_.partner_of_one, beside_);
  }

  void add_lines() {
    for (std::uint32_t i = 0; i < ones_.size(); ++i) {
      if (!beside_[i]) continue;
      const std::uint32_t partner = pairs_.partner_of_one[i];
      add_alone(i, partner);
      add({ones_[i].event, others_[partner].event}, i, partner);
      ++next_one_;
      ++next_other_;
    }
    add_alone(static_cast<std::uint32_t>(ones_.size()), static_cast<std::uint32_t>(others_.size()));
  }
  /// Up to these two.
  void add_alone(std::uint32_t one, std::uint32_t other) {
    for (; next_one_ < one; ++next_one_)
      add({ones_[next_one_].event, no_index}, next_one_, no_index);
    for (; next_other_ < other; ++next_other_)
      add({no_index, others_[next_other_].event}, no_index, next_other_);
  }
  void add(AlignedLine line, std::uint32_t one, std::uint32_t other) {
    const auto at = static_cast<std::uint32_t>(runs_.lines.size());
    if (one != no_index) {
      line_of_one_[one] = at;
      runs_.with_one.push_back(at);
    }
    if (other != no_index) {
      line_of_other_[other] = at;
      runs_.with_other.push_back(at);
    }
    line.beside = beside_of(one, other);
    if (line.beside == Beside::only_one)
      line.there = never_ran(pairs_.other, ones_[one]);
    else if (line.beside == Beside::only_other)
      line.there = never_ran(pairs_.one, others_[other]);
    runs_.lines.push_back(line);
    const bool second = one == no_index && line.beside != Beside::only_other;
    if (!second) ++runs_.counts[static_cast<std::size_t>(line.beside)];
  }
  [[nodiscard]] Beside beside_of(std::uint32_t one, std::uint32_t other) const {
    if (one != no_index && other != no_index) return Beside::same;
    const std::uint32_t item = one != no_index ? one : pairs_.partner_of_other[other];
    if (one == no_index && item == no_index) return Beside::only_other;
    if (one != no_index && pairs_.partner_of_one[one] == no_index) return Beside::only_one;
    return in_order_[item] ? Beside::elsewhere : Beside::flipped;
  }
  static std::uint32_t never_ran(const TaskPaths& paths, const PathItem& item) {
    const auto found = paths.never_ran.find(item.identity);
    return found == paths.never_ran.end() ? no_index : found->second;
  }

  /// The two lines of one thing lead to each other.
  void join() {
    for (std::uint32_t i = 0; i < ones_.size(); ++i) {
      const std::uint32_t partner = pairs_.partner_of_one[i];
      if (partner == no_index || beside_[i]) continue;
      runs_.lines[line_of_one_[i]].there = line_of_other_[partner];
      runs_.lines[line_of_other_[partner]].there = line_of_one_[i];
    }
  }

  void find_differences() {
    bool differed = false;
    for (std::uint32_t i = 0; i < runs_.lines.size(); ++i) {
      const Beside beside = runs_.lines[i].beside;
      const bool differs = beside != Beside::same && beside != Beside::elsewhere;
      if (differs && !differed) runs_.differences.push_back(i);
      differed = differs;
    }
  }

  const Trace& other_trace_;
  const PairedRuns& pairs_;
  const std::vector<PathItem>& ones_;
  const std::vector<PathItem>& others_;
  std::vector<bool> in_order_;  // by item of the first run
  std::vector<bool> beside_;    // likewise: stands in a line with the other's
  std::vector<std::uint32_t> line_of_one_;
  std::vector<std::uint32_t> line_of_other_;
  AlignedRuns runs_;
  std::uint32_t next_one_ = 0;
  std::uint32_t next_other_ = 0;
};

/// Of lines with rising events, the first whose event is not before this one.
template <typename EventOf>
std::vector<std::uint32_t>::const_iterator find_event(const std::vector<std::uint32_t>& lines,
                                                      std::uint32_t event, EventOf event_of) {
  return std::partition_point(lines.begin(), lines.end(),
                              [&](std::uint32_t line) { return event_of(line) < event; });
}

}  // namespace

std::string_view name_of(Beside beside) noexcept {
  constexpr std::array<std::string_view, beside_count> names{"same", "flipped", "elsewhere",
                                                             "only-one", "only-other"};
  return names[static_cast<std::size_t>(beside)];
}

std::uint32_t AlignedRuns::line_of_one(std::uint32_t event) const {
  const auto event_of = [this](std::uint32_t line) { return lines[line].one; };
  const auto found = find_event(with_one, event, event_of);
  return found == with_one.end() || event_of(*found) != event ? no_index : *found;
}

std::uint32_t AlignedRuns::line_of_other(std::uint32_t event) const {
  const auto event_of = [this](std::uint32_t line) { return lines[line].other; };
  const auto found = find_event(with_other, event, event_of);
  return found == with_other.end() || event_of(*found) != event ? no_index : *found;
}

std::uint32_t AlignedRuns::line_at(std::uint32_t step) const {
  const auto next =
      find_event(with_one, step, [this](std::uint32_t line) { return lines[line].one; });
  return next == with_one.begin() ? no_index : *(next - 1);
}

std::uint32_t AlignedRuns::place_in_one(std::uint32_t line, std::uint32_t end) const {
  const auto found = std::lower_bound(with_one.begin(), with_one.end(), line);
  return found == with_one.end() ? end : lines[*found].one;
}

std::uint32_t AlignedRuns::next_difference(std::uint32_t line) const {
  const auto next = line == no_index
                        ? differences.begin()
                        : std::upper_bound(differences.begin(), differences.end(), line);
  return next == differences.end() ? no_index : *next;
}

std::uint32_t AlignedRuns::previous_difference(std::uint32_t line) const {
  const auto at = line == no_index ? differences.begin()
                                   : std::lower_bound(differences.begin(), differences.end(), line);
  return at == differences.begin() ? no_index : *(at - 1);
}

std::size_t AlignedRuns::difference_at(std::uint32_t line) const {
  if (line >= lines.size() || lines[line].beside == Beside::same ||
      lines[line].beside == Beside::elsewhere)
    return 0;
  return static_cast<std::size_t>(std::upper_bound(differences.begin(), differences.end(), line) -
                                  differences.begin());
}

AlignedRuns align(const Trace& other, const PairedRuns& pairs) {
  return Aligner(other, pairs).all();
}

}  // namespace loopscope::viewer
