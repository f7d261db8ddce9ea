// One walk over a list that may change under way.
#pragma once

namespace loopscope {

/// Those that were in an intrusive list when the walk began; what its end (an exception) leaves
/// over goes back to the list.
template <typename List>
class Round {
 public:
  explicit Round(List& list) : list_(list) { round_.swap(list); }
  Round(const Round&) = delete;
  Round& operator=(const Round&) = delete;
  ~Round() { list_.splice(list_.end(), round_); }

  [[nodiscard]] bool empty() const { return round_.empty(); }
  auto& take() {
    auto& first = round_.front();
    round_.pop_front();
    return first;
  }

 private:
  List& list_;
  List round_;
};

}  // namespace loopscope
