#include "tracer/cli/trace_input.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <filesystem>
#include <system_error>
#include <utility>

#include "tracer/cli/terminal.hpp"

namespace loopscope {
namespace {

constexpr std::uint64_t shown_problems = 20;

}  // namespace

void ProblemPrinter::operator()(std::uint64_t line, std::string_view reason) const {
  ++count_;
  if (count_ <= shown_problems)
    print_error(fmt::format("loopscope: {}:{}: {}\n", printable(path_), line, printable(reason)));
  else if (count_ == shown_problems + 1)
    print_error(fmt::format("loopscope: {}: more such lines; `loopscope validate` counts them.\n",
                            printable(path_)));
}

void require_other_file(const std::string& trace, const std::string& output) {
  std::error_code none;  // files that are not there are not the same
  if (std::filesystem::equivalent(trace, output, none))
    throw TraceError(
        fmt::format("{} is the trace itself. Choose another output with -o.", printable(output)));
}

TraceInput::TraceInput(const std::string& path, std::string what)
    : path_(path),
      what_(std::move(what)),
      reader_(path,
              ReadOptions{.threads = 2, .follow = false, .on_problem = ProblemPrinter(path)}) {}

void TraceInput::read(const std::function<void(const TraceEvent&)>& take) {
  constexpr std::uint64_t events_between = 1U << 14U;
  Progress progress(what_);
  std::uint64_t count = 0;
  while (const TraceEvent* event = reader_.next()) {
    take(*event);
    if (!what_.empty() && ++count % events_between == 0) progress.show(reader_.progress());
  }
}

}  // namespace loopscope
