#include "tracer/format/header.hpp"

#include <fmt/format.h>

#include <charconv>
#include <chrono>
#include <cstdio>
#include <nlohmann/json.hpp>
#include <optional>

#include "tracer/format/error.hpp"

namespace loopscope {
namespace {

using Json = nlohmann::ordered_json;

[[noreturn]] void fail_no_trace(std::string_view file, std::string_view why) {
  throw TraceError(
      fmt::format("{} is not a trace: {}. A trace is JSON Lines whose first line begins with "
                  "{{\"loopscope\":1; "
                  "`loopscope sample -o FILE` makes one.",
                  file, why));
}

void check_version(const Json& line, std::string_view file) {
  const auto version = line.find("loopscope");
  if (version == line.end()) fail_no_trace(file, "its first line has no \"loopscope\"");
  if (!version->is_number_integer()) fail_no_trace(file, "\"loopscope\" is not a number");
  if (*version < 1) fail_no_trace(file, "there is no format version below 1");
  if (*version > trace_format_version)
    throw TraceError(
        fmt::format("{} is of trace format version {}, but this program reads version {}. Use a "
                    "newer loopscope.",
                    file, version->dump(), trace_format_version));
}

// Leaves `value` as it is where the key is missing or of another type.
template <typename Value>
void read(const Json& line, const char* key, Value& value) {
  const auto found = line.find(key);
  if (found == line.end()) return;
  if constexpr (std::is_same_v<Value, std::string>) {
    if (found->is_string()) value = found->get<std::string>();
  } else {
    if (found->is_number_integer()) value = found->get<Value>();
  }
}

void read_argv(const Json& line, std::vector<std::string>& argv) {
  const auto found = line.find("argv");
  if (found == line.end() || !found->is_array()) return;
  for (const Json& argument : *found)
    if (argument.is_string()) argv.push_back(argument.get<std::string>());
}

void read_sources(const Json& line, std::map<std::string, std::string>& sources) {
  const auto found = line.find("sources");
  if (found == line.end() || !found->is_object()) return;
  for (const auto& [path, text] : found->items())
    if (text.is_string()) sources.emplace(path, text.get<std::string>());
}

// A header nests three deep; more is not worth its memory.
Json parse_shallow(std::string_view line, std::string_view file) {
  constexpr int max_depth = 16;
  bool too_deep = false;
  const auto watch = [&too_deep](int depth, Json::parse_event_t, Json&) {
    too_deep = too_deep || depth > max_depth;
    return !too_deep;
  };
  Json json = Json::parse(line, watch, false);
  if (too_deep || json.is_discarded() || !json.is_object())
    fail_no_trace(file, "its first line is not a JSON object");
  return json;
}

// Nanoseconds from what stands behind the seconds: ".123456789Z", with up to nine digits, or "Z".
std::optional<std::int64_t> rest_of_second(std::string_view text) {
  if (!text.ends_with('Z')) return std::nullopt;
  text.remove_suffix(1);
  if (text.empty()) return 0;
  if (text.front() != '.' || text.size() < 2 || text.size() > 10) return std::nullopt;
  std::string digits(text.substr(1));
  digits.resize(9, '0');
  std::int64_t ns = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), ns);
  if (error != std::errc{} || end != digits.data() + digits.size() || ns < 0) return std::nullopt;
  return ns;
}

}  // namespace

std::string to_line(const TraceHeader& header) {
  Json line{{"loopscope", trace_format_version},
            {"clock", header.clock},
            {"start", header.start},
            {"profile", header.profile},
            {"runtime", header.runtime},
            {"process", header.process},
            {"pid", header.pid},
            {"argv", header.argv},
            {"grain_ns", header.grain_ns},
            {"sources", header.sources}};
  if (!header.fidelity.empty()) line["fidelity"] = header.fidelity;
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + '\n';
}

TraceHeader parse_header(std::string_view line, std::string_view file) {
  const Json json = parse_shallow(line, file);
  check_version(json, file);
  TraceHeader header;
  read(json, "clock", header.clock);
  read(json, "start", header.start);
  read(json, "profile", header.profile);
  read(json, "runtime", header.runtime);
  read(json, "process", header.process);
  read(json, "pid", header.pid);
  read(json, "grain_ns", header.grain_ns);
  read(json, "fidelity", header.fidelity);
  read_argv(json, header.argv);
  read_sources(json, header.sources);
  return header;
}

std::string utc_text(std::int64_t unix_ns) {
  using namespace std::chrono;
  const sys_time<nanoseconds> moment{nanoseconds(unix_ns)};
  const auto day = floor<days>(moment);
  const year_month_day date{day};
  const hh_mm_ss time{moment - day};
  return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}Z", static_cast<int>(date.year()),
                     static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                     time.hours().count(), time.minutes().count(), time.seconds().count(),
                     time.subseconds().count());
}

std::int64_t unix_ns(std::string_view utc_text) {
  using namespace std::chrono;
  int y = 0, mo = 0, d = 0, h = 0, mi = 0, s = 0, used = 0;
  const std::string text(utc_text);
  const int read =
      std::sscanf(text.c_str(), "%4d-%2d-%2dT%2d:%2d:%2d%n", &y, &mo, &d, &h, &mi, &s, &used);
  const year_month_day date{year(y), month(static_cast<unsigned>(mo)),
                            std::chrono::day(static_cast<unsigned>(d))};
  const std::optional<std::int64_t> fraction_ns =
      read == 6 ? rest_of_second(text.substr(static_cast<std::size_t>(used))) : std::nullopt;
  if (!date.ok() || y < 1900 || y > 2200 || h > 23 || mi > 59 || s > 60 || !fraction_ns)
    throw TraceError(fmt::format("\"{}\" is not a time. Write it as {}.", utc_text,
                                 "2026-11-23T05:37:08.123456789Z"));
  const auto moment = sys_days(date) + hours(h) + minutes(mi) + seconds(s);
  return duration_cast<nanoseconds>(moment.time_since_epoch()).count() + *fraction_ns;
}

}  // namespace loopscope
