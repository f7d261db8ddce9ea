// Errors as people know them: errno's names and what an exception says.
#pragma once

#include <exception>
#include <string>
#include <system_error>

namespace loopscope {

/// "ECONNREFUSED: Connection refused" for an errno, else the category's own text.
[[nodiscard]] std::string describe_error(const std::error_code& error);
/// what() of a std::exception, "unknown exception" of anything else.
[[nodiscard]] std::string error_text(const std::exception_ptr& error);
/// The error code of `errno_value` (positive).
[[nodiscard]] inline std::error_code errno_code(int errno_value) noexcept {
  return {errno_value, std::system_category()};
}

}  // namespace loopscope
