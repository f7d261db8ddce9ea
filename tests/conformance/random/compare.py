"""Runs random programs with `loopscope run` and with node: the same standard output, the same exit code.

usage: compare.py LOOPSCOPE NODE PROFILE VIRTUAL_CLOCK [FIRST_SEED] [PROGRAMS]

Both run under virtual time: node by the library VIRTUAL_CLOCK, which is preloaded. Programs that leave
their process as it was run several to a process. Every second process is recorded, because then other
queues serve timers and immediates. LOOPSCOPE_RANDOM_PROGRAMS says how many programs, where the last
argument does not. A program that differs is printed, with its seed.
"""
import concurrent.futures
import difflib
import os
import pathlib
import subprocess
import sys
import tempfile

from program import Program

PROGRAMS = 200
A_PROCESS = 8
SECONDS = 20
UNDECIDED = 0.02  # of the programs, at most
# Each begins where nothing of the one before is left.
DRIVER = """\
'use strict';
const programs = process.argv.slice(2);
function next() {
  if (programs.length === 0) return;
  console.log(`--- ${programs.length}`);
  process.once('beforeExit', next);
  require(programs.shift());
}
next();
"""


class Runner:
    def __init__(self, loopscope, node, profile, clock, directory):
        self.loopscope = [loopscope, "run", "--virtual-time", "--loop", profile]
        self.node = [node]
        self.clock = clock
        self.directory = pathlib.Path(directory)
        self.undecided = []
        self.driver = self.write("driver.js", DRIVER)

    def write(self, name, text):
        path = self.directory / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def outcome(self, command, **environment):
        try:
            done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False,
                                  stdin=subprocess.DEVNULL,
                                  env={**os.environ, "NODE_OPTIONS": "", **environment})
        except subprocess.TimeoutExpired:
            return f"did not end within {SECONDS} s", "", ""
        return (f"exit code {done.returncode}", done.stdout.decode(errors="replace"),
                done.stderr.decode(errors="replace"))

    def run_recorded(self, files):
        with tempfile.NamedTemporaryFile(suffix=".jsonl", dir=self.directory) as trace:
            return self.outcome([*self.loopscope, "-o", trace.name, *files])

    def difference(self, files, recorded):
        wanted = self.outcome([*self.node, *files], LD_PRELOAD=self.clock)
        got = self.run_recorded(files) if recorded else self.outcome([*self.loopscope, *files])
        if wanted[:2] == got[:2]:
            return ""
        if wanted[0].startswith("did not end") and len(files) == 1:
            # Virtual time stands still while node polls without waiting, where its count of immediates
            # went wrong; in real time a timer ends that.
            self.undecided.append(files[0])
            return ""
        lines = difflib.unified_diff("\n".join(wanted[:2]).split("\n"), "\n".join(got[:2]).split("\n"),
                                     "node", "loopscope", lineterm="")
        return "\n".join([*lines, "node's standard error:", wanted[2][:2000],
                          "loopscope's standard error:", got[2][:2000]])

    def check(self, programs):
        """What differs, program by program."""
        files = [self.write(f"{one.seed}.{'mjs' if one.is_module else 'js'}", one.text) for one in programs]
        recorded = programs[0].seed % 2 == 1
        if len(files) > 1 and not self.difference([self.driver, *files], recorded):
            return []
        found = [(one, self.difference([file], recorded)) for one, file in zip(programs, files)]
        found = [(one, text) for one, text in found if text]
        if not found and len(files) > 1:
            found = [(programs[0], "only behind one another: " +
                      self.difference([self.driver, *files], recorded))]
        return found


def groups(seeds, profile):
    plain = []
    for seed in seeds:
        # node 20 has a later V8 than libnode.
        program = Program(seed, delegates=profile == "classic")
        if not program.plain:
            yield [program]
            continue
        plain.append(program)
        if len(plain) == A_PROCESS:
            yield plain
            plain = []
    if plain:
        yield plain


def main(loopscope, node, profile, clock, first=1, count=os.environ.get("LOOPSCOPE_RANDOM_PROGRAMS", PROGRAMS)):
    seeds = range(int(first), int(first) + int(count))
    with tempfile.TemporaryDirectory() as directory:
        runner = Runner(loopscope, node, profile, clock, directory)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            found = [one for some in pool.map(runner.check, groups(seeds, profile)) for one in some]
    if runner.undecided:
        print(f"node did not end under virtual time: {sorted(map(os.path.basename, runner.undecided))}")
    for program, text in found:
        print(f"{'=' * 30} seed {program.seed}\n{program.text}\n{text}")
    print(f"{len(seeds) - len(found)} of {len(seeds)} random programs print what {node} prints; "
          f"different: {[program.seed for program, _ in found]}")
    return 1 if found or len(runner.undecided) > UNDECIDED * len(seeds) else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
