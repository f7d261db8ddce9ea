#include "tracer/explain/moment.hpp"

#include <fmt/format.h>

#include <charconv>
#include <functional>
#include <optional>
#include <set>
#include <unordered_map>

#include "tracer/model/queue_content.hpp"

namespace loopscope {
namespace {

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view log_text(const Trace& trace, std::uint32_t event) {
  const Details* details = trace.details(trace[event]);
  if (details == nullptr) return {};
  return {details->texts, details->sizes[0]};
}

class Search {
 public:
  Search(Runs& runs, std::size_t limit) : runs_(runs), trace_(runs.trace()), limit_(limit) {}

  std::vector<Moment> step(std::uint64_t step) {
    if (step == 0 || step > trace_.size()) return {};
    return {moment_at(runs_, static_cast<std::uint32_t>(step - 1))};
  }
  std::vector<Moment> id(std::uint64_t id) {
    return tasks([this, id](std::uint32_t at) { return trace_.number(trace_[at].id) == id; });
  }
  std::vector<Moment> lines(const std::function<bool(std::string_view)>& matches) {
    std::vector<Moment> found;
    for (std::size_t i = 0; i < trace_.logs().size() && found.size() <= limit_; ++i)
      if (matches(log_text(trace_, trace_.logs()[i])))
        found.push_back(moment_at(runs_, trace_.logs()[i]));
    return found;
  }
  std::vector<Moment> named(std::string_view name) {
    return tasks([this, name](std::uint32_t at) { return task_name(trace_, at) == name; });
  }
  std::vector<Moment> placed(std::string_view place) {
    return tasks([this, place](std::uint32_t at) {
      const Label& label = trace_.label(trace_[at]);
      return is_at(label.at, place) || is_at(label.fn, place);
    });
  }

 private:
  bool is_at(std::uint32_t location, std::string_view place) {
    const auto [known, added] = places_.try_emplace(location);
    if (added) known->second = ends_with(location, place);
    return known->second;
  }
  bool ends_with(std::uint32_t location, std::string_view place) const {
    const Definitions::Location* known = trace_.definitions().location(location);
    if (known == nullptr) return false;
    const std::string text = fmt::format("{}:{}", known->file, known->line);
    if (!text.ends_with(place)) return false;
    return text.size() == place.size() || text[text.size() - place.size() - 1] == '/';
  }
  // Runs of the tasks that match by their task.queue; and those that never ran.
  std::vector<Moment> tasks(const std::function<bool(std::uint32_t)>& matches) {
    std::vector<Moment> found;
    for (std::uint32_t i = 0; i < trace_.size() && found.size() <= limit_; ++i) {
      const Event kind = trace_[i].kind();
      if (kind == Event::task_begin && trace_.back(i) != no_index && matches(trace_.back(i)))
        found.push_back({.event = i, .run = i});
      if (kind == Event::task_queue && never_ran(i) && matches(i)) found.push_back({.event = i});
    }
    return found;
  }
  bool never_ran(std::uint32_t queued) const {
    const std::uint32_t left = trace_.forward(queued);
    if (left != no_index) return trace_[left].kind() == Event::task_cancel;
    return trace_[queued].queue() != Queue::io;
  }

  Runs& runs_;
  const Trace& trace_;
  std::size_t limit_;
  std::unordered_map<std::uint32_t, bool> places_;  // that match
};

}  // namespace

bool never_began(const Trace& trace, const Moment& moment) {
  return moment.run == no_index && trace[moment.event].kind() == Event::task_queue;
}

Moment moment_at(Runs& runs, std::uint32_t event) {
  const bool begins = runs.trace()[event].kind() == Event::task_begin;
  return {.event = event, .run = begins ? event : runs.around(event)};
}

namespace {

// As reports print a task: "timeout#2", of one that runs several times also "interval#3@78".
std::vector<Moment> labelled(Runs& runs, Search& search, std::string_view text) {
  const std::size_t hash = text.rfind('#');
  if (hash == std::string_view::npos) return {};
  const std::string_view digits = text.substr(hash + 1);
  const auto id = number(digits.substr(0, digits.find('@')));
  if (!id) return {};
  std::vector<Moment> found = search.id(*id);
  std::erase_if(found, [&](const Moment& each) {
    const std::string label = label_of(runs, each);
    return label != text && !label.starts_with(std::string(text).append("@"));
  });
  return found;
}

}  // namespace

std::vector<Moment> find_moments(Runs& runs, std::string_view text, std::size_t limit) {
  Search search(runs, limit);
  if (text.starts_with('@'))
    if (const auto step = number(text.substr(1))) return search.step(*step);
  if (text.starts_with('#'))
    if (const auto id = number(text.substr(1))) return search.id(*id);
  auto found = search.lines([text](std::string_view line) { return line == text; });
  if (found.empty()) found = search.named(text);
  if (found.empty()) found = labelled(runs, search, text);
  if (found.empty() && text.find(':') != std::string_view::npos) found = search.placed(text);
  if (found.empty() && !text.empty())
    found = search.lines(
        [text](std::string_view line) { return line.find(text) != std::string_view::npos; });
  if (found.empty())
    if (const auto id = number(text)) found = search.id(*id);
  return found;
}

std::vector<std::string> names_of_moments(const Trace& trace, std::size_t limit) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < trace.logs().size() && names.size() < limit; ++i)
    names.emplace(log_text(trace, trace.logs()[i]));
  for (std::uint32_t i = 0; i < trace.size() && names.size() < limit; ++i)
    if (trace[i].kind() == Event::task_queue) names.insert(task_name(trace, i));
  return {names.begin(), names.end()};
}

// Of a task that runs several times each run says at which step it began.
std::string label_of(Runs& runs, Run run) {
  if (run == no_index) return {};
  const std::string label = fmt::format("{}#{}", runs.name(run), runs.id(run));
  return runs.is_one_of_several(run) ? fmt::format("{}@{}", label, run + 1) : label;
}

std::string label_of(Runs& runs, const Moment& moment) {
  const Trace& trace = runs.trace();
  const PackedEvent& event = trace[moment.event];
  if (event.kind() == Event::log) return fmt::format("\"{}\"", log_text(trace, moment.event));
  if (moment.run != no_index) return label_of(runs, moment.run);
  if (event.kind() == Event::task_queue)
    return fmt::format("{}#{}", task_name(trace, moment.event), trace.number(event.id));
  return fmt::format("step {}", moment.event + 1);
}

}  // namespace loopscope
