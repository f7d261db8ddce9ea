#include "tracer/format/merge.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <limits>
#include <memory>
#include <unordered_map>

#include "tracer/format/byte_sink.hpp"
#include "tracer/format/event_line.hpp"
#include "tracer/format/fields.hpp"
#include "tracer/format/reader.hpp"
#include "tracer/format/source_texts.hpp"

namespace loopscope {
namespace {

constexpr FieldSet moments = field_set({Field::due, Field::now, Field::from});

// Far enough from the ends of 64 bits that they can be moved by the distance of two traces.
bool has_sane_times(const TraceEvent& event) noexcept {
  constexpr std::int64_t limit = std::int64_t{1} << 61U;
  const auto sane = [](std::int64_t ns) { return ns > -limit && ns < limit; };
  return sane(event.t_ns) && ((event.fields & moments) == 0 || sane(event.when_ns)) &&
         (!event.has(Field::to) || sane(event.to_ns));
}

constexpr std::int64_t ns_per_day = 86'400'000'000'000;
constexpr std::int64_t max_distance_ns = 10'000 * ns_per_day;  // of the starts of two inputs

std::int64_t start_of(const TraceHeader& header, const std::string& path) try {
  return unix_ns(header.start);
} catch (const TraceError& error) {
  throw TraceError(fmt::format("Cannot merge {}: its \"start\" {}", path, error.what()));
}

// Numbers of several inputs as numbers of one output: unique, without remembering any.
class Renumbering {
 public:
  Renumbering(std::uint64_t input, std::uint64_t inputs) : input_(input), inputs_(inputs) {}

  // False where a number is too big to be one that a recorder made.
  bool apply(TraceEvent& event) const noexcept {
    if (event.event == Event::definition) return renumber_definition(event);
    return renumber_id(event.id) && renumber_id(event.by) && renumber_id(event.other) &&
           renumber(event.name) && renumber(event.at) && renumber(event.fn);
  }

 private:
  bool renumber_definition(TraceEvent& event) const noexcept {
    const bool own =
        event.definition == DefinitionKind::name || event.definition == DefinitionKind::location;
    if (!own) return true;
    if (event.n < 0 || event.n > std::numeric_limits<std::uint32_t>::max()) return false;
    auto number = static_cast<std::uint32_t>(event.n);
    const bool fits = renumber(number);
    event.n = number;
    return fits;
  }
  bool renumber_id(std::uint64_t& id) const noexcept {
    if (id == 0) return true;
    if (id > std::numeric_limits<std::uint64_t>::max() / inputs_ - 1) return false;
    id = (id - 1) * inputs_ + input_ + 1;
    return true;
  }
  bool renumber(std::uint32_t& number) const noexcept {
    if (number == 0) return true;
    const std::uint64_t renumbered = (std::uint64_t{number} - 1) * inputs_ + input_ + 1;
    number = static_cast<std::uint32_t>(renumbered);
    return renumbered <= std::numeric_limits<std::uint32_t>::max();
  }

  std::uint64_t input_;
  std::uint64_t inputs_;
};

// The processes of all inputs in one row: each input's own first, in the order of the inputs.
class Processes {
 public:
  explicit Processes(std::uint32_t inputs) : next_(inputs) {}

  std::uint32_t number(std::uint32_t input, std::uint32_t process) {
    if (process == 0) return input;
    const auto [found, is_new] = numbers_.try_emplace(std::uint64_t{input} << 32U | process, next_);
    if (is_new) ++next_;
    return found->second;
  }

 private:
  std::uint32_t next_;
  std::unordered_map<std::uint64_t, std::uint32_t> numbers_;
};

struct Input {
  std::unique_ptr<TraceReader> reader;
  Renumbering numbers;
  std::int64_t offset_ns = 0;  // its time 0 on the output's axis
  const TraceEvent* next = nullptr;
  bool closed = false;
  [[nodiscard]] std::int64_t time_ns() const noexcept { return next->t_ns + offset_ns; }
};

class Merge {
 public:
  Merge(const std::vector<std::string>& paths, const std::string& output,
        const MergeOptions& options);
  MergeReport run();

 private:
  void open(const std::vector<std::string>& paths);
  void align();
  void write_header();
  void define_processes();
  void advance(std::uint32_t number);
  void take_end(Input& input);
  void take(std::uint32_t number);
  bool holds_source(const TraceEvent& event, std::uint32_t number);
  void rewrite(TraceEvent& event, std::uint32_t number);
  void write(const TraceEvent& event);
  void write_end();
  void flush();
  void refuse(std::uint32_t number, std::uint64_t line, std::string_view reason);
  [[nodiscard]] double progress() const;

