// internalBinding('contextify'): compiling what programs consist of.
#include <memory>
#include <vector>

#include "core/js/bindings.hpp"
#include "core/js/privates.hpp"
#include "core/js/realm.hpp"
#include "core/js/report.hpp"
#include "core/js/wrap.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

v8::ScriptOrigin origin_of(v8::Isolate* isolate, Local<Value> file, Local<Value> line,
                           Local<Value> column, Local<Value> id_symbol) {
  const auto options = v8::PrimitiveArray::New(isolate, 1);
  if (id_symbol->IsSymbol()) options->Set(isolate, 0, id_symbol.As<v8::Symbol>());
  const auto number_of = [isolate](Local<Value> value) {
    return value->IsNumber() ? value->Int32Value(isolate->GetCurrentContext()).FromMaybe(0) : 0;
  };
  return {isolate, file,  number_of(line), number_of(column), true, -1, Local<Value>(), false,
          false,   false, options};
}

std::vector<Local<v8::String>> strings_of(Local<v8::Context> context, Local<Value> array) {
  std::vector<Local<v8::String>> result;
  if (!array->IsArray()) return result;
  const auto values = array.As<v8::Array>();
  for (std::uint32_t i = 0; i < values->Length(); ++i)
    result.push_back(values->Get(context, i).ToLocalChecked().As<v8::String>());
  return result;
}

void throw_decorated(Realm& realm, v8::TryCatch& caught) {
  if (!caught.HasTerminated()) add_arrow(realm, caught.Exception(), caught.Message(), true);
  caught.ReThrow();
}

// (code, file, line, column, cachedData, produceCachedData, context, extensions, parameters, id)
void compile_function(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  Realm& realm = realm_of(args);
  const auto context = realm.context();
  realm.embed(args[1], args[0].As<v8::String>());
  v8::TryCatch caught(isolate);
  v8::ScriptCompiler::Source source(args[0].As<v8::String>(),
                                    origin_of(isolate, args[1], args[2], args[3], args[9]));
  auto parameters = strings_of(context, args[8]);
  Local<v8::Function> function;
  if (!v8::ScriptCompiler::CompileFunctionInContext(context, &source, parameters.size(),
                                                    parameters.data(), 0, nullptr)
           .ToLocal(&function))
    return throw_decorated(realm, caught);
  function->SetPrivate(context, private_symbol(isolate, "host_defined_option"), args[9]).Check();
  const auto result = v8::Object::New(isolate);
  set(context, result, "function", function);
  set(context, result, "sourceMapURL", v8::Undefined(isolate));
  args.GetReturnValue().Set(result);
}

class Script final : public Wrap {
 public:
  Script(v8::Isolate* isolate, Local<v8::Object> object, Local<v8::UnboundScript> script)
      : Wrap(isolate, object), script_(isolate, script) {}
  [[nodiscard]] Local<v8::UnboundScript> script() const { return script_.Get(isolate()); }

 private:
  v8::Global<v8::UnboundScript> script_;
};

// new ContextifyScript(code, file, line, column, cachedData, produceCachedData, context, id)
void new_script(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  Realm& realm = realm_of(args);
  realm.embed(args[1], args[0].As<v8::String>());
  v8::TryCatch caught(isolate);
  const Local<Value> id = args.Length() > 7 ? args[7] : v8::Undefined(isolate).As<Value>();
  v8::ScriptCompiler::Source source(args[0].As<v8::String>(),
                                    origin_of(isolate, args[1], args[2], args[3], id));
  Local<v8::UnboundScript> script;
  if (!v8::ScriptCompiler::CompileUnboundScript(isolate, &source).ToLocal(&script))
    return throw_decorated(realm, caught);
  new Script(isolate, args.This(), script);  // goes with its object
  args.This()
      ->SetPrivate(realm.context(), private_symbol(isolate, "host_defined_option"), id)
      .Check();
}

// (null, timeout, displayErrors, breakOnSigint, breakOnFirstLine)
void run_in_context(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  Realm& realm = realm_of(args);
  v8::TryCatch caught(isolate);
  const auto script = Wrap::of<Script>(args.This())->script();
  Local<Value> result;
  if (script->BindToCurrentContext()->Run(realm.context()).ToLocal(&result))
    return args.GetReturnValue().Set(result);
  if (args[2]->IsTrue()) return throw_decorated(realm, caught);
  caught.ReThrow();
}

constexpr Method methods[] = {{"compileFunction", compile_function}};
constexpr Method script_methods[] = {{"runInContext", run_in_context}};

}  // namespace

void make_contextify(Realm& realm, Local<v8::Object> binding) {
  v8::Isolate* const isolate = realm.isolate();
  add_methods(realm.context(), binding, methods);
  const auto type = v8::FunctionTemplate::New(isolate, new_script);
  type->InstanceTemplate()->SetInternalFieldCount(1);
  type->SetClassName(name(isolate, "ContextifyScript"));
  add_methods(isolate, type, script_methods);
  set(realm.context(), binding, "ContextifyScript",
      type->GetFunction(realm.context()).ToLocalChecked());
}

}  // namespace loopscope::js
