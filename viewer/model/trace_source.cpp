#include "viewer/model/trace_source.hpp"

#include <chrono>
#include <mutex>
#include <utility>

namespace loopscope::viewer {
namespace {

using Clock = std::chrono::steady_clock;
constexpr auto between_changes = std::chrono::milliseconds(50);
constexpr auto between_looks = std::chrono::milliseconds(200);  // at a file that grows

}  // namespace

TraceSource::TraceSource(std::string path, Options options)
    : path_(std::move(path)), options_(std::move(options)), thread_([this] { run(); }) {}

TraceSource::~TraceSource() {
  cancelled_ = true;
  stop_ = true;
  thread_.join();
}

std::shared_lock<std::shared_mutex> TraceSource::lock() {
  wanted_ = true;
  std::shared_lock held(mutex_);
  wanted_ = false;
  return held;
}

const Trace* TraceSource::trace() const noexcept {
  return loader_ == nullptr ? nullptr : &loader_->trace();
}

std::optional<double> TraceSource::progress() const noexcept {
  const double share = progress_;
  return share < 0 ? std::nullopt : std::optional(share);
}

void TraceSource::changed() {
  ++version_;
  if (options_.on_change) options_.on_change();
}

void TraceSource::run() {
  const auto start = Clock::now();
  try {
    load();
  } catch (const TraceError& error) {
    const std::lock_guard held(mutex_);
    error_ = error.what();
  }
  seconds_ = std::chrono::duration<double>(Clock::now() - start).count();
  loading_ = false;
  changed();
  while (options_.follow && loader_ != nullptr && !stop_ && !cancelled_) wait_for_growth();
}

void TraceSource::load() {
  auto loader = std::make_unique<TraceLoader>(
      path_, TraceLoader::Options{.threads = 2, .follow = options_.follow});
  {
    const std::lock_guard held(mutex_);
    loader_ = std::move(loader);
    rows_ = std::make_unique<Rows>(loader_->trace());
  }
  auto next_change = Clock::now();
  while (!cancelled_ && append_next()) {
    if (Clock::now() < next_change) continue;
    progress_ = loader_->progress().value_or(-1);
    changed();
    next_change = Clock::now() + between_changes;
  }
  const std::lock_guard held(mutex_);
  loader_->trace().finish();
  closed_ = loader_->closed();
}

bool TraceSource::append_next() {
  if (!loader_->fetch()) return false;
  while (wanted_ && !stop_) std::this_thread::yield();  // the window goes first
  const std::lock_guard held(mutex_);
  loader_->append();
  return true;
}

void TraceSource::wait_for_growth() {
  std::this_thread::sleep_for(between_looks);
  bool grew = false;
  while (!stop_ && append_next()) grew = true;
  if (!grew) return;
  {
    const std::lock_guard held(mutex_);
    loader_->trace().finish();
    closed_ = loader_->closed();
  }
  changed();
}

}  // namespace loopscope::viewer
