"""Runs programs with `loopscope run -o TRACE` and checks that the trace tells what really happened.

usage: js_exactness.py LOOPSCOPE PROFILE PROGRAM...

For each program: the trace is sound and nothing was lost; the lines of output stand in the trace in the
order in which they came out; tasks begin in the order of what their callbacks printed. Where a callback
prints "[its name]" first, the task that runs is the one of that name. Of all tasks of the programs' own
code together at least 99 % say where they were queued, and no program changes by being recorded.
"""
import collections
import concurrent.futures
import json
import os
import pathlib
import re
import subprocess
import sys
import tempfile

SECONDS = 60
SHARE_WITH_LINES = 0.99
QUEUES = {"timer", "check", "tick", "microtask"}


def run(command):
    return subprocess.run(command, capture_output=True, timeout=SECONDS, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, "NODE_OPTIONS": ""})


class Trace:
    def __init__(self, path):
        lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        self.header, self.events = lines[0], lines[1:]
        self.names = {e["n"]: e["text"] for e in self.of("def") if e["kind"] == "name"}
        self.files = {e["n"]: e["text"] for e in self.of("def") if e["kind"] == "location"}
        self.tasks = {e["id"]: e for e in self.of("task.queue")}

    def of(self, kind):
        return [event for event in self.events if event["e"] == kind]

    def name(self, task):
        return self.names.get(self.tasks[task].get("name"), "")

    def of_program(self):
        """Tasks of the program's own code: those of Node's library have their places in it."""
        for task in self.tasks.values():
            place = self.files.get(task.get("fn", task.get("at")), "")
            if task["q"] in QUEUES and not place.startswith("node:"):
                yield task


def printed(trace):
    return [(event.get("task", 0), event["text"]) for event in trace.of("log") if event["s"] == "out"]


def order_problems(trace):
    """What is printed while a task runs is of that task: tasks begin in the order of their output."""
    running = []
    for event in trace.events:
        if event["e"] == "task.begin":
            running.append(event["id"])
        elif event["e"] == "task.end":
            if running.pop() != event["id"]:
                yield f"task {event['id']} ended while another one ran inside of it"
        elif event["e"] == "log" and event.get("task", 0) != (running or [0])[-1]:
            yield f"{event['text']!r} is said to be of task {event.get('task', 0)}, not {running[-1:]}"
    if running:
        yield f"tasks {running} never ended"


def name_problems(trace):
    for task, text in printed(trace):
        marked = re.match(r"\[(\w+)\]", text)
        if marked and task != 0 and trace.name(task) not in (marked[1], f"await in {marked[1]}"):
            yield f"{text!r} was printed in task {task}, {trace.name(task)!r}"


def problems(loopscope, program, path, plain, traced):
    trace = Trace(path)
    if (plain.returncode, plain.stdout) != (traced.returncode, traced.stdout):
        yield "recorded, it does not print what it prints unrecorded"
    checked = run([loopscope, "validate", path])
    if checked.returncode != 0:
        yield checked.stderr.decode() + checked.stdout.decode()
    if trace.header.get("fidelity") != "exact":
        yield "microtasks were not read from V8's queue"
    end = trace.events[-1]
    if end["e"] != "end" or end["dropped"] != 0 or end["exit"] != traced.returncode:
        yield f"the last line is {end}"
    text = traced.stdout.decode(errors="replace").rstrip("\n")
    if text.split("\n") != [line for _, line in printed(trace)] and text:
        yield "its output stands in another order in the trace"
    yield from order_problems(trace)
    yield from name_problems(trace)


def check(loopscope, profile, program):
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory, "trace.jsonl")
        command = [loopscope, "run", "--loop", profile]
        for _ in range(3):  # some wait for real time
            plain = run([*command, program])
            traced = run([*command, "-o", path, program])
            if plain.stdout == traced.stdout:
                break
        found = list(problems(loopscope, program, path, plain, traced))
        return program, found, list(Trace(path).of_program()), Trace(path)


def main(loopscope, profile, *programs):
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        results = list(pool.map(lambda program: check(loopscope, profile, program), programs))
    failures, counts = 0, collections.Counter()
    for program, found, tasks, trace in results:
        failures += len(found)
        for problem in found:
            print(f"{program}: {problem}")
        for task in tasks:
            counts["at" in task] += 1
            if "at" not in task:
                print(f"{program}: no line: {trace.name(task['id'])} in {task}")
    share = counts[True] / max(1, sum(counts.values()))
    print(f"{counts[True]} of {sum(counts.values())} tasks of {len(programs)} programs have a line")
    return 1 if failures or share < SHARE_WITH_LINES else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
