#include "core/js/privates.hpp"

#include "core/js/value.hpp"

namespace loopscope::js {
namespace {

struct Named {
  const char* property;  // what Node's library calls it
  const char* name;
};

constexpr Named all[] = {{"arrow_message_private_symbol", "arrow_message"},
                         {"contextify_context_private_symbol", "contextify_context"},
                         {"decorated_private_symbol", "decorated"},
                         {"exiting_aliased_Uint32Array", "exiting_aliased_Uint32Array"},
                         {"host_defined_option_symbol", "host_defined_option"},
                         {"napi_type_tag", "napi_type_tag"},
                         {"napi_wrap", "napi_wrap"},
                         {"require_private_symbol", "require"},
                         {"transfer_mode_private_symbol", "transfer_mode"},
                         {"untransferable_object_private_symbol", "untransferable_object"}};

}  // namespace

v8::Local<v8::Private> private_symbol(v8::Isolate* isolate, std::string_view name_text) {
  return v8::Private::ForApi(isolate, name(isolate, name_text));
}

v8::Local<v8::Object> private_symbols(v8::Local<v8::Context> context) {
  v8::Isolate* const isolate = context->GetIsolate();
  const auto shape = v8::ObjectTemplate::New(isolate);
  for (const Named& one : all)
    shape->Set(name(isolate, one.property), private_symbol(isolate, one.name));
  return shape->NewInstance(context).ToLocalChecked();
}

}  // namespace loopscope::js
