// Where something was called: std::source_location where the compiler has it, the same few members
// where it does not (Clang 14), or a place in a script.
#pragma once

#if __has_include(<source_location>)
#include <source_location>
#endif
#include <cstdint>

namespace loopscope {

#if !defined(__cpp_lib_source_location)
namespace detail {
class BuiltinLocation {
 public:
  static constexpr BuiltinLocation current(const char* file = __builtin_FILE(),
                                           const char* function = __builtin_FUNCTION(),
                                           std::uint_least32_t line = __builtin_LINE()) noexcept {
    BuiltinLocation here;
    here.file_ = file;
    here.function_ = function;
    here.line_ = line;
    return here;
  }
  [[nodiscard]] constexpr const char* file_name() const noexcept { return file_; }
  [[nodiscard]] constexpr const char* function_name() const noexcept { return function_; }
  [[nodiscard]] constexpr std::uint_least32_t line() const noexcept { return line_; }
  [[nodiscard]] constexpr std::uint_least32_t column() const noexcept { return 0; }

 private:
  const char* file_ = "";
  const char* function_ = "";
  std::uint_least32_t line_ = 0;
};
}  // namespace detail
#endif

class SourceLocation {
 public:
#if defined(__cpp_lib_source_location)
  using Here = std::source_location;
#else
  using Here = detail::BuiltinLocation;
#endif

  constexpr SourceLocation() noexcept = default;
  static constexpr SourceLocation current(Here here = Here::current()) noexcept {
    SourceLocation result;
    result.here_ = here;
    return result;
  }
  /// A place outside of this program's sources, as Session::location() numbered it; 0 is none.
  /// `callee` is where the callback that is queued there begins, numbered alike.
  static constexpr SourceLocation numbered(std::uint32_t number,
                                           std::uint32_t callee = 0) noexcept {
    SourceLocation result;
    result.number_ = number;
    result.callee_ = callee;
    return result;
  }

  /// Not 0: the place is the session's definition of this number, and the rest is empty.
  [[nodiscard]] constexpr std::uint32_t number() const noexcept {
    return number_;
  }
  [[nodiscard]] constexpr std::uint32_t callee() const noexcept {
    return callee_;
  }
  [[nodiscard]] constexpr const char* file_name() const noexcept {
    return here_.file_name();
  }
  [[nodiscard]] constexpr const char* function_name() const noexcept {
    return here_.function_name();
  }
  [[nodiscard]] constexpr std::uint_least32_t line() const noexcept {
    return here_.line();
  }
  [[nodiscard]] constexpr std::uint_least32_t column() const noexcept {
    return here_.column();
  }

 private:
  Here here_{};
  std::uint32_t number_ = 0;
  std::uint32_t callee_ = 0;
};

}  // namespace loopscope
