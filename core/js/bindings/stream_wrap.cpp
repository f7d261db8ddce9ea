// internalBinding('stream_wrap'), and the part of TCP that Node calls LibuvStreamWrap.
#include <array>
#include <cerrno>
#include <cstring>

#include "core/js/bindings.hpp"
#include "core/js/bindings/tcp_wrap.hpp"
#include "core/js/encoding.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

constexpr int end_of_file = -4095;  // UV_EOF

Tcp& tcp_of(const Args& args) {
  return *Wrap::of<Tcp>(args.This());
}

std::string_view chars(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

void read_start(const Args& args) {
  args.GetReturnValue().Set(tcp_of(args).read_start());
}

void read_stop(const Args& args) {
  args.GetReturnValue().Set(tcp_of(args).read_stop());
}

void use_user_buffer(const Args& args) {
  tcp_of(args).read_into(args[0]);
  args.GetReturnValue().Set(0);
}

// (request, bytes)
void write_buffer(const Args& args) {
  if (!args[1]->IsArrayBufferView())
    return throw_coded(args.GetIsolate(), v8::Exception::TypeError, "ERR_INVALID_ARG_TYPE",
                       "Second argument must be a buffer");
  args.GetReturnValue().Set(tcp_of(args).write(args[0].As<v8::Object>(), chars(bytes_of(args[1]))));
}

// (request, string)
template <Encoding encoding>
void write_string(const Args& args) {
  const std::string bytes = encode(args.GetIsolate(), args[1].As<v8::String>(), encoding);
  args.GetReturnValue().Set(tcp_of(args).write(args[0].As<v8::Object>(), bytes));
}

// (request, chunks, all are bytes); else the chunks are pairs of what to write and its encoding
void write_vector(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const auto context = isolate->GetCurrentContext();
  const auto chunks = args[1].As<v8::Array>();
  const std::uint32_t step = args[2]->IsTrue() ? 1 : 2;
  std::string bytes;
  for (std::uint32_t i = 0; i < chunks->Length(); i += step) {
    const Local<Value> chunk = chunks->Get(context, i).ToLocalChecked();
    if (chunk->IsString())
      bytes += encode(isolate, chunk.As<v8::String>(),
                      encoding_of(isolate, chunks->Get(context, i + 1).ToLocalChecked()));
    else
      bytes += chars(bytes_of(chunk));
  }
  args.GetReturnValue().Set(tcp_of(args).write(args[0].As<v8::Object>(), bytes));
}

void shutdown(const Args& args) {
  args.GetReturnValue().Set(tcp_of(args).shutdown(args[0].As<v8::Object>()));
}

void set_blocking(const Args& args) {
  args.GetReturnValue().Set(0);  // for pipes on Windows
}

void get_fd(const Args& args) {
  args.GetReturnValue().Set(tcp_of(args).native_handle());
}

void get_bytes_read(const Args& args) {
  args.GetReturnValue().Set(tcp_of(args).bytes_read());
}

void get_bytes_written(const Args& args) {
  args.GetReturnValue().Set(tcp_of(args).bytes_written());
}

void get_write_queue_size(const Args& args) {
  args.GetReturnValue().Set(static_cast<double>(tcp_of(args).queued_bytes()));
}

constexpr Method methods[] = {{"readStart", read_start},
                              {"readStop", read_stop},
                              {"useUserBuffer", use_user_buffer},
                              {"writeBuffer", write_buffer},
                              {"writeAsciiString", write_string<Encoding::ascii>},
                              {"writeLatin1String", write_string<Encoding::latin1>},
                              {"writeUtf8String", write_string<Encoding::utf8>},
                              {"writeUcs2String", write_string<Encoding::ucs2>},
                              {"writev", write_vector},
                              {"shutdown", shutdown},
                              {"setBlocking", set_blocking}};
constexpr Method getters[] = {{"fd", get_fd},
                              {"bytesRead", get_bytes_read},
                              {"bytesWritten", get_bytes_written},
                              {"writeQueueSize", get_write_queue_size}};

}  // namespace

