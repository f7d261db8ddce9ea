// Parses the blocks of a file on several threads and hands them out in the order of the file.
#pragma once

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "tracer/format/block_parser.hpp"

namespace loopscope {

/// next() belongs to one thread, which parses too while it would have to wait. Holds a fixed number
/// of blocks.
class BlockPipeline {
 public:
  /// `threads`: that parse, the caller's among them. `follow`: keep an unfinished last line.
  /// `take`: gets the events on the thread that parsed them, instead of their block; may be empty.
  BlockPipeline(LineBlocks blocks, unsigned threads, bool follow, ParsedBlock::Take take = {});
  BlockPipeline(const BlockPipeline&) = delete;
  BlockPipeline& operator=(const BlockPipeline&) = delete;
  ~BlockPipeline();

  /// The next block, valid until the next call; nullptr at the end of the file, where a later call
  /// looks again if `follow` was asked for.
  [[nodiscard]] ParsedBlock* next();
  /// Why reading stopped before the end of the file; "" where it did not.
  [[nodiscard]] const std::string& read_error() const noexcept { return read_error_; }
  [[nodiscard]] std::optional<double> progress() const noexcept { return progress_; }
  [[nodiscard]] std::size_t slots() const noexcept { return slots_.size(); }

 private:
  struct Slot {
    ParsedBlock parsed;
    std::optional<double> progress;
    bool done = false;
  };
  using Lock = std::unique_lock<std::mutex>;

  void help();
  [[nodiscard]] bool may_take() const noexcept;
  void take_and_parse(Lock& lock);
  bool fill(LineBlock& block);
  [[nodiscard]] Slot& slot(std::uint64_t number) noexcept { return slots_[number % slots_.size()]; }

  LineBlocks blocks_;  // used by the thread that has reading_ set
  bool follow_;
  ParsedBlock::Take take_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<Slot> slots_;
  std::uint64_t taken_ = 0;      // blocks numbered below are being parsed or done
  std::uint64_t delivered_ = 0;  // blocks numbered below were handed out and given back
  bool reading_ = false;
  bool holding_ = false;  // the caller uses block number delivered_
  bool at_end_ = false;
  bool stop_ = false;
  std::string read_error_;
  std::optional<double> progress_;
  std::vector<std::thread> helpers_;
};

}  // namespace loopscope
