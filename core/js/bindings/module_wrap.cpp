// internalBinding('module_wrap'): ES modules as V8 has them; the loader that finds them is Node's.
#include "core/js/bindings/module_wrap.hpp"

#include <vector>

#include "core/js/bindings.hpp"
#include "core/js/microtasks.hpp"
#include "core/js/privates.hpp"
#include "core/js/report.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

constexpr std::string_view option_symbol = "host_defined_option";

Local<Value> symbol_of(v8::Isolate* isolate, Local<v8::Object> wrap) {
  Local<Value> symbol;
  if (wrap->GetPrivate(isolate->GetCurrentContext(), private_symbol(isolate, option_symbol))
          .ToLocal(&symbol))
    return symbol;
  return v8::Undefined(isolate);
}

std::vector<Local<v8::String>> strings_of(Local<v8::Context> context, Local<v8::Array> array) {
  std::vector<Local<v8::String>> result;
  for (std::uint32_t i = 0; i < array->Length(); ++i)
    result.push_back(array->Get(context, i).ToLocalChecked().As<v8::String>());
  return result;
}

// What a synthetic module runs: its function, with the wrap as `this`.
v8::MaybeLocal<Value> run_steps(Local<v8::Context> context, Local<v8::Module> module) {
  v8::Isolate* const isolate = context->GetIsolate();
  ModuleWrap* const wrap = ModuleWrap::of_module(isolate, module);
  if (wrap->steps().IsEmpty()) return v8::Undefined(isolate);
  if (wrap->steps()->Call(context, wrap->object(), 0, nullptr).IsEmpty()) return {};
  const auto resolver = v8::Promise::Resolver::New(context).ToLocalChecked();
  resolver->Resolve(context, v8::Undefined(isolate)).Check();
  return resolver->GetPromise();
}

v8::MaybeLocal<v8::Module> compile(Realm& realm, const Args& args, Local<v8::Symbol> id) {
  v8::Isolate* const isolate = realm.isolate();
  const auto options = v8::PrimitiveArray::New(isolate, 1);
  options->Set(isolate, 0, id);
  const v8::ScriptOrigin origin(isolate, args[0], static_cast<int>(integer(args, 3)),
                                static_cast<int>(integer(args, 4)), true, -1, Local<Value>(), false,
                                false, true, options);
  realm.embed(args[0], args[2].As<v8::String>());
  v8::ScriptCompiler::Source source(args[2].As<v8::String>(), origin);
  v8::TryCatch caught(isolate);
  v8::MaybeLocal<v8::Module> module = v8::ScriptCompiler::CompileModule(isolate, &source);
  if (caught.HasCaught()) {
    add_arrow(realm, caught.Exception(), caught.Message(), false);
    caught.ReThrow();
  }
  return module;
}

// new ModuleWrap(url, context, source, line, column), or (url, context, exportNames, steps)
void new_module(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  Realm& realm = realm_of(args);
  const auto context = realm.context();
  const auto id = v8::Symbol::New(isolate, args[0].As<v8::String>());
  args.This()->SetPrivate(context, private_symbol(isolate, option_symbol), id).Check();
  Local<v8::Module> module;
  Local<v8::Function> steps;
  if (args[2]->IsArray()) {
    module = v8::Module::CreateSyntheticModule(
        isolate, args[0].As<v8::String>(), strings_of(context, args[2].As<v8::Array>()), run_steps);
    if (args[3]->IsFunction()) steps = args[3].As<v8::Function>();
  } else if (!compile(realm, args, id).ToLocal(&module)) {
    return;
  }
  new ModuleWrap(realm, args.This(), module, steps);  // goes with its object
  set(context, args.This(), "url", args[0]);
  set(context, args.This(), "sourceMapURL", v8::Undefined(isolate));
}

ModuleWrap& wrap_of(const Args& args) {
  return *Wrap::of<ModuleWrap>(args.This());
}

Local<v8::Object> attributes_of(Local<v8::Context> context, Local<v8::FixedArray> assertions,
                                int entry_length) {
  v8::Isolate* const isolate = context->GetIsolate();
  const auto result = v8::Object::New(isolate, v8::Null(isolate), nullptr, nullptr, 0);
  for (int i = 0; i + 1 < assertions->Length(); i += entry_length)
    result
        ->Set(context, assertions->Get(context, i).As<v8::String>(),
              assertions->Get(context, i + 1).As<Value>())
        .Check();
  return result;
}

