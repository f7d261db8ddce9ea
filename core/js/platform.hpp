// V8's start-up for the process.
#pragma once

namespace loopscope {
class Clock;
}

namespace loopscope::js {

/// Starts V8, once for the process; `clock` gives it virtual time where it is virtual. V8 has no
/// second start, so the first call's clock stays.
void start_v8(Clock& clock);

}  // namespace loopscope::js
