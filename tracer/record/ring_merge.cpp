#include "tracer/record/ring_merge.hpp"

#include <algorithm>
#include <utility>

namespace loopscope {
namespace {

// Slots are given back in groups: each time costs the producer a cache miss.
constexpr std::size_t release_group = 256;

}  // namespace

// Among equal times the thread that came first.
bool RingMerge::later(const Cursor& one, const Cursor& other) noexcept {
  if (one.ticks() != other.ticks()) return one.ticks() > other.ticks();
  return one.thread > other.thread;
}

RingMerge::Drained RingMerge::drain(std::span<Session::Thread* const> threads,
                                    std::uint64_t until_ticks, const OnRecords& on_records) {
  drained_ = {};
  open(threads, until_ticks);
  while (!heap_.empty()) {
    std::pop_heap(heap_.begin(), heap_.end(), later);
    Cursor cursor = heap_.back();
    heap_.pop_back();
    deliver_run(cursor, until_ticks, on_records);
    if (cursor.records.empty() && !refill(cursor, until_ticks)) continue;
    heap_.push_back(cursor);
    std::push_heap(heap_.begin(), heap_.end(), later);
  }
  return drained_;
}

void RingMerge::open(std::span<Session::Thread* const> threads, std::uint64_t until_ticks) {
  for (std::uint32_t i = 0; i < threads.size(); ++i) {
    Ring& ring = threads[i]->ring;
    Cursor cursor{i, &ring, {}, 0};
    const bool any = refill(cursor, until_ticks);
    const double fill =
        static_cast<double>(cursor.records.size()) / static_cast<double>(ring.capacity());
    drained_.fullest = std::max(drained_.fullest, fill);
    if (any) heap_.push_back(cursor);
  }
  std::make_heap(heap_.begin(), heap_.end(), later);
}

// Frees what was taken and looks again. False where nothing old enough is left.
bool RingMerge::refill(Cursor& cursor, std::uint64_t until_ticks) {
  if (cursor.taken != 0) cursor.ring->release(std::exchange(cursor.taken, 0));
  cursor.records = cursor.ring->readable();
  return !cursor.records.empty() && cursor.ticks() < until_ticks;
}

// Delivers the cursor's records up to the oldest one of all others. Leaves it empty at
// `until_ticks`, so that the caller looks whether the rest is old enough.
void RingMerge::deliver_run(Cursor& cursor, std::uint64_t until_ticks,
                            const OnRecords& on_records) {
  const bool alone = heap_.empty();
  std::size_t run = 0;
  while (run < cursor.records.size() && run < release_group) {
    const std::uint64_t ticks = cursor.records[run].ticks;
    if (ticks >= until_ticks) break;
    if (!alone && (ticks > heap_.front().ticks() ||
                   (ticks == heap_.front().ticks() && cursor.thread > heap_.front().thread)))
      break;
    ++run;
  }
  on_records(cursor.thread, cursor.records.first(run));
  drained_.records += run;
  cursor.taken += run;
  cursor.records = cursor.records.subspan(run);
  const bool done = !cursor.records.empty() && cursor.ticks() >= until_ticks;
  if (done || cursor.taken >= release_group) cursor.ring->release(std::exchange(cursor.taken, 0));
  if (done) cursor.records = {};
}

}  // namespace loopscope
