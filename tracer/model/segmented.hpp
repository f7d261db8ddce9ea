// An array that grows at its end without moving what it holds.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>
#include <new>
#include <type_traits>
#include <vector>

#include "tracer/model/pages.hpp"

namespace loopscope {

/// For plain data. References stay valid.
template <typename T>
class Segmented {
  static_assert(std::is_trivially_copyable_v<T> && alignof(T) <= large_page_bytes);

 public:
  static constexpr std::size_t segment_size = large_page_bytes / std::bit_ceil(sizeof(T));

  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  [[nodiscard]] bool empty() const noexcept { return size_ == 0; }
  [[nodiscard]] const T& operator[](std::size_t i) const noexcept {
    return first_of(i / segment_size)[i % segment_size];
  }
  [[nodiscard]] T& operator[](std::size_t i) noexcept {
    return first_of(i / segment_size)[i % segment_size];
  }
  [[nodiscard]] const T& back() const noexcept { return (*this)[size_ - 1]; }
  T& push_back(const T& value) {
    if (size_ == segments_.size() * segment_size) add_segment();
    return *::new (static_cast<void*>(&(*this)[size_++])) T(value);
  }
  [[nodiscard]] std::size_t bytes() const noexcept { return size_ * sizeof(T); }

 private:
  [[nodiscard]] T* first_of(std::size_t segment) const noexcept {
    return reinterpret_cast<T*>(segments_[segment].get());
  }
  // A trace that has one segment is small: it takes only what it uses.
  void add_segment() { segments_.push_back(allocate_pages(large_page_bytes, !segments_.empty())); }

  std::vector<Pages> segments_;
  std::size_t size_ = 0;
};

/// The first of the indexes [from, to) for which `is_behind` holds; `to` if none. It must hold for
/// all behind one for which it holds.
template <typename IsBehind>
[[nodiscard]] std::size_t partition_point(std::size_t from, std::size_t to, IsBehind is_behind) {
  while (from < to) {
    const std::size_t middle = from + (to - from) / 2;
    if (is_behind(middle))
      to = middle;
    else
      from = middle + 1;
  }
  return from;
}

}  // namespace loopscope
