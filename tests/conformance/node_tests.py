"""Node's own test files, run with `loopscope run`.

usage: node_tests.py LOOPSCOPE TESTS LIST          every file of LIST must pass
       node_tests.py --count LOOPSCOPE NODE TESTS  a table of how many pass, here and with node

TESTS is the folder `test` of Node's sources. A line of LIST is a file of test/parallel; what follows
a # is a reason and no file.
"""
import concurrent.futures
import os
import pathlib
import re
import subprocess
import sys

SECONDS = 60
ATTEMPTS = 3
GROUPS = ["timers", "next-tick", "microtask", "queue-microtask", "net", "event", "promise", "stream"]

# Its library is told of these; V8's own flags are not among them.
LIBRARY_FLAGS = re.compile(r"--(no-)?(unhandled-rejections|warnings|trace-warnings|deprecation|pending-deprecation)\b")


def node_options(path):
    """What a test asks for of node's command line, as options of `loopscope run`."""
    flags = re.search(r"^// Flags: (.*)$", path.read_text(errors="replace"), re.MULTILINE)
    words = flags[1].split() if flags else []
    return [f"--node-option={word}" for word in words if LIBRARY_FLAGS.match(word)]


def passes(command, name, tests):
    """Whether it passed, and what it said."""
    environment = {**os.environ, "NODE_OPTIONS": "", "NODE_SKIP_CRYPTO": "1", "NODE_SKIP_FLAG_CHECK": "1",
                   "NODE_TEST_DIR": str(tests.parent), "TEST_THREAD_ID": name}
    try:
        path = tests / "parallel" / name
        options = node_options(path) if command[1:2] == ["run"] else []
        done = subprocess.run([*command, *options, str(path)], capture_output=True, cwd=tests,
                              timeout=SECONDS, env=environment, stdin=subprocess.DEVNULL, check=False)
    except subprocess.TimeoutExpired:
        return False, f"did not end within {SECONDS} s"
    return done.returncode == 0, (done.stdout + done.stderr).decode(errors="replace")


def run_all(command, names, tests, attempts=1):
    def run(name):
        for _ in range(attempts):
            passed, said = passes(command, name, tests)
            if passed:
                break
        return name, passed, said
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(run, names))


def listed(path):
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return [line for line in lines if line]


def group_of(name):
    found = [group for group in GROUPS if re.match(rf"test-{group}", name)]
    return found[0] if found else None


def count(loopscope, node, tests):
    names = sorted(path.name for path in (tests / "parallel").iterdir() if group_of(path.name))
    ours = run_all([loopscope, "run", "--loop", "classic"], names, tests)
    passed_by_node = {name for name, passed, _ in run_all([node, "--expose-internals"], names, tests) if passed}
    for group in GROUPS:
        of_group = [(name, passed) for name, passed, _ in ours if group_of(name) == group]
        good = sum(passed for _, passed in of_group)
        theirs = sum(name in passed_by_node for name, _ in of_group)
        print(f"{group:16} {good:4} of {len(of_group):4}, node {theirs:4}")
    for name, passed, said in ours:
        words = [line for line in said.splitlines() if re.search(r"Error|Cannot|not end|Mismatched", line)]
        print("PASS" if passed else "FAIL", name, "" if passed else (words or [said[-80:]])[0][:160])


def check(loopscope, tests, names_file):
    results = run_all([loopscope, "run", "--loop", "classic"], listed(names_file), tests, ATTEMPTS)
    failures = [(name, said) for name, passed, said in results if not passed]
    for name, said in failures:
        print(f"== {name}\n{said}")
    print(f"{len(results) - len(failures)} of {len(results)} of Node's own tests pass")
    return 1 if failures else 0


def main(arguments):
    counting = arguments[:1] == ["--count"]
    tests = pathlib.Path(arguments[3 if counting else 1]).resolve()
    if not (tests / "parallel").is_dir():
        print(f"skipped: there is no {tests}; ./dev test fetches it")
        return 77
    if counting:
        return count(os.path.abspath(arguments[1]), os.path.abspath(arguments[2]), tests)
    return check(os.path.abspath(arguments[0]), tests, pathlib.Path(arguments[2]))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
