// A C++ object behind a JavaScript one.
#pragma once

#include <v8.h>

namespace loopscope::js {

/// Is deleted when JavaScript has let go of its object, unless hold() was called. Its class has one
/// internal field.
class Wrap {
 public:
  Wrap(const Wrap&) = delete;
  Wrap& operator=(const Wrap&) = delete;
  virtual ~Wrap() {
    if (!object_.IsEmpty()) object_.ClearWeak();
  }

  [[nodiscard]] v8::Local<v8::Object> object() const { return object_.Get(isolate_); }
  [[nodiscard]] v8::Isolate* isolate() const noexcept { return isolate_; }
  /// Null where `object` has none.
  template <typename Type>
  [[nodiscard]] static Type* of(v8::Local<v8::Object> object) {
    if (object->InternalFieldCount() < 1) return nullptr;
    return static_cast<Type*>(static_cast<Wrap*>(object->GetAlignedPointerFromInternalField(0)));
  }

 protected:
  Wrap(v8::Isolate* isolate, v8::Local<v8::Object> object)
      : isolate_(isolate), object_(isolate, object) {
    object->SetAlignedPointerInInternalField(0, static_cast<Wrap*>(this));
    let_go();
  }
  /// Keeps the JavaScript object, and so this one, until let_go().
  void hold() { object_.ClearWeak(); }
  void let_go() {
    object_.SetWeak(
        this,
        [](const v8::WeakCallbackInfo<Wrap>& info) {
          info.GetParameter()->object_.Reset();
          info.SetSecondPassCallback(
              [](const v8::WeakCallbackInfo<Wrap>& second) { delete second.GetParameter(); });
        },
        v8::WeakCallbackType::kParameter);
  }

 private:
  v8::Isolate* isolate_;
  v8::Global<v8::Object> object_;
};

}  // namespace loopscope::js
