#include "tracer/format/names.hpp"

#include <cstring>

namespace loopscope {

std::string_view errno_name(int error) noexcept {
  const char* name = strerrorname_np(error);
  return name != nullptr ? std::string_view(name) : std::string_view("EUNKNOWN");
}

}  // namespace loopscope
