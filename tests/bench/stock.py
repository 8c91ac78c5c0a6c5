#!/usr/bin/env python3
"""Adds what others take for a dial request to a report of the benchmarks, and prints it: `./dev bench`.

The others are validators of JSON Schema with libraries of numbering plans, as they are at hand in Node.js and
Python. They check the requests that the benchmarks are of.
"""
import json
import pathlib
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
FLOOR = "lint/floor/ordinary"
REQUESTS = 20_000
STOCK = (("lint/ajv-libphonenumber-js/ordinary", ["node", "tests/bench/stock_node.mjs"]),
         ("lint/jsonschema-phonenumbers/ordinary",
          [ROOT / "build/python/bench/bin/python", "tests/bench/stock_python.py"]))


def floor_of(report):
    for run in report["benchmarks"]:
        if run["run_name"] == FLOOR and run.get("aggregate_name") == "median":
            return 1e9 / run["items_per_second"]
    raise SystemExit(f"{FLOOR} was not measured")


def row(name, nanos, floor):
    return f"{name:<52} {nanos:>12.1f} {nanos / floor:>10.2f}"


def main(program, path):
    path = pathlib.Path(path)
    report = json.loads(path.read_text())
    floor = floor_of(report)
    requests = path.with_name("bench-requests.ndjson")
    requests.write_bytes(subprocess.check_output([program, f"--write-requests={REQUESTS}"]))
    for name, command in STOCK:
        nanos = float(subprocess.check_output([*command, requests], cwd=ROOT))
        report["benchmarks"].append({"name": f"{name}_median", "run_name": name, "aggregate_name": "median",
                                     "items_per_second": 1e9 / nanos})
        print(row(name, nanos, floor), flush=True)
    requests.unlink()
    path.write_text(json.dumps(report, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
