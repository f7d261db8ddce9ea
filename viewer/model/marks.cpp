#include "viewer/model/marks.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <utility>

namespace loopscope::viewer {

using Json = nlohmann::json;

std::vector<Mark>::iterator Marks::place(std::uint32_t step) {
  return std::lower_bound(marks_.begin(), marks_.end(), step,
                          [](const Mark& mark, std::uint32_t at) { return mark.step < at; });
}

void Marks::toggle(std::uint32_t step) {
  const auto found = place(step);
  if (found != marks_.end() && found->step == step)
    marks_.erase(found);
  else if (marks_.size() < max_marks)
    marks_.insert(found, {step, {}});
}

void Marks::annotate(std::uint32_t step, std::string note) {
  const auto found = place(step);
  if (found != marks_.end() && found->step == step) found->note = std::move(note);
}

std::string Marks::load(const std::string& path, std::uint32_t steps) {
  marks_.clear();
  std::ifstream file(path);
  if (!file) return {};
  const Json json = Json::parse(file, nullptr, false);
  if (!json.is_object() || !json.contains("marks") || !json["marks"].is_array())
    return fmt::format("{} holds no marks: it is left as it is until you set one.", path);
  for (const Json& entry : json["marks"]) {
    if (!entry.is_object() || !entry.contains("step") || !entry["step"].is_number_unsigned())
      continue;
    const auto step = entry["step"].get<std::uint64_t>();
    if (step > steps || marks_.size() == max_marks) continue;
    const bool has_note = entry.contains("note") && entry["note"].is_string();
    const Mark mark{static_cast<std::uint32_t>(step),
                    has_note ? entry["note"].get<std::string>() : std::string()};
    const auto found = place(mark.step);
    if (found == marks_.end() || found->step != mark.step) marks_.insert(found, mark);
  }
  return {};
}

std::string Marks::save(const std::string& path) const {
  std::error_code none;
  if (marks_.empty()) {
    std::filesystem::remove(path, none);
    return {};
  }
  Json json = {{"marks", Json::array()}};
  for (const Mark& mark : marks_)
    json["marks"].push_back({{"step", mark.step}, {"note", mark.note}});
  std::ofstream file(path);
  file << json.dump(1, ' ', false, Json::error_handler_t::replace) << '\n';
  file.close();
  return file ? std::string()
              : fmt::format("Cannot write the marks to {}. Look at the folder's rights.", path);
}

}  // namespace loopscope::viewer
