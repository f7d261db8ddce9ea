"""A random JavaScript program of callbacks that queue callbacks: timers, immediates, ticks, microtasks, files.

No two callbacks share anything, so that what each of them queues is the same on every run, however they are
ordered. Each prints a label of its own.
"""
import random

PREAMBLE = "'use strict';\nconst fs = require('fs');\nconst log = (text) => console.log(text);\n"


class Callbacks:
    def __init__(self, seed):
        self.random = random.Random(seed)
        self.seed = seed
        self.labels = 0
        self.budget = self.random.randint(6, 26)
        self.delays = self.random.choice([[0, 1], [1, 2], [1, 5], [0, 1, 2, 3, 5, 8], [4, 5, 6], [1, 10]])
        self.text = f"// seed {seed}\n{PREAMBLE}{self.body(0, self.random.randint(3, 6))}\n"

    def callback(self, depth):
        self.labels += 1
        label = f"log('{self.labels}');"
        children = self.random.choice([0, 0, 1, 1, 2, 3]) if depth < 5 else 0
        inner = self.body(depth + 1, children)
        return f"() => {{ {label}{' ' if inner else ''}{inner} }}"

    def body(self, depth, count):
        return " ".join(self.statement(depth) for _ in range(count))

    def statement(self, depth):
        if self.labels >= self.budget:
            return ""
        kind = self.random.choice(["timer"] * 4 + ["immediate"] * 3 + ["tick", "microtask", "promise"] +
                                  ["file", "interval", "chain", "cleared"])
        return getattr(self, kind)(depth)

    def delay(self):
        return self.random.choice(self.delays)

    def timer(self, depth):
        return f"setTimeout({self.callback(depth)}, {self.delay()});"

    def immediate(self, depth):
        return f"setImmediate({self.callback(depth)});"

    def tick(self, depth):
        return f"process.nextTick({self.callback(depth)});"

    def microtask(self, depth):
        return f"queueMicrotask({self.callback(depth)});"

    def promise(self, depth):
        return f"Promise.resolve().then({self.callback(depth)}).then({self.callback(depth + 1)});"

    def file(self, depth):
        return f"fs.{self.random.choice(['stat', 'readFile', 'access'])}(__filename, {self.callback(depth)});"

    def interval(self, depth):
        self.labels += 1
        name = f"i{self.labels}"
        runs = self.random.randint(2, 3)
        queues = self.random.choice(["", f"setImmediate({self.callback(depth + 3)});",
                                     f"setTimeout({self.callback(depth + 3)}, {self.delay()});"])
        return (f"{{ let n = 0; const {name} = setInterval(() => {{ log(`{name} ${{++n}}`); "
                f"if (n === {runs}) {{ clearInterval({name}); {queues} }} }}, {self.delay()}); }}")

    def chain(self, depth):
        return f"setTimeout(() => {{ {self.immediate(depth + 1)} {self.timer(depth + 1)} }}, {self.delay()});"

    def cleared(self, depth):
        return f"clearTimeout(setTimeout({self.callback(depth + 5)}, {self.delay()})); {self.timer(depth)}"
