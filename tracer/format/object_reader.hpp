// One JSON object of a trace as an event.
#pragma once

#include <simdjson.h>

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "tracer/format/event.hpp"
#include "tracer/format/fields.hpp"

namespace loopscope {

/// line_padding characters must be readable behind the JSON.
inline constexpr std::size_t line_padding = 64;

/// Keeps what it had to unescape until forget_texts(); other texts point into the JSON.
class ObjectReader {
 public:
  enum class Result : std::uint8_t {
    event,     // `event` is filled (but for its line number)
    no_event,  // it is JSON, but no event: reason() says why
    no_json,   // reason() says why
  };
  [[nodiscard]] Result read(simdjson::ondemand::object object, TraceEvent& event);
  [[nodiscard]] const std::string& reason() const noexcept { return reason_; }
  void forget_texts() noexcept { texts_.clear(); }

 private:
  using Value = simdjson::ondemand::value;
  [[nodiscard]] static std::optional<Field> known_key(simdjson::ondemand::field& member);
  bool put(Field field, Value& value, TraceEvent& event);
  bool put_word(Field field, Value& value, TraceEvent& event);
  static bool put_reference(Value& value, std::uint32_t& to);
  bool put_event_name(Value& value, TraceEvent& event);
  bool text_of(Value& value, std::string_view& text);
  Result judge(TraceEvent& event);
  Result refuse(std::string why);
  Result refuse_value(std::optional<Field> key);

  std::string reason_;
  std::deque<std::string> texts_;
  FieldSet wrong_ = 0;  // keys whose value is of another type
};

}  // namespace loopscope
