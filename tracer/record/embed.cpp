#include "tracer/record/embed.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <optional>

namespace loopscope {
namespace {

// Reads one byte more than allowed, so that too long shows.
std::optional<std::string> read_text(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text(max_embedded_file_bytes + 1, '\0');
  if (!file.read(text.data(), static_cast<std::streamsize>(text.size())) && !file.eof())
    return std::nullopt;
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

}  // namespace

void embed_sources(const std::vector<std::string>& paths,
                   std::map<std::string, std::string>& sources,
                   const std::function<void(std::string_view)>& on_error) {
  std::size_t total = 0;
  for (const auto& [path, text] : sources) total += text.size();
  for (const std::string& path : paths) {
    std::optional<std::string> text = read_text(path);
    if (!text) {
      on_error(fmt::format("Cannot embed {}: {}. The trace goes on without its text.", path,
                           std::strerror(errno)));
    } else if (text->size() > max_embedded_file_bytes ||
               total + text->size() > max_embedded_bytes) {
      on_error(
          fmt::format("Did not embed {}: a trace holds at most {} bytes of one source and {} of "
                      "all.",
                      path, max_embedded_file_bytes, max_embedded_bytes));
    } else {
      total += text->size();
      sources[path] = std::move(*text);
    }
  }
}

}  // namespace loopscope
