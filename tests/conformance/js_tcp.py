"""The TCP server and client in JavaScript: `loopscope run` and node in both roles, and a crowd.

usage: js_tcp.py LOOPSCOPE NODE FOLDER

FOLDER has server.js and client.js. Real sockets on 127.0.0.1, on a port that the kernel chooses.
"""
import json
import os
import pathlib
import re
import resource
import socket
import subprocess
import sys
import tempfile

SECONDS = 60
CROWD = 1000


class Server:
    """A server program until the block ends; `lines` is what it has printed by then."""

    def __init__(self, command, folder):
        environment = {**os.environ, "NODE_OPTIONS": ""}
        self.process = subprocess.Popen([*command, str(folder / "server.js"), "0"], text=True,
                                        stdout=subprocess.PIPE, env=environment)
        self.port = int(re.fullmatch(r"listening on (\d+)\n", self.process.stdout.readline())[1])
        self.lines = []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.wait()

    def read_until(self, line, times):
        """Reads until the line has come so often in all."""
        while self.lines.count(line) < times:
            read = self.process.stdout.readline()
            assert read, f"the server ended after {self.lines[-5:]}"
            self.lines.append(read.rstrip("\n"))


def talk(server, client, folder):
    with Server(server, folder) as running:
        done = subprocess.run([*client, str(folder / "client.js"), str(running.port), "7"], text=True,
                              capture_output=True, timeout=SECONDS, check=False)
        running.read_until("client closed", 1)
    hello = "Hello Server!, I'm 7"
    assert done.returncode == 0, done.stderr
    assert done.stdout == f"connected\nthe server answers: {hello}\nclosed\n", done.stdout
    assert running.lines == ["client connected", "current clients: 1", f"data: {hello}", "client closed"], \
        running.lines
    print(f"{server[0]} serves {client[0]}")


def allow_descriptors():
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def crowd(loopscope, folder):
    """Everybody is connected before anybody says a word."""
    allow_descriptors()
    with tempfile.TemporaryDirectory() as temporary:
        trace = str(pathlib.Path(temporary, "crowd.jsonl"))
        with Server([loopscope, "run", "-o", trace], folder) as server:
            clients = [socket.create_connection(("127.0.0.1", server.port), SECONDS) for _ in range(CROWD)]
            for number, client in enumerate(clients):
                client.sendall(f"I'm {number}".encode())
            for number, client in enumerate(clients):
                expected = f"I'm {number}".encode()
                assert client.recv(100) == expected
            for client in clients:
                client.close()
            server.read_until("client closed", CROWD)
            server.process.terminate()
            server.process.wait(SECONDS)
        assert f"current clients: {CROWD}" in server.lines
        check_trace(loopscope, trace)
    print(f"{CROWD} clients at once")


def check_trace(loopscope, trace):
    """Sound, and every connection is in it from accept to close, inside of tasks."""
    subprocess.run([loopscope, "validate", trace], check=True, stdout=subprocess.DEVNULL)
    with open(trace, encoding="utf-8") as lines:
        events = [json.loads(line) for line in lines]
    accepted = {event["c"] for event in events if event.get("e") == "tcp.accept"}
    assert len(accepted) == CROWD
    for kind in ("tcp.read", "tcp.write", "tcp.eof", "tcp.close"):
        of_kind = [event for event in events if event.get("e") == kind and event["c"] in accepted]
        assert {event["c"] for event in of_kind} == accepted, kind
        assert all("task" in event for event in of_kind), kind


def main(loopscope, node, folder):
    folder = pathlib.Path(folder)
    ours = [loopscope, "run"]
    for server in (ours, [node]):
        for client in (ours, [node]):
            if server is ours or client is ours:
                talk(server, client, folder)
    crowd(loopscope, folder)


if __name__ == "__main__":
    main(*sys.argv[1:])
