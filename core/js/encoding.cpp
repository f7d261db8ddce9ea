#include "core/js/encoding.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>
#include <vector>

#include "core/js/value.hpp"

namespace loopscope::js {

using v8::Local;
using v8::String;

namespace {

using Bytes = std::span<const std::uint8_t>;
constexpr std::size_t longest_string = String::kMaxLength;

struct NamedEncoding {
  std::string_view name;
  Encoding encoding;
};
constexpr NamedEncoding named[] = {
    {"utf8", Encoding::utf8},     {"utf-8", Encoding::utf8},    {"ucs2", Encoding::ucs2},
    {"ucs-2", Encoding::ucs2},    {"utf16le", Encoding::ucs2},  {"utf-16le", Encoding::ucs2},
    {"latin1", Encoding::latin1}, {"binary", Encoding::latin1}, {"base64", Encoding::base64},
    {"hex", Encoding::hex},       {"ascii", Encoding::ascii},   {"base64url", Encoding::base64url},
    {"buffer", Encoding::buffer}};

constexpr std::string_view base64_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
constexpr std::string_view base64url_digits =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

std::string to_base64(Bytes bytes, std::string_view digits, bool padded) {
  std::string result;
  result.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    const std::size_t left = std::min<std::size_t>(bytes.size() - i, 3);
    std::uint32_t word = static_cast<std::uint32_t>(bytes[i]) << 16U;
    if (left > 1) word |= static_cast<std::uint32_t>(bytes[i + 1]) << 8U;
    if (left > 2) word |= bytes[i + 2];
    for (std::size_t digit = 0; digit <= left; ++digit)
      result.push_back(digits[(word >> (18U - 6U * digit)) & 63U]);
    if (padded) result.append(3 - left, '=');
  }
  return result;
}

int base64_value(char digit) {
  if (digit == '-') return 62;
  if (digit == '_') return 63;
  const std::size_t value = base64_digits.find(digit);
  return value == std::string_view::npos ? -1 : static_cast<int>(value);
}

// As lenient as Node: both alphabets, whatever is no digit is passed over, '=' ends it.
std::string from_base64(std::string_view text) {
  std::string result;
  std::uint32_t word = 0;
  unsigned bits = 0;
  for (const char digit : text.substr(0, text.find('='))) {
    const int value = digit == '\0' ? -1 : base64_value(digit);
    if (value < 0) continue;
    word = word << 6U | static_cast<std::uint32_t>(value);
    bits += 6;
    if (bits < 8) continue;
    bits -= 8;
    result.push_back(static_cast<char>(word >> bits));
  }
  return result;
}

std::string to_hex(Bytes bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string result;
  result.reserve(bytes.size() * 2);
  for (const std::uint8_t byte : bytes) {
    result.push_back(digits[byte >> 4U]);
    result.push_back(digits[byte & 15U]);
  }
  return result;
}

int hex_value(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  const char lower = static_cast<char>(digit | 0x20);
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

// Up to the first pair that is none.
std::string from_hex(std::string_view text) {
  std::string result;
  for (std::size_t i = 0; i + 1 < text.size(); i += 2) {
    const int high = hex_value(text[i]);
    const int low = hex_value(text[i + 1]);
    if (high < 0 || low < 0) break;
    result.push_back(static_cast<char>(high * 16 + low));
  }
  return result;
}

std::string one_byte(v8::Isolate* isolate, Local<String> string) {
  std::string result(static_cast<std::size_t>(string->Length()), '\0');
  string->WriteOneByte(isolate, reinterpret_cast<std::uint8_t*>(result.data()), 0,
                       static_cast<int>(result.size()), String::NO_NULL_TERMINATION);
  return result;
}

std::string two_byte(v8::Isolate* isolate, Local<String> string) {
  std::vector<std::uint16_t> units(static_cast<std::size_t>(string->Length()));
  string->Write(isolate, units.data(), 0, static_cast<int>(units.size()),
                String::NO_NULL_TERMINATION);
  return {reinterpret_cast<const char*>(units.data()), units.size() * sizeof(std::uint16_t)};
}

v8::MaybeLocal<String> from_utf16(v8::Isolate* isolate, Bytes bytes) {
  std::vector<std::uint16_t> units(bytes.size() / sizeof(std::uint16_t));
  std::memcpy(units.data(), bytes.data(), units.size() * sizeof(std::uint16_t));
  return String::NewFromTwoByte(isolate, units.data(), v8::NewStringType::kNormal,
                                static_cast<int>(units.size()));
}

v8::MaybeLocal<String> from_one_byte(v8::Isolate* isolate, Bytes bytes) {
  return String::NewFromOneByte(isolate, bytes.data(), v8::NewStringType::kNormal,
                                static_cast<int>(bytes.size()));
}

v8::MaybeLocal<String> from_ascii(v8::Isolate* isolate, Bytes bytes) {
  std::vector<std::uint8_t> seven_bits(bytes.begin(), bytes.end());
  for (std::uint8_t& byte : seven_bits) byte &= 0x7fU;
  return from_one_byte(isolate, seven_bits);
}

v8::MaybeLocal<String> ascii_text(v8::Isolate* isolate, const std::string& text) {
  return from_one_byte(isolate, {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()});
}

v8::MaybeLocal<String> decode_string(v8::Isolate* isolate, Bytes bytes, Encoding encoding) {
  switch (encoding) {
    case Encoding::ascii:
      return from_ascii(isolate, bytes);
    case Encoding::latin1:
      return from_one_byte(isolate, bytes);
    case Encoding::ucs2:
      return from_utf16(isolate, bytes);
    case Encoding::hex:
      return ascii_text(isolate, to_hex(bytes));
    case Encoding::base64:
      return ascii_text(isolate, to_base64(bytes, base64_digits, true));
    case Encoding::base64url:
      return ascii_text(isolate, to_base64(bytes, base64url_digits, false));
    default:
      return String::NewFromUtf8(isolate, reinterpret_cast<const char*>(bytes.data()),
                                 v8::NewStringType::kNormal, static_cast<int>(bytes.size()));
  }
}

}  // namespace

Encoding encoding_of(v8::Isolate* isolate, Local<v8::Value> value) {
  if (value->IsInt32()) return static_cast<Encoding>(value.As<v8::Int32>()->Value());
  if (!value->IsString()) return Encoding::utf8;
  const std::string wanted = utf8(isolate, value);
  const auto* const found =
      std::find_if(std::begin(named), std::end(named),
                   [&](const NamedEncoding& one) { return one.name == wanted; });
  return found != std::end(named) ? found->encoding : Encoding::utf8;
}

v8::MaybeLocal<v8::Value> decode(v8::Isolate* isolate, Bytes bytes, Encoding encoding) {
  Local<String> string;
  if (bytes.size() <= longest_string && decode_string(isolate, bytes, encoding).ToLocal(&string))
    return string;
  throw_coded(isolate, v8::Exception::Error, "ERR_STRING_TOO_LONG",
              "Cannot create a string longer than 0x1fffffe8 characters");
  return {};
}

std::string encode(v8::Isolate* isolate, Local<String> string, Encoding encoding) {
  switch (encoding) {
    case Encoding::ascii:
    case Encoding::latin1:
      return one_byte(isolate, string);
    case Encoding::ucs2:
      return two_byte(isolate, string);
    case Encoding::hex:
      return from_hex(one_byte(isolate, string));
    case Encoding::base64:
    case Encoding::base64url:
      return from_base64(one_byte(isolate, string));
    default:
      return utf8(isolate, string);
  }
}

bool check_decodable(v8::Isolate* isolate, Local<v8::Value> value) {
  if (value->IsArrayBufferView() || value->IsArrayBuffer() || value->IsSharedArrayBuffer())
    return true;
  throw_coded(isolate, v8::Exception::TypeError, "ERR_INVALID_ARG_TYPE",
              "The \"list\" argument must be an instance of SharedArrayBuffer, ArrayBuffer or "
              "ArrayBufferView.");
  return false;
}

void throw_not_valid(v8::Isolate* isolate, std::string_view encoding) {
  throw_coded(isolate, v8::Exception::TypeError, "ERR_ENCODING_INVALID_ENCODED_DATA",
              fmt::format("The encoded data was not valid for encoding {}", encoding));
}

}  // namespace loopscope::js
