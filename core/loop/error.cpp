#include "core/loop/error.hpp"

#include <cstring>
#include <stdexcept>

#include "core/loop/function.hpp"

namespace loopscope {

void throw_no_callback(const char* call) {
  throw std::invalid_argument(std::string(call) + " needs a callback, and got an empty one");
}

std::string describe_error(const std::error_code& error) {
  const bool is_errno =
      error.category() == std::system_category() || error.category() == std::generic_category();
  const char* const name = is_errno ? strerrorname_np(error.value()) : nullptr;
  return name != nullptr ? std::string(name) + ": " + error.message() : error.message();
}

std::string error_text(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const std::exception& exception) {
    return exception.what();
  } catch (...) {
    return "unknown exception";
  }
}

}  // namespace loopscope