int Tcp::read_start() {
  if (!is_open_socket()) return -EINVAL;
  if (native_handle() < 0) return -ENOTCONN;
  socket().read_start([this](const ReadResult& result) { on_read(result); },
                      place(v8::Undefined(isolate())));
  return 0;
}

int Tcp::read_stop() {
  if (is_open_socket()) socket().read_stop();
  return 0;
}

void Tcp::read_into(Local<Value> buffer) {
  own_buffer_.Reset(isolate(), buffer);
  const auto bytes = bytes_of(buffer);
  if (is_open_socket()) socket().read_into({reinterpret_cast<char*>(bytes.data()), bytes.size()});
}

void Tcp::on_read(const ReadResult& result) {
  const v8::HandleScope scope(isolate());
  bytes_read_ += static_cast<double>(result.bytes.size());
  realm().stream_state()[StreamState::read_bytes_or_error] =
      result.error ? -result.error.value()
                   : (result.eof ? end_of_file : static_cast<int>(result.bytes.size()));
  realm().stream_state()[StreamState::array_buffer_offset] = 0;
  if (!own_buffer_.IsEmpty()) return on_read_own(result);
  Local<Value> bytes = v8::Undefined(isolate());
  if (!result.bytes.empty()) {
    const auto buffer = v8::ArrayBuffer::New(isolate(), result.bytes.size());
    std::memcpy(buffer->Data(), result.bytes.data(), result.bytes.size());
    bytes = buffer;
  }
  realm().call_method(object(), "onread", {&bytes, 1});
}

// The callback may give another buffer for the next read.
void Tcp::on_read_own(const ReadResult&) {
  Local<Value> nothing = v8::Undefined(isolate());
  const Local<Value> next = realm().call_method(object(), "onread", {&nothing, 1});
  if (next->IsArrayBufferView()) read_into(next);
}

Socket::Done Tcp::telling(Local<v8::Object> request) {
  return [&realm = realm(), self = v8::Global<v8::Object>(isolate(), object()),
          told = v8::Global<v8::Object>(isolate(), request)](std::error_code error) {
    v8::Isolate* const isolate = realm.isolate();
    const v8::HandleScope scope(isolate);
    std::array<Local<Value>, 3> arguments{v8::Integer::New(isolate, -error.value()),
                                          self.Get(isolate), v8::Undefined(isolate)};
    realm.call_method(told.Get(isolate), "oncomplete", arguments);
  };
}

int Tcp::write(Local<v8::Object> request, std::string_view bytes) {
  std::int32_t* const state = realm().stream_state();
  state[StreamState::bytes_written] = static_cast<int>(bytes.size());
  state[StreamState::last_write_was_async] = 0;
  if (!is_open_socket()) return -EBADF;
  std::error_code error;
  const std::size_t taken = socket().try_write(bytes, error);
  if (error) return -error.value();
  bytes_written_ += static_cast<double>(bytes.size());
  if (taken == bytes.size()) return 0;
  state[StreamState::last_write_was_async] = 1;
  socket().write(bytes.substr(taken), telling(request), place(v8::Undefined(isolate())));
  return 0;
}

int Tcp::shutdown(Local<v8::Object> request) {
  if (!is_open_socket() || !socket().is_writable()) return -ENOTCONN;
  socket().shutdown(telling(request), place(v8::Undefined(isolate())));
  return 0;
}

std::size_t Tcp::queued_bytes() const noexcept {
  return socket_ != nullptr ? socket_->queued_bytes() : 0;
}

void Tcp::add_stream_methods(v8::Isolate* isolate, Local<v8::FunctionTemplate> type) {
  js::add_methods(isolate, type, methods);
  const auto signature = v8::Signature::New(isolate, type);
  for (const Method& getter : getters)
    type->PrototypeTemplate()->SetAccessorProperty(
        name(isolate, getter.name), v8::FunctionTemplate::New(isolate, getter.call, {}, signature));
}

void make_stream_wrap(Realm& realm, Local<v8::Object> binding) {
  set(realm.context(), binding, "streamBaseState", realm.stream_state_array());
}

}  // namespace loopscope::js