// (resolve(specifier, attributes) -> promise) -> promises
void link(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const auto context = isolate->GetCurrentContext();
  ModuleWrap& wrap = wrap_of(args);
  const auto requests = wrap.module()->GetModuleRequests();
  std::vector<Local<Value>> promises;
  for (int i = 0; i < requests->Length(); ++i) {
    const auto request = requests->Get(context, i).As<v8::ModuleRequest>();
    constexpr int key_value_position = 3;
    Local<Value> arguments[] = {
        request->GetSpecifier(),
        attributes_of(context, request->GetImportAssertions(), key_value_position)};
    Local<Value> promise;
    if (!args[0].As<v8::Function>()->Call(context, args.This(), 2, arguments).ToLocal(&promise))
      return;
    wrap.add_request(utf8(isolate, request->GetSpecifier()), promise.As<v8::Promise>());
    promises.push_back(promise);
  }
  args.GetReturnValue().Set(v8::Array::New(isolate, promises.data(), promises.size()));
}

v8::MaybeLocal<v8::Module> resolve(Local<v8::Context> context, Local<v8::String> specifier,
                                   Local<v8::FixedArray>, Local<v8::Module> referrer) {
  v8::Isolate* const isolate = context->GetIsolate();
  const ModuleWrap* const wrap = ModuleWrap::of_module(isolate, referrer);
  const auto promise = wrap->request(utf8(isolate, specifier));
  if (promise.IsEmpty() || promise->State() != v8::Promise::kFulfilled ||
      !promise->Result()->IsObject()) {
    throw_coded(isolate, v8::Exception::Error, "ERR_VM_MODULE_LINK_FAILURE",
                "request for '" + utf8(isolate, specifier) + "' is not yet fulfilled");
    return {};
  }
  return Wrap::of<ModuleWrap>(promise->Result().As<v8::Object>())->module();
}

void instantiate(const Args& args) {
  Realm& realm = realm_of(args);
  v8::TryCatch caught(args.GetIsolate());
  if (wrap_of(args).module()->InstantiateModule(realm.context(), resolve).FromMaybe(false)) return;
  if (caught.HasCaught() && !caught.HasTerminated())
    add_arrow(realm, caught.Exception(), caught.Message(), false);
  caught.ReThrow();
}

// The body of a program's module runs inside of a microtask of Node's loader, and is a task of its
// own in the trace. 0: it is none.
std::uint64_t begin_evaluation(Realm& realm, const Args& args) {
  Probe& probe = realm.loop().probe();
  if (!probe.on() || !wrap_of(args).module()->IsSourceTextModule()) return 0;
  Local<Value> url;
  if (!args.This()->Get(realm.context(), name(realm.isolate(), "url")).ToLocal(&url)) return 0;
  const std::uint64_t task = probe.new_id();
  const std::uint32_t body = probe.session()->location({file_of(realm.isolate(), url), "", 1, 1});
  probe.task_queue(task, Queue::main, "module",
                   SourceLocation::numbered(0, realm.has_lines() ? body : 0));
  probe.task_begin(task);
  return task;
}

// (timeout, breakOnSigint) -> promise
void evaluate(const Args& args) {
  Realm& realm = realm_of(args);
  const std::uint64_t task = begin_evaluation(realm, args);
  Local<Value> result;
  if (wrap_of(args).module()->Evaluate(realm.context()).ToLocal(&result))
    args.GetReturnValue().Set(result);
  if (task == 0) return;
  realm.microtasks().catch_up();
  realm.loop().probe().task_end(task);
}

// (name, value)
void set_export(const Args& args) {
  const v8::Maybe<bool> done = wrap_of(args).module()->SetSyntheticModuleExport(
      args.GetIsolate(), args[0].As<v8::String>(), args[1]);
  args.GetReturnValue().Set(done.FromMaybe(false));
}

void get_namespace(const Args& args) {
  const auto module = wrap_of(args).module();
  if (module->GetStatus() < v8::Module::kInstantiated)
    return throw_error(args.GetIsolate(), "cannot get namespace, module has not been instantiated");
  args.GetReturnValue().Set(module->GetModuleNamespace());
}

void get_status(const Args& args) {
  args.GetReturnValue().Set(wrap_of(args).module()->GetStatus());
}

void get_error(const Args& args) {
  args.GetReturnValue().Set(wrap_of(args).module()->GetException());
}

