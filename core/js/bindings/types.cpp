// internalBinding('types'): what a value is, for util.types and util.inspect.
#include "core/js/bindings.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {
namespace {

using v8::Value;

template <bool (Value::*test)() const>
void is(const Args& args) {
  args.GetReturnValue().Set(((*args[0])->*test)());
}

void is_any_array_buffer(const Args& args) {
  args.GetReturnValue().Set(args[0]->IsArrayBuffer() || args[0]->IsSharedArrayBuffer());
}

void is_boxed_primitive(const Args& args) {
  args.GetReturnValue().Set(args[0]->IsNumberObject() || args[0]->IsStringObject() ||
                            args[0]->IsBooleanObject() || args[0]->IsBigIntObject() ||
                            args[0]->IsSymbolObject());
}

constexpr Method methods[] = {{"isExternal", is<&Value::IsExternal>},
                              {"isDate", is<&Value::IsDate>},
                              {"isArgumentsObject", is<&Value::IsArgumentsObject>},
                              {"isBigIntObject", is<&Value::IsBigIntObject>},
                              {"isBooleanObject", is<&Value::IsBooleanObject>},
                              {"isNumberObject", is<&Value::IsNumberObject>},
                              {"isStringObject", is<&Value::IsStringObject>},
                              {"isSymbolObject", is<&Value::IsSymbolObject>},
                              {"isBoxedPrimitive", is_boxed_primitive},
                              {"isNativeError", is<&Value::IsNativeError>},
                              {"isRegExp", is<&Value::IsRegExp>},
                              {"isAsyncFunction", is<&Value::IsAsyncFunction>},
                              {"isGeneratorFunction", is<&Value::IsGeneratorFunction>},
                              {"isGeneratorObject", is<&Value::IsGeneratorObject>},
                              {"isPromise", is<&Value::IsPromise>},
                              {"isMap", is<&Value::IsMap>},
                              {"isSet", is<&Value::IsSet>},
                              {"isMapIterator", is<&Value::IsMapIterator>},
                              {"isSetIterator", is<&Value::IsSetIterator>},
                              {"isWeakMap", is<&Value::IsWeakMap>},
                              {"isWeakSet", is<&Value::IsWeakSet>},
                              {"isArrayBuffer", is<&Value::IsArrayBuffer>},
                              {"isDataView", is<&Value::IsDataView>},
                              {"isSharedArrayBuffer", is<&Value::IsSharedArrayBuffer>},
                              {"isProxy", is<&Value::IsProxy>},
                              {"isModuleNamespaceObject", is<&Value::IsModuleNamespaceObject>},
                              {"isAnyArrayBuffer", is_any_array_buffer}};

}  // namespace

void make_types(Realm& realm, v8::Local<v8::Object> binding) {
  add_methods(realm.context(), binding, methods);
}

}  // namespace loopscope::js
