// Records a phase from its beginning to its end, however it ends.
#pragma once

#include <cstddef>

#include "core/probe/probe.hpp"

namespace loopscope {

class PhaseScope {
 public:
  PhaseScope(Probe& probe, Phase phase, std::size_t length) : probe_(probe), phase_(phase) {
    probe_.phase(Event::phase_begin, phase_, length);
  }
  PhaseScope(const PhaseScope&) = delete;
  PhaseScope& operator=(const PhaseScope&) = delete;
  ~PhaseScope() { probe_.phase(Event::phase_end, phase_); }

 private:
  Probe& probe_;
  Phase phase_;
};

}  // namespace loopscope
