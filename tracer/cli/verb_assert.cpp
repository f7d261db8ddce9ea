// loopscope assert: whether a run kept to an order file, for CI.
#include <fmt/format.h>
#include <unistd.h>

#include <cctype>
#include <memory>

#include "tracer/cli/assert_report.hpp"
#include "tracer/cli/chosen_moment.hpp"
#include "tracer/cli/loaded_trace.hpp"
#include "tracer/cli/output.hpp"
#include "tracer/cli/terminal.hpp"
#include "tracer/cli/verbs.hpp"
#include "tracer/format/byte_source.hpp"

namespace loopscope {
namespace {

struct AssertArguments {
  std::string trace;
  std::string order;
  bool json = false;
};

std::string read_order(const std::string& path) {
  constexpr std::size_t max_bytes = std::size_t{1} << 20U;
  const std::unique_ptr<ByteSource> source = open_source(path);
  std::string text(max_bytes + 1, '\0');
  std::size_t size = 0;
  while (size < text.size()) {
    const std::size_t read = source->read({text.data() + size, text.size() - size});
    if (read == 0) break;
    size += read;
  }
  if (size > max_bytes)
    throw TraceError(fmt::format("{} is longer than 1 MiB. Is it an order file?", path));
  text.resize(size);
  return text;
}

ClaimAnswer unknown_moment(MomentChoice choice) {
  choice.problem.front() =
      static_cast<char>(std::toupper(static_cast<unsigned char>(choice.problem.front())));
  ClaimAnswer answer;
  answer.reason = std::move(choice.problem);
  answer.more = std::move(choice.listed);
  return answer;
}

ClaimAnswer check(Explainer& explainer, const OrderClaim& claim) {
  if (claim.a.empty()) return check_limit(explainer, claim);
  MomentChoice a = choose_moment(explainer.runs(), claim.a);
  if (!a.moment) return unknown_moment(std::move(a));
  MomentChoice b = choose_moment(explainer.runs(), claim.b);
  if (!b.moment) return unknown_moment(std::move(b));
  return check_pair(explainer, claim.kind, *a.moment, *b.moment);
}

ExitCode run_assert(const AssertArguments& arguments) {
  const std::vector<OrderClaim> claims =
      parse_claims(read_order(arguments.order), shown_name(arguments.order));
  const LoadedTrace loaded(arguments.trace, "Loading");
  Explainer explainer(loaded.trace());
  std::vector<CheckedClaim> checked;
  bool all_hold = true;
  for (const OrderClaim& claim : claims) {
    checked.push_back({claim, check(explainer, claim)});
    all_hold = all_hold && checked.back().answer.holds;
  }
  const std::string gaps = gaps_of(loaded.trace());
  Output output(STDOUT_FILENO);
  output.write(arguments.json ? assert_json(explainer.runs(), checked, gaps)
                              : assert_text(checked, gaps, wants_colour(STDOUT_FILENO)));
  output.flush();
  return all_hold ? ExitCode::ok : ExitCode::findings;
}

}  // namespace

void add_assert_verb(CLI::App& app, ExitCode& exit_code) {
  auto arguments = std::make_shared<AssertArguments>();
  CLI::App* verb = app.add_subcommand(
      "assert", "Check that a run kept to an order file, and explain each line that fails");
  verb->add_option("trace", arguments->trace, "The trace (T.jsonl, T.jsonl.zst or -)")->required();
  verb->add_option("order", arguments->order, "The order file: one claim a line")->required();
  verb->add_flag("--json", arguments->json, "One JSON document");
  verb->footer(
      "Claims, one a line; what follows a # and a blank is a comment:\n"
      "  A before B\n"
      "  A directly after B\n"
      "  no tick chain longer than N\n"
      "  no microtask chain longer than N\n"
      "  no callback over N ms\n"
      "  exits\n"
      "A and B are named as for `loopscope why`, in quotes where they could be misread.\n\n"
      "Example:\n"
      "  printf '\"tick\" before \"promise\"\\nexits\\n' > ORDER.txt\n"
      "  loopscope assert T.jsonl ORDER.txt");
  verb->callback([arguments, &exit_code] { exit_code = run_assert(*arguments); });
}

}  // namespace loopscope
