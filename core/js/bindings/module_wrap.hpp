// An ES module behind Node's ModuleWrap.
#pragma once

#include <string>
#include <unordered_map>

#include "core/js/realm.hpp"
#include "core/js/wrap.hpp"

namespace loopscope::js {

class ModuleWrap final : public Wrap {
 public:
  /// `steps` is what a synthetic module runs, else empty.
  ModuleWrap(Realm& realm, v8::Local<v8::Object> object, v8::Local<v8::Module> module,
             v8::Local<v8::Function> steps);
  ~ModuleWrap() override;

  [[nodiscard]] v8::Local<v8::Module> module() const { return module_.Get(isolate()); }
  [[nodiscard]] v8::Local<v8::Function> steps() const { return steps_.Get(isolate()); }
  /// The promise of the module that `specifier` means here.
  void add_request(const std::string& specifier, v8::Local<v8::Promise> promise);
  /// Empty if there was none.
  [[nodiscard]] v8::Local<v8::Promise> request(const std::string& specifier) const;

  /// Null for a module that is not wrapped.
  [[nodiscard]] static ModuleWrap* of_module(v8::Isolate* isolate, v8::Local<v8::Module> module);

 private:
  Realm& realm_;
  v8::Global<v8::Module> module_;
  v8::Global<v8::Function> steps_;
  std::unordered_map<std::string, v8::Global<v8::Promise>> requests_;
  std::unordered_multimap<int, ModuleWrap*>::iterator position_;
};

}  // namespace loopscope::js
