"""Runs every puzzle with `loopscope run`, recorded and not, and with node: the same standard output, the
same exit code.

usage: js_puzzles.py LOOPSCOPE NODE PROFILE PUZZLE...

A puzzle that differs is run again, because some wait for real time and the machine may be busy; one
that differs three times in a row has failed.
"""
import concurrent.futures
import difflib
import os
import subprocess
import sys

ATTEMPTS = 3
SECONDS = 60


def outcome(command):
    environment = {**os.environ, "NODE_OPTIONS": ""}
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, env=environment,
                              stdin=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired:
        return f"did not end within {SECONDS} s", "", ""
    return (f"exit code {done.returncode}", done.stdout.decode(errors="replace"),
            done.stderr.decode(errors="replace"))


def difference(loopscope, node, profile, puzzle):
    """What is different, or "". Recorded, timers and immediates wait in the reactor's own queues; else in
    those of Node's library."""
    return next(filter(None, (difference_of([loopscope, "run", "--loop", profile, *recording], node, puzzle)
                              for recording in (["-o", os.devnull], []))), "")


def difference_of(loopscope, node, puzzle):
    for _ in range(ATTEMPTS):
        wanted = outcome([node, puzzle])
        got = outcome([*loopscope, puzzle])
        if wanted[:2] == got[:2]:
            return ""
    lines = difflib.unified_diff("\n".join(wanted[:2]).split("\n"), "\n".join(got[:2]).split("\n"),
                                 "node", "loopscope", lineterm="")
    return "\n".join([puzzle, *lines, "loopscope's standard error:", got[2]])


def main(loopscope, node, profile, *puzzles):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        found = list(pool.map(lambda puzzle: difference(loopscope, node, profile, puzzle), puzzles))
    failures = [text for text in found if text]
    for text in failures:
        print(text)
    print(f"{len(puzzles) - len(failures)} of {len(puzzles)} puzzles print what {node} prints")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
