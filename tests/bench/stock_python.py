"""Nanoseconds that Python's jsonschema and phonenumbers take for a dial request: ./dev bench calls this with a
file of lines. Prints the median of its rounds."""
import json
import pathlib
import statistics
import sys
import time

import jsonschema
import phonenumbers

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
ROUNDS = 5
LINES = 2000  # it takes some thousand times as long as the checker

schema = json.loads((ROOT / "schemas/dial-request.schema.json").read_text())
validator = jsonschema.Draft202012Validator(schema)


def is_valid(line):
    request = json.loads(line)
    return validator.is_valid(request) and phonenumbers.is_valid_number(phonenumbers.parse(request["phoneNumber"]))


def timed(lines):
    begin = time.perf_counter_ns()
    if not all(map(is_valid, lines)):
        raise SystemExit("a valid request is refused")
    return (time.perf_counter_ns() - begin) / len(lines)


def main(path):
    lines = pathlib.Path(path).read_text().rstrip("\n").split("\n")[:LINES]
    print(statistics.median(timed(lines) for _ in range(ROUNDS)))


if __name__ == "__main__":
    main(sys.argv[1])
