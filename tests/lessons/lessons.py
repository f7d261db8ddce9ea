"""One lesson that ships: its form, its truth, how it is played, and what node prints.

usage: lessons.py LOOPSCOPE LESSON SCHEMA [NODE]
"""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

loopscope, lesson_path, schema_path = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
node = sys.argv[4] if len(sys.argv) > 4 and "NOTFOUND" not in sys.argv[4] else None
lesson = json.loads(lesson_path.read_text())


def require(condition, sentence):
    if not condition:
        sys.exit(f"{lesson_path.name}: {sentence}")


def check_form():
    try:
        import jsonschema
    except ImportError:
        return print("python3-jsonschema is not there: the form is not checked")
    jsonschema.Draft7Validator(json.loads(schema_path.read_text())).validate(lesson)


def check_truth():
    result = subprocess.run([loopscope, "lesson", "check", lesson_path], capture_output=True,
                            text=True)
    require(result.returncode == 0, f"is not true\n{result.stdout}{result.stderr}")


def play(answers):
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
        file.write("".join(answer + "\n" for answer in answers))
        file.flush()
        return subprocess.run([loopscope, "lesson", "play", lesson_path, "--answers", file.name],
                              capture_output=True, text=True)


def check_play():
    answers = [question["answer"] for stop in lesson["stops"]
               for question in stop.get("questions", [])]
    right = play(answers)
    require(right.returncode == 0, f"is played with {right.returncode}\n{right.stdout}{right.stderr}")
    require(f"{len(answers)} of {len(answers)} right." in right.stdout, right.stdout)
    for stop in lesson["stops"]:
        words = stop["note"].split()
        require(" ".join(words[:4]) in right.stdout, f"does not show the note {stop['note']}")
    require(play([""] + answers[1:]).returncode == 1, "an empty answer is no miss")
    require(play(answers[:-1]).returncode == 1, "an answer that is not there is no miss")


def nth_index(lines, moment):
    found = [i for i, line in enumerate(lines) if line == moment["line"]]
    return found[moment.get("nth", 1) - 1]


def check_node():
    program = lesson_path.parent / lesson["record"]["run"]
    lines = subprocess.run([node, program], capture_output=True, text=True, timeout=60,
                           check=True).stdout.splitlines()
    for stop in lesson["stops"]:
        for question in stop.get("questions", []):
            if question["kind"] == "next-line":
                follows = lines[nth_index(lines, stop["at"]) + 1]
                require(follows == question["answer"], f"node prints {follows}: {question}")
            if question["kind"] == "first" or question["answer"] == "yes":
                first, then = question["of"]
                require(question["kind"] == "always" or first == question["answer"], question)
                require(lines.index(first) < lines.index(then), f"node: {lines}: {question}")


check_form()
check_truth()
check_play()
if node and "run" in lesson["record"]:
    for _ in range(3):
        check_node()
