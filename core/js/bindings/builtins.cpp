// internalBinding('builtins'), and the hooks that this project's own modules set.
#include <algorithm>
#include <vector>

#include "core/js/bindings.hpp"
#include "core/js/natives.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

/// The parameters that Node's BuiltinLoader gives to the modules of each kind.
std::vector<std::string_view> parameters_of(std::string_view id) {
  if (id.starts_with("internal/bootstrap/realm"))
    return {"process", "getLinkedBinding", "getInternalBinding", "primordials"};
  if (id.starts_with("internal/per_context/"))
    return {"exports", "primordials", "privateSymbols", "perIsolateSymbols"};
  if (id.starts_with("internal/main/") || id.starts_with("internal/bootstrap/"))
    return {"process", "require", "internalBinding", "primordials"};
  return {"exports", "require", "module", "process", "internalBinding", "primordials"};
}

void compile_function(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const std::string id = utf8(args, 0);
  std::vector<Local<v8::String>> parameters;
  for (const std::string_view parameter : parameters_of(id))
    parameters.push_back(name(isolate, parameter));
  Local<v8::Function> function;
  if (realm_of(args).compile_native(id, parameters).ToLocal(&function))
    args.GetReturnValue().Set(function);
}

void native_source(const Args& args) {
  const Native* const native = find_native(utf8(args, 0));
  if (native != nullptr) args.GetReturnValue().Set(native_text(args.GetIsolate(), *native));
}

Local<Value> builtin_ids(v8::Isolate* isolate) {
  std::vector<Local<Value>> ids;
  for (const Native& native : natives())
    if (!native.id.starts_with("loopscope/")) ids.push_back(name(isolate, native.id));
  return v8::Array::New(isolate, ids.data(), ids.size());
}

struct NamedHook {
  std::string_view name;
  Hook hook;
};

constexpr NamedHook named_hooks[] = {{"prepareStackTrace", Hook::prepare_stack_trace},
                                     {"fatalBefore", Hook::fatal_before},
                                     {"fatalAfter", Hook::fatal_after},
                                     {"promiseReject", Hook::promise_reject},
                                     {"reportRejected", Hook::report_rejected},
                                     {"runTick", Hook::run_tick},
                                     {"runTimer", Hook::run_timer},
                                     {"runImmediate", Hook::run_immediate},
                                     {"importModule", Hook::import_module},
                                     {"importMeta", Hook::import_meta},
                                     {"fsError", Hook::fs_error},
                                     {"errorName", Hook::error_name},
                                     {"fileHandle", Hook::file_handle},
                                     {"enterCallback", Hook::enter_callback},
                                     {"leaveCallback", Hook::leave_callback},
                                     {"emitMessage", Hook::emit_message},
                                     {"dataCloneError", Hook::data_clone_error},
                                     {"mainBegin", Hook::main_begin},
                                     {"main", Hook::main},
                                     {"mainEnd", Hook::main_end}};

// ({name: function, …})
void set_hooks(const Args& args) {
  Realm& realm = realm_of(args);
  const auto object = args[0].As<v8::Object>();
  for (const NamedHook& named : named_hooks) {
    Local<Value> value;
    if (object->Get(realm.context(), name(args.GetIsolate(), named.name)).ToLocal(&value) &&
        value->IsFunction())
      realm.set_hook(named.hook, value.As<v8::Function>());
  }
}

constexpr Method builtin_methods[] = {{"compileFunction", compile_function},
                                      {"nativeSource", native_source}};
// (process)
void set_process(const Args& args) {
  realm_of(args).set_process(args[0].As<v8::Object>());
}

constexpr Method hook_methods[] = {{"setHooks", set_hooks}, {"setProcess", set_process}};

}  // namespace

void make_builtins(Realm& realm, Local<v8::Object> binding) {
  add_methods(realm.context(), binding, builtin_methods);
  set(realm.context(), binding, "builtinIds", builtin_ids(realm.isolate()));
}

void make_hooks(Realm& realm, Local<v8::Object> binding) {
  add_methods(realm.context(), binding, hook_methods);
}

}  // namespace loopscope::js
