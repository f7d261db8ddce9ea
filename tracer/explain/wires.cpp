#include "tracer/explain/wires.hpp"

#include <algorithm>

namespace loopscope {
namespace {

// An IPv4 address is one, also where the socket is of IPv6.
std::string plain(std::string_view address) {
  constexpr std::string_view mapped = "[::ffff:";
  if (!address.starts_with(mapped)) return std::string(address);
  std::string text(address.substr(mapped.size()));
  std::erase(text, ']');
  return text;
}

std::string addresses(std::string_view local, std::string_view peer) {
  return plain(local).append(" ").append(plain(peer));
}

std::uint64_t bytes_of(std::int64_t count) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(count, 0));
}

}  // namespace

bool Wires::lost_records() const {
  for (std::uint32_t i = 0; i < trace_.size(); ++i)
    if (trace_[i].kind() == Event::drop) return true;
  return false;
}

// tcp.accept is a connection's first event, tcp.connected the one behind tcp.connect.
std::uint32_t Wires::established(const Trace::Connection& connection) const {
  std::uint32_t at = connection.first;
  if (trace_[at].kind() == Event::tcp_connect && at != connection.last) at = trace_.forward(at);
  const Event kind = trace_[at].kind();
  return kind == Event::tcp_accept || kind == Event::tcp_connected ? at : no_index;
}

void Wires::find_ends() {
  ends_found_ = true;
  if (trace_.connections().size() < 2 || lost_records()) return;
  for (const Trace::Connection& connection : trace_.connections()) {
    const std::uint32_t at = established(connection);
    if (at == no_index) continue;
    const TraceEvent event = trace_.event(at);
    if (event.local.empty() || event.peer.empty()) continue;
    by_addresses_[addresses(event.local, event.peer)].push_back({at, connection.id});
  }
}

std::uint32_t Wires::other_end(std::uint32_t id) {
  const Trace::Connection* connection = trace_.connection(id);
  const std::uint32_t at = connection == nullptr ? no_index : established(*connection);
  if (at == no_index) return no_index;
  const TraceEvent event = trace_.event(at);
  const auto others = by_addresses_.find(addresses(event.peer, event.local));
  if (others == by_addresses_.end()) return no_index;
  const auto distance = [at](const Established& each) {
    return each.event > at ? each.event - at : at - each.event;
  };
  return std::min_element(others->second.begin(), others->second.end(),
                          [&](const Established& one, const Established& other) {
                            return distance(one) < distance(other);
                          })
      ->id;
}

void Wires::note(End& end, std::uint32_t index) const {
  const PackedEvent& event = trace_[index];
  switch (event.kind()) {
    case Event::tcp_connect:
      end.connects = index;
      return;
    case Event::tcp_shutdown:
      end.ends = index;
      return;
    case Event::tcp_close:
      end.closes = index;
      return;
    case Event::tcp_read: {
      const std::uint64_t before = end.read.empty() ? 0 : end.read.back().until;
      end.read.push_back({before + bytes_of(event.value), index});
      return;
    }
    case Event::tcp_write: {
      end.taken += bytes_of(event.value);
      const std::uint64_t until = end.taken + trace_.number(event.more);
      if (end.written.empty() || end.written.back().until < until)
        end.written.push_back({until, index});
      return;
    }
    default:
      return;
  }
}

const Wires::End& Wires::end(std::uint32_t id) {
  const auto [place, added] = ends_.try_emplace(id);
  End& end = place->second;
  const Trace::Connection* connection = added ? trace_.connection(id) : nullptr;
  if (connection == nullptr) return end;
  for (std::uint32_t i = connection->first;; i = trace_.forward(i)) {
    note(end, i);
    if (i == connection->last) return end;
  }
}

WireCause Wires::writer(std::uint32_t event, std::uint32_t other) {
  const std::vector<Bytes>& reads = end(trace_[event].id).read;
  const auto read =
      std::lower_bound(reads.begin(), reads.end(), event,
                       [](const Bytes& bytes, std::uint32_t index) { return bytes.event < index; });
  if (read == reads.end() || read->event != event) return {};
  const std::uint64_t until = read->until;
  const std::vector<Bytes>& written = end(other).written;
  const auto write =
      std::lower_bound(written.begin(), written.end(), until,
                       [](const Bytes& bytes, std::uint64_t count) { return bytes.until < count; });
  if (write == written.end()) return {};
  return {WireCause::How::bytes, write->event};
}

WireCause Wires::cause_of(std::uint32_t event) {
  if (!ends_found_) find_ends();
  if (by_addresses_.empty()) return {};
  const std::uint32_t other = other_end(trace_[event].id);
  if (other == no_index) return {};
  const auto because = [](WireCause::How how, std::uint32_t at) {
    return at == no_index ? WireCause{} : WireCause{how, at};
  };
  switch (trace_[event].kind()) {
    case Event::tcp_read:
      return writer(event, other);
    case Event::tcp_accept:
      return because(WireCause::How::connection, end(other).connects);
    case Event::tcp_eof:
      return because(WireCause::How::end,
                     end(other).ends != no_index ? end(other).ends : end(other).closes);
    case Event::tcp_error:
      if (trace_.event(event).error != "ECONNRESET") return {};
      return because(WireCause::How::reset, end(other).closes);
    default:
      return {};
  }
}

}  // namespace loopscope
