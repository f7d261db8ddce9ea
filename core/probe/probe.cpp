#include "core/probe/probe.hpp"

#include <algorithm>
#include <cstring>
#include <functional>

namespace loopscope {
namespace {

// A cut may have gone through a UTF-8 character.
std::string_view without_last_character(std::string_view text) {
  while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U)
    text.remove_suffix(1);
  if (!text.empty()) text.remove_suffix(1);
  return text;
}

}  // namespace

Probe::Probe(Session& session, std::string_view thread_name)
    : ring_(&session.add_thread(thread_name)),
      clock_(&session.clock()),
      session_(&session),
      caches_(std::make_unique<Caches>()) {}

Probe& thread_probe(Session* session, std::string_view thread_name) {
  struct Mine {
    std::uint64_t serial = 0;
    Probe probe;
  };
  thread_local Mine mine;
  const std::uint64_t serial = session != nullptr ? session->serial() : 0;
  if (mine.serial != serial)
    mine = {serial, session != nullptr ? Probe(*session, thread_name) : Probe()};
  return mine.probe;
}

void Probe::take_ids() noexcept {
  next_id_ = session_->take_ids();
  end_of_ids_ = next_id_ + Session::id_block;
}

void Probe::record_queue(std::uint64_t id, Queue queue, std::string_view name,
                         const SourceLocation& where, std::uint16_t flags) {
  task_queue_at(clock_->stamp(), id, queue, name, where, flags);
}

void Probe::task_queue_at(std::uint64_t ticks, std::uint64_t id, Queue queue, std::string_view name,
                          const SourceLocation& where, std::uint16_t flags) {
  if (where.callee() != 0) ring_->push({ticks, Event::operand_callee, 0, 0, where.callee(), 0});
  ring_->push({ticks, Event::task_queue,
               static_cast<std::uint16_t>(static_cast<unsigned>(queue) | flags), name_number(name),
               id, location_number(where)});
}

void Probe::address(AddressRole role, const TracedAddress& address) noexcept {
  std::uint64_t a = 0;
  std::uint64_t b = 0;
  std::memcpy(&a, address.bytes.data(), sizeof a);
  std::memcpy(&b, address.bytes.data() + sizeof a, sizeof b);
  const auto family = static_cast<std::uint32_t>(address.family);
  emit(Event::operand_address, address.port, static_cast<std::uint32_t>(role) | family << 8U, a, b);
}

void Probe::text(std::string_view text) noexcept {
  constexpr std::string_view ellipsis = "…";
  const bool cut = text.size() > max_log_bytes;
  std::string_view rest = text.substr(0, max_log_bytes);
  if (cut) rest = without_last_character(rest);
  const auto put = [this](std::string_view part) {
    std::array<std::uint64_t, 2> words{};
    std::memcpy(words.data(), part.data(), part.size());
    emit(Event::operand_text, static_cast<std::uint16_t>(part.size()), 0, words[0], words[1]);
  };
  for (; !rest.empty(); rest.remove_prefix(std::min<std::size_t>(rest.size(), 16)))
    put(rest.substr(0, 16));
  if (cut) put(ellipsis);
}

std::uint32_t Probe::name_number(std::string_view name) {
  if (name.empty()) return 0;
  CachedName& slot = caches_->names[std::hash<std::string_view>{}(name) % cache_slots];
  if (slot.text != name) {
    slot.number = session_->name(name);
    slot.text = session_->name_text(slot.number);
  }
  return slot.number;
}

std::uint32_t Probe::location_number(const SourceLocation& where) {
  if (where.number() != 0) return where.number();
  if (where.line() == 0) return 0;
  const std::size_t hash = std::hash<const void*>{}(where.file_name()) + where.line() * 31U;
  CachedLocation& slot = caches_->locations[hash % cache_slots];
  if (slot.file != where.file_name() || slot.line != where.line() ||
      slot.column != where.column()) {
    slot = {where.file_name(), where.line(), where.column(), session_->location(where)};
  }
  return slot.number;
}

}  // namespace loopscope
