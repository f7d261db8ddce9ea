// Holds a Chrome trace against every rule of docs/chrome-export.md that a program can check.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace loopscope {

class ChromeCheck {
 public:
  explicit ChromeCheck(std::string_view text);

  /// Sentences; none if all is well.
  [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }
  [[nodiscard]] const std::vector<nlohmann::json>& events() const { return events_; }
  [[nodiscard]] std::size_t count(std::string_view ph) const;
  /// The first slice of this name.
  [[nodiscard]] nlohmann::json slice(std::string_view name) const;
  /// Ends of slices in ns, from ts and dur as doubles, as importers compute them.
  static std::int64_t begin_ns(const nlohmann::json& event);
  static std::int64_t end_ns(const nlohmann::json& event);

 private:
  using Track = std::pair<std::int64_t, std::int64_t>;
  void expect(bool good, std::string_view rule, const nlohmann::json& event = {});
  static Track track(const nlohmann::json& event);

  void check_file(std::string_view text);
  void check_common(const nlohmann::json& event);
  void check_names();
  void check_order();
  void check_slices(const std::vector<nlohmann::json>& slices);
  void check_flows();
  void check_flow_end(const nlohmann::json& event);
  void check_async();
  void check_counters();

  std::vector<std::string> faults_;
  std::vector<nlohmann::json> events_;
  std::map<Track, std::vector<nlohmann::json>> slices_;
};

}  // namespace loopscope
