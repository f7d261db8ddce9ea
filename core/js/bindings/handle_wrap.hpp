// A handle of the loop behind a JavaScript object: TCP, Signal.
#pragma once

#include <span>

#include "core/js/realm.hpp"
#include "core/js/wrap.hpp"
#include "core/loop/handle.hpp"

namespace loopscope::js {

/// Keeps its JavaScript object until the handle is closed. Loop's thread only.
class HandleWrap : public Wrap {
 public:
  [[nodiscard]] virtual Handle& handle() = 0;
  [[nodiscard]] bool is_closing() const noexcept { return closing_; }
  [[nodiscard]] Realm& realm() noexcept { return realm_; }
  /// `callback` is called from the close phase, if it is a function. Does nothing the second time.
  void close(v8::Local<v8::Value> callback);

  /// close, ref, unref and hasRef.
  static void add_methods(v8::Isolate* isolate, v8::Local<v8::FunctionTemplate> type);

 protected:
  HandleWrap(Realm& realm, v8::Local<v8::Object> object);
  /// Where the program is while it queues `callback`, or else where it made the handle.
  [[nodiscard]] SourceLocation place(v8::Local<v8::Value> callback) const;
  void set_origin(SourceLocation origin) noexcept { origin_ = origin; }
  [[nodiscard]] SourceLocation origin() const noexcept { return origin_; }

 private:
  virtual void close_handle(Callback on_close, SourceLocation where);

  Realm& realm_;
  SourceLocation origin_;
  bool closing_ = false;
};

}  // namespace loopscope::js
