// Places in a trace that a person has marked, with notes, in a file beside the trace.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace loopscope::viewer {

struct Mark {
  std::uint32_t step = 0;
  std::string note;
};

/// Sorted by step. The file is T.jsonl.marks.json: {"marks":[{"step":3,"note":"here"}]}.
class Marks {
 public:
  static constexpr std::size_t max_marks = 10'000;

  /// Sets a mark, or removes the one that is there.
  void toggle(std::uint32_t step);
  void annotate(std::uint32_t step, std::string note);
  [[nodiscard]] const std::vector<Mark>& all() const noexcept { return marks_; }

  /// Steps beyond `steps` and what is no mark are left out. A missing file is no error; any other
  /// problem is returned as a sentence.
  [[nodiscard]] std::string load(const std::string& path, std::uint32_t steps);
  /// Writes the whole file anew, or removes it where there is no mark.
  [[nodiscard]] std::string save(const std::string& path) const;

 private:
  std::vector<Mark>::iterator place(std::uint32_t step);
  std::vector<Mark> marks_;
};

[[nodiscard]] inline std::string marks_path(const std::string& trace) {
  return trace + ".marks.json";
}

}  // namespace loopscope::viewer
