#include "samples/sample.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "tracer/format/error.hpp"
#include "tracer/format/merge.hpp"
#include "tracer/record/recorder.hpp"

namespace loopscope {

void SampleContext::log(Probe& probe, std::string_view line) const {
  {
    const std::lock_guard lock(out_mutex_);
    out() << line << '\n' << std::flush;
  }
  probe.log(Stream::out, line);
}

void SampleContext::work_ms(std::uint64_t duration_ms) const {
  const std::uint64_t end_ns = clock_.now_ns() + duration_ms * Loop::ns_per_ms;
  if (clock_.is_virtual()) clock_.advance_to_ns(end_ns);
  while (clock_.now_ns() < end_ns) {
  }
}

std::ostream& SampleContext::out() const {
  if (options_.out != nullptr) return *options_.out;
  return options_.trace == "-" || options_.trace == "/dev/stdout" ? std::cerr : std::cout;
}

namespace {

/// The traces of the processes of one run, until they are merged.
class PartFiles {
 public:
  PartFiles() {
    std::string name = (std::filesystem::temp_directory_path() / "loopscope-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
      throw TraceError(fmt::format("cannot make the folder {} for the traces of the processes: {}",
                                   name, std::system_category().message(errno)));
    folder_ = name;
  }
  PartFiles(const PartFiles&) = delete;
  PartFiles& operator=(const PartFiles&) = delete;
  ~PartFiles() {
    std::error_code ignored;  // what is left in a temporary folder harms nobody
    std::filesystem::remove_all(folder_, ignored);
  }
  std::string add() {
    return paths_.emplace_back((folder_ / fmt::format("{}.jsonl", paths_.size())).string());
  }
  void merge_into(const std::string& trace) const {
    merge_traces(
        paths_, trace,
        {.on_problem = [](const std::string& file, std::uint64_t line, std::string_view reason) {
          throw TraceError(fmt::format("{}:{}: {}", file, line, reason));
        }});
  }

 private:
  std::filesystem::path folder_;
  std::vector<std::string> paths_;
};

RecorderOptions recorder_options(std::string_view process, const Sample& sample,
                                 const SampleOptions& options) {
  RecorderOptions result;
  result.header.profile = options.profile == Profile::classic ? "classic" : "modern";
  result.header.process = process;
  result.header.argv = {"loopscope", "sample", std::string(sample.name)};
  return result;
}

/// One process of a sample that runs: the first one, or a child.
class RunningSample final : public SampleContext {
 public:
  RunningSample(const Sample& sample, const SampleOptions& options, Clock& clock, Session* session,
                PartFiles* parts) noexcept
      : SampleContext(options, clock, session), sample_(sample), parts_(parts) {}

  pid_t fork_child(std::string_view name, ChildBody body) override {
    const std::string trace = parts_ != nullptr ? parts_->add() : std::string();
    const pid_t pid = ::fork();
    if (pid < 0) throw std::system_error(errno, std::system_category(), "fork");
    if (pid == 0) run_child(name, trace, body);
    return pid;
  }

 private:
  // The parent's streams, recorder and temporary files are not the child's to flush or remove.
  [[noreturn]] void run_child(std::string_view name, const std::string& trace,
                              ChildBody& body) noexcept {
    int exit_code = 1;
    try {
      Session session(clock());
      std::optional<Recorder> recorder;
      if (!trace.empty())
        recorder.emplace(session, trace, recorder_options(name, sample_, options()));
      RunningSample child(sample_, options(), clock(), recorder ? &session : nullptr, nullptr);
      exit_code = body(child);
      if (recorder) recorder->close(exit_code);
    } catch (const std::exception& error) {
      std::fputs(
          fmt::format("loopscope: process {} of sample {}: {}\n", name, sample_.name, error.what())
              .c_str(),
          stderr);
    }
    ::_exit(exit_code);
  }

  const Sample& sample_;
  PartFiles* parts_;
};

}  // namespace

int run_sample(const Sample& sample, const SampleOptions& options) {
  Clock clock(options.virtual_time ? Clock::Source::virtual_time : Clock::Source::tsc);
  Session session(clock);
  std::optional<PartFiles> parts;
  std::optional<Recorder> recorder;
  std::string lost;  // why recording ended early
  const bool recorded = !options.trace.empty();
  if (recorded && sample.forks) parts.emplace();
  if (recorded) {
    RecorderOptions recording = recorder_options(sample.name, sample, options);
    if (options.trace != "-")  // whose reader may go when it has seen enough
      recording.on_error = [&lost](std::string_view sentence) { lost = sentence; };
    recorder.emplace(session, parts ? parts->add() : options.trace, std::move(recording));
  }
  RunningSample context(sample, options, clock, recorded ? &session : nullptr,
                        parts ? &*parts : nullptr);
  const int exit_code = sample.run(context);
  if (recorder) recorder->close(exit_code);
  if (!lost.empty()) throw TraceWriteError(lost);
  if (parts) parts->merge_into(options.trace);
  return exit_code;
}

}  // namespace loopscope
