#include "tests/bench/peers/json_walk.hpp"

#include <fcntl.h>
#include <simdjson.h>
#include <sys/mman.h>
#include <unistd.h>

#include <filesystem>
#include <future>
#include <stdexcept>
#include <string_view>
#include <vector>

namespace loopscope::bench {
namespace {

using simdjson::ondemand::json_type;

std::uint64_t see(simdjson::ondemand::value value) {
  switch (value.type()) {
    case json_type::number:
      return value.get_uint64();
    case json_type::string:
      return std::string_view(value.get_string()).size();
    case json_type::boolean:
      return value.get_bool() ? 1 : 0;
    default:
      return 0;  // the header has an array and an object, which are skipped
  }
}

struct Walked {
  std::uint64_t lines = 0;
  std::uint64_t sum = 0;  // so that no value can be left unread
};

// A file in memory with the readable bytes behind it that simdjson asks for.
class Mapping {
 public:
  explicit Mapping(const std::string& path) : size_(std::filesystem::file_size(path)) {
    mapped_bytes_ = size_ + simdjson::SIMDJSON_PADDING;
    const int fd = open(path.c_str(), O_RDONLY | O_CLOEXEC);
    void* const room = mmap(nullptr, mapped_bytes_, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (fd >= 0 && room != MAP_FAILED)
      data_ = mmap(room, size_, PROT_READ, MAP_PRIVATE | MAP_FIXED | MAP_POPULATE, fd, 0);
    if (fd >= 0) close(fd);
    if (data_ == MAP_FAILED) throw std::runtime_error("Cannot map " + path + " into memory.");
  }
  Mapping(const Mapping&) = delete;
  Mapping& operator=(const Mapping&) = delete;
  ~Mapping() { munmap(data_, mapped_bytes_); }
  [[nodiscard]] std::string_view text() const { return {static_cast<const char*>(data_), size_}; }

 private:
  std::size_t size_;
  std::size_t mapped_bytes_ = 0;
  void* data_ = MAP_FAILED;
};

Walked walk(std::string_view text) {
  simdjson::ondemand::parser parser;
#ifdef SIMDJSON_THREADS_ENABLED
  parser.threaded = false;  // no helper: as many threads as asked for
#endif
  Walked walked;
  simdjson::ondemand::document_stream lines;
  constexpr std::size_t batch_bytes = simdjson::dom::DEFAULT_BATCH_SIZE;
  if (parser.iterate_many(text.data(), text.size(), batch_bytes).get(lines) != simdjson::SUCCESS)
    return walked;
  for (auto line : lines) {
    for (auto field : line.get_object()) {
      walked.sum += std::string_view(field.unescaped_key()).size();
      walked.sum += see(field.value());
    }
    ++walked.lines;
  }
  return walked;
}

// Up to and with the first newline from about there.
std::size_t end_of_part(std::string_view text, std::size_t about) {
  const std::size_t newline = text.find('\n', about);
  return newline == std::string_view::npos ? text.size() : newline + 1;
}

}  // namespace

std::uint64_t walk_json_lines(const std::string& path, unsigned threads) {
  const Mapping file(path);
  std::vector<std::future<Walked>> parts;
  std::size_t from = 0;
  for (unsigned part = 1; part <= threads; ++part) {
    const std::size_t end = end_of_part(file.text(), file.text().size() * part / threads);
    parts.push_back(std::async(std::launch::async, walk, file.text().substr(from, end - from)));
    from = end;
  }
  std::uint64_t lines = 0;
  for (auto& part : parts) lines += part.get().lines;
  return lines;
}

}  // namespace loopscope::bench
