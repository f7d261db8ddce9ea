// A sample's recording beside what its own lines say, read without our reader.
#pragma once

#include <map>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "tests/tracer/cli/workplace.hpp"

namespace loopscope::test {

using Json = nlohmann::json;

/// The objects of JSON Lines.
inline std::vector<Json> parse_lines(const std::string& text) {
  std::vector<Json> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(Json::parse(line));
  return lines;
}

/// A folder with T.jsonl, the recording of a sample under virtual time.
struct RecordedTrace : Workplace {
  explicit RecordedTrace(const std::string& sample) {
    static_cast<void>(run("sample " + sample + " --virtual-time -o T.jsonl"));
    for (Json& line : parse_lines(read("T.jsonl"))) {
      if (!line.contains("e")) continue;  // the header
      if (line["e"] == "def" && line["kind"] == "name") names[line["n"]] = line["text"];
      if (line["e"] != "def" && line["e"] != "source") events.push_back(line);
    }
  }
  /// The events of one kind.
  [[nodiscard]] std::vector<Json> all(const std::string& kind) const {
    std::vector<Json> found;
    for (const Json& event : events)
      if (event["e"] == kind) found.push_back(event);
    return found;
  }
  /// The first of one kind with this id.
  [[nodiscard]] Json of(const std::string& kind, const Json& id) const {
    for (const Json& event : all(kind))
      if (event["id"] == id) return event;
    return {};
  }
  [[nodiscard]] Json parsed(const std::string& arguments) const {
    return Json::parse(run(arguments).out);
  }

  std::vector<Json> events;  // without definitions
  std::map<int, std::string> names;
};

}  // namespace loopscope::test
