#include "tracer/record/recorder.hpp"

#include <fmt/format.h>
#include <poll.h>
#include <pthread.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <ctime>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "tracer/record/embed.hpp"
#include "tracer/record/pause.hpp"
#include "tracer/record/trace_output.hpp"

namespace loopscope {
namespace {

std::string_view clock_name(Clock::Source source) noexcept {
  switch (source) {
    case Clock::Source::tsc:
      return "tsc";
    case Clock::Source::virtual_time:
      return "virtual";
    default:
      return "monotonic";
  }
}

// When the trace's time 0 was. Virtual time begins when recording does.
std::string start_text(const Clock& clock) {
  timespec now{};
  clock_gettime(CLOCK_REALTIME, &now);
  const std::int64_t now_ns = std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
  return utc_text(clock.is_virtual() ? now_ns : now_ns - static_cast<std::int64_t>(clock.now_ns()));
}

void print_to_standard_error(std::string_view sentence) {
  const std::string line = fmt::format("loopscope: {}\n", sentence);
  [[maybe_unused]] const ssize_t written = ::write(STDERR_FILENO, line.data(), line.size());
}

// A thread that starts while this lives gets no signals: they belong to the program's own threads,
// and a closed pipe becomes an error of write() instead of SIGPIPE.
class SignalsBlocked {
 public:
  SignalsBlocked() noexcept {
    sigset_t all;
    sigfillset(&all);
    pthread_sigmask(SIG_BLOCK, &all, &before_);
  }
  SignalsBlocked(const SignalsBlocked&) = delete;
  SignalsBlocked& operator=(const SignalsBlocked&) = delete;
  ~SignalsBlocked() { pthread_sigmask(SIG_SETMASK, &before_, nullptr); }

 private:
  sigset_t before_;
};

// Rung once, for a thread that waits. Not a condition variable: a child after fork() could not
// destroy one that the writer waited for, because glibc then waits for that thread.
class Bell {
 public:
  Bell() : event_(eventfd(0, EFD_CLOEXEC)) {
    if (event_ < 0)
      throw std::system_error(errno, std::generic_category(),
                              "The recorder has no descriptor left for its thread");
  }
  Bell(const Bell&) = delete;
  Bell& operator=(const Bell&) = delete;
  ~Bell() { ::close(event_); }

  void ring() noexcept { [[maybe_unused]] const int failed = eventfd_write(event_, 1); }
  /// True once it was rung.
  [[nodiscard]] bool wait_for(std::chrono::nanoseconds time) const noexcept {
    constexpr std::int64_t ns_per_s = 1'000'000'000;
    const timespec most{time.count() / ns_per_s, time.count() % ns_per_s};
    pollfd rung{event_, POLLIN, 0};
    return ppoll(&rung, 1, &most, nullptr) > 0;
  }

 private:
  int event_;
};

}  // namespace

class Recorder::Impl {
 public:
  Impl(Session& session, const std::string& path, RecorderOptions options);
  Impl(const Impl&) = delete;
  Impl& operator=(const Impl&) = delete;
  ~Impl();

  void close(std::optional<int> exit_code);
  [[nodiscard]] bool failed() const noexcept { return failed_.load(std::memory_order_relaxed); }

 private:
  void complete(TraceHeader& header);
  void fail(std::string_view sentence);
  // On the writer's thread:
  void run();
  void record_until_closed();
  void tell_full();
  void write_header();
  bool wait(std::chrono::nanoseconds time);  // false once close() was called

  Session& session_;
  RecorderOptions options_;
  pid_t process_ = getpid();
  std::optional<TraceOutput> output_;
  std::atomic<bool> failed_{false};

  std::mutex mutex_;
  Bell closing_;
  std::optional<int> exit_code_;  // under mutex_
  std::thread thread_;
};

Recorder::Impl::Impl(Session& session, const std::string& path, RecorderOptions options)
    : session_(session), options_(std::move(options)) {
  if (!options_.on_error) options_.on_error = print_to_standard_error;
  complete(options_.header);
  try {
    output_.emplace(session, path, std::chrono::nanoseconds(options_.flush_interval_ns),
                    options_.max_bytes);
  } catch (const TraceError& error) {
    fail(fmt::format("Recording did not begin: {}", error.what()));
    return;
  }
  session_.begin_reading();
  const SignalsBlocked blocked;
  thread_ = std::thread([this] { run(); });
}

Recorder::Impl::~Impl() {
  close(std::nullopt);
  if (thread_.joinable()) thread_.detach();  // in a child after fork(), which has no such thread
}

void Recorder::Impl::complete(TraceHeader& header) {
  header.clock = clock_name(session_.clock().source());
  header.start = start_text(session_.clock());
  header.pid = process_;
  if (header.process.empty()) header.process = program_invocation_short_name;
  embed_sources(options_.embed, header.sources, options_.on_error);
}

void Recorder::Impl::close(std::optional<int> exit_code) {
  if (getpid() != process_ || !thread_.joinable()) return;
  {
    const std::lock_guard lock(mutex_);
    exit_code_ = exit_code;
  }
  closing_.ring();
  thread_.join();
}

void Recorder::Impl::run() {
  try {
    record_until_closed();
  } catch (const std::exception& error) {
    fail(fmt::format("Recording ended: {}", error.what()));
  }
  session_.end_reading();
}

void Recorder::Impl::fail(std::string_view sentence) {
  failed_.store(true, std::memory_order_relaxed);
  options_.on_error(fmt::format("{} The program goes on without it.", sentence));
}

void Recorder::Impl::record_until_closed() {
  Pause pause(std::chrono::nanoseconds(options_.flush_interval_ns));
  write_header();
  bool told = false;
  do {
    if (output_->is_full() && !std::exchange(told, true)) tell_full();
  } while (wait(pause.next(output_->record())));
  const std::lock_guard lock(mutex_);
  output_->finish(exit_code_);
}

void Recorder::Impl::tell_full() {
  options_.on_error(fmt::format(
      "The trace has reached its limit of {} bytes: what happens from now on is counted "
      "in it, but not written. The program goes on.",
      options_.max_bytes));
}

// It names the loop's profile, so it waits for a loop; not for long, once other threads record.
void Recorder::Impl::write_header() {
  constexpr int rounds_without_loop = 10;
  for (int round = 0; !session_.profile() && round < rounds_without_loop;) {
    if (!wait(Pause::shortest)) break;
    if (!session_.threads().empty()) ++round;
  }
  if (const std::optional<Profile> profile = session_.profile())
    options_.header.profile = *profile == Profile::classic ? "classic" : "modern";
  output_->write_header(options_.header);
}

bool Recorder::Impl::wait(std::chrono::nanoseconds time) {
  return !closing_.wait_for(time);
}

Recorder::Recorder(Session& session, const std::string& path, RecorderOptions options)
    : impl_(std::make_unique<Impl>(session, path, std::move(options))) {}

Recorder::~Recorder() = default;

void Recorder::close(int exit_code) {
  impl_->close(exit_code);
}

bool Recorder::failed() const noexcept {
  return impl_->failed();
}

}  // namespace loopscope
