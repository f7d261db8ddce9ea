"""A trace as its lines of JSON say it, without any of the explainer's code: runs, who queued them, identities."""
import json

from wires import Wires


class Run:
    """One call of a task's callback."""

    def __init__(self, number, task, begin, queued):
        self.number, self.task, self.begin, self.queued = number, task, begin, queued
        self.name = ""
        self.end = None
        self.error = False
        self.parent = None   # the run that queued it
        self.outer = None    # the run inside which it was called
        self.path = None
        self.is_of_v8 = False
        self.causes = []     # those that led to it over TCP
        self.children = {}
        self.connects = []   # connections, in the order in which it began to connect them
        self.lines = 0

    @property
    def queue(self):
        return self.queued["q"] if self.queued else "main"

    def was(self, what, cause):
        """An I/O callback is the same as another by what it got, not by how many there were before."""
        if cause is not None:
            self.causes.append(cause)
        above = self.parent.path if self.parent else ()
        if self.queue == "io" and not self.lines and not self.children:
            self.path = hash((above, self.name, what))


class RawTrace:
    """`events` are numbered as the explainer numbers them: without header, definitions and sources."""

    def __init__(self, path):
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = [json.loads(line) for line in file]
        self.header = lines[0]
        # Lines of several threads may be written out of order.
        self.events = sorted((e for e in lines[1:] if e["e"] not in ("def", "source")), key=lambda e: e["t"])
        self.names = {e["n"]: e["text"] for e in lines[1:] if e["e"] == "def" and e["kind"] == "name"}
        self.runs = {}      # by the number of their task.begin
        self.lines = {}     # log lines by their number: (identity, text)
        self.phase_of = {}  # of runs
        self.read()

    def read(self):
        queued, open_runs, latest, runs_of, phase, returned = {}, [], {}, {}, None, None
        wires = Wires(self.events)
        for number, event in enumerate(self.events):
            kind = event["e"]
            if event.get("th", 0) != 0:
                continue
            if kind == "task.queue":
                by = event.get("by")
                parent = next((run for run in reversed(open_runs) if run.task == by), latest.get(by))
                if by is None:
                    parent = returned
                queued[event["id"]] = (number, event, parent, self.ordinal(parent, event))
            elif kind == "task.begin":
                returned = None
                run = self.begin(number, event["id"], queued.get(event["id"]), runs_of)
                run.outer = open_runs[-1] if open_runs else None
                self.phase_of[number] = phase
                open_runs.append(run)
                latest[run.task] = run
            elif kind == "task.end" and open_runs:
                returned = open_runs.pop()
                returned.end = number
                returned.error = "error" in event
            elif kind == "phase.begin":
                phase, returned = (number, event["ph"]), None
            elif kind in ("phase.end", "turn", "start", "stop"):
                phase, returned = None, None
            elif kind == "log":
                run = open_runs[-1] if open_runs else returned
                self.lines[number] = (self.line_path(run), event["text"])
            elif kind.startswith("tcp.") and open_runs:
                if kind == "tcp.connect":
                    open_runs[-1].connects.append(event["c"])
                wires.see(event, open_runs[-1])

    @staticmethod
    def ordinal(parent, event):
        if parent is None:
            return 0
        counts = parent.children
        counts[event["q"]] = counts.get(event["q"], 0) + 1
        return counts[event["q"]]

    def begin(self, number, task, how, runs_of):
        run = Run(number, task, number, how[1] if how else None)
        runs_of[task] = runs_of.get(task, 0) + 1
        if how:
            run.queued_at, run.parent = how[0], how[2]
            run.is_of_v8 = run.parent is None and run.queue in ("tick", "microtask")
            run.name = self.names.get(how[1].get("name"), "")
            above = run.parent.path if run.parent else ()
            again = run.parent is not None and run.parent.task == task
            run.path = hash((above, run.queue, 0 if again else how[3], run.name,
                             0 if again else runs_of[task]))
        self.runs[number] = run
        return run

    @staticmethod
    def line_path(run):
        if run is None:
            return None
        run.lines += 1
        return hash((run.path, run.lines))

    def host(self, run):
        """The callback of the loop in whose drain it ran, by its causes; by its place where those are not in the
        trace, as of a module that the engine evaluates. Where a task of V8's own queued it, it stands for that."""
        place = run.begin
        while run is not None:
            if run.is_of_v8:
                return run
            if run.queue in ("tick", "microtask"):
                run = run.parent
            elif run.queue == "main" and run.outer is not None:  # a module's body
                run = run.outer
            else:
                return run
        return next((run for run in reversed(self.runs.values()) if run.begin < place and run.outer is None
                     and run.queue not in ("tick", "microtask")), None)

    def identities(self):
        """Of each line its place in the output, by identity; what has two of one identity is left out."""
        found, twice = {}, set()
        for place, (path, text) in enumerate(self.lines.values()):
            if path is None or (path, text) in found:
                twice.add((path, text))
            found[(path, text)] = place
        return {identity: place for identity, place in found.items() if identity not in twice}
