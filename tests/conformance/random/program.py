"""A random JavaScript program from a seed: everything that queues something, nested in everything else.

What it prints does not depend on how fast it runs: it is run under virtual time, and it waits for
nothing but timers.
"""
import random

DELAYS = ["0", "1", "1", "2", "3", "5", "8", "20", "1.7", "-1"]
PREAMBLE = """\
'use strict';
const EventEmitter = require('events');
const { setTimeout: sleep, setImmediate: turn } = require('timers/promises');
const { AsyncLocalStorage } = require('async_hooks');
"""
MODULE_PREAMBLE = """\
import EventEmitter from 'node:events';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { AsyncLocalStorage } from 'node:async_hooks';
"""
COMMON = """\
const show = (value) => (value instanceof AggregateError ? `all of ${value.errors.map(show)}` :
  value instanceof Error ? `${value.name} ${value.message}` :
  typeof value === 'function' ? 'function' : JSON.stringify(value));
const log = (label, ...values) => console.log([label, ...values.map(show)].join(' '));
const emitter = new EventEmitter();
const target = new EventTarget();
const storage = new AsyncLocalStorage();
const handles = [];
const settle = [];
class Own extends Promise {}
const handled = (promise) => { promise.catch(() => {}); return promise; };
"""


class Program:
    """`plain`: it ends by itself with code 0 and leaves the process as it was."""

    def __init__(self, seed, delegates=True):
        """`delegates`: there may be a `yield*` in an async generator; V8 10.9 took an await out of it."""
        self.random = random.Random(seed)
        self.seed = seed
        self.delegates = delegates
        self.labels = 0
        self.budget = self.random.randint(8, 45)
        kind = self.random.random()
        self.is_module = kind < 0.12
        self.plain = 0.12 <= kind < 0.7
        self.body = "\n".join(self.statements(0, self.random.randint(3, 9)))
        head = "" if self.plain else "\n".join(self.process_events()) + "\n"
        preamble = MODULE_PREAMBLE if self.is_module else PREAMBLE
        self.text = f"// seed {seed}\n{preamble}{COMMON}{head}{self.body}\n"

    # --- words ---

    def label(self):
        self.labels += 1
        return f"'{self.labels}'"

    def chance(self, probability):
        return self.random.random() < probability

    def pick(self, *choices):
        return self.random.choice(choices)

    def delay(self):
        return self.pick(*DELAYS)

    def value(self):
        return self.pick("1", "'a'", "undefined", "null", "[1, 2]", "new Error('value')")

    def index(self):
        return self.random.randrange(6)

    # --- what a program does ---

    def statements(self, depth, count):
        for _ in range(count):
            yield "  " * depth + self.statement(depth)

    def statement(self, depth):
        self.budget -= 1
        if self.budget < 0 or depth > 5:
            return f"log({self.label()});"
        kinds = [
            (4, self.log), (5, self.timeout), (1, self.interval), (4, self.immediate), (5, self.tick),
            (4, self.microtask), (8, self.chain), (6, self.async_call), (2, self.generator),
            (2, self.manual_generator), (3, self.combinator), (3, self.emit), (2, self.clear),
            (1, self.reference), (2, self.settle_later), (1, self.settle_now), (1, self.event_target),
            (1, self.stored), (1, self.abort), (1, self.once), (1, self.own_promise), (1, self.patched),
        ]
        if not self.plain:
            kinds += [(2, self.throw_somewhere), (1, self.rejection), (1, self.exit_code)]
        weights, makers = zip(*kinds)
        return self.random.choices(makers, weights)[0](depth)

    def log(self, depth):
        return f"log({self.label()}, {self.value()});"

    def callback(self, depth, parameters="", last=""):
        """A function that prints its label and does something more."""
        inner = list(self.statements(depth + 1, self.pick(0, 0, 1, 1, 2)))
        shown = f", {parameters}" if parameters else ""
        lines = [f"log({self.label()}{shown});", *(line.strip() for line in inner)]
        if last:
            lines.append(last)
        pad = "\n" + "  " * (depth + 1)
        return f"({parameters}) => {{{pad}{pad.join(lines)}\n{'  ' * depth}}}"

    def timeout(self, depth):
        extra = self.pick("", "", f", {self.value()}")
        parameters = "argument" if extra else ""
        call = f"setTimeout({self.callback(depth, parameters)}, {self.delay()}{extra})"
        return self.pick(f"{call};", f"handles[{self.index()}] = {call};", f"{call}.unref();",
                         f"handles[{self.index()}] = {call};")

    def interval(self, depth):
        self.labels += 1
        name = f"interval{self.labels}"
        times = self.random.randint(1, 4)
        last = f"if (++{name}.runs === {times}) clearInterval({name});"
        return (f"const {name} = setInterval({self.callback(depth, '', last)}, {self.delay()}); "
                f"{name}.runs = 0;")

    def immediate(self, depth):
        extra = self.pick("", "", f", {self.value()}")
        call = f"setImmediate({self.callback(depth, 'argument' if extra else '')}{extra})"
        return self.pick(f"{call};", f"handles[{self.index()}] = {call};", f"{call};")

    def tick(self, depth):
        extra = self.pick("", "", f", {self.value()}")
        return f"process.nextTick({self.callback(depth, 'argument' if extra else '')}{extra});"

    def microtask(self, depth):
        return f"queueMicrotask({self.callback(depth)});"

    def clear(self, depth):
        name = self.pick("clearTimeout", "clearTimeout", "clearImmediate", "clearInterval")
        return f"{name}(handles[{self.index()}]);"

    def reference(self, depth):
        # Whether a turn waits while an immediate is unref'd, only what node does at its start decides.
        handle = f"handles[{self.index()}]"
        name = self.pick("ref", "unref", "refresh", "hasRef", "close")
        return f"if ({handle}?.refresh) log({self.label()}, typeof {handle}.{name}());"

    # --- promises ---

    def thenable(self, depth):
        how = self.pick("resolve", "resolve", "reject")
        inner = self.pick(f"{how}({self.value()})", f"{how}({self.value()})",
                          f"process.nextTick({how}, {self.value()})",
                          f"setTimeout({how}, {self.delay()}, {self.value()})",
                          "{ resolve(1); throw new Error('late'); }", "{ throw new Error('then'); }")
        return f"{{ then(resolve, reject) {{ log({self.label()}); {inner}; }} }}"

    def promise(self, depth):
        label = self.label()
        return self.pick(
            f"Promise.resolve({self.value()})",
            f"Promise.reject(new Error({label}))",
            f"new Promise((resolve) => {{ log({label}); resolve({self.value()}); }})",
            f"new Promise((resolve, reject) => setTimeout({self.pick('resolve', 'resolve', 'reject')}, "
            f"{self.delay()}, {self.value()}))",
            f"new Promise((resolve) => setImmediate(resolve, {self.value()}))",
            f"new Promise((resolve) => process.nextTick(resolve, {self.value()}))",
            f"new Promise(() => {{ throw new Error({label}); }})",
            f"new Promise((resolve, reject) => {{ resolve({self.value()}); reject(1); }})",
            f"Promise.resolve({self.thenable(depth)})",
            f"new Promise((resolve) => resolve(Promise.resolve({self.value()})))",
            f"(async () => {{ log({label}); return {self.value()}; }})()",
            f"sleep({self.delay()}, {self.value()})",
            f"turn({self.value()})",
            f"new Promise((resolve, reject) => settle.push(resolve, reject))",
        )

    def result(self, depth):
        return self.pick("", "", f"return {self.value()};", f"return {self.promise(depth)};",
                         f"return {self.thenable(depth)};", f"throw new Error({self.label()});")

    def chain(self, depth, end=None):
        text = self.promise(depth)
        for _ in range(self.random.randint(1, 4)):
            text += self.pick(self.then, self.then, self.then, self.catch, self.finally_, self.both)(depth)
        # A rejection that nobody takes ends a program; those that take it are queued here.
        return f"{text}.catch({self.callback(depth, 'error')});" if end is None else text

    def then(self, depth):
        return f".then({self.callback(depth, 'value', self.result(depth))})"

    def both(self, depth):
        return (f".then({self.callback(depth, 'value', self.result(depth))}, "
                f"{self.callback(depth, 'error', self.result(depth))})")

    def catch(self, depth):
        return f".catch({self.callback(depth, 'error', self.result(depth))})"

    def finally_(self, depth):
        return f".finally({self.callback(depth, '', self.result(depth))})"

    def combinator(self, depth):
        name = self.pick("all", "allSettled", "race", "any")
        several = ", ".join(self.pick(self.promise(depth), self.value(), self.thenable(depth))
                            for _ in range(self.random.randint(0, 4)))
        if name == "race" and not several:
            several = "1"
        shown = "value.map((one) => [one.status, show(one.value), show(one.reason)])"
        value = shown if name == "allSettled" else "value"
        return (f"Promise.{name}([{several}]).then((value) => {{ log({self.label()}, {value}); }}, "
                f"(error) => {{ log({self.label()}, error); }});")

    def settle_later(self, depth):
        return (f"new Promise((resolve, reject) => settle.push(resolve, reject))"
                f".then({self.callback(depth, 'value')}, {self.callback(depth, 'error')});")

    def settle_now(self, depth):
        return f"settle.splice(0, 2)[{self.pick(0, 0, 1)}]?.({self.pick(self.value(), self.promise(depth))});"

    def own_promise(self, depth):
        return (f"Own.{self.pick('resolve', 'reject')}({self.value()})"
                f".then({self.callback(depth, 'value')}).catch({self.callback(depth, 'error')});")

    def patched(self, depth):
        label = self.label()
        return (f"{{ const promise = Promise.resolve({self.value()}); promise.then = function(...all) {{ "
                f"log({label}); return Promise.prototype.then.apply(this, all); }}; "
                f"(async () => {{ log({self.label()}, await promise); }})(); }}")

    # --- async functions and generators ---

    def awaits(self, depth):
        taken = self.pick(self.value(), self.promise(depth), self.promise(depth), self.thenable(depth))
        return f"log({self.label()}, await {taken});"

    def async_body(self, depth):
        for _ in range(self.random.randint(1, 4)):
            yield self.pick(self.awaits, self.awaits, self.statement, self.guarded, self.loop)(depth)

    def guarded(self, depth):
        body = self.pick(self.awaits(depth), f"throw new Error({self.label()});", self.awaits(depth))
        end = self.pick("", f" finally {{ {self.awaits(depth)} }}", f" finally {{ log({self.label()}); }}")
        return f"try {{ {body} }} catch (error) {{ log({self.label()}, error); }}{end}"

    def loop(self, depth):
        return f"for (let i = 0; i < {self.random.randint(1, 3)}; ++i) {{ {self.awaits(depth)} }}"

    def async_call(self, depth):
        body = ("\n" + "  " * (depth + 1)).join(self.async_body(depth + 1))
        pad = "\n" + "  " * (depth + 1)
        return (f"(async () => {{{pad}log({self.label()});{pad}{body}{pad}{self.result(depth)}\n"
                f"{'  ' * depth}}})().then({self.callback(depth, 'value')}, "
                f"{self.callback(depth, 'error')});")

    def generator_function(self, depth):
        steps = []
        for _ in range(self.random.randint(1, 4)):
            steps.append(self.pick(
                f"yield {self.value()};", f"yield {self.promise(depth)};", self.awaits(depth),
                f"log({self.label()}, yield {self.value()});", self.guarded(depth),
                f"yield* [1, {self.promise(depth)}];" if self.delegates else "yield 2;"))
        end = self.pick("", f"return {self.value()};", f"throw new Error({self.label()});")
        return (f"async function* () {{ try {{ {' '.join(steps)} {end} }} "
                f"finally {{ log({self.label()}); }} }}")

    def generator(self, depth):
        stop = self.pick("", "", f"if (++count === {self.random.randint(1, 2)}) break;")
        source = self.pick(f"({self.generator_function(depth)})()", f"({self.generator_function(depth)})()",
                           f"[1, {self.promise(depth)}, 2]")
        return (f"(async () => {{ let count = 0; for await (const value of {source}) "
                f"{{ log({self.label()}, value); {stop} }} log({self.label()}, count); }})()"
                f".catch({self.callback(depth, 'error')});")

    def manual_generator(self, depth):
        calls = [self.pick("next()", "next()", "next(5)", "return(7)", "throw(new Error('thrown'))")
                 for _ in range(self.random.randint(1, 4))]
        lines = " ".join(f"generator.{call}.then((one) => {{ log({self.label()}, one); }}, "
                         f"(error) => {{ log({self.label()}, error); }});" for call in calls)
        return f"{{ const generator = ({self.generator_function(depth)})(); {lines} }}"

    # --- events ---

    def event(self):
        return self.pick("'one'", "'two'", "'three'")

    def emit(self, depth):
        return self.pick(
            f"emitter.{self.pick('on', 'once', 'prependListener')}({self.event()}, "
            f"{self.callback(min(depth + 2, 6), 'value')});",
            f"log({self.label()}, emitter.emit({self.event()}, {self.value()}));",
            f"process.nextTick(() => emitter.emit({self.event()}, {self.value()}));",
            f"emitter.removeAllListeners({self.event()});")

    def once(self, depth):
        return (f"EventEmitter.once(emitter, {self.event()})"
                f".then({self.callback(depth, 'value')}, {self.callback(depth, 'error')});")

    def event_target(self, depth):
        return self.pick(
            f"target.addEventListener({self.event()}, () => {{ log({self.label()}); }}, {{ once: true }});",
            f"target.dispatchEvent(new Event({self.event()}));")

    def abort(self, depth):
        return (f"{{ const aborter = new AbortController(); "
                f"sleep({self.delay()}, 1, {{ signal: aborter.signal }})"
                f".then({self.callback(depth, 'value')}, (error) => {{ log({self.label()}, error.name); }}); "
                f"{self.pick('setTimeout(() => aborter.abort(), 2);', 'aborter.abort();', '')} }}")

    def stored(self, depth):
        queue = self.pick("setTimeout", "setImmediate", "process.nextTick", "queueMicrotask")
        return (f"storage.run({self.random.randrange(9)}, () => {{ {queue}(() => "
                f"{{ log({self.label()}, storage.getStore()); }}); (async () => {{ await 1; "
                f"log({self.label()}, storage.getStore()); }})(); }});")

    # --- what ends a process, or nearly ---

    def process_events(self):
        if self.chance(0.6):
            yield f"process.on('uncaughtException', {self.callback(3, 'error')});"
        if self.chance(0.5):
            yield f"process.on('unhandledRejection', {self.callback(3, 'error')});"
        if self.chance(0.3):
            yield f"process.on('rejectionHandled', () => {{ log({self.label()}); }});"
        if self.chance(0.5):
            more = "\n".join(self.statements(1, 2))
            yield f"process.once('beforeExit', (code) => {{ log({self.label()}, code);\n{more}\n}});"
        if self.chance(0.6):
            yield f"process.on('exit', {self.callback(3, 'code')});"

    def throw_somewhere(self, depth):
        queue = self.pick("setTimeout", "setImmediate", "process.nextTick", "queueMicrotask")
        what = self.pick(f"new Error({self.label()})", self.value())
        return f"{queue}(() => {{ log({self.label()}); throw {what}; }});"

    def rejection(self, depth):
        return self.pick(
            f"Promise.reject(new Error({self.label()}));",
            f"(async () => {{ await 1; throw new Error({self.label()}); }})();",
            f"{{ const late = Promise.reject(new Error({self.label()})); "
            f"setTimeout(() => late.catch(() => {{ log({self.label()}); }}), 1); }}")

    def exit_code(self, depth):
        return self.pick(f"process.exitCode = {self.random.randrange(5)};",
                         f"setTimeout(() => {{ log({self.label()}); process.exit(); }}, {self.delay()});",
                         f"queueMicrotask(() => {{ if ({self.pick(0, 0, 1)}) process.exit(3); }});")
