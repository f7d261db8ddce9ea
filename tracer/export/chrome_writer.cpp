#include "tracer/export/chrome_writer.hpp"

#include <utility>

#include "tracer/export/chrome_text.hpp"

namespace loopscope {
namespace {

constexpr std::size_t duration_bytes = 40;  // "dur": and the longest number
constexpr std::size_t arrow_bytes = 96;

void append_argv(std::string& out, const TraceHeader& header) {
  std::string words;
  for (const std::string& word : header.argv) {
    if (!words.empty()) words += ' ';
    words += word;
  }
  append_text(out, words);
}

}  // namespace

void ChromeWriter::begin(const TraceHeader& header) {
  std::string& out = file_.out();
  out += "{\"displayTimeUnit\":\"ns\",\"otherData\":{\"recorder\":\"loopscope\",\"start\":";
  append_text(out, header.start);
  out += ",\"clock\":";
  append_text(out, header.clock);
  out += ",\"profile\":";
  append_text(out, header.profile);
  out += ",\"runtime\":";
  append_text(out, header.runtime);
  out += ",\"process\":";
  append_text(out, header.process);
  out += ",\"command\":";
  append_argv(out, header);
  out += "},\"traceEvents\":[";
}

void ChromeWriter::end() {
  file_.out() += "\n]}\n";
}

std::string& ChromeWriter::line(ChromeTrack track, std::int64_t t_ns) {
  file_.flush_if_full();
  std::string& out = file_.out();
  out += first_ ? "\n{\"pid\":" : ",\n{\"pid\":";
  first_ = false;
  append_number(out, track.pid);
  out += ",\"tid\":";
  append_number(out, track.tid);
  out += ",\"ts\":";
  append_us(out, t_ns);
  return out;
}

std::string& ChromeWriter::named_line(char ph, ChromeTrack track, std::int64_t t_ns,
                                      std::string_view name, std::string_view category) {
  std::string& out = line(track, t_ns);
  out += ",\"ph\":\"";
  out += ph;
  out += "\",\"name\":";
  append_event_name(out, name);
  out += ",\"cat\":\"";
  out += category;
  out += '"';
  return out;
}

void ChromeWriter::finish_line(std::string_view args) {
  std::string& out = file_.out();
  if (with_args_ && !args.empty()) {
    out += ",\"args\":{";
    out += args;
    out += '}';
  }
  out += '}';
}

ChromeWriter::Slice ChromeWriter::open_slice(ChromeTrack track, std::int64_t begin_ns,
                                             std::string_view name, std::string_view category,
                                             std::string args) {
  named_line('X', track, begin_ns, name, category) += ',';
  if (!with_args_) args.clear();
  const std::size_t args_bytes = with_args_ ? args.size() + 12 + max_end_args : 0;
  return {file_.open_hole(duration_bytes + args_bytes), begin_ns, std::move(args)};
}

void ChromeWriter::close_slice(const Slice& slice, std::int64_t end_ns, std::string_view more) {
  std::string text = "\"dur\":";
  append_duration_us(text, slice.begin_ns, end_ns);
  if (with_args_ && (!slice.args.empty() || !more.empty())) {
    text += ",\"args\":{";
    text += slice.args;
    if (!slice.args.empty() && !more.empty()) text += ',';
    text += more;
    text += '}';
  }
  text += '}';
  file_.fill(slice.hole, text);
}

HoleFile::Hole ChromeWriter::open_arrow(ChromeTrack track, std::int64_t t_ns) {
  line(track, t_ns) += ',';
  return file_.open_hole(arrow_bytes);
}

void ChromeWriter::start_arrow(HoleFile::Hole hole, std::uint64_t arrow) {
  std::string text = "\"ph\":\"s\",\"name\":\"queue\",\"cat\":\"flow\",\"id\":";
  append_hex(text, arrow);
  text += '}';
  file_.fill(hole, text);
}

void ChromeWriter::drop_arrow(HoleFile::Hole hole, std::uint64_t task) {
  std::string text = "\"ph\":\"i\",\"s\":\"t\",\"name\":\"queued\",\"cat\":\"flow\"";
  if (with_args_) {
    text += ",\"args\":{\"id\":";
    append_number(text, task);
    text += '}';
  }
  text += '}';
  file_.fill(hole, text);
}

void ChromeWriter::end_arrow(ChromeTrack track, std::int64_t t_ns, std::uint64_t arrow) {
  std::string& out = line(track, t_ns);
  out += ",\"ph\":\"f\",\"bp\":\"e\",\"name\":\"queue\",\"cat\":\"flow\",\"id\":";
  append_hex(out, arrow);
  out += '}';
}

void ChromeWriter::async(char ph, ChromeTrack track, std::int64_t t_ns, std::uint64_t id,
                         std::string_view name, std::string_view args) {
  std::string& out = named_line(ph, track, t_ns, name, "tcp");
  out += ",\"id2\":{\"local\":";
  append_hex(out, id);
  out += '}';
  finish_line(args);
}

void ChromeWriter::counter(ChromeTrack track, std::int64_t t_ns, std::string_view name,
                           std::string_view series) {
  std::string& out = named_line('C', track, t_ns, name, "counter");
  out += ",\"args\":{";
  out += series;
  out += "}}";
}

void ChromeWriter::instant(ChromeTrack track, std::int64_t t_ns, std::string_view name,
                           std::string_view args) {
  named_line('i', track, t_ns, name, "mark") += ",\"s\":\"t\"";
  finish_line(args);
}

void ChromeWriter::metadata(ChromeTrack track, std::string_view event, std::string_view key,
                            std::string_view value) {
  std::string& out = named_line('M', track, 0, event, "__metadata");
  out += ",\"args\":{\"";
  out += key;
  out += "\":";
  out += value;
  out += "}}";
}

}  // namespace loopscope
