// What a terminal adds: colours and progress. None of it goes into a pipe.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace loopscope {

/// Colours on this descriptor: it is a terminal, NO_COLOR is unset and TERM is not "dumb".
[[nodiscard]] bool wants_colour(int file);

/// Text from a trace as it may go to a terminal: control characters become visible (\x1b).
[[nodiscard]] std::string printable(std::string_view text);

/// Columns that UTF-8 text takes, one for each character.
[[nodiscard]] std::size_t width(std::string_view text);

/// Text for standard error; where nobody reads that any more, for nobody.
void print_error(std::string_view text) noexcept;

/// A bar on standard error while work takes long; nothing where that is no terminal or a
/// "dumb" one.
class Progress {
 public:
  explicit Progress(std::string_view what);
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  ~Progress() { clear(); }

  /// `fraction`: 0 to 1, or nothing where the end is not known. Cheap; draws when it has changed.
  void show(std::optional<double> fraction);
  void clear();

 private:
  std::string what_;
  bool terminal_;
  int percent_ = -1;
};

}  // namespace loopscope
