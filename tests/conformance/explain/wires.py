"""What of a trace's runs led to what over TCP: its connections' two ends are both in it."""
import bisect
import collections


def plain(address):
    """An IPv4 address is one, also where the socket is of IPv6."""
    return address.replace("[::ffff:", "").replace("]:", ":") if "::ffff:" in address else address


def other_ends(events):
    """Of each connection that was established, the one at its other end; of two that had the same addresses, one after
    the other, the nearest."""
    ends, established = collections.defaultdict(list), []
    for number, event in enumerate(events):
        if event["e"] in ("tcp.accept", "tcp.connected") and "local" in event and "peer" in event:
            local, peer = plain(event["local"]), plain(event["peer"])
            ends[local, peer].append((number, event["c"]))
            established.append((number, event["c"], local, peer))
    return {connection: min(ends[peer, local], key=lambda end: abs(end[0] - number))[1]
            for number, connection, local, peer in established if ends[peer, local]}


class Wires:
    def __init__(self, events):
        self.others = other_ends(events)
        self.taken = collections.Counter()       # bytes by the kernel
        self.received = collections.Counter()
        self.written = collections.defaultdict(list)  # (bytes until then, run)
        self.connects, self.ends, self.closes = {}, {}, {}  # by connection: the run

    def see(self, event, run):
        """An event of TCP within a run: adds what led to that, and names it by what it got."""
        kind, connection = event["e"], event["c"]
        other = self.others.get(connection)
        if kind == "tcp.connect":
            self.connects[connection] = run
        elif kind == "tcp.write":
            self.write(connection, event, run)
        elif kind in ("tcp.shutdown", "tcp.close"):
            (self.ends if kind == "tcp.shutdown" else self.closes)[connection] = run
        elif kind == "tcp.read":
            self.read(connection, other, event["n"], run)
        elif kind == "tcp.eof":
            run.was("eof", self.ends.get(other, self.closes.get(other)))
        elif kind == "tcp.error" and event.get("error") == "ECONNRESET":
            run.was("reset", self.closes.get(other))
        elif kind == "tcp.accept":
            by = self.connects.get(other)
            if by is not None:
                run.was(("accept", by.path, by.connects.index(other)), by)

    def write(self, connection, event, run):
        self.taken[connection] += event["n"]
        until = self.taken[connection] + event["queued"]
        if not self.written[connection] or self.written[connection][-1][0] < until:
            self.written[connection].append((until, run))

    def read(self, connection, other, count, run):
        begin = self.received[connection]
        end = self.received[connection] = begin + count
        writes = self.written.get(other, [])
        at = bisect.bisect_left(writes, end, key=lambda write: write[0])
        run.was(("read", begin, end), writes[at][1] if at < len(writes) else None)
