// The connections in a trace's statistics.
#include <algorithm>

#include "tracer/model/statistics.hpp"

namespace loopscope {
namespace {

std::uint64_t bytes_of(const TraceEvent& event) {
  return static_cast<std::uint64_t>(std::max<std::int64_t>(event.n, 0));
}

}  // namespace

void StatisticsBuilder::tcp_open(const TraceEvent& event) {
  connecting_.erase(event.id);
  if (open_since_ns_.size() < max_connections) open_since_ns_.try_emplace(event.id, event.t_ns);
  statistics_.tcp.most_open =
      std::max<std::uint64_t>(statistics_.tcp.most_open, open_since_ns_.size());
}

void StatisticsBuilder::tcp_close(const TraceEvent& event) {
  connecting_.erase(event.id);
  const auto found = open_since_ns_.find(event.id);
  if (found == open_since_ns_.end()) return;
  ++statistics_.tcp.closed;
  statistics_.tcp.open.add(event.t_ns - found->second);
  open_since_ns_.erase(found);
}

void StatisticsBuilder::tcp_error(const TraceEvent& event) {
  Statistics::Tcp& tcp = statistics_.tcp;
  if (connecting_.erase(event.id) > 0) ++tcp.failed;
  std::string what = std::string(event.op) + " " + std::string(event.error);
  if (tcp.errors.size() >= max_error_kinds && !tcp.errors.contains(what)) what = "others";
  ++tcp.errors[what];
}

void StatisticsBuilder::tcp(const TraceEvent& event) {
  Statistics::Tcp& tcp = statistics_.tcp;
  switch (event.event) {
    case Event::tcp_accept:
      ++tcp.accepted;
      return tcp_open(event);
    case Event::tcp_connect:
      if (connecting_.size() < max_connections) connecting_.insert(event.id);
      return;
    case Event::tcp_connected:
      ++tcp.connected;
      return tcp_open(event);
    case Event::tcp_read:
      ++tcp.reads;
      tcp.read_bytes += bytes_of(event);
      return;
    case Event::tcp_write:
      ++tcp.writes;
      tcp.written_bytes += bytes_of(event);
      return;
    case Event::tcp_again:
      ++tcp.again;
      return;
    case Event::tcp_close:
      return tcp_close(event);
    case Event::tcp_error:
      return tcp_error(event);
    default:
      return;
  }
}

}  // namespace loopscope
