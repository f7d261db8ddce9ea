"""Runs `loopscope compare` on programs whose differences are known.

usage: js_compare.py LOOPSCOPE
"""
import json
import pathlib
import subprocess
import sys
import tempfile

ORDER = """\
setTimeout(() => console.log('timer'), 1000);
Promise.resolve().then(() => console.log('promise'));
process.nextTick(() => console.log('tick'));
console.log('main');
"""
SAME = "console.log('only this');\n"
REQUIRES = "const os = require('os');\nconsole.log(os.EOL.length);\n"
BROKEN = "let a = ;\n"


def compare(loopscope, folder, name, text, *options):
    program = folder / name
    program.write_text(text, encoding="utf-8")
    return subprocess.run([loopscope, "compare", "--virtual-time", str(program), *options],
                          capture_output=True, text=True, timeout=120, check=False)


def expect(condition, what, done):
    if not condition:
        sys.exit(f"{what}\n{done.stdout}\n{done.stderr}")


def check_kinds(loopscope, folder):
    for name, order in (("order.js", ["main", "tick", "promise", "timer"]),
                        ("order.mjs", ["main", "promise", "tick", "timer"])):
        done = compare(loopscope, folder, name, ORDER, "--json")
        answer = json.loads(done.stdout)
        runs = [run["lines"] for run in answer["runs"]]
        other = [order[0], order[2], order[1], order[3]]
        expect(runs == [order, order, other], f"{name}: other lines", done)
        parting = answer["differences"][0]["parting"]
        expect("ticks run before microtasks" in parting["one" if name.endswith(".js") else "other"],
               f"{name}: another reason", done)
        expect(done.returncode == 1, f"{name}: another status", done)


def check_texts(loopscope, folder):
    done = compare(loopscope, folder, "same.js", SAME)
    expect(done.returncode == 0 and "All print the same." in done.stdout, "same.js", done)
    done = compare(loopscope, folder, "requires.js", REQUIRES)
    expect(done.returncode == 0 and "It does not run as an ES module" in done.stdout, "requires.js",
           done)
    done = compare(loopscope, folder, "broken.js", BROKEN)
    expect(done.returncode == 0 and "exit" in done.stdout, "broken.js", done)
    done = compare(loopscope, folder, "trace.jsonl", SAME)
    expect(done.returncode == 2 and "is no JavaScript program" in done.stderr, "trace.jsonl", done)
    done = subprocess.run([loopscope, "compare", "none.js"], capture_output=True, text=True,
                          timeout=60, check=False)
    expect(done.returncode == 2 and "there is no file none.js" in done.stderr, "none.js", done)


def main():
    with tempfile.TemporaryDirectory() as folder:
        check_kinds(sys.argv[1], pathlib.Path(folder))
        check_texts(sys.argv[1], pathlib.Path(folder))
    print("compare tells kinds of modules apart")


main()
