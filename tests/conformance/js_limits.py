"""Programs that would never end, or need more than there is: `loopscope run` stops them, and says why.

usage: js_limits.py LOOPSCOPE NODE CASE

Whatever happened, the trace up to then is sound, and where the program was stopped its timeline shows
what was starved. NODE is Node 18, with whose exit code programs end that run out of something.
"""
import os
import pathlib
import subprocess
import sys
import tempfile

SECONDS = 60
TIMED_OUT = 124
# What waits in vain while the rest of the program runs.
STARVED = "setTimeout(function starved() { console.log('starved'); }, 1);\n"

# name: (program, what its timeline shows)
ENDLESS = {
    "loop": (STARVED + "for (;;) {}", "starved"),
    "finally": (STARVED + "try { for (;;) {} } catch { console.log('caught'); } "
                "finally { console.log('finally'); }", "starved"),
    "async finally": ("(async () => { try { await 1; for (;;) {} } finally { console.log('finally'); } })()",
                      "await"),
    "ticks": (STARVED + "(function again() { process.nextTick(again); })();", "again"),
    "microtasks": (STARVED + "(function again() { Promise.resolve().then(again); })();", "again"),
    "queueMicrotask": (STARVED + "(function again() { queueMicrotask(again); })();", "again"),
    "awaits": (STARVED + "(async function forever() { for (;;) await 1; })();", "await in forever"),
    "regexp": (STARVED + "/^(a+)+b$/.test('a'.repeat(40));", "starved"),
    "immediates": ("(function again() { setImmediate(again); })();", "again"),
    "interval": ("setInterval(function again() {}, 1);", "again"),
    "waiting": ("setTimeout(function late() { console.log('late'); }, 1e9);", "late"),
    "exit listener": ("process.on('exit', () => { for (;;) {} });", "exit"),
}
# name: (program, what its report says)
TOO_MUCH = {
    "recursion": ("function deeper() { deeper(); } deeper();", "Maximum call stack size exceeded"),
    "recursion in a microtask": ("function deeper() { deeper(); } queueMicrotask(deeper);",
                                 "Maximum call stack size exceeded"),
    "recursion through C++": ("function deeper() { [1].map(deeper); JSON.parse('[1]', deeper); } deeper();",
                              "Maximum call stack size exceeded"),
    "memory": ("const all = []; for (;;) all.push(new Array(10000).fill(all.length));",
               "JavaScript heap out of memory"),
    "memory in promises": ("const all = []; (async () => { for (;;) { all.push(new Array(1e5).fill(0)); "
                           "await 1; } })();", "JavaScript heap out of memory"),
}


def run(command):
    return subprocess.run(command, capture_output=True, timeout=SECONDS, check=False, text=True,
                          errors="replace", stdin=subprocess.DEVNULL, env={**os.environ, "NODE_OPTIONS": ""})


def expect(what, wanted, got):
    if wanted != got:
        sys.exit(f"{what}: {got!r} instead of {wanted!r}")


def check_trace(loopscope, trace, shown):
    checked = run([loopscope, "validate", trace])
    expect(f"validate says {checked.stdout}{checked.stderr}", 0, checked.returncode)
    timeline = run([loopscope, "timeline", trace]).stdout
    expect(f"{shown!r} in the timeline", True, shown in timeline)
    return timeline


def check_endless(loopscope, program, trace, shown):
    done = run([loopscope, "run", "--timeout", "1000", "-o", trace, program])
    expect(done.stderr, TIMED_OUT, done.returncode)
    expect("standard output", "", done.stdout)
    expect(f"{done.stderr!r} says why", True, "stopped after 1000 ms" in done.stderr)
    timeline = check_trace(loopscope, trace, shown)
    if shown == "starved":
        expect("the timeline shows what never ran", True, "never ran" in timeline)


def check_too_much(loopscope, node, program, trace, said):
    wanted = run([node, program])
    done = run([loopscope, "run", "-o", trace, program])
    expect(done.stderr, wanted.returncode, done.returncode)
    for each in (wanted, done):
        expect(f"{each.stderr[-2000:]!r} says why", True, said in each.stderr)
    check_trace(loopscope, trace, "main")
    unrecorded = run([loopscope, "run", program])
    expect(unrecorded.stderr, wanted.returncode, unrecorded.returncode)


def main(loopscope, node, case):
    with tempfile.TemporaryDirectory() as directory:
        program, trace = (str(pathlib.Path(directory, name)) for name in ("program.js", "trace.jsonl"))
        text, expected = {**ENDLESS, **TOO_MUCH}[case]
        pathlib.Path(program).write_text(text, encoding="utf-8")
        if case in ENDLESS:
            check_endless(loopscope, program, trace, expected)
        else:
            check_too_much(loopscope, node, program, trace, expected)
    print(f"{case}: as it should be")


if __name__ == "__main__":
    main(*sys.argv[1:])
