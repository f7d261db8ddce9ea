// What a person means by "timer task", "#5" or "server.js:12": a run of a task, or a line that it
// printed.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/explain/runs.hpp"

namespace loopscope {

/// Something that has a place in the order: a line of output, the run of a task, or (where the task
/// never ran) its task.queue.
struct Moment {
  std::uint32_t event = no_index;
  Run run = no_index;
};

/// It is the task.queue of a task that never ran.
[[nodiscard]] bool never_began(const Trace& trace, const Moment& moment);

/// The moment of an event: of a log line, a task.begin, or anything within a run.
[[nodiscard]] Moment moment_at(Runs& runs, std::uint32_t event);

/// All that `text` may mean, in order of time, at most `limit` and one more. The first of these
/// that finds any: "@N", the Nth event; "#N", the task of that id; a line of output; a
/// task's name; "name#N", as reports print it; "file:line" where it was queued or begins; a part of
/// a line of output; a bare id.
[[nodiscard]] std::vector<Moment> find_moments(Runs& runs, std::string_view text,
                                               std::size_t limit);

/// What find_moments() could find by a text: lines of output and names, each once.
[[nodiscard]] std::vector<std::string> names_of_moments(const Trace& trace, std::size_t limit);

/// `"timer"` for a line of output, `timeout#2` for a run.
[[nodiscard]] std::string label_of(Runs& runs, const Moment& moment);
/// "timeout#2", "interval#3@78" (it began at step 78) where the task runs several times, "" for
/// none.
[[nodiscard]] std::string label_of(Runs& runs, Run run);

}  // namespace loopscope
