#include "tracer/format/line_writer.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "tracer/format/names.hpp"

namespace loopscope {
namespace {

// ,"e":"NAME" for each event, in blocks of one size, which copy faster than exact lengths.
struct EventKey {
  std::array<char, 31> text{};
  std::uint8_t length = 0;
};

constexpr EventKey make_event_key(std::string_view name) {
  EventKey key;
  for (const std::string_view part : {std::string_view(",\"e\":\""), name, std::string_view("\"")})
    for (const char c : part) key.text[key.length++] = c;
  return key;
}

constexpr auto event_keys = [] {
  std::array<EventKey, Names<Event>::all.size()> keys{};
  for (std::size_t i = 0; i < keys.size(); ++i) keys[i] = make_event_key(Names<Event>::all[i]);
  return keys;
}();

char* put_event_key(char* to, Event event) noexcept {
  const EventKey& key = event_keys[static_cast<std::size_t>(event)];
  std::memcpy(to, &key, sizeof key);
  return to + key.length;
}

bool is_operand(Event event) noexcept {
  return event < Event::start;
}
bool uses_name(Event event) noexcept {
  switch (event) {
    case Event::boot_begin:
    case Event::boot_end:
    case Event::task_queue:
    case Event::handle_open:
    case Event::mark:
    case Event::counter:
      return true;
    default:
      return false;
  }
}
bool uses_location(Event event) noexcept {
  return event == Event::task_queue || event == Event::handle_open;
}

// What runs on the thread after this event.
void follow_tasks(RunningTasks& tasks, const Record& record) {
  switch (record.event) {
    case Event::task_begin:
    case Event::pool_begin:
      tasks.begin(record.a);
      return;
    case Event::task_end:
    case Event::pool_end:
      tasks.end(record.a);
      return;
    default:
      return;
  }
}

}  // namespace

LineWriter::LineWriter(Session& session) noexcept : session_(session), clock_(session.clock()) {}

void LineWriter::write(std::uint32_t thread, const Record& record) {
  ThreadState& state = thread_state(thread);
  if (is_operand(record.event)) {
    state.operands.take(record);
    return;
  }
  if (record.event >= Event::definition) return;
  if (record.event == Event::end) {
    exit_code_ = record.small;
    return;
  }
  state.last_ns = time_of(state, record.ticks);
  define_what_is_new(thread, state, record);
  write_event(state, record);
  follow_tasks(state.tasks, record);
  if (state.operands.any) state.operands.clear();
}

void LineWriter::write_event(ThreadState& thread, const Record& record) {
  if (record.event == Event::drop) {
    write_drop(thread, record.a, std::min(clock_.to_ns(record.b), thread.last_ns), thread.last_ns);
    return;
  }
  std::string_view operation;
  if (record.event == Event::tcp_error && record.text != 0)
    operation = cut_text(session_.name_text(record.text), max_definition_bytes);
  char* to = begin_line(thread, record.event, operation.size() + thread.operands.text.size());
  end_line(put_event_fields(to, thread, record, operation));
}

void LineWriter::write_drop(ThreadState& thread, std::uint64_t count, std::uint64_t from_ns,
                            std::uint64_t to_ns) {
  thread.dropped += count;
  thread.tasks.forget();
  char* to = begin_line(thread, Event::drop, 0);
  to = put_number(put(to, ",\"count\":"), count);
  to = put_number(put(to, ",\"from\":"), from_ns);
  end_line(put_number(put(to, ",\"to\":"), to_ns));
}

void LineWriter::write_unreported_drops(std::uint32_t thread, std::uint64_t dropped) {
  ThreadState& state = thread_state(thread);
  if (dropped <= state.dropped) return;
  const std::uint64_t from_ns = state.last_ns;
  state.last_ns = time_of(state, clock_.ticks());
  if (!state.defined) define_thread(thread, state);
  write_drop(state, dropped - state.dropped, from_ns, state.last_ns);
}

void LineWriter::write_end(int exit_code, std::uint64_t dropped) {
  ThreadState& loop = thread_state(0);
  const std::uint64_t events = lines_;
  loop.last_ns = time_of(loop, clock_.ticks());
  char* to = begin_line(loop, Event::end, 0);
  to = put_number(put(to, ",\"exit\":"), exit_code);
  to = put_number(put(to, ",\"events\":"), events);
  end_line(put_number(put(to, ",\"dropped\":"), dropped));
}

ThreadState& LineWriter::thread_state(std::uint32_t thread) {
  while (threads_.size() <= thread) {
    ThreadState& added = threads_.emplace_back();
    if (threads_.size() > 1) added.key = ",\"th\":" + std::to_string(threads_.size() - 1);
  }
  return threads_[thread];
}

// Nanoseconds since the start, never going backwards on a thread.
std::uint64_t LineWriter::time_of(const ThreadState& thread, std::uint64_t ticks) const noexcept {
  return std::max(clock_.to_ns(ticks), thread.last_ns);
}

char* LineWriter::begin_line(const ThreadState& thread, Event event, std::size_t text_bytes) {
  constexpr std::size_t head_bytes = 128;
  char* to = buffer_.reserve(head_bytes + max_field_bytes + max_escaped_growth * text_bytes);
  to = put_number(put(to, "{\"t\":"), thread.last_ns);
  to = put_event_key(to, event);
  return thread.key.empty() ? to : put(to, std::string_view(thread.key));
}

void LineWriter::end_line(char* end) noexcept {
  buffer_.commit(put(end, "}\n"));
  ++lines_;
}

void LineWriter::define_what_is_new(std::uint32_t number, ThreadState& thread,
                                    const Record& record) {
  if (!thread.defined) [[unlikely]]
    define_thread(number, thread);
  if (uses_name(record.event) && names_.lacks(record.text)) [[unlikely]]
    define_names(thread, record.text);
  const auto location = static_cast<std::uint32_t>(record.b);
  if (uses_location(record.event) && locations_.lacks(location)) [[unlikely]]
    define_locations(thread, location);
  if (thread.operands.callee != 0 && locations_.lacks(thread.operands.callee)) [[unlikely]]
    define_locations(thread, thread.operands.callee);
}

char* LineWriter::begin_definition(const ThreadState& thread, std::string_view kind,
                                   std::uint32_t number, std::string_view text,
                                   std::size_t more_bytes) {
  text = cut_text(text, max_definition_bytes);
  char* to = begin_line(thread, Event::definition, text.size() + more_bytes);
  to = put(put(to, ",\"kind\":\""), kind);
  to = put_number(put(to, "\",\"n\":"), number);
  to = put_escaped(put(to, ",\"text\":\""), text);
  *to++ = '"';
  return to;
}

void LineWriter::define_thread(std::uint32_t number, ThreadState& thread) {
  const Session::Thread& traced = *session_.threads().at(number);
  char* to = begin_definition(thread, name_of(DefinitionKind::thread), number, traced.name);
  end_line(put_number(put(to, ",\"tid\":"), traced.tid));
  thread.defined = true;
}

// All up to now that were not, so that the session is asked seldom.
void LineWriter::define_names(const ThreadState& thread, std::uint32_t used) {
  if (used == Session::overflow_number) {
    names_.overflow = true;
    return define_name(thread, used, session_.name_text(used));
  }
  for (const std::string* name : session_.names_from(names_.next))
    define_name(thread, names_.next++, *name);
}

void LineWriter::define_name(const ThreadState& thread, std::uint32_t number,
                             std::string_view name) {
  end_line(begin_definition(thread, name_of(DefinitionKind::name), number, name));
}

// Before the first place in it is named.
void LineWriter::write_sources(const ThreadState& thread) {
  for (const SourceText* source : session_.sources_from(sources_)) {
    write_source(thread, *source);
    ++sources_;
  }
}

// In pieces, because a line has a limit.
void LineWriter::write_source(const ThreadState& thread, const SourceText& source) {
  std::string_view rest = source.text;
  for (std::uint64_t piece = 1; piece == 1 || !rest.empty(); ++piece) {
    std::string_view part = cut_text(rest, max_definition_bytes);
    if (part.empty()) part = rest.substr(0, max_definition_bytes);
    rest.remove_prefix(part.size());
    char* to = begin_line(thread, Event::source, source.file.size() + part.size());
    to = put_escaped(put(to, ",\"file\":\""), source.file);
    to = put_number(put(to, "\",\"n\":"), piece);
    to = put_escaped(put(to, ",\"text\":\""), part);
    end_line(put(to, "\""));
  }
}

void LineWriter::define_locations(const ThreadState& thread, std::uint32_t used) {
  write_sources(thread);
  if (used == Session::overflow_number) {
    locations_.overflow = true;
    return define_location(thread, used, *session_.locations_from(used).front());
  }
  for (const LocationText* where : session_.locations_from(locations_.next))
    define_location(thread, locations_.next++, *where);
}

void LineWriter::define_location(const ThreadState& thread, std::uint32_t number,
                                 const LocationText& where) {
  const std::string_view function = cut_text(where.function, max_definition_bytes);
  char* to = begin_definition(thread, name_of(DefinitionKind::location), number, where.file,
                              function.size());
  to = put_number(put(to, ",\"line\":"), where.line);
  to = put_number(put(to, ",\"column\":"), where.column);
  to = put_escaped(put(to, ",\"fn\":\""), function);
  end_line(put(to, "\""));
}

}  // namespace loopscope
