// How a trace takes in blocks of events.
#include <algorithm>
#include <cstring>
#include <limits>
#include <numeric>
#include <utility>

#include "tracer/model/trace.hpp"

namespace loopscope {
namespace {

// A seek replays at most about so many events.
constexpr std::uint32_t events_between_checkpoints = std::uint32_t{1} << 16U;
// Big states are saved less often, so that they take at most two bytes an event.
constexpr std::size_t checkpoint_bytes_per_event = 2;

std::uint64_t wide(const PackedBlock::LaneKey& key) noexcept {
  return std::uint64_t{key.process} << 32U | key.thread;
}

std::uint32_t current(const std::unordered_map<std::uint32_t, std::uint32_t>& aliases,
                      std::uint32_t number) {
  if (aliases.empty()) return number;
  const auto found = aliases.find(number);
  return found == aliases.end() ? number : found->second;
}

}  // namespace

std::size_t Trace::LabelHash::operator()(const Label& label) const noexcept {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15U;
  return static_cast<std::size_t>(
      (((label.name * odd + label.at) * odd + label.fn) * odd + label.delay_ms) * odd >> 16U);
}

/// Gives the numbers of one block their final values.
class Trace::Adoption {
 public:
  Adoption(Trace& trace, const PackedBlock& block)
      : trace_(trace),
        block_(block),
        first_detail_(static_cast<std::uint32_t>(trace.details_.size())) {
    for (const LaneKey& key : block.lanes) lanes_.push_back(trace.intern(key));
    const char* texts = trace.keep_texts(block.texts);
    for (Details details : block.details) {
      details.texts = texts;
      texts += details.sizes[0] + details.sizes[1];
      trace.details_.push_back(details);
    }
    forget_labels();
  }
  void forget_labels() { labels_.assign(block_.labels.size(), no_index); }

  // In its final place: a copy that is changed and then copied again waits for its own writes.
  void operator()(PackedEvent& event) {
    event.lane = lanes_[event.lane];
    if (!block_.large.empty()) {
      event.id = large(event.id);
      event.by = large(event.by);
    }
    switch (more_of(event.kind())) {
      case More::label:
        event.more = label(event.more);
        break;
      case More::details:
        event.more += event.more == 0 ? 0 : first_detail_;
        break;
      case More::number:
        event.more = large(event.more);
        break;
      case More::nothing:
        break;
    }
  }

 private:
  std::uint32_t large(std::uint32_t packed) {
    if (packed < PackedEvent::large_id) return packed;
    return trace_.intern(block_.large[packed - PackedEvent::large_id]);
  }
  std::uint32_t label(std::uint32_t in_block) {
    std::uint32_t& known = labels_[in_block];
    if (known == no_index) known = trace_.intern(block_.labels[in_block]);
    return known;
  }

  Trace& trace_;
  const PackedBlock& block_;
  std::uint32_t first_detail_;
  std::vector<std::uint16_t> lanes_;
  std::vector<std::uint32_t> labels_;
};

bool Trace::append(const PackedBlock& block) {
  if (events_.size() + block.events.size() > max_events) return false;
  Adoption adopt(*this, block);
  auto definition = block.definitions.begin();
  for (std::size_t i = 0; i <= block.events.size(); ++i) {
    for (; definition != block.definitions.end() && definition->before == i; ++definition) {
      if (redefines(definition->event)) adopt.forget_labels();
      define(definition->event);
    }
    if (i == block.events.size()) break;
    PackedEvent& added = add(block.events[i]);
    adopt(added);
    take_in(added);
  }
  return true;
}

void Trace::add_problem(std::uint64_t line, std::string_view reason) {
  ++problem_count_;
  if (problems_.size() < max_shown_problems) problems_.push_back({line, std::string(reason)});
}

PackedEvent& Trace::add(const PackedEvent& event) {
  const std::uint32_t saved = checkpoints_.empty() ? 0 : checkpoints_.back().next;
  if (size() - saved >= events_between_checkpoints) save_checkpoint();
  links_.push_back({});
  return events_.push_back(event);
}

// The last event, in its final form.
void Trace::take_in(const PackedEvent& added) {
  const std::uint32_t at = size() - 1;
  if (at > 0 && added.t_ns < events_[at - 1].t_ns) disordered_ = true;
  index(at, added);
}

void Trace::index(std::uint32_t at, const PackedEvent& event) {
  const Event kind = event.kind();
  if (kind == Event::log)
    logs_.push_back(at);
  else if (kind == Event::turn)
    turns_.push_back(at);
  else if (kind == Event::mark || kind == Event::counter)
    marks_.push_back(at);
  else if (kind >= Event::tcp_listen && kind <= Event::tcp_error)
    index_connection(at, event);
  state_.apply(at, event, this);
  depths_.add(state_);
  if (kind == Event::task_queue)
    depths_.joined(event.queue(), state_.waiting(event.queue()));
  else if (kind == Event::task_begin && links_[at].back != no_index)
    index_lag(event, events_[links_[at].back]);
  if (growth_ != nullptr && !scope_begun_by(kind)) growth_->added(at);
}

void Trace::index_lag(const PackedEvent& begin, const PackedEvent& queued) {
  if (queued.queue() == Queue::timer && queued.value != TraceEvent::no_time)
    depths_.late(begin.t_ns - queued.value);
}

void Trace::index_connection(std::uint32_t at, const PackedEvent& event) {
  std::uint32_t number = connection_numbers_.find(event.id);
  if (number == FlatMap::none) {
    number = static_cast<std::uint32_t>(connections_.size());
    connections_.push_back({.id = event.id, .first = at});
    connection_numbers_.set(event.id, number);
  } else {
    links_[at].back = connections_[number].last;
    links_[connections_[number].last].forward = at;
  }
  connections_[number].last = at;
  ++connections_[number].events;
}

void Trace::save_checkpoint() {
  const std::uint32_t since = checkpoints_.empty() ? size() : size() - checkpoints_.back().next;
  if (since * checkpoint_bytes_per_event < state_.checkpoint_bytes()) return;
  checkpoints_.push_back(state_.save(size()));
  checkpoint_bytes_ += checkpoints_.back().words.capacity() * sizeof(std::uint32_t);
}

void Trace::opened(std::uint32_t begin, const PackedEvent& event, std::uint32_t depth) {
  if (event.kind() == Event::pool_begin)
    if (const LoopState::Task* task = state_.task(event.id)) links_[begin].back = task->queued;
  if (growth_ != nullptr) growth_->opened(begin, depth);
}

void Trace::closed(std::uint32_t begin, std::uint32_t end, bool complete) {
  links_[begin].forward = end;
  if (complete) links_[end].back = begin;
  if (growth_ != nullptr) growth_->closed(begin, end);
}

void Trace::left(std::uint32_t queued, std::uint32_t index) {
  if (links_[queued].forward == no_index) links_[queued].forward = index;
  if (events_[index].kind() != Event::task_queue) links_[index].back = queued;
}

void Trace::finish() {
  if (std::exchange(disordered_, false)) sort_by_time();
}

void Trace::sort_by_time() {
  std::vector<PackedEvent> sorted;
  sorted.reserve(events_.size());
  for (std::size_t i = 0; i < events_.size(); ++i) sorted.push_back(events_[i]);
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const PackedEvent& a, const PackedEvent& b) { return a.t_ns < b.t_ns; });
  clear_derived();
  if (growth_ != nullptr) growth_->restarted();
  for (const PackedEvent& event : sorted) take_in(add(event));
}

