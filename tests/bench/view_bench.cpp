// The window over traces of ten and of fifty million events, driven under Xvfb: what a frame takes
// of our thread, without what the software rasteriser takes to draw it.
#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>

#include "tests/bench/harness/workload.hpp"
#include "tests/bench/subjects.hpp"

namespace loopscope::bench {
namespace {

namespace fs = std::filesystem;
using Json = nlohmann::json;

struct Frames {
  double median_ms = 0;
  double p99_ms = 0;
};

struct Seen {
  Frames still;
  Frames zooming;
  double first_picture_s = 0;
};

// The whole run; then in to single events, somewhere, and out again.
constexpr int still_frames = 100;
constexpr int zoom_steps = 45;

void write_script(const fs::path& script, const fs::path& still) {
  std::ofstream out(script);
  out << "wait loaded\nwait frames 10\nforget-times\nwait frames " << still_frames << "\nreport "
      << still.string() << "\nforget-times\n";
  for (const int direction : {1, -1})
    for (int i = 0; i < zoom_steps; ++i) out << "wheel @timeline:0.37:0.5 " << direction << "\n";
}

Json parsed(const fs::path& file) {
  std::ifstream in(file);
  return Json::parse(in);
}

Frames frames_of(const Json& report) {
  return {report["frames"]["median_ms"], report["frames"]["p99_ms"]};
}

Seen look_at(const fs::path& trace, const fs::path& folder) {
  const fs::path script = folder / "view.txt";
  const fs::path still = folder / "still.json";
  const fs::path zooming = folder / "zooming.json";
  write_script(script, still);
  const std::string command =
      "xvfb-run -a -s '-screen 0 1920x1080x24' " LOOPSCOPE_PROGRAM " view " + trace.string() +
      " --size 1920x1080 --script " + script.string() + " --report " + zooming.string();
  if (std::system(command.c_str()) != 0)  // NOLINT(cert-env33-c): of our own making
    throw std::runtime_error("The viewer could not be driven; see what it says above.");
  const Json last = parsed(zooming);
  const Seen seen{frames_of(parsed(still)), frames_of(last), last["trace"]["first_picture_s"]};
  for (const fs::path& file : {script, still, zooming}) fs::remove(file);
  return seen;
}

Seen look_at_events(Bench& bench, std::uint64_t events) {
  const fs::path trace = bench.scratch() / "view.jsonl";
  write_trace(trace.string(), events);
  const Seen seen = look_at(trace, bench.scratch());
  fs::remove(trace);
  return seen;
}

bool can_show() {
  return std::system("command -v xvfb-run >/dev/null") == 0 &&  // NOLINT(cert-env33-c)
         fs::exists(fs::path(LOOPSCOPE_PROGRAM).parent_path() / "loopscope-viewer");
}

}  // namespace

void view(Bench& bench) {
  const Subject median{"frame, 10 M events, median, limit 4", "ms"};
  const Subject p99{"frame, 10 M events, p99, limit 8", "ms"};
  const Subject zoom_median{"frame while zooming, median, limit 4", "ms"};
  const Subject zoom_p99{"frame while zooming, p99, limit 8", "ms"};
  const Subject first{"first picture of 10 M events, limit 1", "s"};
  const Subject larger{"frame, 50 M events vs 10 M", "ms", 1.5, 1};
  const auto all = {&median, &p99, &zoom_median, &zoom_p99, &first, &larger};
  if (std::none_of(all.begin(), all.end(),
                   [&bench](const Subject* each) { return bench.wants(each->name); }))
    return;
  if (!can_show()) return bench.skip("frame", "there is no xvfb-run, or no viewer");
  constexpr std::uint64_t million = 1'000'000;
  const Seen seen = look_at_events(bench, bench.amount(10 * million, million));
  bench.at_most(median, 4, [&] { return seen.still.median_ms; });
  bench.at_most(p99, 8, [&] { return seen.still.p99_ms; });
  bench.at_most(zoom_median, 4, [&] { return seen.zooming.median_ms; });
  bench.at_most(zoom_p99, 8, [&] { return seen.zooming.p99_ms; });
  bench.at_most(first, 1, [&] { return seen.first_picture_s; });
  if (!bench.wants(larger.name)) return;
  const Seen five_times = look_at_events(bench, bench.amount(50 * million, 5 * million));
  bench.compare(
      larger, [&] { return five_times.still.median_ms; }, [&] { return seen.still.median_ms; });
}

}  // namespace loopscope::bench
