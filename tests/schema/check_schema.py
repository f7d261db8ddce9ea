#!/usr/bin/env python3
"""Checks traces line by line against docs/trace.schema.json with somebody else's validator.

usage: check_schema.py SCHEMA RECORDER
RECORDER is a program that writes traces into the directory it is given. Exit code 77: skipped.
"""
import json
import pathlib
import subprocess
import sys
import tempfile

try:
    import jsonschema
except ImportError:
    print("skipped: python3-jsonschema is not installed (apt-get install python3-jsonschema)")
    sys.exit(77)

# Lines that the schema must refuse, so that it is known to refuse anything.
BAD_LINES = [
    '{}',
    '{"loopscope":2}',
    '{"t":-1,"e":"turn","n":1,"now":0}',
    '{"t":1,"e":"turn","n":1}',
    '{"t":1,"e":"phase.end","ph":"lunch"}',
    '{"t":1,"e":"task.begin","id":0}',
    '{"t":1,"e":"tcp.error","c":1,"op":"read","error":"refused"}',
    '{"t":1,"e":"def","kind":"location","n":1,"text":"a.cpp"}',
    '{"t":1,"e":"source","file":"a.js","n":0,"text":""}',
    '{"t":1,"e":"drop","count":0,"from":0,"to":0}',
]
GOOD_LINES = [
    '{"t":1,"e":"source","file":"a.js","n":1,"text":"let a;"}',
   '{"t":1,"e":"later.event","id":"x"}', '{"t":1,"e":"turn","n":1,"now":0,"later":[1]}']


def check_file(validator, path):
    failures = 0
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        for error in validator.iter_errors(json.loads(line)):
            failures += 1
            print(f"{path.name}:{number}: {error.message}: {line}")
    return failures


def main():
    schema = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
    validator_class = jsonschema.validators.validator_for(schema)
    validator_class.check_schema(schema)
    validator = validator_class(schema)
    failures = 0
    for line in BAD_LINES:
        if validator.is_valid(json.loads(line)):
            failures += 1
            print(f"the schema accepts {line}")
    for line in GOOD_LINES:
        if not validator.is_valid(json.loads(line)):
            failures += 1
            print(f"the schema refuses {line}")
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run([sys.argv[2], directory], check=True)
        traces = sorted(pathlib.Path(directory).glob("*.jsonl"))
        if not traces:
            failures += 1
            print("no traces were written")
        for trace in traces:
            failures += check_file(validator, trace)
        print(f"{len(traces)} traces checked, {failures} failures")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
