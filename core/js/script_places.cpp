#include "core/js/script_places.hpp"

#include "core/js/value.hpp"

namespace loopscope::js {

ScriptPlaces::ScriptPlaces(v8::Isolate* isolate, Session& session)
    : isolate_(isolate), session_(session) {
  isolate_->AddGCEpilogueCallback(on_collection, this, v8::kGCTypeMarkSweepCompact);
}

ScriptPlaces::~ScriptPlaces() {
  isolate_->RemoveGCEpilogueCallback(on_collection, this);
}

// Code lies where only this kind of collection moves or frees it.
void ScriptPlaces::on_collection(v8::Isolate*, v8::GCType, v8::GCCallbackFlags, void* places) {
  static_cast<ScriptPlaces*>(places)->kept_.clear();
}

std::size_t ScriptPlaces::ChainHash::operator()(const Chain& chain) const noexcept {
  constexpr std::size_t odd = 0x9E3779B97F4A7C15U;
  std::size_t hash = chain.count;
  for (std::size_t i = 0; i < chain.count; ++i)
    hash = (hash ^ reinterpret_cast<std::size_t>(chain.frames[i])) * odd;
  return hash ^ hash >> 32U;
}

// As V8's profiler takes its samples, which V8 starts from where JavaScript called C++.
ScriptPlaces::Chain ScriptPlaces::sample() const {
  v8::RegisterState registers;
  registers.sp = registers.fp = __builtin_frame_address(0);
  v8::SampleInfo info;
  Chain chain;
  isolate_->GetStackSample(registers, chain.frames.data(), chain.frames.size(), &info);
  chain.count = info.frames_count;
  for (std::size_t i = chain.count; i < frames_seen; ++i) chain.frames[i] = nullptr;
  return chain;
}

ScriptPlace ScriptPlaces::here() {
  const Chain chain = sample();
  if (chain.count == 0) return {};
  if (const auto kept = kept_.find(chain); kept != kept_.end()) return kept->second;
  const Found found = search();
  // A chain that was cut tells only of what is well inside of it.
  if (chain.count == frames_seen && found.frame >= frames_seen / 2) return found.place;
  if (kept_.size() == most_kept) kept_.clear();
  kept_.emplace(chain, found.place);
  return found.place;
}

ScriptPlaces::Found ScriptPlaces::search() {
  const v8::HandleScope scope(isolate_);
  const auto stack =
      v8::StackTrace::CurrentStackTrace(isolate_, frames_seen, v8::StackTrace::kDetailed);
  Found library{{}, frames_seen};
  for (int i = 0; i < stack->GetFrameCount(); ++i) {
    const auto frame = stack->GetFrame(isolate_, static_cast<std::uint32_t>(i));
    const auto script = frame->GetScriptNameOrSourceURL();
    if (script.IsEmpty()) continue;
    const std::string file = file_of(isolate_, script);
    const bool of_program = is_of_program(file);
    if (!of_program && library.place.location != 0) continue;
    const ScriptPlace place{location_of(frame, file), of_program};
    if (of_program) return {place, static_cast<std::size_t>(i)};
    library.place = place;
  }
  return library;
}

std::uint32_t ScriptPlaces::location_of(v8::Local<v8::StackFrame> frame, const std::string& file) {
  return session_.location({file, utf8(isolate_, frame->GetFunctionName()),
                            static_cast<std::uint32_t>(frame->GetLineNumber()),
                            static_cast<std::uint32_t>(frame->GetColumn())});
}

bool is_of_program(std::string_view file) {
  return !file.empty() && !file.starts_with("node:");
}

std::string file_of(v8::Isolate* isolate, v8::Local<v8::Value> script_name) {
  constexpr std::string_view scheme = "file://";
  std::string file = script_name->IsString() ? utf8(isolate, script_name) : std::string();
  return file.starts_with(scheme) ? file.substr(scheme.size()) : file;
}

}  // namespace loopscope::js
