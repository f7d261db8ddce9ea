// loopscope-viewer: what `loopscope view` starts.
#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdio>
#include <exception>
#include <fstream>
#include <memory>

#include "viewer/ui/keys.hpp"
#include "viewer/ui/report.hpp"
#include "viewer/ui/script.hpp"

namespace loopscope::viewer {
namespace {

constexpr int ok = 0;
constexpr int cannot_show = 2;         // no display, no trace, wrong arguments, as the other verbs
constexpr int cannot_write = 3;        // picture or report
constexpr int frames_after_input = 3;  // ImGui settles within them

void describe(CLI::App& app, Options& options, std::string& size) {
  app.description("Replays a trace as a timeline, with the loop's state at every step.");
  CLI::Option* trace = app.add_option(
      "trace", options.trace, "The trace (T.jsonl or T.jsonl.zst) or lesson (T.lesson.json)");
  CLI::Option* diff = app.add_option("--diff", options.diff,
                                     "Compare with this trace, another run of the same program");
  diff->needs(trace);
  app.add_flag("--follow", options.follow, "The trace still grows: show what is added")
      ->excludes(diff);
  app.add_option("--layout", options.layout, "debug, teach or inspect")
      ->check(CLI::IsMember({"debug", "teach", "inspect"}));
  app.add_option("--theme", options.theme, "dark or light")
      ->check(CLI::IsMember({"dark", "light"}));
  app.add_option("--size", size, "Size of the window, as 1920x1080");
  app.add_option("--scale", options.scale, "Instead of the monitor's scale: 1 to 4")
      ->check(CLI::Range(1.0, 4.0));
  app.add_option("--script", options.script,
                 "Do the steps of this file, then end (docs/viewer.md)");
  app.add_option("--screenshot", options.screenshot, "Write a picture (PNG), then end");
  app.add_option("--report", options.report, "Write what is on the screen (JSON), then end");
  app.footer(
      "Examples:\n"
      "  loopscope view T.jsonl --layout teach\n"
      "  loopscope view good.jsonl --diff flaky.jsonl");
}

bool parse_size(const std::string& size, Options& options) {
  if (size.empty()) return true;
  int used = 0;
  const int fields =
      std::sscanf(size.c_str(), "%dx%d%n", &options.width_px, &options.height_px, &used);
  return fields == 2 && used == static_cast<int>(size.size()) && options.width_px >= 320 &&
         options.height_px >= 240 && options.width_px <= 16384 && options.height_px <= 16384;
}

bool write_picture(App& app, const Window::Picture& picture) {
  const std::string path = std::exchange(app.picture_path, {});
  const std::string problem = write_png(picture, path);
  app.tell_picture(path, problem);
  if (!problem.empty()) std::fprintf(stderr, "loopscope view: %s\n", problem.c_str());
  return problem.empty();
}

/// Draws one frame; keys reach the commands, a script its own input. False where a picture that was
/// asked for could not be written.
bool draw(App& app, Window& window, Script* script) {
  window.begin_frame();
  if (script != nullptr) script->before_frame(app, window);
  ImGui::NewFrame();
  if (script == nullptr)
    for (const std::string& key : pressed_keys()) app.press(key);
  const bool wants_picture = !app.picture_path.empty();
  app.frame();
  Window::Picture picture;
  window.end_frame(app.ui().palette->background, wants_picture ? &picture : nullptr);
  const bool written = !wants_picture || write_picture(app, picture);
  app.after_frame();
  return written;
}

int loop(App& app, Window& window) {
  int frames = frames_after_input;
  while (!window.wants_close()) {
    window.wait(frames > 0 ? 0 : app.next_frame_in());
    frames = frames > 0 ? frames - 1 : frames_after_input - 1;
    draw(app, window, nullptr);
  }
  return ok;
}

void tell_problems(const std::string& path, const Trace& trace) {
  for (const Trace::Problem& problem : trace.problems())
    std::fprintf(stderr, "loopscope view: %s:%llu: %s\n", path.c_str(),
                 static_cast<unsigned long long>(problem.line), problem.reason.c_str());
}

int finish(App& app, const Options& options, bool pictures_written) {
  bool written = pictures_written;
  if (!options.report.empty()) {
    std::ofstream file(options.report);
    file << report_json(app);
    if (!file.flush()) {
      std::fprintf(stderr, "loopscope view: cannot write %s. Look at the path and its rights.\n",
                   options.report.c_str());
      written = false;
    }
  }
  if (!app.error().empty()) {
    std::fprintf(stderr, "loopscope view: %s\n", app.error().c_str());
    return cannot_show;
  }
  if (const TraceSource* source = app.source(); source != nullptr && app.ui().session != nullptr)
    tell_problems(source->path(), app.ui().session->trace());
  const RunComparison* comparison = app.ui().diff.comparison.get();
  if (comparison != nullptr && comparison->result() != nullptr)
    tell_problems(comparison->source().path(), comparison->trace());
  if (comparison != nullptr && !comparison->problem().empty()) {
    std::fprintf(stderr, "loopscope view: %s\n", comparison->problem().c_str());
    return cannot_show;
  }
  return written ? ok : cannot_write;
}

int drive(App& app, Window& window, const Options& options) {
  Script script = options.script.empty() ? Script(std::vector<std::string>{"wait loaded"})
                                         : Script(options.script);
  bool written = true;
  while (!window.wants_close() && !script.finished()) {
    window.wait(app.settled() ? 0 : 0.002);
    written = draw(app, window, &script) && written;
  }
  if (!options.screenshot.empty()) {
    app.picture_path = options.screenshot;
    written = draw(app, window, &script) && written;
  }
  return finish(app, options, written);
}

int run(const Options& options) {
  Window window(options.width_px, options.height_px, true);
  App app(window, options);
  return options.driven() ? drive(app, window, options) : loop(app, window);
}

int main_of(int argc, const char* const* argv) {
  Options options;
  std::string size;
  CLI::App app("", "loopscope view");
  describe(app, options, size);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? ok : cannot_show;
  }
  if (!parse_size(size, options)) {
    std::fprintf(stderr, "loopscope view: --size %s is no size. Write it as 1920x1080.\n",
                 size.c_str());
    return cannot_show;
  }
  try {
    return run(options);
  } catch (const WindowError& error) {
    std::fprintf(stderr, "loopscope view: %s\n", error.what());
  } catch (const ScriptError& error) {
    std::fprintf(stderr, "loopscope view: %s\n", error.what());
  } catch (const std::exception& error) {  // of the script's numbers, or of memory
    std::fprintf(stderr, "loopscope view: %s\n", error.what());
  }
  return cannot_show;
}

}  // namespace
}  // namespace loopscope::viewer

int main(int argc, char** argv) {
  return loopscope::viewer::main_of(argc, argv);
}
