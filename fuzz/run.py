#!/usr/bin/env python3
"""Runs the libFuzzer harnesses and prints what each did; `./dev fuzz` builds them and calls this.

With --record the figures are added to those of earlier runs in fuzz/runs.json, and the table of
fuzz/README.md is written anew. What a run finds is kept in build/fuzz/finds.
"""
import argparse
import concurrent.futures
import dataclasses
import json
import os
import pathlib
import re
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "fuzz"
TOTALS = ROOT / "fuzz" / "runs.json"
TABLE = ROOT / "fuzz" / "README.md"
BEGIN = "<!-- runs: written by ./dev fuzz --record -->"
END = "<!-- end of runs -->"

# What a run has to reach before it is long enough, and how fast harnesses have to be.
ENOUGH_EXECUTIONS = 10**8
ENOUGH_SECONDS = 30 * 60
FAST_PARTS = 10_000
FAST_WHOLE = 1_000
# Blocks that were freed are kept for a while; more than this costs more than it finds.
SANITIZER = "quarantine_size_mb=16:malloc_context_size=8"
# Harnesses that take an input through reader, checker and reports, some of them several times; the
# others try one part.
WHOLE = {"agree", "conservation", "csv", "generate", "json", "ndjson", "pipeline", "reports",
         "schema", "structured"}


@dataclasses.dataclass
class Result:
    name: str
    executions: int = 0
    seconds: float = 0.0  # of the processor
    edges: int = 0
    all_edges: int = 0
    code: int = 0
    log: str = ""

    @property
    def speed(self):
        return int(self.executions / self.seconds) if self.seconds else 0


def floor_of(name):
    return FAST_WHOLE if name in WHOLE else FAST_PARTS


def harnesses():
    return sorted(path.name[: -len("_fuzz")] for path in (BUILD / "bin").glob("*_fuzz"))


def command_of(name, options):
    own = BUILD / "corpus" / name
    own.mkdir(parents=True, exist_ok=True)
    (BUILD / "finds").mkdir(exist_ok=True)
    # The scheduler that weighs inputs by their rare features costs a third of the time here.
    command = [str(BUILD / "bin" / f"{name}_fuzz"), "-max_len=4096", "-timeout=10", "-entropic=0",
               "-rss_limit_mb=1024", "-print_final_stats=1", "-verbosity=1",
               f"-artifact_prefix={BUILD}/finds/{name}-"]
    if options.seconds:
        command.append(f"-max_total_time={options.seconds}")
    if options.runs:
        command.append(f"-runs={options.runs}")
    if options.seed:
        command.append(f"-seed={options.seed}")
    for dictionary in (ROOT / "fuzz" / "dictionaries" / f"{name}.dict",
                       ROOT / "fuzz" / "dictionaries" / "dial.dict"):
        if dictionary.exists():
            command.append(f"-dict={dictionary}")
            break
    seeds = [str(path) for path in (ROOT / "corpus" / "fuzz" / name,) if path.is_dir()]
    return command + [str(own)] + seeds


def figure(pattern, log, otherwise=0):
    found = re.findall(pattern, log)
    return int(found[-1]) if found else otherwise


def run(name, options):
    # Its own log file, so that a long run does not fill a pipe or the memory.
    log_path = BUILD / f"{name}.log"
    with open(log_path, "wb") as log:
        process = subprocess.Popen(command_of(name, options), stdout=log, stderr=log, cwd=ROOT,
                                   env={**os.environ, "ASAN_OPTIONS": SANITIZER})
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    text = log_path.read_text(errors="replace")
    return Result(name,
                  executions=figure(r"stat::number_of_executed_units:\s+(\d+)", text,
                                    figure(r"\n#(\d+)", text)),
                  seconds=usage.ru_utime + usage.ru_stime,
                  edges=figure(r"cov: (\d+)", text),
                  all_edges=figure(r"\((\d+) inline 8-bit counters\)", text),
                  code=process.returncode, log=text)


def report(result):
    line = (f"{result.name:<14}{result.executions:>12,} executions {result.speed:>8,} a second of "
            f"CPU {result.edges:>7,} of {result.all_edges:,} edges")
    if result.code != 0:
        line += "  FOUND SOMETHING"
    elif result.speed < floor_of(result.name):
        line += f"  (slower than {floor_of(result.name):,})"
    print(line, flush=True)
    if result.code == 0:
        return
    promise = re.findall(r"(broken promise: .*|SUMMARY: .*|ERROR: libFuzzer.*)", result.log)
    kept = re.findall(r"Test unit written to (\S+)", result.log)
    for text in promise[:3] + kept:
        print(f"  {text}")
    if kept:
        print(f"  again: build/fuzz/bin/{result.name}_fuzz {os.path.relpath(kept[-1], ROOT)}")


def finds_of(name):
    return len(list((ROOT / "corpus" / "fuzz" / name).glob("find-*")))


def record(results):
    totals = json.loads(TOTALS.read_text()) if TOTALS.exists() else {}
    for result in results:
        total = totals.setdefault(result.name, {"executions": 0, "cpu_seconds": 0})
        total["executions"] += result.executions
        total["cpu_seconds"] = round(total["cpu_seconds"] + result.seconds)
        total["edges"] = max(total.get("edges", 0), result.edges)
        total["all_edges"] = result.all_edges
    TOTALS.write_text(json.dumps(totals, indent=1, sort_keys=True) + "\n")
    write_table(totals)


def is_enough(total):
    return (total["executions"] >= ENOUGH_EXECUTIONS
            or total["cpu_seconds"] >= ENOUGH_SECONDS)


def write_table(totals):
    lines = ["| harness | executions | CPU minutes | executions a second | edges reached | finds | "
             "long enough |", "|---|---|---|---|---|---|---|"]
    for name, total in sorted(totals.items()):
        speed = total["executions"] / max(total["cpu_seconds"], 1)
        lines.append(f"| {name} | {total['executions']:,} | {total['cpu_seconds'] / 60:.1f} | "
                     f"{speed:,.0f} | {total['edges']:,} of {total['all_edges']:,} | "
                     f"{finds_of(name)} | {'yes' if is_enough(total) else 'not yet'} |")
    text = TABLE.read_text()
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    TABLE.write_text(text[:begin] + "\n" + "\n".join(lines) + "\n" + text[end:])


def parse():
    parser = argparse.ArgumentParser(prog="./dev fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("harness", nargs="*", help="all of them, if none is named")
    parser.add_argument("--seconds", type=int, default=0, help="how long each runs (20)")
    parser.add_argument("--runs", type=int, default=0, help="how many inputs each tries instead")
    parser.add_argument("--seed", type=int, default=0,
                        help="the same seed tries the same inputs; other ones each time without")
    parser.add_argument("--jobs", type=int, default=2, help="how many run at a time (2)")
    parser.add_argument("--record", action="store_true",
                        help="add the figures to fuzz/runs.json and fuzz/README.md")
    options = parser.parse_args()
    if not options.seconds and not options.runs:
        options.seconds = 20
    known = harnesses()
    for name in options.harness:
        if name not in known:
            parser.error(f"there is no harness '{name}'; there are {', '.join(known)}")
    options.harness = options.harness or known
    return options


def main():
    options = parse()
    results = []
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        for result in pool.map(lambda name: run(name, options), options.harness):
            report(result)
            results.append(result)
    if options.record:
        record([result for result in results if result.code == 0])
    return 1 if any(result.code != 0 for result in results) else 0


if __name__ == "__main__":
    sys.exit(main())
