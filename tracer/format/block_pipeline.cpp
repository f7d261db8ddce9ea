#include "tracer/format/block_pipeline.hpp"

#include <algorithm>

namespace loopscope {

BlockPipeline::BlockPipeline(LineBlocks blocks, unsigned threads, bool follow,
                             ParsedBlock::Take take)
    : blocks_(std::move(blocks)),
      follow_(follow),
      take_(std::move(take)),
      slots_(threads <= 1 ? 1 : 2 * threads + 2) {
  for (std::size_t i = 0; i < slots_.size(); ++i) slots_[i].parsed.slot = i;
  for (unsigned i = 1; i < threads; ++i) helpers_.emplace_back([this] { help(); });
}

BlockPipeline::~BlockPipeline() {
  {
    const std::lock_guard lock(mutex_);
    stop_ = true;
  }
  changed_.notify_all();
  for (std::thread& helper : helpers_) helper.join();
}

ParsedBlock* BlockPipeline::next() {
  Lock lock(mutex_);
  if (std::exchange(holding_, false)) {
    slot(delivered_).done = false;
    ++delivered_;
  }
  if (at_end_ && delivered_ == taken_ && follow_) at_end_ = false;
  changed_.notify_all();
  for (;;) {
    if (delivered_ < taken_ && slot(delivered_).done) break;
    if (delivered_ == taken_ && at_end_) return nullptr;
    if (may_take())
      take_and_parse(lock);
    else
      changed_.wait(lock);
  }
  holding_ = true;
  progress_ = slot(delivered_).progress;
  return &slot(delivered_).parsed;
}

void BlockPipeline::help() {
  Lock lock(mutex_);
  while (!stop_) {
    if (may_take())
      take_and_parse(lock);
    else
      changed_.wait(lock);
  }
}

bool BlockPipeline::may_take() const noexcept {
  return !reading_ && !at_end_ && taken_ - delivered_ < slots_.size();
}

// One thread reads, so that blocks are numbered in the order of the file; all parse.
void BlockPipeline::take_and_parse(Lock& lock) {
  Slot& mine = slot(taken_);
  reading_ = true;
  lock.unlock();
  const bool filled = fill(mine.parsed.block);
  const std::optional<double> progress = blocks_.progress();
  lock.lock();
  reading_ = false;
  at_end_ = !filled;
  if (filled) ++taken_;
  changed_.notify_all();
  if (!filled) return;
  lock.unlock();
  mine.parsed.parse(take_);
  lock.lock();
  mine.progress = progress;
  mine.done = true;
  changed_.notify_all();
}

bool BlockPipeline::fill(LineBlock& block) {
  if (!read_error_.empty()) return false;
  try {
    return blocks_.next(block, !follow_);
  } catch (const TraceError& error) {
    read_error_ = error.what();
    return false;
  }
}

}  // namespace loopscope
