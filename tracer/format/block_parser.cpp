#include "tracer/format/block_parser.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tracer/format/reader.hpp"

namespace loopscope {
namespace {

namespace json = simdjson::ondemand;

static_assert(line_padding >= simdjson::SIMDJSON_PADDING);

constexpr std::size_t min_batch_bytes = std::size_t{128} << 10U;

// In steps whose count fits into a byte, which lets the compiler count many characters at once.
std::uint64_t count_newlines(std::string_view text) noexcept {
  constexpr std::size_t step = 128;
  std::uint64_t total = 0;
  for (; !text.empty(); text.remove_prefix(std::min(step, text.size()))) {
    std::uint8_t count = 0;
    for (const char c : text.substr(0, step))
      count = static_cast<std::uint8_t>(count + (c == '\n'));
    total += count;
  }
  return total;
}

}  // namespace

// A sound block, and nearly all are, is parsed in one go; it takes the slow way, which judges each
// line by itself, when anything in it is not one JSON object a line.
void ParsedBlock::parse() {
  start();
  if (parse_at_once()) return;
  start();
  parse_line_by_line();
}

void ParsedBlock::start() {
  reader_.forget_texts();
  problems.clear();
  event_count_ = 0;
  lines = 0;
  if (block.skipped_line) refuse(fmt::format("is longer than {} bytes", max_line_bytes));
}

// As many objects as lines, each at the start of a line: then each line is one object.
bool ParsedBlock::parse_at_once() {
  const std::string_view text = block.lines();
  if (text.empty()) return true;
  json::document_stream documents;
  const std::size_t batch_bytes = std::max(text.size(), min_batch_bytes);
  if (parser_.iterate_many(text.data(), text.size(), batch_bytes).get(documents)) return false;
  const std::uint64_t before = lines;
  for (auto document = documents.begin(); document != documents.end(); ++document) {
    const std::size_t at = document.current_index();
    if (at != 0 && text[at - 1] != '\n') return false;
    if (!parse_next(document)) return false;
  }
  return lines - before == count_newlines(text) + (text.back() == '\n' ? 0 : 1);
}

bool ParsedBlock::parse_next(json::document_stream::iterator& document) {
  json::object object;
  auto value = *document;
  if (value.get_object().get(object) != simdjson::SUCCESS) return false;
  TraceEvent& event = next_event();
  const ObjectReader::Result result = reader_.read(object, event);
  if (result == ObjectReader::Result::no_json) return false;
  keep(result, event);
  return true;
}

void ParsedBlock::parse_line_by_line() {
  std::string_view rest = block.lines();
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    parse_line(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

void ParsedBlock::parse_line(std::string_view line) {
  if (line.size() > max_line_bytes)
    return refuse(fmt::format("is longer than {} bytes", max_line_bytes));
  json::document document;
  const simdjson::padded_string_view padded(line.data(), line.size(), line.size() + line_padding);
  json::object object;
  auto error = parser_.iterate(padded).get(document);
  if (!error) error = document.get_object().get(object);
  if (error) return refuse(fmt::format("is not a JSON object: {}", simdjson::error_message(error)));
  TraceEvent& event = next_event();
  const ObjectReader::Result result = reader_.read(object, event);
  if (result != ObjectReader::Result::no_json &&
      document.current_location().error() != simdjson::OUT_OF_BOUNDS)
    return refuse("has something behind its JSON object");
  keep(result, event);
}

TraceEvent& ParsedBlock::next_event() {
  if (event_count_ == events_.size()) events_.resize(2 * events_.size() + 64);
  return events_[event_count_];
}

void ParsedBlock::keep(ObjectReader::Result result, TraceEvent& event) {
  if (result != ObjectReader::Result::event) return refuse(reader_.reason());
  event.line = lines++;
  ++event_count_;
}

void ParsedBlock::refuse(std::string reason) {
  problems.push_back({lines++, std::move(reason)});
}

}  // namespace loopscope
