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
    if (!error && watcher->wanted_) watcher->became_ready();
  }

  boost::intrusive_ptr<Watcher> watcher;
};

void Watcher::became_ready() {
  wanted_ = false;
  owner_->became_ready(direction_);
  poll_.add_ready(*this, before_);
  keeper_->keep_place(descriptor_);
}

// libuv's epoll tells levels: what it has reported is behind in the kernel's list at once, before
// what the callbacks make ready, whether it will be wanted again or not. Asio's tells edges; there
// a wait that begins anew has that effect.
void Watcher::keep_place(Descriptor* descriptor) {
  if (armed_ || waits_for_poll()) return;
  descriptor_ = descriptor;
  poll_.add_next_wait(*this);
}

void Watcher::arm(Descriptor& descriptor) {
  wanted_ = true;
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
