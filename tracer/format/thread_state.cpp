#include "tracer/format/thread_state.hpp"

#include <algorithm>
#include <cstring>

namespace loopscope {

void Operands::take(const Record& operand) {
  any = true;
  switch (operand.event) {
    case Event::operand_text: {
      const std::array<std::uint64_t, 2> words{operand.a, operand.b};
      std::array<char, sizeof words> bytes{};
      std::memcpy(bytes.data(), words.data(), sizeof words);
      const std::size_t room = max_text_bytes - text.size();
      text.append(bytes.data(), std::min({std::size_t{operand.small}, bytes.size(), room}));
      return;
    }
    case Event::operand_address: {
      const bool is_peer = (operand.text & 0xFFU) == static_cast<std::uint32_t>(AddressRole::peer);
      const bool is_v6 = operand.text >> 8U == static_cast<std::uint32_t>(AddressFamily::v6);
      (is_peer ? peer : local) = {true,
                                  is_v6 ? AddressFamily::v6 : AddressFamily::v4,
                                  operand.small,
                                  {operand.a, operand.b}};
      return;
    }
    case Event::operand_due:
      has_due = true;
      due_ns = operand.a;
      delay_ms = operand.b;
      return;
    case Event::operand_callee:
      callee = static_cast<std::uint32_t>(operand.a);
      return;
    default:
      error = true;
  }
}

void Operands::clear() noexcept {
  any = error = has_due = false;
  callee = 0;
  local.set = peer.set = false;
  text.clear();
}

void RunningTasks::begin(std::uint64_t id) {
  if (ids_.size() < max_depth)
    ids_.push_back(id);
  else
    ++too_deep_;
}

void RunningTasks::end(std::uint64_t id) noexcept {
  if (too_deep_ > 0) {
    --too_deep_;
    return;
  }
  if (!ids_.empty() && ids_.back() == id) [[likely]] {
    ids_.pop_back();
    return;
  }
  const auto found = std::find(ids_.begin(), ids_.end(), id);
  ids_.erase(found, ids_.end());
}

void RunningTasks::forget() noexcept {
  ids_.clear();
  too_deep_ = 0;
}

}  // namespace loopscope
