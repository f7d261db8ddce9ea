#include "tracer/format/reader.hpp"

#include <fmt/format.h>

#include <limits>
#include <span>
#include <utility>

#include "tracer/format/block_pipeline.hpp"

namespace loopscope {
namespace {

constexpr std::uint64_t no_line = std::numeric_limits<std::uint64_t>::max();

// Where events are taken as they are parsed, a block need not fit into a cache with them; then less
// often one thread waits for the other.
std::size_t block_bytes(const ReadOptions& options) {
  return options.on_parsed ? 4 * LineBlocks::default_block_bytes : LineBlocks::default_block_bytes;
}

TraceHeader read_header(LineBlocks& blocks, const std::string& path) {
  const std::string name = shown_name(path);
  const std::optional<std::string> line = blocks.first_line(max_header_bytes);
  if (!line)
    throw TraceError(
        fmt::format("{} is not a trace: its first line is longer than {} bytes. Check the path.",
                    name, max_header_bytes));
  if (line->empty())
    throw TraceError(
        fmt::format("{} is empty: it has no header. Was the recording started?", name));
  return parse_header(*line, name);
}

}  // namespace

class TraceReader::Impl {
 public:
  Impl(const std::string& path, ReadOptions options)
      : Impl(LineBlocks(open_source(path), block_bytes(options)), path, std::move(options)) {}

  const TraceEvent* next();
  std::optional<EventBlock> next_block();

  TraceHeader header;
  std::uint64_t problems = 0;
  bool closed = false;
  [[nodiscard]] std::optional<double> progress() const noexcept { return pipeline_.progress(); }
  [[nodiscard]] std::size_t slots() const noexcept { return pipeline_.slots(); }

 private:
  Impl(LineBlocks blocks, const std::string& path, ReadOptions options)
      : header(read_header(blocks, path)),
        options_(std::move(options)),
        pipeline_(std::move(blocks), options_.threads, options_.follow, options_.on_parsed) {}

  bool take_block();
  void report_problems_before(std::uint64_t line);
  void report(std::uint64_t line, std::string_view reason);
  void report_read_error();

  ReadOptions options_;
  BlockPipeline pipeline_;
  ParsedBlock* block_ = nullptr;
  std::span<TraceEvent> events_;  // of block_, not delivered yet
  std::size_t next_problem_ = 0;  // of block_
  std::uint64_t first_line_ = 2;  // the number of block_'s first line
  bool read_error_reported_ = false;
};

const TraceEvent* TraceReader::Impl::next() {
  while (events_.empty()) {
    if (block_ != nullptr) report_problems_before(no_line);
    if (!take_block()) return nullptr;
  }
  TraceEvent& event = events_.front();
  events_ = events_.subspan(1);
  if (next_problem_ < block_->problems.size()) [[unlikely]]
    report_problems_before(event.line);
  event.line += first_line_;
  closed = event.event == Event::end;
  return &event;
}

std::optional<EventBlock> TraceReader::Impl::next_block() {
  if (!take_block()) return std::nullopt;
  const bool was_closed = closed;
  report_problems_before(no_line);
  closed = block_->empty() ? was_closed : block_->ends_with_end();
  return EventBlock{first_line_, block_->slot};
}

bool TraceReader::Impl::take_block() {
  if (block_ != nullptr) first_line_ += block_->lines;
  block_ = pipeline_.next();
  next_problem_ = 0;
  if (block_ == nullptr) {
    report_read_error();
    return false;
  }
  events_ = block_->events();
  return true;
}

// `line` counts from the block's first.
void TraceReader::Impl::report_problems_before(std::uint64_t line) {
  const std::vector<ParsedBlock::Problem>& all = block_->problems;
  for (; next_problem_ < all.size() && all[next_problem_].line < line; ++next_problem_)
    report(first_line_ + all[next_problem_].line, all[next_problem_].reason);
}

void TraceReader::Impl::report_read_error() {
  if (pipeline_.read_error().empty() || std::exchange(read_error_reported_, true)) return;
  report(first_line_, pipeline_.read_error());
}

void TraceReader::Impl::report(std::uint64_t line, std::string_view reason) {
  ++problems;
  closed = false;
  if (options_.on_problem) options_.on_problem(line, reason);
}

TraceReader::TraceReader(const std::string& path, ReadOptions options)
    : impl_(std::make_unique<Impl>(path, std::move(options))) {}
TraceReader::TraceReader(TraceReader&&) noexcept = default;
TraceReader& TraceReader::operator=(TraceReader&&) noexcept = default;
TraceReader::~TraceReader() = default;

const TraceHeader& TraceReader::header() const noexcept {
  return impl_->header;
}
const TraceEvent* TraceReader::next() {
  return impl_->next();
}
std::optional<EventBlock> TraceReader::next_block() {
  return impl_->next_block();
}
std::size_t TraceReader::block_slots() const noexcept {
  return impl_->slots();
}
std::optional<double> TraceReader::progress() const noexcept {
  return impl_->progress();
}
std::uint64_t TraceReader::problems() const noexcept {
  return impl_->problems;
}
bool TraceReader::closed() const noexcept {
  return impl_->closed;
}

}  // namespace loopscope
