#include "viewer/ui/app.hpp"

#include <fmt/format.h>

#include <cmath>
#include <ctime>
#include <filesystem>
#include <utility>

#include "viewer/model/words.hpp"
#include "viewer/ui/recent.hpp"
#include "viewer/ui/theme.hpp"

namespace loopscope::viewer {
namespace {

/// Other programs' time is not ours.
double thread_cpu_ms() {
  timespec time{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) / 1e6;
}

constexpr double loading_frame_seconds = 0.05;

LayoutKind layout_of(const std::string& name) {
  if (name == "teach") return LayoutKind::teach;
  return name == "inspect" ? LayoutKind::inspect : LayoutKind::debug;
}

}  // namespace

App::App(Window& window, const Options& options)
    : window_(window),
      forced_scale_(options.scale),
      follow_(options.follow),
      layout_(layout_of(options.layout)),
      recent_(options.driven() ? std::vector<std::string>() : recent_files()) {
  ui_.palette = options.theme == "light" ? &light_palette() : &dark_palette();
  rebuild_fonts();
  if (!options.trace.empty()) open(options.trace);
  if (!options.diff.empty()) compare_with(options.diff);
}

App::~App() {
  forget_trace();
}

void App::rebuild_fonts() {
  const double scale = forced_scale_ > 0 ? forced_scale_ : window_.scale();
  std::string problem;
  ui_.scale = static_cast<float>(scale);
  ui_.fonts = load_fonts(scale, problem);
  apply_style(*ui_.palette, scale);
  if (!problem.empty()) overlays_.say(problem);
}

void App::set_theme(bool dark) {
  ui_.palette = dark ? &dark_palette() : &light_palette();
  apply_style(*ui_.palette, ui_.scale);
}

/// Waits for what is still being worked out about it.
void App::forget_trace() {
  save_marks();
  end_comparison();
  leaving_.clear();
  ui_.why.forget();
  ui_.lints.job.forget();
  ui_.lints.only.reset();
  ui_.alive.job.forget();
  ui_.alive.waits.forget();
  ui_.seen_question = {};
  teaching_.reset();
  teaching_view_ = {};
  ui_.statistics = {};
  ui_.minimap = {};
  ui_.rows.clear();
  ui_.console_lines = 0;
  ui_.session = nullptr;
  ui_.source = nullptr;
  session_.reset();
  source_.reset();
  lesson_.reset();
  document_.clear();
  error_.clear();
}

void App::open(const std::string& path) {
  forget_trace();
  opened_ = std::chrono::steady_clock::now();
  first_picture_s_ = 0;
  timeline_ = {};
  seen_version_ = 0;
  marks_loaded_ = false;
  document_ = path;
  if (is_lesson(path))
    lesson_ = std::make_unique<LessonSource>(path, [] { Window::wake(); });
  else
    open_trace(path);
  const std::size_t slash = path.rfind('/');
  window_.set_title("Loopscope  " + (slash == std::string::npos ? path : path.substr(slash + 1)));
}

void App::open_trace(const std::string& path) {
  source_ = std::make_unique<TraceSource>(
      path, TraceSource::Options{.follow = follow_, .on_change = [] { Window::wake(); }});
}

/// The lesson's trace is opened as soon as it is there.
void App::follow_lesson() {
  if (lesson_ == nullptr || source_ != nullptr || lesson_->recording()) return;
  error_ = lesson_->error();
  if (error_.empty()) open_trace(lesson_->trace());
}

std::string App::trace_folder() const {
  if (document_.empty()) return {};
  std::error_code none;
  return std::filesystem::absolute(document_, none).parent_path().string();
}

/// Takes in what the loading thread has done. Under the source's lock.
void App::follow_source() {
  const std::uint64_t version = source_->version();
  if (version == seen_version_ && session_ != nullptr) return;
  seen_version_ = version;
  error_ = source_->error();
  const Trace* trace = source_->trace();
  if (trace == nullptr || source_->rows() == nullptr || trace->size() == 0) {
    if (trace != nullptr && !source_->loading() && error_.empty())
      error_ =
          fmt::format("{} has a header but no events. Was anything recorded?", source_->path());
    return;
  }
  if (session_ == nullptr) {
    session_ = std::make_unique<Session>(*trace, *source_->rows());
    const std::string source = lesson_ == nullptr ? "" : lesson_->lesson()->source;
    files_.open(document_, source.empty() ? source : lesson_->lesson()->path_of(source));
  } else {
    session_->refresh();
  }
  ui_.session = session_.get();
  ui_.source = source_.get();
  if (!source_->loading() && !marks_loaded_) finish_loading();
}

void App::finish_loading() {
  marks_loaded_ = true;
  session_->refresh();
  const std::string problem =
      session_->marks().load(marks_path(document_), session_->trace().size());
  if (!problem.empty()) overlays_.say(problem);
  remember_recent(document_);
  if (follow_) return;  // what grows cannot be explained
  teaching_ = std::make_unique<Teaching>(*session_);
  if (lesson_ == nullptr) return;
  set_layout(layout_of(lesson_->lesson()->view.layout));
  teaching_->open(*lesson_->lesson());
}

void App::save_marks() {
  if (session_ == nullptr || !marks_loaded_ || !marks_changed_) return;
  const std::string problem = session_->marks().save(marks_path(document_));
  if (!problem.empty()) overlays_.say(problem);
  marks_changed_ = false;
}

void App::frame() {
  const double start_ms = thread_cpu_ms();
  follow_lesson();
  std::shared_lock<std::shared_mutex> held;
  if (source_ != nullptr) {
    held = source_->lock();
    follow_source();
  }
  follow_comparison();
  ui_.frame_seconds = ImGui::GetIO().DeltaTime;
  ui_.animating = false;
  ui_.drawn.clear();
  if (session_ != nullptr) session_->play(std::min(0.1, ui_.frame_seconds));
  const ImVec2 size = ImGui::GetIO().DisplaySize;
  draw_panels(size.x, size.y);
  if (auto chosen = overlays_.draw(ui_, size.x, size.y))
    (overlays_.compares() ? to_compare_ : to_open_) = *chosen;
  ImGui::Render();
  if (session_ != nullptr && first_picture_s_ == 0)
    first_picture_s_ =
        std::chrono::duration<double>(std::chrono::steady_clock::now() - opened_).count();
  if (frame_ms_.size() < max_frame_times) frame_ms_.push_back(thread_cpu_ms() - start_ms);
}

void App::draw_panels(float width, float height) {
  const Area all{0, 0, width, height};
  if (session_ == nullptr) {
    if (lesson_ != nullptr && lesson_->recording()) {
      if (draw_recording(ui_, all, document_)) wants_close_file_ = true;
    } else if (source_ != nullptr && source_->loading()) {
      if (draw_loading(ui_, all, source_->path(), source_->progress(), 0)) source_->cancel();
    } else if (auto chosen = draw_start_page(ui_, all, error_, recent_)) {
      to_open_ = *chosen;
    }
    return;
  }
  const bool teaches = teaching_ != nullptr && teaching_->any();
  const Layout layout = make_layout(this->layout(), {teaches, ui_.diff.comparison != nullptr},
                                    width, height, ui_.scale);
  draw_header(layout.header);
  panel_minimap(ui_, layout.minimap);
  panel_timeline(ui_, layout.timeline, timeline_);
  panel_queues(ui_, layout.queues);
  panel_selection(ui_, layout.selection);
  panel_console(ui_, layout.console);
  panel_source(ui_, layout.source, files_);
  panel_order(ui_, layout.order);
  panel_statistics(ui_, layout.statistics);
  panel_ring(ui_, layout.ring);
  panel_caption(ui_, layout.caption);
  panel_transport(ui_, layout.transport);
  if (teaches) panel_teaching(ui_, layout.teaching, *teaching_, teaching_view_);
}

LayoutKind App::layout() const noexcept {
  return session_ != nullptr && session_->hides() ? LayoutKind::teach : layout_;
}

void App::draw_header(const Area& area) {
  if (!begin_panel(ui_, "header", area, false)) return;
  const Trace& trace = session_->trace();
  const float y = area.y + (area.height - ui_.fonts.bold->FontSize) / 2;
  ImGui::SetCursorScreenPos({area.x + ui_.px(10), area.y + ui_.px(7)});
  float x = menu_button(ui_) + ui_.px(14);
  const float buttons = area.x + area.width - header_buttons_width_;
  const auto put = [&](ImFont* font, Colour colour, const std::string& text) {
    const float baseline = y + (ui_.fonts.bold->FontSize - font->FontSize) * 0.8F;
    draw_text(ui_, font, {x, baseline}, colour, text, buttons);
    x += text_width(font, text) + ui_.px(14);
  };
  const std::string& path = document_;
  const std::size_t slash = path.rfind('/');
  put(ui_.fonts.bold, ui_.palette->accent, "Loopscope");
  put(ui_.fonts.bold, ui_.palette->text,
      slash == std::string::npos ? path : path.substr(slash + 1));
  put(ui_.fonts.small, ui_.palette->dim_text,
      fmt::format("{}/{}   {} events", trace.header().runtime, trace.header().profile,
                  grouped(trace.size())));
  if (ui_.diff.comparison != nullptr && ui_.diff.comparison->problem().empty())
    put(ui_.fonts.small, ui_.palette->text, "compared with " + ui_.diff.names.other);
  const std::string status = status_text();
  if (!status.empty()) put(ui_.fonts.small, ui_.palette->warning, status);
  draw_header_buttons(buttons, area.y);
  end_panel();
}

void App::draw_header_buttons(float left, float top) {
  ImGui::SetCursorScreenPos({left + ui_.px(10), top + ui_.px(7)});
  if (source_->loading()) {
    command_button(ui_, Command::cancel_loading, "Cancel");
    ImGui::SameLine(0, ui_.px(12));
  }
  command_button(ui_, Command::layout_debug, "Debug", layout() == LayoutKind::debug);
  ImGui::SameLine(0, ui_.px(3));
  command_button(ui_, Command::layout_teach, "Teach", layout() == LayoutKind::teach);
  ImGui::SameLine(0, ui_.px(3));
  command_button(ui_, Command::layout_inspect, "Inspect", layout() == LayoutKind::inspect);
  ImGui::SameLine(0, ui_.px(12));
  command_button(ui_, Command::quiz, "Quiz", teaching_ != nullptr && teaching_->quiz() != nullptr);
  ImGui::SameLine(0, ui_.px(12));
  command_button(ui_, Command::flip_axis, session_->axis() == Axis::time ? "time" : "order");
  ImGui::SameLine(0, ui_.px(3));
  command_button(ui_, Command::theme, ui_.palette->dark ? "dark" : "light");
  ImGui::SameLine(0, ui_.px(3));
  command_button(ui_, Command::help, "?");
  header_buttons_width_ = ImGui::GetItemRectMax().x - left + ui_.px(14);  // for the next frame
}

std::string App::status_text() const {
  if (source_->loading())
    return fmt::format("loading {:.0f} %", 100 * source_->progress().value_or(0));
  std::string text;
  if (source_->cancelled())
    text = "loading was cancelled";
  else if (!source_->closed() && !follow_)
    text = "the recording was cut off";
  const Trace& trace = session_->trace();
  if (trace.problem_count() == 0) return text;
  return fmt::format("{}{}{} lines could not be read; line {}: {}", text, text.empty() ? "" : "; ",
                     grouped(trace.problem_count()), trace.problems().front().line,
                     trace.problems().front().reason);
}

double App::next_frame_in() const {
  if (ui_.animating || (session_ != nullptr && session_->playing)) return 0;
  if (source_ != nullptr && source_->loading()) return loading_frame_seconds;
  if (lesson_ != nullptr && lesson_->recording()) return loading_frame_seconds;
  if (session_ != nullptr && ui_.diff.comparison != nullptr && ui_.diff.comparison->busy())
    return loading_frame_seconds;
  return leaving_.empty() ? -1 : loading_frame_seconds;
}

bool App::settled() const {
  if (lesson_ != nullptr && source_ == nullptr && error_.empty()) return false;
  return (source_ == nullptr || !source_->loading()) && !ui_.animating && !ui_.why.works() &&
         !ui_.lints.job.works() && !ui_.alive.job.works() && !ui_.alive.waits.works() &&
         (ui_.diff.comparison == nullptr || session_ == nullptr || !ui_.diff.comparison->busy()) &&
         (source_ == nullptr || seen_version_ == source_->version());
}

}  // namespace loopscope::viewer
