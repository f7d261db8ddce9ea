#include "tracer/model/trace_loader.hpp"

#include <utility>

namespace loopscope {

// The reader asks for slots only once it reads, behind the header.
TraceLoader::TraceLoader(const std::string& path, Options options) {
  ReadOptions read{.threads = options.threads, .follow = options.follow};
  read.on_problem = [this](std::uint64_t line, std::string_view reason) {
    problems_.push_back({line, std::string(reason)});
  };
  packed_.resize(2 * std::size_t{options.threads} + 2);
  read.on_parsed = [this](std::span<const TraceEvent> events, std::size_t slot, bool first) {
    if (first) packed_[slot].clear();
    packed_[slot].pack(events);
  };
  reader_ = std::make_unique<TraceReader>(path, std::move(read));
  trace_ = std::make_unique<Trace>(reader_->header());
}

bool TraceLoader::fetch() {
  if (full_) return false;
  block_ = reader_->next_block();
  return block_.has_value() || !problems_.empty();
}

void TraceLoader::append() {
  if (block_ && !trace_->append(packed_[block_->slot])) {
    full_ = true;
    problems_.push_back(
        {block_->first_line, "there are more events than fit into 32 bits; the rest is left out"});
  }
  block_.reset();
  for (const Problem& problem : problems_) trace_->add_problem(problem.line, problem.reason);
  problems_.clear();
}

}  // namespace loopscope
