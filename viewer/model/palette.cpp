#include "viewer/model/palette.hpp"

#include <array>
#include <cmath>

namespace loopscope::viewer {
namespace {

double linear(Colour colour, unsigned shift) {
  const double value = static_cast<double>(colour >> shift & 0xFFU) / 255;
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

double luminance(Colour colour) {
  return 0.2126 * linear(colour, 16) + 0.7152 * linear(colour, 8) + 0.0722 * linear(colour, 0);
}

}  // namespace

Queue queue_of(Phase phase) {
  constexpr auto by_phase =
      std::to_array<Queue>({Queue::timer, Queue::pending, Queue::idle, Queue::prepare, Queue::io,
                            Queue::check, Queue::close});
  return by_phase[static_cast<std::size_t>(phase)];
}

Colour Palette::of(Phase phase) const {
  return of(queue_of(phase));
}

const Palette& dark_palette() {
  static const Palette palette{
      .dark = true,
      .background = 0x0E1116,
      .panel = 0x151A21,
      .raised = 0x212934,
      .line = 0x2A333F,
      .text = 0xE6EBF2,
      .dim_text = 0x93A1B3,
      .accent = 0x5BC8FF,
      .warning = 0xFF8A5B,
      .good = 0x4CC38A,
      .neutral = 0x4A5868,
      // timer, pending, idle, prepare, io, check, close, tick, microtask, pool, main
      .queues = {0xE69F00, 0x94A3B8, 0xA89F91, 0xBFA46F, 0x56B4E9, 0x1FB589, 0xE8663A, 0xD98BB7,
                 0xF0E442, 0x7C8CF8, 0xD5DCE6}};
  return palette;
}

const Palette& light_palette() {
  static const Palette palette{
      .dark = false,
      .background = 0xE9EDF2,
      .panel = 0xFCFDFE,
      .raised = 0xE4E9F0,
      .line = 0xD3DAE3,
      .text = 0x17202C,
      .dim_text = 0x556375,
      .accent = 0x0069B4,
      .warning = 0xB84300,
      .good = 0x00734C,
      .neutral = 0xB4C0CE,
      .queues = {0xD98E00, 0x78879B, 0x8C8375, 0xA3884F, 0x3A9BD6, 0x009E73, 0xD55E00, 0xC2699B,
                 0xC9B800, 0x5665D8, 0x4B5868}};
  return palette;
}

Colour text_on(Colour background) {
  return luminance(background) > 0.22 ? 0x10151C : 0xFFFFFF;
}

Colour mix(Colour a, Colour b, double share) {
  Colour result = 0;
  for (unsigned shift = 0; shift <= 16; shift += 8) {
    const double from = a >> shift & 0xFFU;
    const double to = b >> shift & 0xFFU;
    result |= static_cast<Colour>(std::lround(from + (to - from) * share)) << shift;
  }
  return result;
}

}  // namespace loopscope::viewer