  const std::vector<std::string>& paths_;
  const MergeOptions& options_;
  std::vector<Input> inputs_;
  std::vector<std::uint32_t> heap_;  // inputs with a next event, the earliest first
  Processes processes_;
  std::unordered_map<std::string, std::uint32_t> source_holders_;  // by file
  std::unique_ptr<ByteSink> sink_;
  LineBuffer buffer_;
  MergeReport report_;
  std::int64_t last_ns_ = 0;
  std::int64_t exit_code_ = 0;
  std::uint64_t dropped_ = 0;
};

Merge::Merge(const std::vector<std::string>& paths, const std::string& output,
             const MergeOptions& options)
    : paths_(paths), options_(options), processes_(static_cast<std::uint32_t>(paths.size())) {
  open(paths);
  align();
  sink_ = open_sink(output);
}

void Merge::open(const std::vector<std::string>& paths) {
  for (std::uint32_t i = 0; i < paths.size(); ++i) {
    ReadOptions reading;
    reading.on_problem = [this, i](std::uint64_t line, std::string_view reason) {
      refuse(i, line, reason);
    };
    inputs_.push_back({std::make_unique<TraceReader>(paths[i], std::move(reading)),
                       Renumbering(i, paths.size())});
  }
}

// Puts all inputs on the time axis of the one that started first. Virtual times all begin at 0.
void Merge::align() {
  const bool is_virtual = inputs_.front().reader->header().clock == "virtual";
  std::int64_t first_ns = std::numeric_limits<std::int64_t>::max();
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    const TraceHeader& header = inputs_[i].reader->header();
    if ((header.clock == "virtual") != is_virtual)
      throw TraceError(
          fmt::format("Cannot merge {} with {}: one has virtual time and the other has "
                      "real time. Record both in the same way.",
                      paths_[0], paths_[i]));
    if (header.profile != inputs_.front().reader->header().profile)
      throw TraceError(
          fmt::format("Cannot merge {} with {}: one loop is classic and the other modern, and a "
                      "trace has one order of phases. Look at them one by one.",
                      paths_[0], paths_[i]));
    inputs_[i].offset_ns = is_virtual ? 0 : start_of(header, paths_[i]);
    first_ns = std::min(first_ns, inputs_[i].offset_ns);
  }
  for (std::size_t i = 0; i < inputs_.size(); ++i) {
    if (inputs_[i].offset_ns > first_ns + max_distance_ns)
      throw TraceError(
          fmt::format("Cannot merge {}: it began more than {} days after another input. Check the "
                      "\"start\" in their headers.",
                      paths_[i], max_distance_ns / ns_per_day));
    inputs_[i].offset_ns -= first_ns;
  }
}

MergeReport Merge::run() {
  write_header();
  define_processes();
  for (std::uint32_t i = 0; i < inputs_.size(); ++i) {
    advance(i);
    if (inputs_[i].next != nullptr) heap_.push_back(i);
  }
  const auto later = [this](std::uint32_t one, std::uint32_t other) {
    const std::int64_t times[] = {inputs_[one].time_ns(), inputs_[other].time_ns()};
    return times[0] != times[1] ? times[0] > times[1] : one > other;
  };
  std::make_heap(heap_.begin(), heap_.end(), later);
  while (!heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    const std::uint32_t number = heap_.back();
    heap_.pop_back();
    take(number);
    advance(number);
    if (inputs_[number].next == nullptr) continue;
    heap_.push_back(number);
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  write_end();
  flush();
  sink_->close();
  return report_;
}

// The first input speaks for all, except for when the earliest began and for the sources.
void Merge::write_header() {
  TraceHeader header = inputs_.front().reader->header();
  const auto earliest = std::find_if(inputs_.begin(), inputs_.end(),
                                     [](const Input& input) { return input.offset_ns == 0; });
  header.start = earliest->reader->header().start;
  for (const Input& input : inputs_) {
    const TraceHeader& other = input.reader->header();
    header.sources.insert(other.sources.begin(), other.sources.end());
  }
  sink_->write(to_line(header));
}

void Merge::define_processes() {
  for (std::uint32_t i = 0; i < inputs_.size(); ++i) {
    const TraceHeader& header = inputs_[i].reader->header();
    TraceEvent event;
    event.event = Event::definition;
    event.definition = DefinitionKind::process;
    event.fields = field_set({Field::kind, Field::n, Field::text, Field::pid});
    if (i != 0) event.fields |= field_set({Field::p});
    event.process = i;
    event.n = i;
    event.text = header.process;
    event.os_id = header.pid;
    write(event);
  }
}

// To the input's next event that can be merged.
void Merge::advance(std::uint32_t number) {
  Input& input = inputs_[number];
  while ((input.next = input.reader->next()) != nullptr) {
    if (input.next->event == Event::end)
      take_end(input);
    else if (input.next->event == Event::unknown)
      refuse(number, input.next->line, "is an event of a later version");
    else if (!has_sane_times(*input.next))
      refuse(number, input.next->line, "has a time that is too big");
    else
      return;
  }
}

void Merge::take_end(Input& input) {
  const TraceEvent& event = *input.next;
  input.closed = true;
  exit_code_ = exit_code_ != 0 ? exit_code_ : event.n;
  dropped_ += event.dropped;
  if (has_sane_times(event)) last_ns_ = std::max(last_ns_, input.time_ns());
}

void Merge::take(std::uint32_t number) {
  const Input& input = inputs_[number];
  TraceEvent event = *input.next;
  if (event.event == Event::source && !holds_source(event, number)) return;
  if (!input.numbers.apply(event))
    return refuse(number, event.line, "has a number that is too big");
  rewrite(event, number);
  write(event);
  constexpr std::uint64_t lines_between_reports = 65536;
  if (options_.on_progress && report_.events % lines_between_reports == 0)
    options_.on_progress(progress());
}

// Processes of one program have its files in common, and a trace has the text of each once.
bool Merge::holds_source(const TraceEvent& event, std::uint32_t number) {
  const std::string file(event.file);
  if (source_holders_.size() == SourceTexts::max_files && !source_holders_.contains(file)) {
    refuse(number, event.line, "is of one source file too many");
    return false;
  }
  return source_holders_.try_emplace(file, number).first->second == number;
}

// Keys that no event of its kind has (an unknown field, or of another type) are left out.
void Merge::rewrite(TraceEvent& event, std::uint32_t number) {
  const std::int64_t offset_ns = inputs_[number].offset_ns;
  event.t_ns += offset_ns;
  if ((event.fields & moments) != 0) event.when_ns += offset_ns;
  if (event.has(Field::to)) event.to_ns += offset_ns;
  event.process = processes_.number(number, event.process);
  if (event.event == Event::definition && event.definition == DefinitionKind::process)
    event.n = processes_.number(number, static_cast<std::uint32_t>(event.n));
  event.fields &= fields_of(event.event).allowed();
  if (event.process != 0) event.fields |= field_set({Field::p});
}

void Merge::write(const TraceEvent& event) {
  append_line(buffer_, event);
  ++report_.events;
  last_ns_ = std::max(last_ns_, event.t_ns);
  constexpr std::size_t block_bytes = std::size_t{128} << 10U;
  if (buffer_.size() >= block_bytes) flush();
}

// A merged trace is whole only if all its parts are.
void Merge::write_end() {
  const bool all_closed =
      std::all_of(inputs_.begin(), inputs_.end(), [](const Input& input) { return input.closed; });
  if (!all_closed) return;
  TraceEvent event;
  event.event = Event::end;
  event.fields = field_set({Field::exit, Field::events, Field::dropped});
  event.t_ns = last_ns_;
  event.n = exit_code_;
  event.events = report_.events;
  event.dropped = dropped_;
  write(event);
}

void Merge::flush() {
  sink_->write(buffer_.text());
  buffer_.clear();
}

void Merge::refuse(std::uint32_t number, std::uint64_t line, std::string_view reason) {
  ++report_.problems;
  if (options_.on_problem) options_.on_problem(paths_[number], line, reason);
}

double Merge::progress() const {
  double sum = 0;
  for (const Input& input : inputs_) sum += input.reader->progress().value_or(0);
  return sum / static_cast<double>(inputs_.size());
}

}  // namespace

MergeReport merge_traces(const std::vector<std::string>& inputs, const std::string& output,
                         const MergeOptions& options) {
  if (inputs.empty()) throw TraceError("Nothing to merge: name at least one trace.");
  const auto same = std::find(inputs.begin(), inputs.end(), output);
  if (same != inputs.end() && output != "-")
    throw TraceError(
        fmt::format("Cannot merge into {}: it is one of the inputs. Choose another "
                    "output.",
                    output));
  return Merge(inputs, output, options).run();
}

}  // namespace loopscope
