// Where the answers of a quiz come from: a person at the terminal, a pipe, or a file.
#pragma once

#include <optional>
#include <string>

namespace loopscope {

/// Lines, read as they are asked for. A terminal stays as it is: its own line editing is used.
class Answers {
 public:
  static constexpr std::size_t max_line_bytes = std::size_t{64} << 10U;

  /// `path`: a file; "" or "-": standard input. Throws TraceError.
  explicit Answers(const std::string& path);
  Answers(const Answers&) = delete;
  Answers& operator=(const Answers&) = delete;
  ~Answers();

  /// A person answers, who sees the prompt and can try again.
  [[nodiscard]] bool is_person() const noexcept { return person_; }
  /// The next line without its newline; nothing at the end. Throws TraceError for a line that is
  /// too long, and where reading fails.
  [[nodiscard]] std::optional<std::string> next();

 private:
  [[nodiscard]] bool fill();

  std::string path_;
  int file_;
  bool person_;
  bool ended_ = false;
  std::string buffer_;
};

}  // namespace loopscope
