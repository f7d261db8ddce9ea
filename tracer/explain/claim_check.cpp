#include "tracer/explain/claim_check.hpp"

#include <fmt/format.h>

#include <unordered_map>

#include "tracer/explain/alive.hpp"
#include "tracer/explain/lint.hpp"
#include "tracer/model/time_text.hpp"

namespace loopscope {
namespace {

constexpr std::size_t max_shown = 10;

// --- pairs ---------------------------------------------------------------------------------------

struct Between {
  std::optional<Moment> first;
  std::uint64_t count = 0;
};

bool is_line(const Trace& trace, const Moment& moment) {
  return trace[moment.event].kind() == Event::log;
}

Between lines_between(Runs& runs, std::uint32_t from, std::uint32_t to) {
  const auto& logs = runs.trace().logs();
  Between between;
  const std::size_t first =
      partition_point(0, logs.size(), [&](std::size_t i) { return logs[i] > from; });
  for (std::size_t i = first; i < logs.size() && logs[i] < to; ++i, ++between.count)
    if (!between.first) between.first = moment_at(runs, logs[i]);
  return between;
}

// But those within which the later one happened.
Between tasks_between(Runs& runs, std::uint32_t from, std::uint32_t to) {
  const Trace& trace = runs.trace();
  Between between;
  for (std::uint32_t i = from + 1; i < to; ++i) {
    const bool began = trace[i].kind() == Event::task_begin && trace[i].lane == trace[to].lane;
    if (!began || runs.holds(i, to)) continue;
    if (!between.first) between.first = moment_at(runs, i);
    ++between.count;
  }
  return between;
}

ClaimAnswer check_directly(Explainer& explainer, const Moment& a, const Moment& b) {
  Runs& runs = explainer.runs();
  const bool lines = is_line(runs.trace(), a) && is_line(runs.trace(), b);
  const Between between =
      lines ? lines_between(runs, b.event, a.event) : tasks_between(runs, b.event, a.event);
  ClaimAnswer answer;
  answer.holds = !between.first;
  answer.why = explainer.why(between.first.value_or(b), a);
  answer.by_chance = answer.holds && answer.why->verdict == Verdict::race;
  if (!answer.holds)
    answer.reason = fmt::format(
        "{} came between{}.", label_of(runs, *between.first),
        between.count == 1 ? std::string() : fmt::format(", and {} more", between.count - 1));
  return answer;
}

// --- limits --------------------------------------------------------------------------------------

Moment run_moment(Run run) {
  return {.event = run, .run = run};
}

ClaimAnswer check_chain(Explainer& explainer, std::uint64_t limit, Queue queue) {
  const TaskChain chain = longest_chain(explainer.runs().trace(), queue);
  ClaimAnswer answer;
  answer.holds = chain.length <= limit;
  if (answer.holds) return answer;
  Runs& runs = explainer.runs();
  const std::string place = runs.place(chain.last);
  answer.reason = fmt::format("A chain of {} {}s ran, from {} to {}{}.", chain.length,
                              queue == Queue::tick ? "tick" : "microtask",
                              label_of(runs, chain.first), label_of(runs, chain.last),
                              place.empty() ? "" : fmt::format(", queued at {}", place));
  if (chain.first != chain.last)
    answer.why = explainer.why(run_moment(chain.first), run_moment(chain.last));
  return answer;
}

ClaimAnswer check_callbacks(const Trace& trace, std::int64_t limit_ns) {
  const LintReport report = lint(trace, {.callback_ns = limit_ns});
  const std::uint64_t count = report.counts[static_cast<std::size_t>(Lint::slow_callback)];
  ClaimAnswer answer;
  answer.holds = count == 0;
  if (answer.holds) return answer;
  answer.reason = fmt::format("{} ran for longer than {}.",
                              count == 1 ? "One callback" : fmt::format("{} callbacks", count),
                              duration_text(limit_ns));
  for (const LintFinding& finding : report.findings)
    if (finding.lint == Lint::slow_callback && answer.more.size() < max_shown)
      answer.more.push_back(fmt::format("Step {}: {}", finding.event + 1, finding.what));
  return answer;
}

std::string alive_text(const AliveThing& thing) {
  std::string text = fmt::format("{} {} keeps it alive: {}", thing.kind, thing.name, thing.state);
  if (!thing.by.empty()) text += fmt::format(", since {}", thing.by);
  if (!thing.place.empty()) text += fmt::format(" at {}", thing.place);
  return text + ".";
}

bool is_closed(const Trace& trace) {
  return trace.size() > 0 && trace[trace.size() - 1].kind() == Event::end;
}

// `loopscope run --timeout` stops a program with that status, while something keeps it alive.
bool was_stopped(const Trace& trace) {
  constexpr std::int64_t timed_out = 124;
  if (trace[trace.size() - 1].value != timed_out) return false;
  for (std::uint32_t i = trace.size(); i-- > 0;)
    if (trace[i].kind() == Event::stop) return trace[i].as<AliveReason>() != AliveReason::none;
  return true;
}

ClaimAnswer check_exit(const Trace& trace) {
  ClaimAnswer answer;
  if (!is_closed(trace))
    answer.reason = "The trace does not show the program's end: the recording was cut off.";
  else if (was_stopped(trace))
    answer.reason = "The program did not end by itself: it was stopped (--timeout, status 124).";
  answer.holds = answer.reason.empty();
  if (answer.holds) return answer;
  for (const AliveThing& thing : alive_at(trace, trace.size()))
    if (answer.more.size() < max_shown) answer.more.push_back(alive_text(thing));
  return answer;
}

}  // namespace

ClaimAnswer check_pair(Explainer& explainer, OrderClaim::Kind kind, const Moment& a,
                       const Moment& b) {
  const Trace& trace = explainer.runs().trace();
  const bool wants_a_first = kind == OrderClaim::Kind::before;
  ClaimAnswer answer;
  if (a.event == b.event) {
    answer.reason = "A and B are the same.";
    return answer;
  }
  const bool ran = !never_began(trace, a) && !never_began(trace, b);
  const bool in_order = ran && (a.event < b.event) == wants_a_first;
  if (in_order && !wants_a_first) return check_directly(explainer, a, b);
  answer.why = explainer.why(a, b);
  answer.holds = in_order;
  answer.by_chance = in_order && answer.why->verdict == Verdict::race;
  if (!in_order) answer.reason = answer.why->sentence;
  return answer;
}

ClaimAnswer check_limit(Explainer& explainer, const OrderClaim& claim) {
  const Trace& trace = explainer.runs().trace();
  const auto count = static_cast<std::uint64_t>(claim.limit);
  switch (claim.kind) {
    case OrderClaim::Kind::tick_chain:
      return check_chain(explainer, count, Queue::tick);
    case OrderClaim::Kind::microtask_chain:
      return check_chain(explainer, count, Queue::microtask);
    case OrderClaim::Kind::callback_time:
      return check_callbacks(trace, claim.limit);
    default:
      return check_exit(trace);
  }
}

TaskChain longest_chain(const Trace& trace, Queue queue) {
  struct Link {
    std::uint64_t length = 1;
    Run first = no_index;
  };
  std::unordered_map<std::uint32_t, Link> links;  // by id, until the task has ended
  TaskChain longest;
  for (std::uint32_t i = 0; i < trace.size(); ++i) {
    const PackedEvent& event = trace[i];
    const Event kind = event.kind();
    if (kind == Event::task_queue && event.queue() == queue) {
      const auto by = links.find(event.by);
      links[event.id] = by == links.end() ? Link{} : Link{by->second.length + 1, by->second.first};
    } else if (kind == Event::task_end || kind == Event::task_cancel) {
      links.erase(event.id);
    } else if (kind == Event::task_begin) {
      const auto found = links.find(event.id);
      if (found == links.end()) continue;
      if (found->second.first == no_index) found->second.first = i;
      if (found->second.length > longest.length)
        longest = {found->second.length, found->second.first, i};
    }
  }
  return longest;
}

std::string gaps_of(const Trace& trace) {
  if (!is_closed(trace)) return "The recording was cut off. What came later is not known.";
  const Details* end = trace.details(trace[trace.size() - 1]);
  if (end == nullptr || end->b == 0) return {};
  return fmt::format("{} records were lost. What they said is not known.", end->b);
}

}  // namespace loopscope
