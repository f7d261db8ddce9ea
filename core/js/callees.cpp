#include "core/js/callees.hpp"

#include "core/js/script_places.hpp"
#include "core/js/value.hpp"

namespace loopscope::js {
namespace {

v8::Local<v8::Function> unbound(v8::Local<v8::Function> function) {
  constexpr int most_bindings = 8;  // of bindings; what is behind more goes without a place
  for (int i = 0; i < most_bindings; ++i) {
    const auto target = function->GetBoundFunction();
    if (!target->IsFunction()) break;
    function = target.As<v8::Function>();
  }
  return function;
}

}  // namespace

Callees::Callees(v8::Isolate* isolate, Session& session) : isolate_(isolate), session_(session) {
  isolate_->AddGCEpilogueCallback(on_collection, this, v8::kGCTypeMarkSweepCompact);
}

Callees::~Callees() {
  isolate_->RemoveGCEpilogueCallback(on_collection, this);
}

// Descriptions and maps lie where only this kind of collection moves or frees them.
void Callees::on_collection(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* callees) {
  static_cast<Callees*>(callees)->kept_.clear();
}

std::size_t Callees::ShapeHash::operator()(const Shape& shape) const noexcept {
  constexpr std::size_t odd = 0x9E3779B97F4A7C15U;
  const std::size_t hash = (shape.shared * odd ^ shape.map) * odd;
  return hash ^ hash >> 32U;
}

Callee Callees::of(v8::Local<v8::Value> value) {
  if (!value->IsFunction()) return {};
  const v8::HandleScope scope(isolate_);
  const auto function = unbound(value.As<v8::Function>());
  if (!layout_ || function->ScriptId() == v8::UnboundScript::kNoScriptId) return look_at(function);
  const Tagged object = tagged(function);
  const Shape shape{field_of(object, layout_->function_shared), field_of(object, 0)};
  if (const auto kept = kept_.find(shape); kept != kept_.end()) return kept->second;
  const Callee callee = look_at(function);
  // A name that was given to this one object says nothing about others of its shape.
  if (!function->GetName()->StrictEquals(function->GetDebugName())) return callee;
  if (kept_.size() == most_kept) kept_.clear();
  kept_.emplace(shape, callee);
  return callee;
}

Callee Callees::look_at(v8::Local<v8::Function> function) {
  Callee callee{name_of(function->GetDebugName())};
  if (function->ScriptId() == v8::UnboundScript::kNoScriptId) return callee;
  std::string file = file_of(isolate_, function->GetScriptOrigin().ResourceName());
  callee.location =
      session_.location({std::move(file), std::string(callee.name),
                         static_cast<std::uint32_t>(function->GetScriptLineNumber() + 1),
                         static_cast<std::uint32_t>(function->GetScriptColumnNumber() + 1)});
  return callee;
}

std::string_view Callees::name_of(v8::Local<v8::Value> name) {
  const std::string text = name->IsString() ? utf8(isolate_, name) : std::string();
  return text.empty() ? std::string_view() : session_.name_text(session_.name(text));
}

}  // namespace loopscope::js
