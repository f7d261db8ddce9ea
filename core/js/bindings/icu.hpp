// What is used of ICU, on which libnode rests. Its functions carry its version in their names and
// its headers are not libnode's, so they are looked up while the program runs.
#pragma once

#include <cstdint>

namespace loopscope::js {

struct Icu {
  struct Converter;
  using Error = int;  // above 0: it failed
  using OnError = void (*)(const void*, void*, const char*, std::int32_t, int, Error*);

  Converter* (*open)(const char* name, Error*);
  void (*close)(Converter*);
  void (*reset)(Converter*);
  std::int8_t (*min_char_bytes)(const Converter*);
  void (*set_on_error)(Converter*, OnError, const void*, OnError*, const void**, Error*);
  OnError stop;
  void (*to_unicode)(Converter*, char16_t** to, const char16_t* to_end, const char** from,
                     const char* from_end, std::int32_t*, std::int8_t flush, Error*);
  std::int32_t (*property)(std::int32_t code_point, int which);
  std::int8_t (*has_property)(std::int32_t code_point, int which);
  std::int8_t (*category)(std::int32_t code_point);

  /// Null where the process has no ICU, or lacks one of them.
  [[nodiscard]] static const Icu* find();
};

}  // namespace loopscope::js
