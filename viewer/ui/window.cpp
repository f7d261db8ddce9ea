#include "viewer/ui/window.hpp"

#include <GLFW/glfw3.h>
#include <fmt/format.h>
#include <imgui.h>
#include <imgui_impl_glfw.h>
#include <imgui_impl_opengl3.h>

#include <algorithm>
#include <cstring>
#include <utility>

namespace loopscope::viewer {
namespace {

constexpr const char* advice =
    "`loopscope timeline T.jsonl` shows the trace without a window; `xvfb-run -a` gives one that "
    "is "
    "not seen.";

std::string glfw_reason() {
  const char* reason = nullptr;
  glfwGetError(&reason);
  return reason == nullptr ? "no reason given" : reason;
}

void make_imgui(GLFWwindow* window) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGui::GetIO().IniFilename = nullptr;
  ImGui::GetIO().ConfigFlags |= ImGuiConfigFlags_NoMouseCursorChange;
  ImGui_ImplGlfw_InitForOpenGL(window, true);
  ImGui_ImplOpenGL3_Init("#version 150");
}

Window::Picture read_back(int width_px, int height_px) {
  Window::Picture picture{width_px, height_px};
  const std::size_t row = std::size_t{3} * static_cast<std::size_t>(picture.width_px);
  picture.pixels.resize(row * static_cast<std::size_t>(picture.height_px));
  glPixelStorei(GL_PACK_ALIGNMENT, 1);
  glReadBuffer(GL_BACK);
  glReadPixels(0, 0, picture.width_px, picture.height_px, GL_RGB, GL_UNSIGNED_BYTE,
               picture.pixels.data());
  for (std::size_t top = 0, bottom = static_cast<std::size_t>(picture.height_px);
       top + 1 < bottom;) {
    --bottom;
    std::swap_ranges(&picture.pixels[top * row], &picture.pixels[top * row] + row,
                     &picture.pixels[bottom * row]);
    ++top;
  }
  return picture;
}

}  // namespace

Window::Window(int width_px, int height_px, bool visible) {
  if (glfwInit() == GLFW_FALSE)
    throw WindowError(
        fmt::format("there is no display for a window ({}). {}", glfw_reason(), advice));
  glfwWindowHint(GLFW_CONTEXT_VERSION_MAJOR, 3);
  glfwWindowHint(GLFW_CONTEXT_VERSION_MINOR, 2);
  glfwWindowHint(GLFW_OPENGL_PROFILE, GLFW_OPENGL_CORE_PROFILE);
  glfwWindowHint(GLFW_OPENGL_FORWARD_COMPAT, GLFW_TRUE);
  glfwWindowHint(GLFW_VISIBLE, visible ? GLFW_TRUE : GLFW_FALSE);
  window_ = glfwCreateWindow(width_px, height_px, "Loopscope", nullptr, nullptr);
  if (window_ == nullptr) {
    const std::string reason = glfw_reason();
    glfwTerminate();
    throw WindowError(
        fmt::format("there is no OpenGL 3.2 for the window ({}). {}", reason, advice));
  }
  glfwSetWindowUserPointer(window_, this);
  glfwSetDropCallback(window_, on_drop);
  glfwMakeContextCurrent(window_);
  glfwSwapInterval(1);
  make_imgui(window_);
}

Window::~Window() {
  ImGui_ImplOpenGL3_Shutdown();
  ImGui_ImplGlfw_Shutdown();
  ImGui::DestroyContext();
  glfwDestroyWindow(window_);
  glfwTerminate();
}

bool Window::wants_close() const {
  return glfwWindowShouldClose(window_) == GLFW_TRUE;
}
void Window::close() {
  glfwSetWindowShouldClose(window_, GLFW_TRUE);
}
void Window::resize(int width_px, int height_px) {
  glfwSetWindowSize(window_, width_px, height_px);
}
void Window::set_title(const std::string& title) {
  glfwSetWindowTitle(window_, title.c_str());
}

double Window::scale() const {
  float x = 1;
  float y = 1;
  glfwGetWindowContentScale(window_, &x, &y);
  return std::clamp(static_cast<double>(std::max(x, y)), 1.0, 4.0);
}

std::vector<std::string> Window::take_dropped() {
  return std::exchange(dropped_, {});
}

void Window::on_drop(GLFWwindow* window, int count, const char** paths) {
  auto* self = static_cast<Window*>(glfwGetWindowUserPointer(window));
  self->drop({paths, paths + count});
}

void Window::wait(double seconds) {
  if (seconds < 0)
    glfwWaitEvents();
  else if (seconds == 0)
    glfwPollEvents();
  else
    glfwWaitEventsTimeout(seconds);
}

void Window::wake() {
  glfwPostEmptyEvent();
}

void Window::begin_frame() {
  ImGui_ImplOpenGL3_NewFrame();
  ImGui_ImplGlfw_NewFrame();
}

void Window::end_frame(unsigned background, Picture* copy) {
  int width = 0;
  int height = 0;
  glfwGetFramebufferSize(window_, &width, &height);
  glViewport(0, 0, width, height);
  const auto channel = [background](unsigned shift) {
    return static_cast<float>(background >> shift & 0xFFU) / 255.0F;
  };
  glClearColor(channel(16), channel(8), channel(0), 1);
  glClear(GL_COLOR_BUFFER_BIT);
  ImGui_ImplOpenGL3_RenderDrawData(ImGui::GetDrawData());
  if (copy != nullptr) *copy = read_back(width, height);
  glfwSwapBuffers(window_);
}

}  // namespace loopscope::viewer
