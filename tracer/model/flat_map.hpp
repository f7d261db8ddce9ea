// A hash map from one 32-bit number to another: the ids that are alive, looked up for every event.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace loopscope {

/// Open addressing with linear probing; a place that is given up is filled from behind, so that it
/// does not slow down with age. The key ~0 must not be used.
class FlatMap {
 public:
  static constexpr std::uint32_t none = ~std::uint32_t{0};

  [[nodiscard]] std::uint32_t find(std::uint32_t key) const noexcept {
    if (count_ == 0) return none;
    for (std::size_t i = home(key);; i = (i + 1) & mask()) {
      if (entries_[i].key == key) return entries_[i].value;
      if (entries_[i].key == none) return none;
    }
  }
  void set(std::uint32_t key, std::uint32_t value) {
    if (2 * (count_ + 1) > entries_.size()) grow();
    std::size_t i = home(key);
    while (entries_[i].key != none && entries_[i].key != key) i = (i + 1) & mask();
    count_ += entries_[i].key == none ? 1 : 0;
    entries_[i] = {key, value};
  }
  void erase(std::uint32_t key) noexcept {
    if (count_ == 0) return;
    std::size_t i = home(key);
    while (entries_[i].key != key) {
      if (entries_[i].key == none) return;
      i = (i + 1) & mask();
    }
    --count_;
    fill_from_behind(i);
  }
  void clear() noexcept {
    entries_.clear();
    count_ = 0;
  }
  [[nodiscard]] std::size_t size() const noexcept { return count_; }

 private:
  struct Entry {
    std::uint32_t key = none;
    std::uint32_t value = none;
  };
  [[nodiscard]] std::size_t mask() const noexcept { return entries_.size() - 1; }
  [[nodiscard]] std::size_t home(std::uint32_t key) const noexcept {
    return static_cast<std::size_t>((key * std::uint64_t{0x9E3779B97F4A7C15U}) >> 32U) & mask();
  }
  void fill_from_behind(std::size_t hole) noexcept {
    for (std::size_t i = (hole + 1) & mask(); entries_[i].key != none; i = (i + 1) & mask()) {
      if (((i - home(entries_[i].key)) & mask()) < ((i - hole) & mask())) continue;
      entries_[hole] = entries_[i];
      hole = i;
    }
    entries_[hole].key = none;
  }
  void grow() {
    std::vector<Entry> old(entries_.empty() ? 16 : 2 * entries_.size());
    old.swap(entries_);
    count_ = 0;
    for (const Entry& entry : old)
      if (entry.key != none) set(entry.key, entry.value);
  }

  std::vector<Entry> entries_;
  std::size_t count_ = 0;
};

}  // namespace loopscope
