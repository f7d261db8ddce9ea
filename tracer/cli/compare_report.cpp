#include "tracer/cli/compare_report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tracer/cli/diff_report.hpp"
#include "tracer/cli/quiz_text.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/wrapped.hpp"

namespace loopscope {
namespace {

constexpr std::size_t max_column = 40;
constexpr std::size_t max_lines = 200;

// In characters, not bytes; what is too long ends in an ellipsis.
std::string cell(const std::string& text, std::size_t width) {
  const auto begins = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; };
  const auto size = static_cast<std::size_t>(std::count_if(text.begin(), text.end(), begins));
  if (size <= width) return fmt::format("{}{:{}}", text, "", width - size);
  std::size_t end = 0;
  for (std::size_t count = 0; end < text.size(); ++end)
    if (begins(text[end]) && ++count == width) break;
  return fmt::format("{}…", text.substr(0, end));
}

class CompareText {
 public:
  CompareText(const Comparison& comparison, bool colour)
      : comparison_(comparison), style_(colour), colour_(colour) {
    for (const ComparedRun& run : comparison.runs) rows_ = std::max(rows_, run.lines.size());
  }

  std::string all() const {
    std::string text = row(
        "", [](const ComparedRun& run) { return run.title; }, false);
    for (std::size_t i = 0; i < rows_ && i < max_lines; ++i)
      text += row(std::to_string(i + 1), [i](const ComparedRun& run) {
        return i < run.lines.size() ? printable(run.lines[i]) : std::string();
      });
    if (rows_ > max_lines) text += fmt::format("  … and {} more lines\n", rows_ - max_lines);
    text += row("exit", [](const ComparedRun& run) {
      return run.stopped ? std::string("stopped") : fmt::format("{}", run.exit_code);
    });
    if (!comparison_.not_run.empty()) text.append("\n").append(wrapped(comparison_.not_run, 0));
    if (comparison_.pairs.empty()) text += "\nAll print the same.\n";
    for (const ComparedPair& pair : comparison_.pairs) text += explained(pair);
    return text;
  }

 private:
  template <typename Text>
  std::string row(const std::string& head, const Text& text_of, bool marks = true) const {
    const std::string first = text_of(comparison_.runs.front());
    std::string line = fmt::format("{:>5}  ", head);
    for (const ComparedRun& run : comparison_.runs) {
      const std::string text = text_of(run);
      const bool differs = marks && text != first;
      const std::string shown = cell(fmt::format("{} {}", differs ? "≠" : " ", text), width());
      line += (differs ? style_.bad(shown) : marks ? shown : style_.bold(shown)) + "  ";
    }
    return fmt::format("{}\n", line.substr(0, line.find_last_not_of(' ') + 1));
  }
  [[nodiscard]] std::size_t width() const {
    return std::min(max_column, 90 / std::max<std::size_t>(1, comparison_.runs.size()));
  }
  std::string explained(const ComparedPair& pair) const {
    const DiffNames names{comparison_.runs[pair.one].title, comparison_.runs[pair.other].title};
    return fmt::format("\n{}\n",
                       style_.bold(fmt::format("{} against {}", names.one, names.other))) +
           diff_text(pair.diff, names, false, colour_);
  }

  const Comparison& comparison_;
  TeachingStyle style_;
  bool colour_;
  std::size_t rows_ = 0;
};

}  // namespace

std::string compare_text(const Comparison& comparison, bool colour) {
  return CompareText(comparison, colour).all();
}

std::string compare_json(const Comparison& comparison) {
  using Json = nlohmann::ordered_json;
  Json json = {{"runs", Json::array()}, {"differences", Json::array()}};
  for (const ComparedRun& run : comparison.runs)
    json["runs"].push_back({{"title", run.title},
                            {"exit", run.exit_code},
                            {"stopped", run.stopped},
                            {"lines", run.lines}});
  for (const ComparedPair& pair : comparison.pairs) {
    Json entry = {{"one", comparison.runs[pair.one].title},
                  {"other", comparison.runs[pair.other].title}};
    if (pair.diff.parting)
      entry["parting"] = {{"one", pair.diff.parting->one.sentence},
                          {"other", pair.diff.parting->other.sentence}};
    entry["only_one"] = pair.diff.only_one_count;
    entry["only_other"] = pair.diff.only_other_count;
    json["differences"].push_back(std::move(entry));
  }
  if (!comparison.not_run.empty()) json["not_run"] = comparison.not_run;
  return json.dump(2, ' ', false, Json::error_handler_t::replace) + "\n";
}

}  // namespace loopscope
