#include "tracer/format/block_parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tracer/format/plain_line.hpp"
#include "tracer/format/reader.hpp"

namespace loopscope {
namespace {

namespace json = simdjson::ondemand;

static_assert(line_padding >= simdjson::SIMDJSON_PADDING);

}  // namespace

void ParsedBlock::parse(const Take& take) {
  reader_.forget_texts();
  problems.clear();
  event_count_ = 0;
  first_ = true;
  ends_with_end_ = false;
  lines = 0;
  if (block.skipped_line) refuse(fmt::format("is longer than {} bytes", max_line_bytes));
  constexpr auto longest = static_cast<std::ptrdiff_t>(max_line_bytes);
  const char* const end = block.bytes.data() + block.size;
  const char* line = block.bytes.data();
  while (line < end) {
    const char* line_end = read_plain_line(line, next_event());
    if (line_end != nullptr && line_end <= end && line_end - line <= longest) {
      keep();
    } else {
      line_end = std::find(line, end, '\n');
      parse_line({line, static_cast<std::size_t>(line_end - line)});
    }
    line = line_end + 1;
    if (event_count_ >= events_at_once && take) hand_out(take);
  }
  if (take) hand_out(take);
}

void ParsedBlock::hand_out(const Take& take) {
  take(events(), slot, first_);
  first_ = false;
  event_count_ = 0;
}

// For every line that is not of the plain kind.
void ParsedBlock::parse_line(std::string_view line) {
  if (line.size() > max_line_bytes)
    return refuse(fmt::format("is longer than {} bytes", max_line_bytes));
  json::document document;
  const simdjson::padded_string_view padded(line.data(), line.size(), line.size() + line_padding);
  json::object object;
  auto error = parser_.iterate(padded).get(document);
  if (!error) error = document.get_object().get(object);
  if (error) return refuse(fmt::format("is not a JSON object: {}", simdjson::error_message(error)));
  const ObjectReader::Result result = reader_.read(object, next_event());
  if (result != ObjectReader::Result::no_json &&
      document.current_location().error() != simdjson::OUT_OF_BOUNDS)
    return refuse("has something behind its JSON object");
  keep(result);
}

TraceEvent& ParsedBlock::next_event() {
  if (event_count_ == events_.size()) [[unlikely]]
    events_.resize(2 * events_.size() + 64);
  return events_[event_count_];
}

void ParsedBlock::keep(ObjectReader::Result result) {
  if (result != ObjectReader::Result::event) return refuse(reader_.reason());
  keep();
}

inline void ParsedBlock::keep() {
  ends_with_end_ = events_[event_count_].event == Event::end;
  events_[event_count_++].line = lines++;
}

void ParsedBlock::refuse(std::string reason) {
  ends_with_end_ = false;
  problems.push_back({lines++, std::move(reason)});
}

}  // namespace loopscope