void get_static_dependencies(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const auto context = isolate->GetCurrentContext();
  const auto requests = wrap_of(args).module()->GetModuleRequests();
  std::vector<Local<Value>> specifiers(static_cast<std::size_t>(requests->Length()));
  for (int i = 0; i < requests->Length(); ++i)
    specifiers[static_cast<std::size_t>(i)] =
        requests->Get(context, i).As<v8::ModuleRequest>()->GetSpecifier();
  args.GetReturnValue().Set(v8::Array::New(isolate, specifiers.data(), specifiers.size()));
}

v8::MaybeLocal<v8::Promise> import_module(Local<v8::Context> context, Local<v8::Data> options,
                                          Local<Value>, Local<v8::String> specifier,
                                          Local<v8::FixedArray> assertions) {
  v8::Isolate* const isolate = context->GetIsolate();
  Realm& realm = *static_cast<Realm*>(isolate->GetData(0));
  const auto values = options.As<v8::FixedArray>();
  Local<Value> id = v8::Undefined(isolate);
  if (values->Length() > 0) id = values->Get(context, 0).As<Value>();
  constexpr int key_value = 2;
  Local<Value> arguments[] = {id, specifier, attributes_of(context, assertions, key_value)};
  Local<Value> result;
  if (!realm.hook(Hook::import_module)
           ->Call(context, v8::Undefined(isolate), 3, arguments)
           .ToLocal(&result))
    return {};
  return result.As<v8::Promise>();
}

void initialize_import_meta(Local<v8::Context> context, Local<v8::Module> module,
                            Local<v8::Object> meta) {
  v8::Isolate* const isolate = context->GetIsolate();
  Realm& realm = *static_cast<Realm*>(isolate->GetData(0));
  const ModuleWrap* const wrap = ModuleWrap::of_module(isolate, module);
  if (wrap == nullptr) return;
  realm.ask(Hook::import_meta, {symbol_of(isolate, wrap->object()), meta});
}

constexpr Method methods[] = {{"link", link},
                              {"instantiate", instantiate},
                              {"evaluate", evaluate},
                              {"setExport", set_export},
                              {"getNamespace", get_namespace},
                              {"getStatus", get_status},
                              {"getError", get_error},
                              {"getStaticDependencySpecifiers", get_static_dependencies}};

}  // namespace

ModuleWrap::ModuleWrap(Realm& realm, Local<v8::Object> object, Local<v8::Module> module,
                       Local<v8::Function> steps)
    : Wrap(realm.isolate(), object), realm_(realm), module_(realm.isolate(), module) {
  if (!steps.IsEmpty()) steps_.Reset(realm.isolate(), steps);
  position_ = realm.modules().emplace(module->GetIdentityHash(), this);
}

ModuleWrap::~ModuleWrap() {
  realm_.modules().erase(position_);
}

ModuleWrap* ModuleWrap::of_module(v8::Isolate* isolate, Local<v8::Module> module) {
  auto& modules = static_cast<Realm*>(isolate->GetData(0))->modules();
  const auto [begin, end] = modules.equal_range(module->GetIdentityHash());
  for (auto one = begin; one != end; ++one)
    if (one->second->module() == module) return one->second;
  return nullptr;
}

void ModuleWrap::add_request(const std::string& specifier, Local<v8::Promise> promise) {
  requests_[specifier].Reset(isolate(), promise);
}

Local<v8::Promise> ModuleWrap::request(const std::string& specifier) const {
  const auto found = requests_.find(specifier);
  return found != requests_.end() ? found->second.Get(isolate()) : Local<v8::Promise>();
}

void make_module_wrap(Realm& realm, Local<v8::Object> binding) {
  v8::Isolate* const isolate = realm.isolate();
  const auto type = v8::FunctionTemplate::New(isolate, new_module);
  type->InstanceTemplate()->SetInternalFieldCount(1);
  type->SetClassName(name(isolate, "ModuleWrap"));
  add_methods(isolate, type, methods);
  set(realm.context(), binding, "ModuleWrap", type->GetFunction(realm.context()).ToLocalChecked());
  const auto add = [&](std::string_view key, v8::Module::Status status) {
    set(realm.context(), binding, key, v8::Integer::New(isolate, status));
  };
  add("kUninstantiated", v8::Module::kUninstantiated);
  add("kInstantiating", v8::Module::kInstantiating);
  add("kInstantiated", v8::Module::kInstantiated);
  add("kEvaluating", v8::Module::kEvaluating);
  add("kEvaluated", v8::Module::kEvaluated);
  add("kErrored", v8::Module::kErrored);
  isolate->SetHostImportModuleDynamicallyCallback(import_module);
  isolate->SetHostInitializeImportMetaObjectCallback(initialize_import_meta);
}

}  // namespace loopscope::js
