// Several traces, one file: the processes of one run side by side on one time axis.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace loopscope {

struct MergeOptions {
  /// A line of an input that is not valid; it is left out.
  std::function<void(const std::string& file, std::uint64_t line, std::string_view reason)>
      on_problem = {};
  /// Called now and then with 0 to 1.
  std::function<void(double)> on_progress = {};
};

struct MergeReport {
  std::uint64_t events = 0;    // lines written without the header
  std::uint64_t problems = 0;  // lines left out
};

/// Writes the events of all `inputs` to `output` (`-`: standard output, `.zst`: compressed) in the
/// order of their absolute times. Input i becomes process i; a merged input keeps its processes,
/// renumbered. Ids and definitions are renumbered so that none clash. Events of later versions are
/// left out. Streams: memory does not grow with the traces. Throws TraceError where an input cannot
/// be read, the output cannot be written, or one of them is virtual time and another is not.
MergeReport merge_traces(const std::vector<std::string>& inputs, const std::string& output,
                         const MergeOptions& options = {});

}  // namespace loopscope
