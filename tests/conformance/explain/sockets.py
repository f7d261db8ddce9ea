"""A random JavaScript program of connections, look-ups and files beside timers and immediates.

As in callbacks.py no two callbacks share anything. What a connection's other end gets in one piece may come in two on
another run, so whatever depends on that prints the bytes as well.
"""
import random

from callbacks import Callbacks

PREAMBLE = ("'use strict';\nconst fs = require('fs'); const net = require('net'); const dns = require('dns');\n"
            "const log = (text) => console.log(text);\n")


class Sockets(Callbacks):
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.seed = seed
        self.labels = 0
        self.budget = self.random.randint(16, 40)
        self.delays = self.random.choice([[0, 1], [1, 5], [0, 1, 2, 3, 5, 8], [1, 10]])
        self.data = ""
        servers = " ".join(self.server() for _ in range(self.random.randint(1, 2)))
        self.text = f"// seed {seed}\n{PREAMBLE}{servers} {self.body(0, self.random.randint(0, 3))}\n"

    def label(self):
        self.labels += 1
        return f"{self.labels}{self.data}"

    def callback(self, depth):
        label = f"log(`{self.label()}`);"
        children = self.random.choice([0, 0, 1, 1, 2]) if depth < 5 else 0
        inner = self.body(depth + 1, children)
        return f"() => {{ {label}{' ' if inner else ''}{inner} }}"

    def handler(self, event, inner="", data=False):
        """On an event of a socket; inner code and other code in any order."""
        self.data = " ${d}" if data else ""
        parts = [f"log(`{self.label()} {event}{self.data}`);", inner, self.body(3, self.random.choice([0, 1, 1, 2]))]
        self.random.shuffle(parts)
        self.data = ""
        return f"s.on('{event}', ({'d' if data else ''}) => {{ {' '.join(parts)} }});"

    def server(self):
        reply = self.random.choice(["s.write(`<${d}>`);", "process.nextTick(() => s.write(`<${d}>`));",
                                    "Promise.resolve().then(() => s.write(`<${d}>`));", ""])
        self.replies = reply != ""
        ended = [self.handler(event) for event in ("end", "close") if self.random.random() < 0.5]
        accepted = f"log('{self.label()} accepted'); {self.body(2, 1)}"
        clients = " ".join(self.client() for _ in range(self.random.randint(1, 2)))
        return (f"{{ const server = net.createServer((s) => {{ {accepted} {self.handler('data', reply, data=True)} "
                f"{' '.join(ended)} }}); server.listen(0, '127.0.0.1', () => {{ log('{self.label()} listening'); "
                f"{clients} server.unref(); }}); }}")

    def client(self):
        handlers = [self.handler("connect", self.writes(self.random.randint(1, 3))),
                    self.handler("data", data=True), self.handler("close")]
        return f"{{ const s = net.connect(server.address().port, '127.0.0.1'); {' '.join(handlers)} }}"

    def writes(self, count):
        """One after the other, the last one ends it."""
        self.labels += 1
        write = f"s.{'write' if count else 'end'}('{self.labels}');"
        if count == 0:
            return write
        later = self.writes(count - 1)
        how = self.random.choice(["{}", "setImmediate(() => {{ {} }});", "process.nextTick(() => {{ {} }});",
                                  "setTimeout(() => {{ {} }}, " + str(self.delay()) + ");",
                                  "fs.stat(__filename, () => {{ {} }});"] +
                                 ["s.once('data', () => {{ {} }});"] * self.replies)
        return f"{write} {how.format(later)}"

    def look_up(self, depth):
        return f"dns.lookup('localhost', {self.callback(depth)});"

    def statement(self, depth):
        if self.labels >= self.budget:
            return ""
        kind = self.random.choice(["timer"] * 3 + ["immediate"] * 3 + ["tick", "microtask", "promise", "file", "file",
                                                                       "look_up"])
        return getattr(self, kind)(depth)
