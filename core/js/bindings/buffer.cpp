// internalBinding('buffer').
#include <simdjson.h>

#include <algorithm>
#include <cstring>
#include <string_view>

#include "core/js/bindings.hpp"
#include "core/js/encoding.hpp"
#include "core/js/privates.hpp"
#include "core/js/realm.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

using Bytes = std::span<std::uint8_t>;
constexpr std::string_view buffer_prototype = "buffer_prototype";

std::string_view view(Bytes bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

std::size_t clamped(std::int64_t value, std::size_t limit) {
  return value < 0 ? 0 : std::min(static_cast<std::size_t>(value), limit);
}

// buffer.utf8Slice(begin, end)
template <Encoding encoding>
void slice(const Args& args) {
  const Bytes all = bytes_of(args.This());
  const auto size = static_cast<std::int64_t>(all.size());
  const std::size_t begin = clamped(integer(args, 0), all.size());
  const std::size_t end = std::max(begin, clamped(integer(args, 1, size), all.size()));
  Local<Value> result;
  if (decode(args.GetIsolate(), all.subspan(begin, end - begin), encoding).ToLocal(&result))
    args.GetReturnValue().Set(result);
}

std::size_t write_utf8(v8::Isolate* isolate, Local<v8::String> string, Bytes to) {
  return static_cast<std::size_t>(string->WriteUtf8(
      isolate, reinterpret_cast<char*>(to.data()), static_cast<int>(to.size()), nullptr,
      v8::String::NO_NULL_TERMINATION | v8::String::REPLACE_INVALID_UTF8));
}

std::size_t write_encoded(v8::Isolate* isolate, Local<v8::String> string, Bytes to,
                          Encoding encoding) {
  if (encoding == Encoding::utf8) return write_utf8(isolate, string, to);
  const std::string bytes = encode(isolate, string, encoding);
  std::size_t put = std::min(bytes.size(), to.size());
  if (encoding == Encoding::ucs2) put &= ~std::size_t{1};
  std::memcpy(to.data(), bytes.data(), put);
  return put;
}

// buffer.utf8Write(string, offset, length)
template <Encoding encoding>
void write(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  if (!args[0]->IsString())
    return throw_coded(isolate, v8::Exception::TypeError, "ERR_INVALID_ARG_TYPE",
                       "argument must be a string");
  const Bytes all = bytes_of(args.This());
  const std::int64_t asked = integer(args, 1);
  if (asked < 0 || static_cast<std::size_t>(asked) > all.size())
    return throw_coded(isolate, v8::Exception::RangeError, "ERR_BUFFER_OUT_OF_BOUNDS",
                       "\"offset\" is outside of buffer bounds");
  const auto offset = static_cast<std::size_t>(asked);
  const std::size_t room = all.size() - offset;
  const std::size_t length = clamped(integer(args, 2, static_cast<std::int64_t>(room)), room);
  args.GetReturnValue().Set(static_cast<double>(
      write_encoded(isolate, args[0].As<v8::String>(), all.subspan(offset, length), encoding)));
}

void byte_length_utf8(const Args& args) {
  args.GetReturnValue().Set(args[0].As<v8::String>()->Utf8Length(args.GetIsolate()));
}

int sign(std::string_view left, std::string_view right) {
  const int order = left.compare(right);
  return order == 0 ? 0 : order < 0 ? -1 : 1;
}

void compare(const Args& args) {
  args.GetReturnValue().Set(sign(view(bytes_of(args[0])), view(bytes_of(args[1]))));
}

// (source, target, targetStart, sourceStart, targetLength, sourceLength)
void compare_offset(const Args& args) {
  const auto part = [&](int which, int start, int length) {
    const std::string_view all = view(bytes_of(args[which]));
    return all.substr(clamped(integer(args, start), all.size()),
                      static_cast<std::size_t>(integer(args, length)));
  };
  args.GetReturnValue().Set(sign(part(0, 3, 5), part(1, 2, 4)));
}

// (string, encoding) -> buffer
void create_from_string(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  args.GetReturnValue().Set(
      buffer_of(isolate->GetCurrentContext(),
                encode(isolate, args[0].As<v8::String>(), encoding_of(isolate, args[1]))));
}

void set_buffer_prototype(const Args& args) {
  const auto context = args.GetIsolate()->GetCurrentContext();
  const auto key = private_symbol(args.GetIsolate(), buffer_prototype);
  context->Global()->SetPrivate(context, key, args[0]).Check();
}

void create_unsafe_array_buffer(const Args& args) {
  args.GetReturnValue().Set(
      v8::ArrayBuffer::New(args.GetIsolate(), static_cast<std::size_t>(integer(args, 0))));
}

std::string fill_pattern(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  if (args[1]->IsString())
    return encode(isolate, args[1].As<v8::String>(), encoding_of(isolate, args[4]));
  if (args[1]->IsArrayBufferView()) return std::string(view(bytes_of(args[1])));
  const auto byte = args[1]->Uint32Value(isolate->GetCurrentContext()).FromMaybe(0) & 0xffU;
  return std::string(1, static_cast<char>(byte));
}

// (buffer, value, begin, end, encoding) -> -1: nothing to fill with; -2: out of range
void fill(const Args& args) {
  const Bytes all = bytes_of(args[0]);
  const std::int64_t begin = integer(args, 2);
  const std::int64_t end = integer(args, 3);
  if (begin < 0 || end > static_cast<std::int64_t>(all.size()))
    return args.GetReturnValue().Set(-2);
  if (begin >= end) return;
  const std::string pattern = fill_pattern(args);
  if (pattern.empty()) return args.GetReturnValue().Set(-1);
  for (auto i = begin; i < end; ++i)
    all[static_cast<std::size_t>(i)] =
        static_cast<std::uint8_t>(pattern[static_cast<std::size_t>(i - begin) % pattern.size()]);
}

std::int64_t index_in(std::string_view all, std::string_view wanted, std::int64_t offset,
                      bool forward) {
  const auto size = static_cast<std::int64_t>(all.size());
  if (offset < 0) offset += size;
  if (offset < 0 && !forward) return -1;
  offset = std::clamp<std::int64_t>(offset, 0, size);
  const std::size_t found = forward ? all.find(wanted, static_cast<std::size_t>(offset))
                                    : all.rfind(wanted, static_cast<std::size_t>(offset));
  return found == std::string_view::npos ? -1 : static_cast<std::int64_t>(found);
}

// (buffer, string, offset, encoding, forward)
void index_of_string(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const std::string wanted =
      encode(isolate, args[1].As<v8::String>(), encoding_of(isolate, args[3]));
  args.GetReturnValue().Set(static_cast<double>(
      index_in(view(bytes_of(args[0])), wanted, integer(args, 2), args[4]->IsTrue())));
}

// (buffer, value, offset, encoding, forward)
void index_of_buffer(const Args& args) {
  args.GetReturnValue().Set(static_cast<double>(index_in(
      view(bytes_of(args[0])), view(bytes_of(args[1])), integer(args, 2), args[4]->IsTrue())));
}

// (buffer, number, offset, forward)
void index_of_number(const Args& args) {
  const char wanted = static_cast<char>(integer(args, 1));
  args.GetReturnValue().Set(static_cast<double>(
      index_in(view(bytes_of(args[0])), {&wanted, 1}, integer(args, 2), args[3]->IsTrue())));
}

// (source, target, targetStart, sourceStart, count)
void copy(const Args& args) {
  const Bytes from = bytes_of(args[0]).subspan(static_cast<std::size_t>(integer(args, 3)));
  const Bytes to = bytes_of(args[1]).subspan(static_cast<std::size_t>(integer(args, 2)));
  std::memmove(to.data(), from.data(), static_cast<std::size_t>(integer(args, 4)));
}

template <std::size_t width>
void swap(const Args& args) {
  const Bytes all = bytes_of(args[0]);
  for (std::size_t i = 0; i + width <= all.size(); i += width)
    std::reverse(all.begin() + static_cast<std::ptrdiff_t>(i),
                 all.begin() + static_cast<std::ptrdiff_t>(i + width));
  args.GetReturnValue().Set(args[0]);
}

void is_ascii(const Args& args) {
  const Bytes all = bytes_of(args[0]);
  args.GetReturnValue().Set(
      std::all_of(all.begin(), all.end(), [](std::uint8_t byte) { return byte < 0x80U; }));
}

void is_utf8(const Args& args) {
  args.GetReturnValue().Set(simdjson::validate_utf8(view(bytes_of(args[0]))));
}

// (bytes, ignoreBOM, fatal)
void decode_utf8(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  if (!check_decodable(isolate, args[0])) return;
  Bytes bytes = bytes_of(args[0]);
  if (args[2]->IsTrue() && !simdjson::validate_utf8(view(bytes)))
    return throw_not_valid(isolate, "utf-8");
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (!args[1]->IsTrue() && view(bytes).starts_with(byte_order_mark))
    bytes = bytes.subspan(byte_order_mark.size());
  Local<Value> result;
  if (decode(isolate, bytes, Encoding::utf8).ToLocal(&result)) args.GetReturnValue().Set(result);
}

constexpr Method methods[] = {{"asciiSlice", slice<Encoding::ascii>},
                              {"base64Slice", slice<Encoding::base64>},
                              {"base64urlSlice", slice<Encoding::base64url>},
                              {"latin1Slice", slice<Encoding::latin1>},
                              {"hexSlice", slice<Encoding::hex>},
                              {"ucs2Slice", slice<Encoding::ucs2>},
                              {"utf8Slice", slice<Encoding::utf8>},
                              {"asciiWrite", write<Encoding::latin1>},
                              {"base64Write", write<Encoding::base64>},
                              {"base64urlWrite", write<Encoding::base64url>},
                              {"latin1Write", write<Encoding::latin1>},
                              {"hexWrite", write<Encoding::hex>},
                              {"ucs2Write", write<Encoding::ucs2>},
                              {"utf8Write", write<Encoding::utf8>},
                              {"byteLengthUtf8", byte_length_utf8},
                              {"compare", compare},
                              {"decodeUTF8", decode_utf8},
                              {"compareOffset", compare_offset},
                              {"createFromString", create_from_string},
                              {"setBufferPrototype", set_buffer_prototype},
                              {"createUnsafeArrayBuffer", create_unsafe_array_buffer},
                              {"fill", fill},
                              {"indexOfBuffer", index_of_buffer},
                              {"indexOfNumber", index_of_number},
                              {"indexOfString", index_of_string},
                              {"copy", copy},
                              {"swap16", swap<2>},
                              {"swap32", swap<4>},
                              {"swap64", swap<8>},
                              {"isAscii", is_ascii},
                              {"isUtf8", is_utf8}};

}  // namespace

Local<Value> buffer_of(Local<v8::Context> context, std::string_view bytes) {
  v8::Isolate* const isolate = context->GetIsolate();
  const auto memory = v8::ArrayBuffer::New(isolate, bytes.size());
  std::memcpy(memory->Data(), bytes.data(), bytes.size());
  const auto array = v8::Uint8Array::New(memory, 0, bytes.size());
  Local<Value> prototype;
  const auto key = private_symbol(isolate, buffer_prototype);
  if (context->Global()->GetPrivate(context, key).ToLocal(&prototype) && prototype->IsObject())
    array->SetPrototype(context, prototype).Check();
  return array;
}

void make_buffer(Realm& realm, Local<v8::Object> binding) {
  v8::Isolate* const isolate = realm.isolate();
  const auto context = realm.context();
  add_methods(context, binding, methods);
  set(context, binding, "kMaxLength",
      v8::Number::New(isolate, static_cast<double>(v8::TypedArray::kMaxLength)));
  set(context, binding, "kStringMaxLength", v8::Integer::New(isolate, v8::String::kMaxLength));
}

}  // namespace loopscope::js
