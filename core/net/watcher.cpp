#include "core/net/watcher.hpp"

#include <memory>
#include <utility>

namespace loopscope {

template <typename Value>
class Watcher::Allocator {
 public:
  using value_type = Value;
  explicit Allocator(Watcher& watcher) noexcept : watcher_(&watcher) {}
  template <typename Other>
  Allocator(const Allocator<Other>& other) noexcept  // NOLINT(google-explicit-constructor)
      : watcher_(other.watcher_) {}

  Value* allocate(std::size_t count) {
    static_assert(alignof(Value) <= alignof(std::max_align_t));
    if (watcher_->storage_used_ || count * sizeof(Value) > sizeof watcher_->storage_)
      return std::allocator<Value>().allocate(count);
    watcher_->storage_used_ = true;
    return reinterpret_cast<Value*>(watcher_->storage_);
  }
  void deallocate(Value* memory, std::size_t count) noexcept {
    if (static_cast<void*>(memory) == watcher_->storage_)
      watcher_->storage_used_ = false;
    else
      std::allocator<Value>().deallocate(memory, count);
  }
  template <typename Other>
  bool operator==(const Allocator<Other>& other) const noexcept {
    return watcher_ == other.watcher_;
  }

 private:
  template <typename Other>
  friend class Allocator;
  Watcher* watcher_;
};

struct Watcher::Handler {
  using allocator_type = Allocator<std::byte>;
  [[nodiscard]] allocator_type get_allocator() const noexcept { return allocator_type(*watcher); }

  void operator()(const boost::system::error_code& error) const {
    watcher->armed_ = false;
    if (error || watcher->owner_ == nullptr) return;
    watcher->owner_->became_ready(watcher->direction_);
    watcher->poll_.add_ready(*watcher, watcher->before_);
  }

  boost::intrusive_ptr<Watcher> watcher;
};

void Watcher::arm(Descriptor& descriptor) {
  if (armed_ || Ready::is_linked() || waits_for_poll()) return;
  descriptor_ = &descriptor;
  poll_.add_wait(*this);
}

void Watcher::begin_wait() {
  armed_ = true;
  using Registered = Descriptor::Registered;
  descriptor_->registered().async_wait(
      direction_ == Direction::read ? Registered::wait_read : Registered::wait_write,
      Handler{boost::intrusive_ptr<Watcher>(this)});
}

void Watcher::abandon() noexcept {
  owner_ = nullptr;
  disarm();
}

}  // namespace loopscope
