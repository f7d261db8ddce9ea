"""Holds the explainer's verdicts against the trace, and against other runs of the same program.

usage: oracle.py LOOPSCOPE VERDICTS NODE PROFILE PUZZLE...

All puzzles and some random programs are recorded. For each pair of the lines that a program printed
(a) there is a verdict, and what it cites stands in the trace: facts.py, which shares no code with it;
(b) the program is run again with random delays wherever it prints or queues something (delays.js),
recorded and with node. Pairs that were called guaranteed or causal must not come in the other order.

A line is the same in another run if the same chain of tasks led to it; with node, if it prints the same
lines and that one once. LOOPSCOPE_EXPLAIN_RUNS says how often each program runs again (1; 50 takes more than an hour),
LOOPSCOPE_EXPLAIN_PROGRAMS how many random programs there are (8).
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
from callbacks import Callbacks  # noqa: E402
from facts import wrong_steps  # noqa: E402
from program import Program  # noqa: E402
from raw_trace import RawTrace  # noqa: E402

RUNS = int(os.environ.get("LOOPSCOPE_EXPLAIN_RUNS", "1"))
PROGRAMS = int(os.environ.get("LOOPSCOPE_EXPLAIN_PROGRAMS", "8"))
FIRST_SEED = int(os.environ.get("LOOPSCOPE_EXPLAIN_SEED", "1"))
MAX_LINES = "120"
SECONDS = 60
SHOWN = 5
FORCED = ("guaranteed", "causal")


def run(command):
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False,
                              stdin=subprocess.DEVNULL, env={**os.environ, "NODE_OPTIONS": ""})
        return done.stdout.decode(errors="replace")
    except subprocess.TimeoutExpired:
        return ""


class Judge:
    def __init__(self, loopscope, verdicts, node, profile, directory):
        self.loopscope, self.verdicts, self.node, self.profile = loopscope, verdicts, node, profile
        self.directory = pathlib.Path(directory)

    def command(self, program, seed):
        """ES modules are no task of require(): they run as they are."""
        delayed = [str(HERE / "delays.js"), str(seed)] if program.endswith(".js") else []
        return [*delayed, program]

    def record(self, program, seed):
        path = self.directory / f"{pathlib.Path(program).name}.{seed}.jsonl"
        run([self.loopscope, "run", "--loop", self.profile, "--timeout", str(SECONDS * 900),
             "--no-embed-sources", "-o", str(path), *self.command(program, seed)])
        try:
            return path, RawTrace(path)
        except (OSError, ValueError, IndexError):
            return path, None

    def pairs(self, path):
        for line in run([self.verdicts, MAX_LINES, str(path)]).splitlines():
            yield json.loads(line)

    def judge(self, program):
        counts, problems = collections.Counter(programs=1), []
        path, trace = self.record(program, 0)
        if trace is None:
            return counts, [f"{program}: it cannot be recorded"]
        pairs = {}
        for _, first, then, verdict, steps in self.pairs(path):
            pairs[first, then] = verdict
            counts["pairs"] += 1
            counts[verdict] += 1
            counts["steps"] += len(steps)
            if verdict != "unknown" and not steps:
                problems.append(f"{program}: no rule for {trace.lines[first]} and {trace.lines[then]}")
            for rule, one, other in wrong_steps(trace, steps):
                problems.append(f"{program}: {rule} does not hold for {one} and {other}, in the answer about "
                                f"{trace.lines[first]} and {trace.lines[then]}: {steps}")
        flipped = set()
        for seed in range(1, RUNS + 1):
            self.run_again(program, seed, trace, pairs, counts, problems, flipped)
        counts["flipped"] = len(flipped)
        counts["races that flipped"] = sum(pairs[pair] == "race" for pair in flipped)
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
        printed = run([self.node, *self.command(program, seed)]).splitlines()
        texts = [text for _, text in trace.lines.values()]
        if sorted(printed) != sorted(texts):
            return
        counts["runs with node"] += 1
        known = {event: printed.index(text) for event, (_, text) in trace.lines.items() if texts.count(text) == 1}
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


def random_programs(directory):
    for seed in range(FIRST_SEED, FIRST_SEED + PROGRAMS):
        kind = Callbacks if seed % 4 else Program
        program = kind(seed, delegates=False) if kind is Program else kind(seed)
        name = f"{kind.__name__.lower()}{seed}.{'mjs' if getattr(program, 'is_module', False) else 'js'}"
        path = pathlib.Path(directory, name)
        path.write_text(program.text, encoding="utf-8")
        yield str(path)


def main(loopscope, verdicts, node, profile, *puzzles):
    with tempfile.TemporaryDirectory() as directory:
        judge = Judge(loopscope, verdicts, node, profile, directory)
        programs = [*puzzles, *random_programs(directory)]
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            results = list(pool.map(judge.judge, programs))
    total, problems = collections.Counter(), []
    for counts, found in results:
        total += counts
        problems += found
        for problem in found[:SHOWN]:
            print(problem)
        if len(found) > SHOWN:
            print(f"  ... and {len(found) - SHOWN} more of this program")
    print(", ".join(f"{total[key]} {key}" for key in total))
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
