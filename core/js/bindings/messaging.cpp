// internalBinding('messaging'): the ports of a MessageChannel, and structuredClone through one.
// Both ends are of this thread, so a message waits in its port; what lib/loopscope/messaging.js
// adds is the channel.
#include <algorithm>
#include <cstdlib>
#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "core/js/bindings.hpp"
#include "core/js/bindings/handle_wrap.hpp"
#include "core/js/call_site.hpp"
#include "core/loop/async.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

struct FreeBytes {
  void operator()(std::uint8_t* bytes) const noexcept { std::free(bytes); }
};

struct Message {
  std::unique_ptr<std::uint8_t, FreeBytes> bytes;
  std::size_t size = 0;
  std::vector<std::shared_ptr<v8::BackingStore>> buffers;  // handed over, not copied
  std::uint64_t task = 0;
  bool closes = false;
};

class Errors final : public v8::ValueSerializer::Delegate {
 public:
  explicit Errors(Realm& realm) : realm_(realm) {}
  void ThrowDataCloneError(Local<v8::String> message) override {
    realm_.isolate()->ThrowException(realm_.ask(Hook::data_clone_error, {message}));
  }

 private:
  Realm& realm_;
};

bool hand_over(Realm& realm, Local<v8::Array> list, v8::ValueSerializer& serializer,
               std::vector<Local<v8::ArrayBuffer>>& buffers) {
  for (std::uint32_t i = 0; i < list->Length(); ++i) {
    const Local<Value> one = list->Get(realm.context(), i).ToLocalChecked();
    if (!one->IsArrayBuffer() || !one.As<v8::ArrayBuffer>()->IsDetachable()) {
      Errors(realm).ThrowDataCloneError(
          text(realm.isolate(), "Value of the transferList cannot be transferred"));
      return false;
    }
    serializer.TransferArrayBuffer(i, one.As<v8::ArrayBuffer>());
    buffers.push_back(one.As<v8::ArrayBuffer>());
  }
  return true;
}

// Empty with an exception pending where the value cannot be cloned.
std::optional<Message> serialize(Realm& realm, Local<Value> value, Local<Value> transfer) {
  Errors errors(realm);
  v8::ValueSerializer serializer(realm.isolate(), &errors);
  std::vector<Local<v8::ArrayBuffer>> buffers;
  if (transfer->IsArray() && !hand_over(realm, transfer.As<v8::Array>(), serializer, buffers))
    return std::nullopt;
  serializer.WriteHeader();
  if (!serializer.WriteValue(realm.context(), value).FromMaybe(false)) return std::nullopt;
  Message message;
  for (const Local<v8::ArrayBuffer>& buffer : buffers) {
    message.buffers.push_back(buffer->GetBackingStore());
    buffer->Detach();
  }
  const auto [bytes, size] = serializer.Release();
  message.bytes.reset(bytes);
  message.size = size;
  return message;
}

v8::MaybeLocal<Value> deserialize(Realm& realm, const Message& message) {
  v8::ValueDeserializer deserializer(realm.isolate(), message.bytes.get(), message.size);
  for (std::uint32_t i = 0; i < message.buffers.size(); ++i)
    deserializer.TransferArrayBuffer(i, v8::ArrayBuffer::New(realm.isolate(), message.buffers[i]));
  if (!deserializer.ReadHeader(realm.context()).FromMaybe(false)) return {};
  return deserializer.ReadValue(realm.context());
}

class Port final : public HandleWrap {
 public:
  Port(Realm& realm, Local<v8::Object> object)
      : HandleWrap(realm, object),
        async_(
            realm.loop(), [this] { deliver(); }, "message port", origin()) {}

  [[nodiscard]] Handle& handle() override { return async_; }

  void entangle(Port& other) noexcept { other_ = &other; }
  void post(Message message) {
    if (other_ == nullptr) return;
    Probe& probe = realm().loop().probe();
    message.task = probe.new_id();
    probe.task_queue(message.task, Queue::io, "message", place(v8::Undefined(isolate())));
    other_->incoming_.push_back(std::move(message));
    if (other_->receiving_) other_->async_.send();
  }
  void start() {
    receiving_ = true;
    if (!incoming_.empty()) async_.send();
  }
  void stop() noexcept { receiving_ = false; }
  /// Without the loop; empty if there is none.
  std::optional<Message> take() {
    if (incoming_.empty() || incoming_.front().closes) return std::nullopt;
    Message first = std::move(incoming_.front());
    incoming_.pop_front();
    return first;
  }

 private:
  void close_handle(Callback on_close, SourceLocation where) override {
    async_.close(
        [this, told = std::move(on_close)]() mutable {
          disentangle();
          if (told) told();
        },
        where);
  }

