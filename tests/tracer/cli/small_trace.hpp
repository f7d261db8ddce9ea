// A trace of six lines, for tests that run the program.
#pragma once

#include <string>
#include <string_view>

namespace loopscope::test {

inline constexpr std::string_view header =
    R"({"loopscope":1,"clock":"tsc","start":"2026-11-23T05:37:08.123456789Z","profile":"modern",)"
    R"("runtime":"reactor","process":"test","pid":42,"argv":["test"],"grain_ns":1000000,"sources":{}})"
    "\n";
inline constexpr std::string_view body =
    R"({"t":1,"e":"def","kind":"name","n":2,"text":"hello"}
{"t":10,"e":"task.queue","id":1,"q":"main","name":2}
{"t":20,"e":"task.begin","id":1}
{"t":30,"e":"log","s":"out","text":"a line","task":1}
{"t":40,"e":"task.end","id":1}
)";
inline constexpr std::string_view end = R"({"t":50,"e":"end","exit":0,"events":5,"dropped":0})"
                                        "\n";

inline std::string trace() {
  return std::string(header).append(body).append(end);
}

}  // namespace loopscope::test
