// What stands above the panels: help, the palette of commands, the search field, the dialog to open
// a file, and messages.
#pragma once

#include <array>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "viewer/ui/ui.hpp"

namespace loopscope::viewer {

class Overlays {
 public:
  void show_help() { help_ = !help_; }
  void show_palette();
  void show_search();
  /// With `compares` for a second run beside the one that is open.
  void show_open(const std::string& folder, bool compares);
  /// What draw() returned last is that second run.
  [[nodiscard]] bool compares() const { return compares_; }
  void show_note();  // of the mark at the cursor
  /// A sentence that goes away after some seconds.
  void say(std::string sentence);
  /// True where there was something to close.
  bool close();
  /// Keys belong to a text field or a dialog.
  [[nodiscard]] bool takes_keys() const { return palette_ || search_ || open_ || note_; }

  /// `session` of ui may be null. Returns a file to open.
  [[nodiscard]] std::optional<std::string> draw(Ui& ui, float width, float height);

 private:
  void draw_help(Ui& ui, float width, float height);
  void draw_palette(Ui& ui, float width, float height);
  void draw_search(Ui& ui, float width);
  void draw_note(Ui& ui, float width);
  void draw_message(Ui& ui, float width, float height);
  [[nodiscard]] std::optional<std::string> draw_open(Ui& ui, float width, float height);
  void list_folder();

  bool help_ = false;
  bool palette_ = false;
  bool search_ = false;
  bool open_ = false;
  bool compares_ = false;
  bool note_ = false;
  bool focus_ = false;  // the text field that was just shown
  std::array<char, 4096> text_{};
  std::filesystem::path folder_;
  std::vector<std::filesystem::directory_entry> entries_;
  std::string message_;
  double message_until_ = 0;
};

/// The page without a trace: recent files, or why the trace cannot be read. Returns a file to open.
[[nodiscard]] std::optional<std::string> draw_start_page(Ui& ui, const Area& area,
                                                         const std::string& error,
                                                         const std::vector<std::string>& recent);
/// While a lesson's trace is recorded. True when cancelled.
[[nodiscard]] bool draw_recording(Ui& ui, const Area& area, const std::string& path);
/// While there is nothing to see yet. True when cancelled.
[[nodiscard]] bool draw_loading(Ui& ui, const Area& area, const std::string& path,
                                std::optional<double> progress, std::uint64_t events);

}  // namespace loopscope::viewer
