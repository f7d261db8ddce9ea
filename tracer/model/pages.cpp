#include "tracer/model/pages.hpp"

#include <sys/mman.h>

#include <cstdlib>
#include <new>

namespace loopscope {

void FreePages::operator()(std::byte* memory) const noexcept {
  std::free(memory);
}

Pages allocate_pages(std::size_t bytes, bool large) {
  Pages pages(static_cast<std::byte*>(std::aligned_alloc(large_page_bytes, bytes)));
  if (pages == nullptr) throw std::bad_alloc();
  if (large) static_cast<void>(madvise(pages.get(), bytes, MADV_HUGEPAGE));  // a hint
  return pages;
}

}  // namespace loopscope
