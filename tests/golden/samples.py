"""Runs the samples and compares what they print and record with what was approved.

usage: samples.py LOOPSCOPE golden NAME PROFILE     virtual time: output and timeline as approved
       samples.py LOOPSCOPE structure NAME PROFILE  real time: what must hold in every run
       samples.py LOOPSCOPE node NAME               the same lines as NAME.js on the machine's node
       samples.py LOOPSCOPE readme                  samples/README.md lists every sample, and the
                                                    timeline in README.md is what is printed
       samples.py LOOPSCOPE approve                 rewrites approved/ and samples/README.md
"""
import difflib
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

import structure

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent
README = ROOT / "samples" / "README.md"
PROFILES = ("modern", "classic")
SAME_IN_EVERY_RUN = ("ordering", "timeout-or-immediate", "microtasks", "starvation",
                     "nested-immediates", "unref", "closing", "why-alive", "startup")
SKIPPED = 77


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    if done.returncode != 0:
        sys.exit(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


def without_times(timeline):
    """Drops the two columns of times, and what differs from run to run or machine to machine."""
    lines = timeline.splitlines()
    header = next(line for line in lines if line.split() == ["at", "ms", "took"])
    events = [line[len(header) + 2:] for line in lines[lines.index(header) + 1:]]
    on_loop = [line.rstrip() for line in events if not line.startswith("[pool ")]
    text = "\n".join([lines[0], *on_loop])
    text = re.sub(r"(@\w+\.cpp):\d+", r"\1", text)
    return re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", text)


def recorded(loopscope, name, profile, *more):
    """Output, trace lines and timeline of one run, whose trace must be sound."""
    with tempfile.TemporaryDirectory() as folder:
        trace = f"{folder}/{name}.jsonl"
        output = run(loopscope, "sample", name, "--loop", profile, "-o", trace, *more)
        run(loopscope, "validate", trace)
        with open(trace, encoding="utf-8") as file:
            events = [json.loads(line) for line in file]
        return output, events, run(loopscope, "timeline", trace)


def golden_text(loopscope, name, profile):
    output, _, timeline = recorded(loopscope, name, profile, "--virtual-time")
    output = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:PORT", output)
    return f"{output}\n--- timeline\n{without_times(timeline)}\n"


def compare(approved, found, what):
    if approved == found:
        return
    sys.stdout.writelines(difflib.unified_diff(approved.splitlines(True), found.splitlines(True),
                                               "approved", "found"))
    sys.exit(f"{what} is not as approved. If it is right so: tests/golden/approve")


def approved_path(name, profile):
    return HERE / "approved" / f"{name}.{profile}.txt"


def golden(loopscope, name, profile):
    compare(approved_path(name, profile).read_text(), golden_text(loopscope, name, profile),
            f"sample {name} ({profile})")


def check_structure(loopscope, name, profile):
    output, events, _ = recorded(loopscope, name, profile)
    structure.check(name, output.splitlines(), events)


def node(loopscope, name):
    if shutil.which("node") is None:
        print("there is no node on this machine")
        sys.exit(SKIPPED)
    compare(run("node", str(HERE / f"{name}.js")), run(loopscope, "sample", name),
            f"what node prints for {name}")


def readme_text(loopscope):
    rows = [line.split(None, 1) for line in run(loopscope, "sample", "--list").splitlines()]
    table = "\n".join(f"| `{name}` | {lesson} |" for name, lesson in rows)
    head, tail = README.read_text().split("<!-- samples -->\n")[::2]
    return f"{head}<!-- samples -->\n| sample | what to see |\n|---|---|\n{table}\n<!-- samples -->\n{tail}"


def readme(loopscope):
    compare(README.read_text(), readme_text(loopscope), "samples/README.md")
    _, shown, _ = (ROOT / "README.md").read_text().split("<!-- timeline -->\n")
    shown = shown.removeprefix("```text\n").removesuffix("```\n")
    compare(without_times(shown), without_times(recorded(loopscope, "ordering", "modern")[2]),
            "the timeline in README.md, for which there is ./dev images,")


def approve(loopscope):
    README.write_text(readme_text(loopscope))
    for name in SAME_IN_EVERY_RUN:
        for profile in PROFILES:
            approved_path(name, profile).write_text(golden_text(loopscope, name, profile))


VERBS = {"golden": golden, "structure": check_structure, "node": node, "readme": readme,
         "approve": approve}

if __name__ == "__main__":
    if len(sys.argv) < 3 or sys.argv[2] not in VERBS:
        sys.exit(__doc__)
    VERBS[sys.argv[2]](sys.argv[1], *sys.argv[3:])
