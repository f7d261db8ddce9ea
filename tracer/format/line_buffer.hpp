// Where lines are made: a growing block of characters that is written to by pointer, and the few
// ways to put JSON into it.
#pragma once

#include <charconv>
#include <concepts>
#include <cstddef>
#include <cstring>
#include <limits>
#include <memory>
#include <string_view>

namespace loopscope {

/// Asks once a line for enough room, then writes without checks. The owner empties it before it
/// gets big.
class LineBuffer {
 public:
  /// Where the next `bytes` characters may be written; valid until the next reserve().
  [[nodiscard]] char* reserve(std::size_t bytes) {
    if (capacity_ - size_ < bytes) [[unlikely]]
      grow(bytes);
    return &data_[size_];
  }
  /// The reserved room is used up to `end`.
  void commit(const char* end) noexcept { size_ = static_cast<std::size_t>(end - data_.get()); }

  [[nodiscard]] std::string_view text() const noexcept { return {data_.get(), size_}; }
  [[nodiscard]] std::size_t size() const noexcept { return size_; }
  void clear() noexcept { size_ = 0; }

 private:
  void grow(std::size_t bytes) {
    const std::size_t capacity = 2 * capacity_ + bytes;
    std::unique_ptr<char[]> bigger(new char[capacity]);
    if (size_ != 0) std::memcpy(bigger.get(), data_.get(), size_);
    data_ = std::move(bigger);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

/// Each puts something at `to` and returns the position behind it.
template <std::size_t size>
[[nodiscard]] inline char* put(char* to, const char (&literal)[size]) noexcept {
  std::memcpy(to, literal, size - 1);
  return to + size - 1;
}

[[nodiscard]] inline char* put(char* to, std::string_view text) noexcept {
  std::memcpy(to, text.data(), text.size());
  return to + text.size();
}

template <std::integral Number>
[[nodiscard]] inline char* put_number(char* to, Number number) noexcept {
  constexpr int longest = std::numeric_limits<Number>::digits10 + 2;
  return std::to_chars(to, to + longest, number).ptr;
}

/// At most this many characters of JSON for one of text.
inline constexpr std::size_t max_escaped_growth = 6;

/// The inside of a JSON string: escaped, and each invalid UTF-8 sequence replaced by U+FFFD.
[[nodiscard]] char* put_escaped(char* to, std::string_view text) noexcept;

/// `text` cut to at most `max_bytes`, between characters.
[[nodiscard]] std::string_view cut_text(std::string_view text, std::size_t max_bytes) noexcept;

}  // namespace loopscope
