#include "tests/tracer/export/chrome_check.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace loopscope {

using Json = nlohmann::json;

ChromeCheck::ChromeCheck(std::string_view text) {
  check_file(text);
  for (const Json& event : events_) check_common(event);
  if (!faults_.empty()) return;  // the rest relies on it
  check_names();
  check_order();
  for (const auto& [track, slices] : slices_) check_slices(slices);
  check_flows();
  check_async();
  check_counters();
}

void ChromeCheck::expect(bool good, std::string_view rule, const Json& event) {
  if (!good && faults_.size() < 20) faults_.push_back(std::string(rule) + ": " + event.dump());
}

ChromeCheck::Track ChromeCheck::track(const Json& event) {
  return {event.at("pid").get<std::int64_t>(), event.at("tid").get<std::int64_t>()};
}
std::int64_t ChromeCheck::begin_ns(const Json& event) {
  return std::llround(event.at("ts").get<double>() * 1000);
}
std::int64_t ChromeCheck::end_ns(const Json& event) {
  return std::llround((event.at("ts").get<double>() + event.at("dur").get<double>()) * 1000);
}
std::size_t ChromeCheck::count(std::string_view ph) const {
  return static_cast<std::size_t>(std::count_if(
      events_.begin(), events_.end(), [ph](const Json& event) { return event.at("ph") == ph; }));
}
Json ChromeCheck::slice(std::string_view name) const {
  for (const Json& event : events_)
    if (event.at("ph") == "X" && event.at("name") == name) return event;
  return {};
}

void ChromeCheck::check_file(std::string_view text) {
  expect(text.starts_with("{\""), "the first bytes tell Perfetto what it is");
  const Json document = Json::parse(text, nullptr, false);
  expect(document.is_object(), "a whole JSON object");
  if (!document.is_object()) return;
  expect(document.value("displayTimeUnit", "") == "ns", "displayTimeUnit is ns");
  expect(!document.contains("samples"), "no samples");
  for (const Json& event : document.at("traceEvents")) events_.push_back(event);
  expect(!events_.empty(), "speedscope refuses an empty list");
  const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
  expect(lines == events_.size() + 2, "one event a line");
}

void ChromeCheck::check_common(const Json& event) {
  static const std::set<std::string> kinds = {"X", "s", "f", "b", "n", "e", "C", "i", "M"};
  static const std::set<std::string> forbidden = {"Profile", "ProfileChunk", "CpuProfile"};
  const auto text = [&event](const char* key) {
    return event.contains(key) && event.at(key).is_string() ? event.at(key).get<std::string>() : "";
  };
  expect(kinds.contains(text("ph")), "a kind that all importers know", event);
  expect(!text("name").empty() && !forbidden.contains(text("name")), "a good name", event);
  expect(text("name").find('\0') == std::string::npos, "no NUL in a name", event);
  expect(!text("cat").empty(), "a category", event);
  for (const char* key : {"pid", "tid"}) {
    const bool integer = event.contains(key) && event.at(key).is_number_integer();
    expect(integer && event.at(key) >= 1 && event.at(key) <= 0xFFFFFFFF, "numbers of owners",
           event);
  }
  const bool timed = event.contains("ts") && event.at("ts").is_number();
  expect(timed && event.at("ts") >= 0 && event.at("ts") < 1e12, "a time in range", event);
  if (event.contains("args"))
    expect(event.at("args").is_object() && !event.at("args").empty(), "args: not empty", event);
  expect(!event.contains("cname"), "no cname", event);
  if (text("ph") == "i") expect(text("s") == "t" || text("s") == "p", "an instant's scope", event);
  if (text("ph") != "X") return;
  expect(event.contains("dur") && event.at("dur").is_number(), "a slice has a length", event);
  if (timed && event.contains("dur")) slices_[track(event)].push_back(event);
}

void ChromeCheck::check_names() {
  std::set<std::int64_t> processes;
  std::set<Track> threads;
  for (const Json& event : events_) {
    if (event.at("ph") != "M") continue;
    expect(event.at("ts") == 0, "metadata at 0", event);
    if (event.at("name") == "process_name") processes.insert(track(event).first);
    if (event.at("name") == "thread_name") threads.insert(track(event));
  }
  for (const Json& event : events_) {
    expect(processes.contains(track(event).first), "its process has a name", event);
    if (event.at("ph") != "M") expect(threads.contains(track(event)), "its thread has one", event);
  }
}

