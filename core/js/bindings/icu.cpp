// internalBinding('icu'): TextDecoder in all its encodings, and how wide a text is in a terminal.
#include "core/js/bindings/icu.hpp"

#include <string_view>
#include <vector>

#include "core/js/bindings.hpp"
#include "core/js/encoding.hpp"
#include "core/js/realm.hpp"
#include "core/js/wrap.hpp"

namespace loopscope::js {

using v8::Local;
using v8::Value;

namespace {

enum Flags : std::uint8_t { flush = 1, fatal = 2, ignore_bom = 4 };  // Node's CONVERTER_FLAGS_

class Converter final : public Wrap {
 public:
  Converter(v8::Isolate* isolate, Local<v8::Object> object, Icu::Converter* converter, bool is_utf,
            bool keeps_bom)
      : Wrap(isolate, object), converter_(converter), drops_bom_(is_utf && !keeps_bom) {}
  Converter(const Converter&) = delete;
  Converter& operator=(const Converter&) = delete;
  ~Converter() override { Icu::find()->close(converter_); }

  /// False where the bytes are not valid and the decoder is fatal.
  bool decode(std::string_view bytes, bool is_last, std::vector<char16_t>& text);

 private:
  Icu::Converter* converter_;
  bool drops_bom_;
  bool bom_passed_ = false;
};

bool Converter::decode(std::string_view bytes, bool is_last, std::vector<char16_t>& text) {
  const Icu& icu = *Icu::find();
  constexpr std::size_t kept_back = 8;  // units of an earlier call, at most
  text.resize(2 * bytes.size() + kept_back);
  Icu::Error error = 0;
  char16_t* to = text.data();
  const char* from = bytes.data();
  icu.to_unicode(converter_, &to, text.data() + text.size(), &from, bytes.data() + bytes.size(),
                 nullptr, is_last ? 1 : 0, &error);
  text.resize(static_cast<std::size_t>(to - text.data()));
  constexpr char16_t byte_order_mark = 0xFEFF;
  if (!text.empty() && drops_bom_ && !std::exchange(bom_passed_, true) &&
      text.front() == byte_order_mark)
    text.erase(text.begin());
  if (is_last) bom_passed_ = false;
  if (is_last || error > 0) icu.reset(converter_);
  return error <= 0;
}

std::string_view chars(std::span<const std::uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

// (encoding, flags) -> converter, or undefined where there is none
void get_converter(const Args& args) {
  const Icu* const icu = Icu::find();
  if (icu == nullptr) return;
  const std::string encoding = utf8(args, 0);
  const auto flags = integer(args, 1);
  Icu::Error error = 0;
  Icu::Converter* const converter = icu->open(encoding.c_str(), &error);
  if (error > 0) return;
  if ((flags & fatal) != 0)
    icu->set_on_error(converter, icu->stop, nullptr, nullptr, nullptr, &error);
  Local<v8::Object> object;
  const auto type = args.Data().As<v8::Function>();
  if (!type->NewInstance(args.GetIsolate()->GetCurrentContext()).ToLocal(&object)) return;
  new Converter(args.GetIsolate(), object, converter, encoding.starts_with("utf-"),
                (flags & ignore_bom) != 0);  // goes with its object
  args.GetReturnValue().Set(object);
}

// (converter, bytes, flags, encoding)
void decode(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  if (!check_decodable(isolate, args[1])) return;
  auto& converter = *Wrap::of<Converter>(args[0].As<v8::Object>());
  std::vector<char16_t> text;
  if (!converter.decode(chars(bytes_of(args[1])), (integer(args, 2) & flush) != 0, text))
    return throw_not_valid(isolate, utf8(args, 3));
  Local<v8::String> result;
  if (v8::String::NewFromTwoByte(isolate, reinterpret_cast<const std::uint16_t*>(text.data()),
                                 v8::NewStringType::kNormal, static_cast<int>(text.size()))
          .ToLocal(&result))
    args.GetReturnValue().Set(result);
}

void has_converter(const Args& args) {
  const Icu* const icu = Icu::find();
  Icu::Error error = 0;
  Icu::Converter* const converter =
      icu != nullptr ? icu->open(utf8(args, 0).c_str(), &error) : nullptr;
  if (converter != nullptr) icu->close(converter);
  args.GetReturnValue().Set(converter != nullptr);
}

// In a terminal: 0, 1 or 2. What may be wide or not is taken as not.
int columns_of(const Icu& icu, std::int32_t code_point) {
  constexpr int emoji_presentation = 58;
  constexpr int emoji_modifier = 59;
  constexpr int east_asian_width = 0x1004;
  constexpr int full = 3;
  constexpr int wide = 5;
  constexpr unsigned no_width = 1U << 6U | 1U << 7U | 1U << 16U | 1U << 15U;  // Mn, Me, Cf, Cc
  constexpr std::int32_t soft_hyphen = 0xAD;
  if (code_point != soft_hyphen &&
      ((no_width >> static_cast<unsigned>(icu.category(code_point)) & 1U) != 0 ||
       icu.has_property(code_point, emoji_modifier) != 0))
    return 0;
  const int width = icu.property(code_point, east_asian_width);
  return width == full || width == wide || icu.has_property(code_point, emoji_presentation) != 0
             ? 2
             : 1;
}

// (string)
void get_string_width(const Args& args) {
  v8::Isolate* const isolate = args.GetIsolate();
  const v8::String::Value units(isolate, args[0]);
  const Icu* const icu = Icu::find();
  int columns = icu == nullptr ? units.length() : 0;
  for (int i = 0; icu != nullptr && i < units.length(); ++i) {
    std::int32_t code_point = (*units)[i];
    const bool is_pair = (code_point & 0xFC00) == 0xD800 && i + 1 < units.length();
    if (is_pair) code_point = ((code_point & 0x3FF) << 10) + ((*units)[++i] & 0x3FF) + 0x10000;
    columns += columns_of(*icu, code_point);
  }
  args.GetReturnValue().Set(columns);
}

constexpr Method methods[] = {
    {"decode", decode}, {"hasConverter", has_converter}, {"getStringWidth", get_string_width}};

}  // namespace

void make_icu(Realm& realm, Local<v8::Object> binding) {
  const auto context = realm.context();
  add_methods(context, binding, methods);
  const auto type = v8::FunctionTemplate::New(realm.isolate());
  type->InstanceTemplate()->SetInternalFieldCount(1);
  type->SetClassName(name(realm.isolate(), "Converter"));
  set(context, binding, "getConverter",
      v8::Function::New(context, get_converter, type->GetFunction(context).ToLocalChecked())
          .ToLocalChecked());
}

}  // namespace loopscope::js
