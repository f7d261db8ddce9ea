// Places what happened on one thread on the nanosecond grid so that every importer nests it alike.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <utility>
#include <vector>

namespace loopscope {

/// Everything drawn on a thread gets a moment of its own: slices that nest end at least 1 ns apart,
/// neighbours have 1 ns between them, arrows stand at least 1 ns inside of their slice and in no
/// child of it. Where two things share a moment, the end of the earlier (inner) one gives way;
/// where there is no room for that, the later one starts later. Moments start at 1.
template <typename Closing>
class Lane {
 public:
  /// The moment for something that happens at `t_ns`: the begin of a slice, an end of an arrow.
  /// `settled(closing, end_ns, floor_ns)` is called for every slice whose end is now known; it
  /// returns the end that it drew, at least `floor_ns`.
  template <typename Settled>
  std::int64_t place(std::int64_t t_ns, Settled&& settled) {
    settle(t_ns, settled);
    last_ = std::max(t_ns, last_ + 1);
    return last_;
  }
  /// The moment for something that takes no room of its own: a counter, an instant.
  template <typename Settled>
  std::int64_t touch(std::int64_t t_ns, Settled&& settled) {
    settle(t_ns + 1, settled);
    last_ = std::max(t_ns, last_);
    return last_;
  }
  /// A slice ends at `t_ns`; inner ones before outer ones.
  void close(std::int64_t t_ns, Closing closing) { closing_.push_back({t_ns, std::move(closing)}); }
  template <typename Settled>
  void finish(Settled&& settled) {
    settle(std::numeric_limits<std::int64_t>::max(), settled);
  }

 private:
  struct Pending {
    std::int64_t end_ns;
    Closing closing;
  };
  template <typename Settled>
  void settle(std::int64_t next_ns, Settled& settled) {
    for (std::size_t i = closing_.size(); i-- > 0;) {
      closing_[i].end_ns = std::min(closing_[i].end_ns, next_ns - 1);
      next_ns = closing_[i].end_ns;
    }
    for (Pending& pending : closing_) {
      const std::int64_t floor_ns = last_ + 1;
      last_ = settled(pending.closing, std::max(pending.end_ns, floor_ns), floor_ns);
    }
    closing_.clear();
  }

  std::int64_t last_ = 0;
  std::vector<Pending> closing_;  // ended, and nothing drawn since
};

}  // namespace loopscope
