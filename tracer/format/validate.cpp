#include "tracer/format/validate.hpp"

#include <bit>
#include <unordered_set>

#include "tracer/format/fields.hpp"
#include "tracer/format/id_rules.hpp"
#include "tracer/format/names.hpp"
#include "tracer/format/reader.hpp"
#include "tracer/format/source_texts.hpp"
#include "tracer/format/thread_rules.hpp"

namespace loopscope {
namespace {

constexpr std::size_t max_definitions = std::size_t{1} << 22U;

// Numbers that were defined, of names, locations and so on.
class DefinedNumbers {
 public:
  explicit DefinedNumbers(Findings& findings) : findings_(findings) {}

  void check(const TraceEvent& event) {
    if (event.event == Event::definition) return define(event);
    need(event, DefinitionKind::name, "name", event.name);
    need(event, DefinitionKind::location, "at", event.at);
    need(event, DefinitionKind::location, "fn", event.fn);
  }

 private:
  static std::uint64_t key(DefinitionKind kind, std::uint64_t number) noexcept {
    return number << 3U | static_cast<std::uint64_t>(kind);
  }
  void define(const TraceEvent& event) {
    if (event.definition == DefinitionKind::unknown) return;
    if (event.n < 0) findings_.add(event.line, "defines number {}, which is below 0", event.n);
    if (known_.size() >= max_definitions) return;
    known_.insert(key(event.definition, static_cast<std::uint64_t>(event.n)));
  }
  void need(const TraceEvent& event, DefinitionKind kind, std::string_view field,
            std::uint32_t number) {
    if (number == 0 || known_.contains(key(kind, number)) || known_.size() >= max_definitions)
      return;
    findings_.add(event.line, "\"{}\" is {}, which was not defined before", field, number);
  }

  Findings& findings_;
  std::unordered_set<std::uint64_t> known_;
};

bool is_one_of(std::string_view word, std::initializer_list<std::string_view> words) {
  for (const std::string_view each : words)
    if (word == each) return true;
  return false;
}

}  // namespace

class Validator::Impl {
 public:
  Impl(const TraceHeader& header, ValidateOptions options)
      : findings_(options.max_findings),
        threads_(header.profile == "classic", findings_),
        ids_(options.max_live_ids, findings_),
        defined_(findings_) {
    check_header(header);
  }
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl() = default;

  void check(const TraceEvent& event);
  void problem(std::uint64_t line, std::string_view reason);
  ValidationReport finish();

 private:
  void check_header(const TraceHeader& header);
  void check_fields(const TraceEvent& event);
  void check_causes(const TraceEvent& event);
  void check_end(const TraceEvent& event);
  void check_drop(const TraceEvent& event);

  Findings findings_;
  ThreadRules threads_;
  IdRules ids_;
  DefinedNumbers defined_;
  SourceTexts sources_;
  std::uint64_t lines_ = 0;  // without the header
  std::uint64_t last_line_ = 1;
  std::uint64_t dropped_ = 0;
  bool closed_ = false;
};

void Validator::Impl::check_header(const TraceHeader& header) {
  constexpr std::uint64_t line = 1;
  if (!is_one_of(header.clock, {"tsc", "monotonic", "virtual"}))
    findings_.add(line, "\"clock\" is \"{}\", not tsc, monotonic or virtual", header.clock);
  if (!is_one_of(header.profile, {"modern", "classic"}))
    findings_.add(line, "\"profile\" is \"{}\", not modern or classic", header.profile);
  if (!is_one_of(header.fidelity, {"", "exact", "hooks"}))
    findings_.add(line, "\"fidelity\" is \"{}\", not exact or hooks", header.fidelity);
  try {
    static_cast<void>(unix_ns(header.start));
  } catch (const TraceError& error) {
    findings_.add(line, "\"start\": {}", error.what());
  }
}

void Validator::Impl::check(const TraceEvent& event) {
  if (closed_) findings_.add(event.line, "stands behind the \"end\" of the trace");
  closed_ = event.event == Event::end;
  ++lines_;
  last_line_ = event.line;
  check_fields(event);
  check_causes(event);
  threads_.check(event);
  ids_.check(event);
  defined_.check(event);
  if (event.event == Event::source)
    if (const std::string_view wrong = sources_.take(event); !wrong.empty())
      findings_.add(event.line, "{}", wrong);
  if (event.event == Event::drop) check_drop(event);
  if (event.event == Event::end) check_end(event);
}

void Validator::Impl::check_fields(const TraceEvent& event) {
  FieldSet missing = fields_of(event.event).required & ~event.fields;
  for (; missing != 0; missing &= missing - 1)
    findings_.add(event.line, "{} has no \"{}\"", name_of(event.event),
                  name_of(static_cast<Field>(std::countr_zero(missing))));
}

// A task that caused something runs at that moment.
void Validator::Impl::check_causes(const TraceEvent& event) {
  if (event.by == 0 || dropped_ != 0 || threads_.is_running(event.by)) return;
  findings_.add(event.line, "{} says that task {} caused it, which does not run",
                name_of(event.event), event.by);
}

void Validator::Impl::check_drop(const TraceEvent& event) {
  if (event.n <= 0) findings_.add(event.line, "drop of {} records", event.n);
  if (event.to_ns < event.when_ns)
    findings_.add(event.line, "drop ends at {}, before it begins at {}", event.to_ns,
                  event.when_ns);
  if (event.n > 0) dropped_ += static_cast<std::uint64_t>(event.n);
}

void Validator::Impl::check_end(const TraceEvent& event) {
  if (event.events != lines_ - 1)
    findings_.add(event.line, "end counts {} events, but {} stand before it", event.events,
                  lines_ - 1);
  if (event.dropped != dropped_)
    findings_.add(event.line, "end counts {} dropped records, but the drop lines make {}",
                  event.dropped, dropped_);
}

void Validator::Impl::problem(std::uint64_t line, std::string_view reason) {
  ++lines_;
  last_line_ = line;
  closed_ = false;
  findings_.add(line, "{}", reason);
}

ValidationReport Validator::Impl::finish() {
  if (!closed_) findings_.add(0, "has no \"end\": it was cut off after line {}", last_line_);
  return {std::move(findings_.kept), findings_.more, lines_, dropped_, closed_};
}

Validator::Validator(const TraceHeader& header, ValidateOptions options)
    : impl_(std::make_unique<Impl>(header, options)) {}
Validator::Validator(Validator&&) noexcept = default;
Validator& Validator::operator=(Validator&&) noexcept = default;
Validator::~Validator() = default;

void Validator::check(const TraceEvent& event) {
  impl_->check(event);
}
void Validator::problem(std::uint64_t line, std::string_view reason) {
  impl_->problem(line, reason);
}
ValidationReport Validator::finish() {
  return impl_->finish();
}

ValidationReport validate(const std::string& path, ValidateOptions options,
                          const std::function<void(double)>& on_progress) {
  constexpr std::uint64_t lines_between_reports = 65536;
  std::optional<Validator> validator;
  ReadOptions reading{.threads = 2};
  reading.on_problem = [&validator](std::uint64_t line, std::string_view reason) {
    validator->problem(line, reason);
  };
  TraceReader reader(path, std::move(reading));
  validator.emplace(reader.header(), options);
  while (const TraceEvent* event = reader.next()) {
    validator->check(*event);
    if (on_progress && event->line % lines_between_reports == 0)
      on_progress(reader.progress().value_or(0));
  }
  return validator->finish();
}

}  // namespace loopscope
