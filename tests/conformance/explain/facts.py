"""What a step of an explanation claims, checked against the raw lines of its trace."""


def drained(run):
    return run.queue in ("tick", "microtask")


def is_ancestor(first, then):
    """By who queued whom, and who wrote what another one read."""
    todo, seen = [then], set()
    while todo:
        run = todo.pop()
        for above in (run.parent, *run.causes):
            if above is first:
                return True
            if above is not None and above.begin > first.begin and above not in seen:
                seen.add(above)
                todo.append(above)
    return False


def sync(trace, first, then):
    return first is then or (first.begin < then.begin and (first.end is None or then.end <= first.end))


def causal(trace, first, then):
    return is_ancestor(first, then)


def waited(run, event):
    return run.queued_at < event < run.begin or run.begin == event


def tick_first(trace, first, then):
    return first.queue == "tick" and then.queue == "microtask" and waited(then, first.begin)


def microtask_first(trace, first, then):
    return first.queue == "microtask" and then.queue == "tick" and waited(then, first.begin)


def module_first(trace, first, then):
    return microtask_first(trace, first, then) and then.parent.queue == "main" and then.parent.outer is not None


def drain_before(trace, first, then):
    return trace.host(first) is not trace.host(then) and trace.host(first).begin < trace.host(then).begin


def fifo(trace, first, then):
    if first.task == then.task:
        return first.begin < then.begin
    return first.queue == then.queue and first.queued_at < then.queued_at


def phase_order(trace, first, then):
    if first.queue == "main" or then.queue == "main":
        return first.begin < then.begin
    one, other = trace.phase_of[first.begin], trace.phase_of[then.begin]
    return one is not None and other is not None and one[0] < other[0] and \
        one[1] == {"check": "check", "close": "close", "pending": "pending"}[first.queue]


def close_phase(trace, first, then):
    if then.queue != "close":
        return phase_order(trace, first, then)
    return first.queue == "close" and first.queued_at > then.queued_at


def queued_later(trace, first, then):
    return then.queued_at > first.begin or not is_ancestor(first, then)


def timers(trace, first, then):
    return first.queue == then.queue == "timer"


def timer_list(trace, first, then):
    return timers(trace, first, then) and first.queued_at < then.queued_at


def neither_waits(trace, first, then):
    return not is_ancestor(first, then) and not is_ancestor(then, first)


CHECKS = {
    "sync": sync, "causal": causal, "tick-before-microtask": tick_first, "tick-drain": tick_first,
    "microtask-drain": microtask_first, "esm-main-is-microtask": module_first,
    "drain-before-next-callback": drain_before, "fifo": fifo, "phase-order": phase_order,
    "close-phase": close_phase, "next-turn": queued_later, "timer-due": timers, "timer-list": timer_list,
    "timer-not-due-yet": neither_waits, "io-readiness": neither_waits, "pool-completion": neither_waits,
}


def wrong_steps(trace, steps):
    """The claims that the trace does not bear out."""
    for rule, first, then in steps:
        one, other = trace.runs.get(first), trace.runs.get(then)
        if one is None or other is None or one.begin > other.begin or not CHECKS[rule](trace, one, other):
            yield rule, first, then