  // In the close phase, as Node. The other end closes when it has read everything.
  void disentangle() {
    if (other_ != nullptr) {
      Message last;
      last.closes = true;
      other_->other_ = nullptr;
      other_->incoming_.push_back(std::move(last));
      other_->async_.send();
    }
    other_ = nullptr;
    for (const Message& message : incoming_)
      if (!message.closes) realm().loop().probe().task_cancel(message.task);
    incoming_.clear();
  }

  void deliver() {
    constexpr std::size_t least = 1000;  // as Node
    for (std::size_t left = std::max(incoming_.size(), least); left > 0; --left) {
      if (incoming_.empty() || is_closing()) return;
      if (incoming_.front().closes) return close_by_script();
      if (!receiving_) return;
      if (!deliver_first()) break;
    }
    if (!is_closing()) async_.send();
  }

  // False if a listener threw: the next message waits for the next poll.
  bool deliver_first() {
    const Message message = std::move(incoming_.front());
    incoming_.pop_front();
    bool done = false;
    realm().loop().invoke(message.task, [&] {
      const v8::HandleScope scope(isolate());
      Local<Value> value;
      if (!deserialize(realm(), message).ToLocal(&value)) value = v8::Undefined(isolate());
      Local<Value> arguments[] = {value, v8::Undefined(isolate()), name(isolate(), "message")};
      realm().call(realm().hook(Hook::emit_message), object(), arguments);
      done = true;
    });
    return done;
  }

  void close_by_script() {
    const v8::HandleScope scope(isolate());
    realm().call_method(object(), "close", {});
  }

  Async async_;
  std::deque<Message> incoming_;
  Port* other_ = nullptr;
  bool receiving_ = false;
};

Port& this_port(const Args& args) {
  return *Wrap::of<Port>(args.This());
}

Port* port_of(const Args& args, int index) {
  if (!args[index]->IsObject()) return nullptr;
  const auto object = args[index].As<v8::Object>();
  const auto type = args.Data().As<v8::Function>();
  return args[index]->InstanceOf(args.GetIsolate()->GetCurrentContext(), type).FromMaybe(false)
             ? Wrap::of<Port>(object)
             : nullptr;
}

// Only this project's JavaScript knows what to pass.
void new_port(const Args& args) {
  if (!args.IsConstructCall() || !args[0]->StrictEquals(args.Data()))
    return throw_coded(args.GetIsolate(), v8::Exception::TypeError, "ERR_CONSTRUCT_CALL_INVALID",
                       "Constructor cannot be called");
  new Port(realm_of(args), args.This());
}

// (value, array of what is handed over)
void post_message(const Args& args) {
  std::optional<Message> message = serialize(realm_of(args), args[0], args[1]);
  if (message && !this_port(args).is_closing()) this_port(args).post(std::move(*message));
}

void start(const Args& args) {
  if (!this_port(args).is_closing()) this_port(args).start();
}

// (port, port)
void entangle(const Args& args) {
  Port* const one = port_of(args, 0);
  Port* const other = port_of(args, 1);
  one->entangle(*other);
  other->entangle(*one);
}

void stop_message_port(const Args& args) {
  Port* const port = port_of(args, 0);
  if (port != nullptr) port->stop();
}

void check_message_port(const Args& args) {
  args.GetReturnValue().Set(port_of(args, 0) != nullptr);
}

// (port, what to return if there is none)
void receive_message(const Args& args) {
  Port* const port = port_of(args, 0);
  args.GetReturnValue().Set(args[1]);
  if (port == nullptr || port->is_closing()) return;
  const std::optional<Message> message = port->take();
  if (!message) return;
  Realm& realm = realm_of(args);
  realm.loop().probe().task_cancel(message->task);
  Local<Value> value;
  if (deserialize(realm, *message).ToLocal(&value)) args.GetReturnValue().Set(value);
}

constexpr Method port_methods[] = {{"postMessage", post_message}, {"start", start}};
constexpr Method methods[] = {{"entangle", entangle},
                              {"stopMessagePort", stop_message_port},
                              {"checkMessagePort", check_message_port},
                              {"receiveMessage", receive_message}};

}  // namespace

void make_messaging(Realm& realm, Local<v8::Object> binding) {
  v8::Isolate* const isolate = realm.isolate();
  const auto context = realm.context();
  const auto key = v8::Symbol::New(isolate);
  const auto type = v8::FunctionTemplate::New(isolate, new_port, key);
  type->InstanceTemplate()->SetInternalFieldCount(1);
  type->SetClassName(name(isolate, "MessagePort"));
  HandleWrap::add_methods(isolate, type);
  add_methods(isolate, type, port_methods);
  const auto constructor = type->GetFunction(context).ToLocalChecked();
  set(context, binding, "MessagePort", constructor);
  set(context, binding, "portKey", key);
  for (const Method& method : methods)
    set(context, binding, method.name,
        v8::Function::New(context, method.call, constructor).ToLocalChecked());
}

}  // namespace loopscope::js
