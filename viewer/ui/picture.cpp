#include <fmt/format.h>
#include <stb_image_write.h>

#include "viewer/ui/app.hpp"

namespace loopscope::viewer {

std::string write_png(const Window::Picture& picture, const std::string& path) {
  const int written = stbi_write_png(path.c_str(), picture.width_px, picture.height_px, 3,
                                     picture.pixels.data(), 3 * picture.width_px);
  return written != 0 ? std::string()
                      : fmt::format("cannot write {}. Look at the path and its rights.", path);
}

}  // namespace loopscope::viewer
