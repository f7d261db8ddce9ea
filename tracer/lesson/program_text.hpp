// The program that a trace was recorded from, as text to be read beside it.
#pragma once

#include <string>
#include <vector>

#include "tracer/model/trace.hpp"

namespace loopscope {

struct ProgramText {
  static constexpr std::size_t max_bytes = std::size_t{1} << 20U;
  std::string file;  // its name without folders
  std::vector<std::string> lines;
};

/// The files that the trace holds, the one with the main script first. Where it holds none: the
/// main script's file, if it is there under the trace's own name for it, or beside the trace. Files
/// beyond max_bytes are left out.
[[nodiscard]] std::vector<ProgramText> program_texts(const Trace& trace,
                                                     const std::string& trace_path);

/// One file; nothing where it is not there or too long.
[[nodiscard]] std::vector<ProgramText> program_file(const std::string& path);

}  // namespace loopscope
