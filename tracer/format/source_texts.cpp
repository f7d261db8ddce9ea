#include "tracer/format/source_texts.hpp"

namespace loopscope {

std::string_view SourceTexts::take(const TraceEvent& event) {
  return event.n == 1 ? begin(event) : go_on(event);
}

std::string_view SourceTexts::begin(const TraceEvent& event) {
  next_ = 0;
  if (texts_.contains(event.file)) return "begins the text of a source file that is there already";
  if (texts_.size() == max_files || event.file.size() > max_bytes - bytes_)
    return "is of one source file too many: this program keeps 1024 of a trace";
  bytes_ += event.file.size();
  file_ = event.file;
  next_ = 1;
  texts_.emplace(file_, std::string());
  return go_on(event);
}

std::string_view SourceTexts::go_on(const TraceEvent& event) {
  if (next_ == 0 || event.n != next_ || event.file != file_) {
    next_ = 0;
    return "is a piece of a source file without the one before it";
  }
  if (event.text.size() > max_bytes - bytes_) {
    next_ = 0;
    return "makes the source files too long: this program keeps 16 MiB of a trace";
  }
  texts_[file_] += event.text;
  bytes_ += event.text.size();
  ++next_;
  return {};
}

}  // namespace loopscope
