"""Programs that cannot be run as they are: `loopscope run` says what node says and exits with its code.

usage: js_bad_input.py LOOPSCOPE NODE

Compared are standard output, the exit code and the words of standard error, without stack frames and
numbers of processes. The trace must be closed and sound each time.
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
    "rejects.js": b"Promise.reject(new Error('nobody listens'));",
    "with-index/index.js": b"console.log('index');",
    "empty/.keep": b"",
}
NO_PROGRAMS = {"cycle-2.js", "bad.json", "with-index/index.js", "empty/.keep"}
PROGRAMS = [name for name in FILES if name not in NO_PROGRAMS] + ["missing.js", "with-index", "empty"]


def outcome(command, folder):
    done = subprocess.run(command, capture_output=True, timeout=60, cwd=folder, check=False,
                          stdin=subprocess.DEVNULL, env={**os.environ, "NODE_OPTIONS": ""})
    said = done.stderr.decode(errors="replace")
    said = re.sub(r"(?m)^    at .*\n|^\(node:\d+\)|^\(Use `.*\n", "", said)
    # Carets, blank lines, and bytes that are no text.
    said = [line for line in said.splitlines() if re.search("[A-Za-z]", line)]
    return done.returncode, done.stdout, said


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
            wanted = outcome([node, name], folder)
            got = outcome([loopscope, "run", "-o", trace, name], folder)
            if wanted == got and is_sound(loopscope, trace):
                continue
            failures += 1
            print(f"== {name}\n-- node\n{wanted}\n-- loopscope\n{got}\n-- sound: {is_sound(loopscope, trace)}")
    print(f"{len(PROGRAMS) - failures} of {len(PROGRAMS)} bad programs end as with {node}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(*map(os.path.abspath, sys.argv[1:])))
