// Memory for what grows large, in pages of two megabytes where the system has them: a page fault
// for every four kilobytes would cost as much as the indexing of the events that they hold.
#pragma once

#include <cstddef>
#include <memory>

namespace loopscope {

struct FreePages {
  void operator()(std::byte* memory) const noexcept;
};
using Pages = std::unique_ptr<std::byte, FreePages>;

inline constexpr std::size_t large_page_bytes = std::size_t{2} << 20U;

/// `bytes` (a multiple of large_page_bytes) without a value. `large`: in large pages, which take
/// their memory at once. Throws std::bad_alloc.
[[nodiscard]] Pages allocate_pages(std::size_t bytes, bool large);

}  // namespace loopscope
