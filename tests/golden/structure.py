"""What must hold in every run of the samples whose order the kernel or a thread decides."""
from collections import Counter


class Trace:
    """The events of a trace, and how many there are of each kind."""

    def __init__(self, events):
        self.events = events[1:]
        self.count = Counter(event["e"] for event in self.events)

    def of(self, what, **fields):
        return [event for event in self.events if event["e"] == what and
                all(event.get(key) == value for key, value in fields.items())]


def expect(found, wanted, what):
    if found != wanted:
        raise SystemExit(f"{what}: {found!r}, but it must be {wanted!r}")


def require(holds, what):
    if not holds:
        raise SystemExit(f"it must hold that {what}")


def check_tcp(lines, trace):
    expect(lines[0], "server: listening on 127.0.0.1:9999", "first line")
    for number in (1, 2):
        require(f"server: data: Hello Server!, I'm {number}" in lines, f"client {number} says hello")
        require(f"client {number}: the server answers: Hello Server!, I'm {number}" in lines,
                f"the server answers client {number}")
    require("server: a connection; current clients: 2" in lines, "both are there at once")
    expect(lines[-1], "server: closed; current clients: 0", "last line")
    expect([trace.count[kind] for kind in ("tcp.listen", "tcp.accept", "tcp.connected", "tcp.close")],
           [1, 2, 2, 5], "listen, accept, connected, close")


def check_many_clients(lines, trace):
    require(lines[0].endswith("500 answers, 0 errors"), "everybody is answered: " + lines[0])
    expect(trace.count["tcp.accept"], 100, "accepted")


def check_refused(lines, trace):
    expect(lines, ["connecting", "ECONNREFUSED: Connection refused"] * 3 + ["given up"], "output")
    expect(len(trace.of("tcp.error", op="connect", error="ECONNREFUSED")), 3, "errors in the trace")


def check_slow_reader(lines, trace):
    expect(lines[-1], "all arrived: yes", "last line")
    require(trace.of("tcp.again", dir="write"), "the kernel's buffer was full")
    require(trace.count["tcp.drain"] > 0, "the queue drained")
    require(any(event["queued"] > 0 for event in trace.of("tcp.write")), "some of it was queued")


def check_thread_pool(lines, trace):
    expect(sum(line.startswith("file ") and line.endswith("KiB") for line in lines), 6, "files read")
    require(any(line.startswith("look-up of localhost: ") for line in lines), "localhost was found")
    expect(trace.count["pool.begin"], 7, "pool requests")
    workers = {event["worker"] for event in trace.of("pool.begin")}
    require(workers <= {1, 2, 3, 4}, f"there are four workers, not {workers}")
    require(trace.count["tcp.read"] > 0, "the network went on")


IN_TURN = [f"answering client {client}, request {request}"
           for request in (1, 2) for client in (1, 2, 3)]
IN_SERIES = [f"answering client {client}, request {request}"
             for client in (1, 2, 3) for request in (1, 2)]


def check_server(lines, trace):
    """What all servers have in common: the same traffic, the same TCP events."""
    answers = [line for line in lines if line.startswith("answering")]
    expect(sorted(answers), sorted(IN_TURN), "answers")
    expect([trace.count[kind] for kind in ("tcp.listen", "tcp.accept")], [1, 3], "listen, accept")
    expect(len(trace.of("tcp.read")), 12, "reads, both sides")
    expect(len(trace.of("tcp.error")), 0, "errors")
    require(trace.count["poll.wait"] > 0, "waits are recorded")
    return answers


def check_blocking(lines, trace):
    expect(check_server(lines, trace), IN_TURN, "order of answers")


def check_series(lines, trace):
    expect(check_server(lines, trace), IN_SERIES, "order of answers")


def check_busy(lines, trace):
    check_server(lines, trace)
    # Hundreds on a machine with nothing else to do; how many on a busy one is the scheduler's choice.
    require(trace.count["tcp.again"] > 0, "it asks where there is nothing")
    require(trace.of("poll.wait", why="run-nowait"), "the server does not wait")


def check_multiplexed(lines, trace):
    answers = check_server(lines, trace)
    require(answers.index("answering client 2, request 2") <
            answers.index("answering client 1, request 2"), "nobody waits for the slow client")
    require(trace.count["tcp.again"] < 20, "hardly anything is EAGAIN")


def check_fork(lines, trace):
    check_server(lines, trace)
    expect({event.get("p", 0) for event in trace.events}, {0, 1, 2, 3}, "processes")
    for process in (1, 2, 3):
        expect(sum(event.get("p") == process for event in trace.of("log")), 2,
               f"answers of process {process}")


def check_threads(lines, trace):
    check_server(lines, trace)
    names = {event["text"] for event in trace.of("def", kind="thread")}
    require({"connection 1", "connection 2", "connection 3"} <= names, "each has its thread")
    expect({event.get("th", 0) for event in trace.of("log")} & {0}, set(), "answers of main thread")


CHECKS = {
    "tcp": check_tcp, "many-clients": check_many_clients, "refused": check_refused,
    "slow-reader": check_slow_reader, "thread-pool": check_thread_pool,
    "blocking": check_blocking, "busy-polling": check_busy, "select": check_multiplexed,
    "epoll": check_multiplexed, "series-server": check_series, "fork-server": check_fork,
    "thread-server": check_threads, "event-server": check_multiplexed,
}


def check(name, lines, events):
    for event in events:
        if event.get("e") == "end":
            expect(event["exit"], 0, "exit code in the trace")
    CHECKS[name](lines, Trace(events))