void ChromeCheck::check_order() {
  std::map<Track, Json> last;
  for (const Json& event : events_) {
    if (event.at("ph") == "M") continue;
    const auto [before, first] = last.try_emplace(track(event), event);
    if (first) continue;
    const std::int64_t gap = begin_ns(event) - begin_ns(before->second);
    expect(gap >= 0, "a thread's events in the order of time", event);
    if (gap == 0) expect(event.at("ph") != "X", "slices first at one time", event);
    before->second = event;
  }
}

void ChromeCheck::check_slices(const std::vector<Json>& slices) {
  std::vector<std::int64_t> ends;  // of the slices around
  std::int64_t last_end = -1;
  for (const Json& slice : slices) {
    const std::int64_t begin = begin_ns(slice);
    const std::int64_t end = end_ns(slice);
    while (!ends.empty() && ends.back() < begin) {
      last_end = ends.back();
      ends.pop_back();
    }
    expect(begin >= last_end + 1, "1 ns between neighbours", slice);
    expect(end > begin, "a slice has a length", slice);
    expect(ends.empty() || end <= ends.back() - 1, "a child ends 1 ns before its parent", slice);
    const double sum = slice.at("ts").get<double>() + slice.at("dur").get<double>();
    expect(sum == static_cast<double>(end) / 1000.0, "ts + dur is the end in doubles", slice);
    ends.push_back(end);
    expect(ends.size() <= 512, "not too deep", slice);
  }
}

/// Strictly inside of the innermost slice at its time, and at no boundary of any other.
void ChromeCheck::check_flow_end(const Json& event) {
  const std::int64_t t = begin_ns(event);
  bool inside = false;
  for (const Json& slice : slices_[track(event)]) {
    if (begin_ns(slice) > t) break;
    if (end_ns(slice) < t) continue;
    inside = true;
    expect(begin_ns(slice) < t && t < end_ns(slice), "an arrow ends inside of a slice", event);
  }
  expect(inside, "an arrow ends in a slice", event);
}

void ChromeCheck::check_flows() {
  std::map<std::string, std::vector<Json>> arrows;
  for (const Json& event : events_) {
    if (event.at("ph") != "s" && event.at("ph") != "f") continue;
    arrows[event.at("id").get<std::string>()].push_back(event);
    check_flow_end(event);
  }
  for (const auto& [id, ends] : arrows) {
    expect(id.starts_with("0x"), "an arrow's id is hexadecimal", ends[0]);
    const bool pair = ends.size() == 2 && ends[0].at("ph") != ends[1].at("ph");
    expect(pair, "one start and one end", ends[0]);
    if (!pair) continue;
    const Json& start = ends[0].at("ph") == "s" ? ends[0] : ends[1];
    const Json& end = ends[0].at("ph") == "s" ? ends[1] : ends[0];
    expect(end.value("bp", "") == "e", "bp:e", end);
    expect(start.at("name") == end.at("name") && start.at("cat") == end.at("cat"), "alike", end);
    expect(start.at("ts") <= end.at("ts"), "arrows point forwards", end);
  }
}

void ChromeCheck::check_async() {
  std::map<std::string, std::vector<Json>> open;
  for (const Json& event : events_) {
    const std::string ph = event.at("ph");
    if (ph != "b" && ph != "n" && ph != "e") continue;
    const std::string id = event.at("id2").at("local");
    expect(id.starts_with("0x") && !event.contains("id"), "ids are the process's own", event);
    std::vector<Json>& stack = open[std::to_string(track(event).first) + id];
    if (ph == "b") stack.push_back(event);
    expect(!stack.empty(), "a point or an end belongs to a span", event);
    if (stack.empty()) continue;
    expect(event.at("ts") >= stack.back().at("ts"), "a span's events in order", event);
    if (ph != "e") continue;
    expect(event.at("name") == stack.back().at("name"), "an end has its begin's name", event);
    stack.pop_back();
  }
  for (const auto& [id, stack] : open) expect(stack.empty(), "every span is closed: " + id);
}

void ChromeCheck::check_counters() {
  std::map<std::string, std::set<std::string>> series;
  for (const Json& event : events_) {
    if (event.at("ph") != "C") continue;
    std::set<std::string> names;
    for (const auto& [name, value] : event.at("args").items()) {
      expect(value.is_number(), "a counter is a number", event);
      names.insert(name);
    }
    const std::string key =
        std::to_string(track(event).first) + event.at("name").get<std::string>();
    expect(series.try_emplace(key, names).first->second == names, "every series each time", event);
  }
}

}  // namespace loopscope
