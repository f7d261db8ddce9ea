"""Holds the explainer's verdicts against the trace, and against other runs of the same program.

usage: oracle.py LOOPSCOPE VERDICTS NODE PROFILE SLOW_KERNEL PUZZLE|sample:NAME...

All puzzles, samples and some random programs are recorded. For each pair of the lines that a program printed
(a) there is a verdict, and what it cites stands in the trace: facts.py, which shares no code with it;
(b) the program is run again, recorded and with node, with random delays wherever it prints or queues something
(delays.js), and in what the main thread and the pool's threads ask the kernel for: sockets, files, names, waits
(SLOW_KERNEL, of slow_kernel.c, which is preloaded). Pairs that were called guaranteed or causal must not come in the
other order.

A line is the same in another run if the same chain of tasks led to it; with node, if it prints the same
lines and that one once. LOOPSCOPE_EXPLAIN_RUNS says how often each program runs again (1),
LOOPSCOPE_EXPLAIN_PROGRAMS how many random programs there are (12), LOOPSCOPE_EXPLAIN_SEED the first one's seed.
50 and 300 take more than an hour. LOOPSCOPE_EXPLAIN_RACES=1 prints what kinds of races never flipped.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(HERE), str(HERE.parent / "random")]
from facts import wrong_steps  # noqa: E402
from programs import random_programs  # noqa: E402
from races import Races  # noqa: E402
from raw_trace import RawTrace  # noqa: E402

RUNS = int(os.environ.get("LOOPSCOPE_EXPLAIN_RUNS", "1"))
PROGRAMS = int(os.environ.get("LOOPSCOPE_EXPLAIN_PROGRAMS", "12"))
FIRST_SEED = int(os.environ.get("LOOPSCOPE_EXPLAIN_SEED", "1"))
MAX_LINES = "120"
SECONDS = 60
SHOWN = 5
AT_ONCE = 2 * os.cpu_count()  # they sleep most of the time
FORCED = ("guaranteed", "causal")


def run(command, **environment):
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, stdin=subprocess.DEVNULL,
                              env={**os.environ, "NODE_OPTIONS": "", **environment})
        return done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired:
        return ""


class Judge:
    def __init__(self, loopscope, verdicts, node, profile, slow_kernel, directory):
        self.loopscope, self.verdicts, self.node, self.profile = loopscope, verdicts, node, profile
        self.slow_kernel, self.directory = slow_kernel, pathlib.Path(directory)
        self.races = Races()

    def slowly(self, command, seed):
        return run(command, LD_PRELOAD=self.slow_kernel, LOOPSCOPE_SLOW_SEED=str(seed))

    def command(self, program, seed):
        """ES modules are no task of require(): they run as they are."""
        delayed = [str(HERE / "delays.js"), str(seed)] if program.endswith(".js") else []
        return [*delayed, program]

    def record(self, program, seed):
        path = self.directory / f"{pathlib.Path(program).name}.{seed}.jsonl"
        common = ["--loop", self.profile, "-o", str(path)]
        if program.startswith("sample:"):
            self.slowly([self.loopscope, "sample", program[7:], *common], seed)
        else:
            self.slowly([self.loopscope, "run", *common, "--timeout", str(SECONDS * 900), "--no-embed-sources",
                         *self.command(program, seed)], seed)
        try:
            return path, RawTrace(path)
        except (OSError, ValueError, IndexError):
            return path, None

    def pairs(self, path):
        for line in run([self.verdicts, MAX_LINES, str(path)]).splitlines():
            yield json.loads(line)

    def judge(self, program, first_seed=0):
        counts, problems = collections.Counter(programs=1), []
        path, trace = self.record(program, first_seed)
        if trace is None:
            return counts, [f"{program}: it cannot be recorded"]
        pairs, groups = {}, {}
        for _, first, then, verdict, steps in self.pairs(path):
            counts.update({"pairs": 1, verdict: 1, "steps": len(steps)})
            if first not in trace.lines or then not in trace.lines:  # on a thread of its own
                if verdict != "unknown":
                    problems.append(f"{program}: {verdict}, across threads: events {first} and {then}")
                continue
            pairs[first, then] = verdict
            if verdict == "race":
                groups[first, then] = Races.group(trace, steps)
            if verdict != "unknown" and not steps:
                problems.append(f"{program}: no rule for {trace.lines[first]} and {trace.lines[then]}")
            for rule, one, other in wrong_steps(trace, steps):
                problems.append(f"{program}: {rule} does not hold for {one} and {other}, in the answer about "
                                f"{trace.lines[first]} and {trace.lines[then]}: {steps}")
        if not pairs and len(trace.lines) > 1:
            problems.append(f"{program}: no verdicts")
        flipped = set()
        for seed in range(1, RUNS + 1):
            self.run_again(program, seed, trace, pairs, counts, problems, flipped)
        counts["flipped"] = len(flipped)
        counts["races that flipped"] = sum(pairs[pair] == "race" for pair in flipped)
        for (first, then), group in groups.items():
            texts = f"{pathlib.Path(program).name}: {trace.lines[first][1]!r}, {trace.lines[then][1]!r}"
            self.races.add(group, (first, then) in flipped, texts)
        path.unlink(missing_ok=True)
        return counts, problems

    def run_again(self, program, seed, trace, pairs, counts, problems, flipped):
        again_path, again = self.record(program, seed)
        again_path.unlink(missing_ok=True)
        if again is not None:
            counts["runs again"] += 1
            places = again.identities()
            known = {event: places.get(identity) for event, identity in trace.lines.items()}
            self.compare(f"{program}, seed {seed}", trace, known, pairs, counts, problems, flipped)
        if program.startswith("sample:"):
            return
        printed = self.slowly([self.node, *self.command(program, seed)], seed).splitlines()
        texts = [text for _, text in trace.lines.values()]
        shares_nothing = pathlib.Path(program).name.startswith(("callbacks", "sockets"))
        if not shares_nothing and sorted(printed) != sorted(texts):
            return
        counts["runs with node"] += 1
        known = {event: printed.index(text) for event, (_, text) in trace.lines.items()
                 if texts.count(text) == 1 == printed.count(text)}
        self.compare(f"{program}, seed {seed}, node", trace, known, pairs, counts, problems, flipped)

    @staticmethod
    def compare(what, trace, places, pairs, counts, problems, flipped):
        for (first, then), verdict in pairs.items():
            one, other = places.get(first), places.get(then)
            if one is None or other is None:
                continue
            counts["pairs compared"] += 1
            if one < other:
                continue
            flipped.add((first, then))
            if verdict in FORCED:
                problems.append(f"{what}: {verdict}, but flipped: {trace.lines[first][1]!r} (event {first}) and "
                                f"{trace.lines[then][1]!r} (event {then})")


def main(loopscope, verdicts, node, profile, slow_kernel, *puzzles):
    if not pathlib.Path(slow_kernel).is_file():  # the dynamic linker would go on without it
        sys.exit(f"There is no {slow_kernel}: build it with `ninja slow_kernel`.")
    with tempfile.TemporaryDirectory() as directory:
        judge = Judge(loopscope, verdicts, node, profile, slow_kernel, directory)
        programs = [(puzzle, 0) for puzzle in puzzles]
        programs += random_programs(directory, range(FIRST_SEED, FIRST_SEED + PROGRAMS))
        with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
            results = list(pool.map(lambda one: judge.judge(*one), programs))
    total, problems = collections.Counter(), []
    for counts, found in results:
        total += counts
        problems += found
        for problem in found[:SHOWN]:
            print(problem)
        if len(found) > SHOWN:
            print(f"  ... and {len(found) - SHOWN} more of this program")
    if os.environ.get("LOOPSCOPE_EXPLAIN_RACES"):
        print(judge.races)
    print(", ".join(f"{total[key]} {key}" for key in total))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
