// What led to what over TCP, where both ends of a connection are in the trace.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "tracer/model/trace.hpp"

namespace loopscope {

/// What one end of a connection did that the other end saw.
struct WireCause {
  enum class How : std::uint8_t {
    none,
    bytes,       // wrote the last byte that was read
    connection,  // began to connect what was accepted
    end,         // shut down or closed what the other end saw the end of
    reset,       // closed what the other end saw reset
  };
  How how = How::none;
  std::uint32_t event = no_index;  // of the end that did it
};

/// Two connections are the two ends of one where one's address is the other's peer; of several that
/// had the same addresses one after the other, the nearest. What one reads are the bytes that the
/// other writes, in order. A trace with lost records has no wires: their bytes cannot be counted.
/// Looks things up as they are asked for, and remembers them. One thread.
class Wires {
 public:
  explicit Wires(const Trace& trace) : trace_(trace) {}

  /// What led to `event`, a tcp.read, tcp.accept, tcp.eof or tcp.error.
  [[nodiscard]] WireCause cause_of(std::uint32_t event);

 private:
  /// All bytes of a connection until then, this event's included.
  struct Bytes {
    std::uint64_t until = 0;
    std::uint32_t event = no_index;
  };
  struct End {
    std::vector<Bytes> written;
    std::vector<Bytes> read;
    std::uint64_t taken = 0;  // bytes, by the kernel
    std::uint32_t connects = no_index;
    std::uint32_t ends = no_index;    // tcp.shutdown
    std::uint32_t closes = no_index;  // tcp.close
  };
  struct Established {
    std::uint32_t event;
    std::uint32_t id;
  };

  void find_ends();
  [[nodiscard]] bool lost_records() const;
  [[nodiscard]] std::uint32_t established(const Trace::Connection& connection) const;
  [[nodiscard]] std::uint32_t other_end(std::uint32_t id);
  [[nodiscard]] const End& end(std::uint32_t id);
  void note(End& end, std::uint32_t index) const;
  [[nodiscard]] WireCause writer(std::uint32_t event, std::uint32_t other);

  const Trace& trace_;
  std::unordered_map<std::string, std::vector<Established>> by_addresses_;
  std::unordered_map<std::uint32_t, End> ends_;
  bool ends_found_ = false;
};

}  // namespace loopscope