void Trace::clear_derived() {
  events_ = {};
  links_ = {};
  state_ = {};
  checkpoints_.clear();
  checkpoint_bytes_ = 0;
  logs_ = {};
  turns_ = {};
  marks_ = {};
  connections_.clear();
  connection_numbers_.clear();
  depths_ = {};
}

// Events before keep the text that their number had then.
bool Trace::redefines(const TraceEvent& event) const {
  if (event.event != Event::definition) return false;
  const auto number = static_cast<std::uint32_t>(event.n);
  if (event.definition == DefinitionKind::name) {
    const std::string_view known = definitions_.name(current(renamed_, number));
    return !known.empty() && known != event.text;
  }
  if (event.definition != DefinitionKind::location) return false;
  const Definitions::Location* known = definitions_.location(current(relocated_, number));
  return known != nullptr && (known->file != event.text || known->line != event.line_number ||
                              known->column != event.column || known->function != event.function);
}

void Trace::define(const TraceEvent& event) {
  ++definition_count_;
  if (event.event == Event::source) {
    static_cast<void>(sources_.take(event));  // what is wrong with it is for `validate` to say
    return;
  }
  if (event.n < 0 || event.n > std::numeric_limits<std::uint32_t>::max()) return;
  TraceEvent final = event;
  const auto number = static_cast<std::uint32_t>(event.n);
  const bool is_name = event.definition == DefinitionKind::name;
  if (is_name || event.definition == DefinitionKind::location) {
    auto& aliases = is_name ? renamed_ : relocated_;
    if (redefines(event)) aliases[number] = next_alias_++;
    final.n = current(aliases, number);
  }
  definitions_.add(final);
}

std::uint32_t Trace::intern(Label label) {
  label.name = current(renamed_, label.name);
  label.at = current(relocated_, label.at);
  label.fn = current(relocated_, label.fn);
  const auto [place, is_new] =
      label_numbers_.try_emplace(label, static_cast<std::uint32_t>(labels_.size()));
  if (is_new) labels_.push_back(label);
  return place->second;
}

std::uint16_t Trace::intern(const LaneKey& key) {
  const auto found = lane_numbers_.find(wide(key));
  if (found != lane_numbers_.end()) return found->second;
  if (lanes_.size() < std::numeric_limits<std::uint16_t>::max()) lanes_.push_back(key);
  const auto number = static_cast<std::uint16_t>(lanes_.size() - 1);
  lane_numbers_[wide(key)] = number;
  return number;
}

std::uint32_t Trace::intern(std::uint64_t large) {
  const auto [place, is_new] = large_numbers_.try_emplace(
      large, PackedEvent::large_id + static_cast<std::uint32_t>(large_.size()));
  if (is_new) large_.push_back(large);
  return place->second;
}

const char* Trace::keep_texts(std::string_view texts) {
  if (texts.empty()) return "";
  texts_.push_back(std::make_unique_for_overwrite<char[]>(texts.size()));
  std::memcpy(texts_.back().get(), texts.data(), texts.size());
  text_bytes_ += texts.size();
  return texts_.back().get();
}

}  // namespace loopscope
