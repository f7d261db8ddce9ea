// The texts of source files that a trace names.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "tracer/model/trace.hpp"

namespace loopscope::viewer {

/// Looks in the trace (its header, its `source` lines), then for the path itself, beside the trace
/// and in the folders above it and above the current one.
class SourceFiles {
 public:
  static constexpr std::size_t max_file_bytes = std::size_t{8} << 20U;
  static constexpr std::size_t max_files = 200;

  struct File {
    std::vector<std::string> lines;
    std::string problem;  // a sentence where there are none
  };
  /// For another trace: forgets what it has. `stand_in` is shown for a file of its name that is not
  /// there.
  void open(const std::string& trace_path, const std::string& stand_in = {});
  [[nodiscard]] const File& file(const Trace& trace, const std::string& path);

 private:
  [[nodiscard]] File read(const Trace& trace, const std::string& path) const;

  std::string trace_folder_;
  std::string stand_in_;
  std::map<std::string, File> files_;
};

}  // namespace loopscope::viewer
