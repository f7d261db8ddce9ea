#include <dlfcn.h>
#include <fmt/format.h>

#include <optional>

#include "core/js/bindings/icu.hpp"

namespace loopscope::js {
namespace {

constexpr int oldest = 60;
constexpr int newest = 99;

template <typename Function>
bool take(const char* name, int version, Function& function) {
  void* const found = dlsym(RTLD_DEFAULT, fmt::format("{}_{}", name, version).c_str());
  function = reinterpret_cast<Function>(found);
  return found != nullptr;
}

std::optional<Icu> of_version(int version) {
  Icu icu{};
  if (take("ucnv_open", version, icu.open) && take("ucnv_close", version, icu.close) &&
      take("ucnv_reset", version, icu.reset) &&
      take("ucnv_getMinCharSize", version, icu.min_char_bytes) &&
      take("ucnv_setToUCallBack", version, icu.set_on_error) &&
      take("UCNV_TO_U_CALLBACK_STOP", version, icu.stop) &&
      take("ucnv_toUnicode", version, icu.to_unicode) &&
      take("u_getIntPropertyValue", version, icu.property) &&
      take("u_hasBinaryProperty", version, icu.has_property) &&
      take("u_charType", version, icu.category))
    return icu;
  return std::nullopt;
}

}  // namespace

const Icu* Icu::find() {
  static const std::optional<Icu> found = [] {
    for (int version = oldest; version <= newest; ++version)
      if (auto icu = of_version(version)) return icu;
    return std::optional<Icu>();
  }();
  return found ? &*found : nullptr;
}

}  // namespace loopscope::js
