// The verdicts on all pairs of lines that a trace's program printed, for oracle.py.
//
// usage: explain_verdicts MAX_LINES TRACE...
//
// For each pair one line of JSON: the trace's number from 0, the two lines' events (from 0, without
// definitions and sources), the verdict, and each step as [rule, first's begin, then's begin].
#include <cstdio>
#include <cstdlib>

#include "tracer/explain/why.hpp"
#include "tracer/model/trace_loader.hpp"

using namespace loopscope;

namespace {

void print(int number, const Moment& first, const Moment& then, const OrderAnswer& answer) {
  std::printf("[%d,%u,%u,\"%s\",[", number, first.event, then.event, id_of(answer.verdict).data());
  const char* comma = "";
  for (const OrderStep& step : answer.steps) {
    std::printf("%s[\"%s\",%u,%u]", comma, id_of(step.rule).data(), step.first, step.then);
    comma = ",";
  }
  std::printf("]]\n");
}

void judge(int number, const char* path, std::size_t max_lines) {
  TraceLoader loader(path);
  while (loader.fetch()) loader.append();
  loader.trace().finish();
  const Trace& trace = loader.trace();
  Explainer explainer(trace);
  std::vector<Moment> lines;
  for (std::size_t i = 0; i < trace.logs().size() && lines.size() < max_lines; ++i)
    lines.push_back(moment_at(explainer.runs(), trace.logs()[i]));
  for (std::size_t i = 0; i < lines.size(); ++i)
    for (std::size_t j = i + 1; j < lines.size(); ++j)
      print(number, lines[i], lines[j], explainer.verdict(lines[i], lines[j]));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  for (int i = 2; i < argc; ++i)
    judge(i - 2, argv[i], static_cast<std::size_t>(std::atoi(argv[1])));
  return 0;
}
