#include "core/js/call_site.hpp"

#include "core/js/realm.hpp"

namespace loopscope::js {

CallSite::CallSite(Realm& realm, v8::Local<v8::Value> callback) {
  ScriptMap* const map = realm.script_map();
  if (map == nullptr) return;
  callee_ = map->callees.of(callback);
  if (realm.has_lines())
    place_ = map->places.here();
  else
    callee_.location = 0;
}

}  // namespace loopscope::js
