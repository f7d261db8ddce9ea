#include "viewer/model/search.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <optional>
#include <utility>

#include "tracer/format/names.hpp"

namespace loopscope::viewer {
namespace {

char lower(char c) {
  return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
}

bool contains(std::string_view text, std::string_view lower_query) {
  return std::search(text.begin(), text.end(), lower_query.begin(), lower_query.end(),
                     [](char a, char b) { return lower(a) == b; }) != text.end();
}

std::optional<std::uint64_t> id_of(std::string_view query) {
  if (query.size() < 2 || query.front() != '#') return std::nullopt;
  std::uint64_t id = 0;
  const auto [end, error] = std::from_chars(query.data() + 1, query.data() + query.size(), id);
  if (error != std::errc() || end != query.data() + query.size()) return std::nullopt;
  return id;
}

/// Which events match one query; names are compared once each.
class Matcher {
 public:
  Matcher(const Trace& trace, std::string_view query)
      : trace_(trace), query_(query), id_(id_of(query)) {}

  bool operator()(std::uint32_t index) {
    const PackedEvent& event = trace_[index];
    switch (event.kind()) {
      case Event::task_begin:
      case Event::pool_begin:
        return by_id(event) || task(trace_.back(index));
      case Event::mark:
      case Event::counter:
        return !id_ && named(event);
      case Event::log:
        return !id_ && log(event);
      default:
        return event.kind() >= Event::tcp_listen && event.kind() <= Event::tcp_error &&
               (by_id(event) || (!id_ && contains(name_of(event.kind()), query_)));
    }
  }

 private:
  bool by_id(const PackedEvent& event) const { return id_ && trace_.number(event.id) == *id_; }
  bool task(std::uint32_t queued) { return !id_ && queued != no_index && named(trace_[queued]); }
  bool named(const PackedEvent& event) {
    const std::uint32_t name = trace_.label(event).name;
    if (name == 0)
      return event.kind() == Event::task_queue && contains(name_of(event.queue()), query_);
    if (name >= known_.size() && name < (1U << 22U)) known_.resize(name + std::size_t{1});
    if (name >= known_.size()) return contains(trace_.name(event), query_);
    signed char& known = known_[name];
    if (known == 0) known = contains(trace_.name(event), query_) ? 1 : -1;
    return known > 0;
  }
  bool log(const PackedEvent& event) const {
    const Details* details = trace_.details(event);
    return details != nullptr && contains({details->texts, details->sizes[0]}, query_);
  }

  const Trace& trace_;
  std::string_view query_;
  std::optional<std::uint64_t> id_;
  std::vector<signed char> known_;
};

}  // namespace

void Search::run(const Trace& trace, std::string query) {
  clear();
  query_ = std::move(query);
  if (query_.empty()) return;
  std::string lowered = query_;
  std::transform(lowered.begin(), lowered.end(), lowered.begin(), lower);
  Matcher is_match(trace, lowered);
  for (std::uint32_t i = 0; i < trace.size() && matches_.size() < max_matches; ++i)
    if (is_match(i)) matches_.push_back(i);
}

void Search::clear() {
  query_.clear();
  matches_.clear();
}

bool Search::matches(std::uint32_t begin) const {
  return std::binary_search(matches_.begin(), matches_.end(), begin);
}

std::uint32_t Search::next(std::uint32_t from) const {
  if (matches_.empty()) return no_index;
  const auto found = std::upper_bound(matches_.begin(), matches_.end(), from);
  return found == matches_.end() ? matches_.front() : *found;
}

std::uint32_t Search::previous(std::uint32_t from) const {
  if (matches_.empty()) return no_index;
  const auto found = std::lower_bound(matches_.begin(), matches_.end(), from);
  return found == matches_.begin() ? matches_.back() : *std::prev(found);
}

std::size_t Search::position(std::uint32_t match) const {
  const auto found = std::lower_bound(matches_.begin(), matches_.end(), match);
  if (found == matches_.end() || *found != match) return 0;
  return static_cast<std::size_t>(found - matches_.begin()) + 1;
}

}  // namespace loopscope::viewer
