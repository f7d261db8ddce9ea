// The fields of each event's line, in the order of docs/trace-format.md. The hot half of writing a
// trace: no allocation, no formatting library, one pass.
#include <arpa/inet.h>

#include "tracer/format/line_buffer.hpp"
#include "tracer/format/names.hpp"
#include "tracer/format/thread_state.hpp"

namespace loopscope {
namespace {

constexpr unsigned low_byte = 0xFFU;

char* put_id(char* to, std::uint64_t id) noexcept {
  return put_number(put(to, ",\"id\":"), id);
}

char* put_connection(char* to, std::uint64_t id) noexcept {
  return put_number(put(to, ",\"c\":"), id);
}

// The task that a connection's, handle's or program's event happened in.
char* put_task(char* to, const ThreadState& thread) noexcept {
  const std::uint64_t task = thread.tasks.innermost();
  return task == 0 ? to : put_number(put(to, ",\"task\":"), task);
}

char* put_by(char* to, const ThreadState& thread) noexcept {
  const std::uint64_t task = thread.tasks.innermost();
  return task == 0 ? to : put_number(put(to, ",\"by\":"), task);
}

char* put_name(char* to, std::uint32_t number) noexcept {
  return number == 0 ? to : put_number(put(to, ",\"name\":"), number);
}

char* put_location(char* to, std::uint64_t number) noexcept {
  return number == 0 ? to : put_number(put(to, ",\"at\":"), number);
}

// The key with the word for an enumerator.
template <typename Enum, std::size_t size>
char* put_word(char* to, const char (&key)[size], unsigned value) noexcept {
  to = put(put(to, key), name_of(static_cast<Enum>(value)));
  *to++ = '"';
  return to;
}

char* put_text(char* to, std::string_view text) noexcept {
  to = put_escaped(to, text);
  *to++ = '"';
  return to;
}

char* put_address(char* to, const Operands::Address& address) noexcept {
  char text[INET6_ADDRSTRLEN] = "";
  const bool is_v6 = address.family == AddressFamily::v6;
  inet_ntop(is_v6 ? AF_INET6 : AF_INET, address.words.data(), text, sizeof text);
  if (is_v6) *to++ = '[';
  to = put(to, std::string_view(text));
  if (is_v6) *to++ = ']';
  *to++ = ':';
  to = put_number(to, address.port);
  *to++ = '"';
  return to;
}

char* put_addresses(char* to, const Operands& operands) noexcept {
  if (operands.local.set) to = put_address(put(to, ",\"local\":\""), operands.local);
  if (operands.peer.set) to = put_address(put(to, ",\"peer\":\""), operands.peer);
  return to;
}

char* put_alive(char* to, const Record& r) noexcept {
  to = put_word<AliveReason>(to, ",\"alive\":\"", r.text);
  return r.a == 0 ? to : put_id(to, r.a);
}

char* put_poll_wait(char* to, const Record& r) noexcept {
  if (r.a != forever_ns) to = put_number(put(to, ",\"timeout\":"), r.a);
  to = put_word<PollReason>(to, ",\"why\":\"", r.small);
  return r.b == 0 ? to : put_id(to, r.b);
}

char* put_loop_fields(char* to, const Record& r) noexcept {
  switch (r.event) {
    case Event::start:
      return put_alive(put_word<RunMode>(to, ",\"mode\":\"", r.small), r);
    case Event::stop:
      return put_alive(to, r);
    case Event::boot_begin:
    case Event::boot_end:
      return put_word<Layer>(put_name(to, r.text), ",\"layer\":\"", r.small);
    case Event::turn:
      return put_number(put(put_number(put(to, ",\"n\":"), r.a), ",\"now\":"), r.b);
    case Event::phase_begin:
      to = put_word<Phase>(to, ",\"ph\":\"", r.small);
      return put_number(put(to, ",\"len\":"), r.a);
    case Event::phase_end:
      return put_word<Phase>(to, ",\"ph\":\"", r.small);
    case Event::poll_wait:
      return put_poll_wait(to, r);
    case Event::poll_wake:
      return put_number(put(to, ",\"ready\":"), r.a);
    case Event::poll_ready:
      return put_word<Direction>(put_id(to, r.a), ",\"dir\":\"", r.small);
    default:
      return to;
  }
}

char* put_queued_task(char* to, const ThreadState& thread, const Record& r) noexcept {
  to = put_word<Queue>(put_id(to, r.a), ",\"q\":\"", r.small & low_byte);
  to = put_location(put_by(put_name(to, r.text), thread), r.b);
  const Operands& operands = thread.operands;
  if (operands.callee != 0) to = put_number(put(to, ",\"fn\":"), operands.callee);
  if (operands.has_due) {
    to = put_number(put(to, ",\"due\":"), operands.due_ns);
    to = put_number(put(to, ",\"delay\":"), operands.delay_ms);
  }
  if ((r.small & task_flag_repeat) != 0) to = put(to, ",\"repeat\":true");
  if ((r.small & task_flag_unref) != 0) to = put(to, ",\"ref\":false");
  return to;
}

char* put_task_fields(char* to, const ThreadState& thread, const Record& r) noexcept {
  if (r.event == Event::task_queue) return put_queued_task(to, thread, r);
  to = put_id(to, r.a);
  if (r.event != Event::task_end || !thread.operands.error) return to;
  return put_text(put(to, ",\"error\":\""), thread.operands.text);
}

char* put_handle_fields(char* to, const ThreadState& thread, const Record& r) noexcept {
  to = put_id(to, r.a);
  if (r.event != Event::handle_open) return put_task(to, thread);
  to = put_word<HandleKind>(to, ",\"kind\":\"", r.small);
  return put_location(put_by(put_name(to, r.text), thread), r.b);
}

char* put_tcp_details(char* to, const ThreadState& thread, const Record& r,
                      std::string_view operation) noexcept {
  switch (r.event) {
    case Event::tcp_listen:
      return put_number(put(put_addresses(to, thread.operands), ",\"backlog\":"), r.b);
    case Event::tcp_accept:
      return put_addresses(put_number(put(to, ",\"server\":"), r.b), thread.operands);
    case Event::tcp_connect:
    case Event::tcp_connected:
      return put_addresses(to, thread.operands);
    case Event::tcp_read:
      return put_number(put(to, ",\"n\":"), r.b);
    case Event::tcp_write:
      return put_number(put(put_number(put(to, ",\"n\":"), r.b), ",\"queued\":"), r.text);
    case Event::tcp_again:
      return put_word<Direction>(to, ",\"dir\":\"", r.small);
    case Event::tcp_error:
      to = put_text(put(to, ",\"op\":\""), operation);
      return put_text(put(to, ",\"error\":\""), errno_name(r.small));
    default:
      return to;
  }
}

char* put_log(char* to, const ThreadState& thread, const Record& r) noexcept {
  to = put_word<Stream>(to, ",\"s\":\"", r.small);
  return put_task(put_text(put(to, ",\"text\":\""), thread.operands.text), thread);
}

char* put_other_fields(char* to, const ThreadState& thread, const Record& r) noexcept {
  switch (r.event) {
    case Event::async_send:
      return put_task(put_id(to, r.a), thread);
    case Event::pool_begin:
    case Event::pool_end:
      return put_number(put(put_id(to, r.a), ",\"worker\":"), r.small);
    case Event::log:
      return put_log(to, thread, r);
    case Event::mark:
      to = put_number(put(put_name(to, r.text), ",\"value\":"), static_cast<std::int64_t>(r.a));
      return put_task(to, thread);
    case Event::counter:
      return put_number(put(put_name(to, r.text), ",\"value\":"), static_cast<std::int64_t>(r.a));
    default:
      return to;
  }
}

}  // namespace

char* put_event_fields(char* to, const ThreadState& thread, const Record& record,
                       std::string_view operation) {
  if (record.event < Event::task_queue) return put_loop_fields(to, record);
  if (record.event < Event::handle_open) return put_task_fields(to, thread, record);
  if (record.event < Event::tcp_listen) return put_handle_fields(to, thread, record);
  if (record.event >= Event::async_send) return put_other_fields(to, thread, record);
  to = put_tcp_details(put_connection(to, record.a), thread, record, operation);
  return put_task(to, thread);
}

}  // namespace loopscope
