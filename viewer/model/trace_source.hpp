// Loads a trace on a thread of its own while the window answers.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <thread>

#include "tracer/model/trace_loader.hpp"
#include "viewer/model/rows.hpp"

namespace loopscope::viewer {

/// Made by the window's thread. It and those that work for it read under lock(); the loading thread
/// writes while nobody holds that.
class TraceSource {
 public:
  struct Options {
    bool follow = false;
    /// Called by the loading thread when there is more to see.
    std::function<void()> on_change = {};
  };
  TraceSource(std::string path, Options options);
  TraceSource(const TraceSource&) = delete;
  TraceSource& operator=(const TraceSource&) = delete;
  /// Cancels what is left of loading.
  ~TraceSource();

  [[nodiscard]] const std::string& path() const noexcept { return path_; }
  /// The trace and its rows stand still as long as this is held.
  [[nodiscard]] std::shared_lock<std::shared_mutex> lock();
  /// Under lock(): nullptr until the header has been read.
  [[nodiscard]] const Trace* trace() const noexcept;
  [[nodiscard]] const Rows* rows() const noexcept { return rows_.get(); }
  /// Under lock(): why it cannot be read; "" while it can.
  [[nodiscard]] const std::string& error() const noexcept { return error_; }
  /// Under lock(): has its last line (the recording was closed).
  [[nodiscard]] bool closed() const noexcept { return closed_; }

  [[nodiscard]] bool loading() const noexcept { return loading_; }
  [[nodiscard]] bool cancelled() const noexcept { return cancelled_; }
  /// 0 to 1; nothing for a pipe.
  [[nodiscard]] std::optional<double> progress() const noexcept;
  /// Stops loading; what was read stays.
  void cancel() noexcept { cancelled_ = true; }
  /// Counts up whenever there is more.
  [[nodiscard]] std::uint64_t version() const noexcept { return version_; }
  [[nodiscard]] double seconds() const noexcept { return seconds_; }

 private:
  void run();
  void load();
  [[nodiscard]] bool append_next();
  void wait_for_growth();
  void changed();

  std::string path_;
  Options options_;
  std::shared_mutex mutex_;
  std::atomic<bool> wanted_ = false;  // somebody waits to read
  std::unique_ptr<TraceLoader> loader_;
  std::unique_ptr<Rows> rows_;
  std::string error_;
  bool closed_ = false;
  std::atomic<bool> loading_ = true;
  std::atomic<bool> cancelled_ = false;
  std::atomic<bool> stop_ = false;
  std::atomic<double> progress_ = -1;
  std::atomic<std::uint64_t> version_ = 0;
  std::atomic<double> seconds_ = 0;
  std::thread thread_;
};

}  // namespace loopscope::viewer
