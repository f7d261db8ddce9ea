#include "core/js/bindings.hpp"

#include <algorithm>

namespace loopscope::js {
namespace {

struct Maker {
  std::string_view name;
  void (*make)(Realm&, v8::Local<v8::Object>);
};

constexpr Maker makers[] = {{"async_wrap", make_async_wrap},
                            {"buffer", make_buffer},
                            {"builtins", make_builtins},
                            {"cares_wrap", make_cares_wrap},
                            {"contextify", make_contextify},
                            {"credentials", make_credentials},
                            {"errors", make_errors},
                            {"fs", make_fs},
                            {"icu", make_icu},
                            {"loopscope_hooks", make_hooks},
                            {"messaging", make_messaging},
                            {"module_wrap", make_module_wrap},
                            {"os", make_os},
                            {"process_methods", make_process_methods},
                            {"signal_wrap", make_signal_wrap},
                            {"stream_wrap", make_stream_wrap},
                            {"task_queue", make_task_queue},
                            {"tcp_wrap", make_tcp_wrap},
                            {"timers", make_timers},
                            {"types", make_types},
                            {"url", make_url},
                            {"util", make_util}};

}  // namespace

bool make_binding(Realm& realm, std::string_view name, v8::Local<v8::Object> binding) {
  const auto* const maker = std::find_if(std::begin(makers), std::end(makers),
                                         [&](const Maker& one) { return one.name == name; });
  if (maker == std::end(makers)) return false;
  maker->make(realm, binding);
  return true;
}

}  // namespace loopscope::js
