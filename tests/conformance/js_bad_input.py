"""Programs that cannot be run as they are: `loopscope run` says what node says and exits with its code.

usage: js_bad_input.py LOOPSCOPE NODE18

Compared are standard output, the exit code and standard error, carets and empty lines with it, but for
frames in Node's own files, versions and numbers of processes. The trace must be closed and sound each time.
"""
import os
import pathlib
import re
import subprocess
import sys
import tempfile

FILES = {
    "syntax.js": b"syntax error here(",
    "binary.js": b"\x00\x01\x02\xff\xfe",
    "invalid-utf8.js": b'console.log("caf\xe9".length);',
    "cycle.js": b"require('./cycle-2'); exports.a = 1; console.log('cycle');",
    "cycle-2.js": b"console.log(typeof require('./cycle')); exports.b = 2;",
    "throws.js": b"throw new TypeError('while loading');",
    "requires-throwing.js": b"require('./throws');",
    "recursion.js": b"function f() { f(); }\nf();",
    "import-missing.mjs": b"import './missing.mjs';",
    "require-missing.js": b"require('missing');",
    "bad-json.js": b"require('./bad.json');",
    "bad.json": b"{",
    "throws-null.js": b"throw null;",
    "throws-undefined.js": b"throw undefined;",
    "throws-object.js": b"process.exitCode = 3; setTimeout(() => { throw { a: 1 }; });",
    "throws-proxy.js": b"throw new Proxy(new Error('behind'), {});",
    "throws-bare-object.js": b"throw Object.create(null);",
    "throws-no-text.js": b"throw { toString() { throw new Error('no text'); } };",
    "throws-cause.js": b"throw new Error('outer', { cause: new TypeError('inner') });",
    "throws-custom.js": b"class Own extends Error { data = 5; }\nqueueMicrotask(() => { throw new Own('more'); });",
    "throws-twice.js": b"process.on('uncaughtException', () => { throw new Error('second'); });\nthrow new Error('first');",
    "throws-in-exit.js": b"process.on('exit', () => { throw new Error('in exit'); });",
    "rejects.js": b"Promise.reject(new Error('nobody listens'));",
    "rejects-any.js": b"Promise.any([Promise.reject(new Error('a')), Promise.reject(2)]);",
    "rejects-async.js": b"async function a() { await null; await b(); }\nasync function b() { await 1; null.f(); }\na();",
    "import-no-such-name.mjs": b"import { nope } from 'fs';",
    "await-forever.mjs": b"await new Promise(() => {});",
    "await-in-commonjs.js": b"await 1;",
    "import-in-commonjs.js": b"import fs from 'fs';",
    "eval.js": b"eval('let a = ;');",
    "json-text.js": b"JSON.parse('{bad');",
    "no-file.js": b"require('fs').readFileSync('/there/is/none');",
    "no-file-later.js": b"require('fs').readFile('/there/is/none', (error) => { throw error; });",
    "no-port.js": b"require('net').createServer().listen(70000);",
    "nobody-listens.js": b"require('net').connect(1, '127.0.0.1');",
    "event.js": b"new (require('events'))().emit('error', new Error('no listener'));",
    "assert.js": b"require('assert').deepStrictEqual([1, [2]], [1, [3]]);",
    "argument.js": b"setTimeout('code');",
    "exit-code.js": b"process.exitCode = 'x';",
    "with-index/index.js": b"console.log('index');",
    "empty/.keep": b"",
}
NO_TEXT = {"binary.js"}  # of its line Node prints what comes before the first zero
NO_PROGRAMS = {"cycle-2.js", "bad.json", "with-index/index.js", "empty/.keep"}
PROGRAMS = [name for name in FILES if name not in NO_PROGRAMS] + ["missing.js", "with-index", "empty"]


def outcome(command, folder, shown):
    done = subprocess.run(command, capture_output=True, timeout=60, cwd=folder, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, "NODE_OPTIONS": ""})
    said = done.stderr.decode(errors="replace")
    said = re.sub(r"(?m)^    at .*node:.*\n|^node:internal.*\n|\(node:\d+\) |^\(Use `.*\n|^Node\.js v.*\n", "", said)
    return done.returncode, done.stdout, shown(said.replace(str(folder), "."))


def words(text):
    return [line for line in text.splitlines() if re.search("[A-Za-z]", line) and line.isprintable()]


def is_sound(loopscope, trace):
    lines = trace.read_text().splitlines()
    done = subprocess.run([loopscope, "validate", trace], capture_output=True, check=False)
    return done.returncode == 0 and '"e":"end"' in lines[-1]


def main(loopscope, node):
    failures = 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = pathlib.Path(temporary)
        trace = folder / "trace.jsonl"
        for name, text in FILES.items():
            (folder / name).parent.mkdir(exist_ok=True)
            (folder / name).write_bytes(text)
        for name in PROGRAMS:
            shown = words if name in NO_TEXT else str.splitlines
            wanted = outcome([node, name], folder, shown)
            got = outcome([loopscope, "run", "--loop=classic", "-o", trace, name], folder, shown)
            if wanted == got and is_sound(loopscope, trace):
                continue
            failures += 1
            print(f"== {name}\n-- node\n{wanted}\n-- loopscope\n{got}\n-- sound: {is_sound(loopscope, trace)}")
    print(f"{len(PROGRAMS) - failures} of {len(PROGRAMS)} bad programs end as with {node}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*map(os.path.abspath, sys.argv[1:])))
