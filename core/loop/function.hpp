// A move-only callable with room for a typical lambda inside, so that queuing a task does not
// allocate. (std::move_only_function is C++23; std::function copies and has 16 bytes.)
#pragma once

#include <cstddef>
#include <cstring>
#include <memory>
#include <new>
#include <type_traits>
#include <utility>

namespace loopscope {

template <typename Signature>
class Function;

/// Callables up to `inline_bytes` that move without throwing are stored in place, others on the
/// heap. Calling an empty one is undefined; whoever takes one asks needed() first.
template <typename Result, typename... Args>
class Function<Result(Args...)> {
 public:
  static constexpr std::size_t inline_bytes = 40;

  Function() noexcept = default;
  Function(std::nullptr_t) noexcept {}  // NOLINT(google-explicit-constructor)
  template <typename Callable>
  requires(!std::is_same_v<std::decay_t<Callable>, Function> &&
           std::is_invocable_r_v<Result, std::decay_t<Callable>&, Args...>)
      Function(Callable&& callable) {  // NOLINT(google-explicit-constructor)
    using Stored = std::decay_t<Callable>;
    if constexpr (fits<Stored>) {
      ::new (static_cast<void*>(bytes_)) Stored(std::forward<Callable>(callable));
      operations_ = &inline_operations<Stored>;
    } else {
      ::new (static_cast<void*>(bytes_)) Stored*(new Stored(std::forward<Callable>(callable)));
      operations_ = &heap_operations<Stored>;
    }
  }
  Function(Function&& other) noexcept { take(other); }
  Function& operator=(Function&& other) noexcept {
    if (this != &other) {
      reset();
      take(other);
    }
    return *this;
  }
  Function(const Function&) = delete;
  Function& operator=(const Function&) = delete;
  ~Function() { reset(); }

  explicit operator bool() const noexcept { return operations_ != nullptr; }
  Result operator()(Args... args) { return operations_->call(bytes_, std::forward<Args>(args)...); }
  void reset() noexcept {
    const Operations* const operations = std::exchange(operations_, nullptr);
    if (operations != nullptr && operations->destroy != nullptr) operations->destroy(bytes_);
  }

 private:
  struct Operations {
    Result (*call)(void*, Args&&...);
    void (*move)(void* from, void* to) noexcept;  // leaves nothing to destroy; null: copy the bytes
    void (*destroy)(void*) noexcept;              // null: nothing to do
  };
  template <typename Stored>
  static constexpr bool fits =
      sizeof(Stored) <= inline_bytes &&
      alignof(Stored) <= alignof(std::max_align_t) && std::is_nothrow_move_constructible_v<Stored>;

  template <typename Stored>
  static Stored& in_place(void* bytes) noexcept {
    return *std::launder(static_cast<Stored*>(bytes));
  }
  template <typename Stored>
  static void move_in_place(void* from, void* to) noexcept {
    ::new (to) Stored(std::move(in_place<Stored>(from)));
    in_place<Stored>(from).~Stored();
  }
  template <typename Stored>
  static void destroy_in_place(void* bytes) noexcept {
    in_place<Stored>(bytes).~Stored();
  }
  template <typename Stored>
  static constexpr Operations inline_operations{
      [](void* bytes, Args&&... args) -> Result {
        return static_cast<Result>(in_place<Stored>(bytes)(std::forward<Args>(args)...));
      },
      std::is_trivially_copyable_v<Stored> ? nullptr : &move_in_place<Stored>,
      std::is_trivially_destructible_v<Stored> ? nullptr : &destroy_in_place<Stored>};
  template <typename Stored>
  static constexpr Operations heap_operations{
      [](void* bytes, Args&&... args) -> Result {
        return static_cast<Result>((*in_place<Stored*>(bytes))(std::forward<Args>(args)...));
      },
      nullptr, [](void* bytes) noexcept { delete in_place<Stored*>(bytes); }};

  // Behind a small callable there are bytes that nobody has written, and they are copied too: GCC
  // sees it where a caller's lambda is inlined, and would warn there.
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wuninitialized"
#pragma GCC diagnostic ignored "-Wmaybe-uninitialized"
#endif
  void take(Function& other) noexcept {
    if (other.operations_ == nullptr) return;
    if (other.operations_->move == nullptr)
      std::memcpy(bytes_, other.bytes_, inline_bytes);
    else
      other.operations_->move(other.bytes_, bytes_);
    operations_ = std::exchange(other.operations_, nullptr);
  }
#if defined(__GNUC__) && !defined(__clang__)
#pragma GCC diagnostic pop
#endif

  alignas(std::max_align_t) std::byte bytes_[inline_bytes];
  const Operations* operations_ = nullptr;
};

using Callback = Function<void()>;

/// Throws std::invalid_argument, which names `call`.
[[noreturn]] void throw_no_callback(const char* call);

/// The callback, moved, unless it is empty: libuv says UV_EINVAL then, and Node throws.
template <typename Signature>
[[nodiscard]] Function<Signature>&& needed(Function<Signature>& callback, const char* call) {
  if (!callback) [[unlikely]]
    throw_no_callback(call);
  return std::move(callback);
}

}  // namespace loopscope
