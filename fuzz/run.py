#!/usr/bin/env python3
"""Runs the libFuzzer harnesses and prints what each did; `./dev fuzz` builds them and calls this.

With --record the figures are added to those of earlier runs in fuzz/runs.json, and the table of
fuzz/README.md is written anew, as soon as each run ends. What a run finds is kept in
build/checked/finds, and printed, so that a log alone is enough to see it again.
"""
import argparse
import base64
import concurrent.futures
import dataclasses
import fcntl
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "checked"
TOTALS = ROOT / "fuzz" / "runs.json"
TABLE = ROOT / "fuzz" / "README.md"
BEGIN = "<!-- runs: written by ./dev fuzz --record -->"
END = "<!-- end of runs -->"

# What a run has to reach before it is long enough, and how fast harnesses have to be.
ENOUGH_EXECUTIONS = 10**8
ENOUGH_SECONDS = 30 * 60
FAST_PARTS = 10_000
FAST_WHOLE = 1_000
# An input may take so many seconds.
SLOW = 10
# What is printed of a find. Inputs are 4 KiB at most, but for what a harness has stored otherwise.
MOST_PRINTED = 4096
# Blocks that were freed are kept for a while; more than this costs more than it finds. Where they were
# allocated costs a sixth of the time; the command that a find is tried again with tells it in full.
SANITIZER = "quarantine_size_mb=16:malloc_context_size=1"
# Harnesses that take an input through reader, checker and reports, some of them several times; the
# others try one part.
WHOLE = {"agree", "conservation", "csv", "generate", "json", "ndjson", "pipeline", "reports",
         "schema", "serve", "structured"}


@dataclasses.dataclass
class Result:
    name: str
    executions: int = 0
    seconds: float = 0.0  # of the processor
    edges: int = 0
    all_edges: int = 0
    code: int = 0
    starved: bool = False
    log: str = ""

    @property
    def speed(self):
        return int(self.executions / self.seconds) if self.seconds else 0

    @property
    def found(self):
        # Sanitizers end a program by codes of their own, but libFuzzer has the last word.
        return self.code != 0 and bool(self.kept) and not self.starved

    @property
    def kept(self):
        return [str(ROOT / path) for path in re.findall(r"Test unit written to (\S+)", self.log)]


def floor_of(name):
    return FAST_WHOLE if name in WHOLE else FAST_PARTS


def harnesses(folder):
    return sorted(path.name[: -len("_fuzz")] for path in folder.glob("*_fuzz"))


def keeps_addresses():
    """The start of a command whose addresses are the same each time: libFuzzer chooses by some of them.
    A container may forbid it; most choices are the same then, too."""
    start = ["setarch", "--addr-no-randomize"]
    try:
        if subprocess.run([*start, "true"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return start
    except FileNotFoundError:
        pass
    return []


def command_of(name, options, turn, own):
    """Its paths count from the root of the repository, so that it is the same in every clone."""
    def here(path):
        return os.path.relpath(path, ROOT)

    (BUILD / "finds").mkdir(parents=True, exist_ok=True)
    # The scheduler that weighs inputs by their rare features costs a third of the time here.
    command = [here(options.bin / f"{name}_fuzz"), "-max_len=4096", f"-timeout={SLOW}", "-entropic=0",
               "-rss_limit_mb=1024", "-print_final_stats=1", "-verbosity=1",
               f"-artifact_prefix={here(BUILD)}/finds/{name}-"]
    if options.repeatable:
        command = keeps_addresses() + command + [f"-runs={options.seconds * floor_of(name)}"]
    elif options.seconds:
        command.append(f"-max_total_time={options.seconds}")
    if options.runs:
        command.append(f"-runs={options.runs}")
    if options.seed:
        command.append(f"-seed={options.seed + turn}")
    for dictionary in (ROOT / "fuzz" / "dictionaries" / f"{name}.dict",
                       ROOT / "fuzz" / "dictionaries" / "dial.dict"):
        if dictionary.exists():
            command.append(f"-dict={here(dictionary)}")
            break
    # In an order that does not depend on the file system, as far as libFuzzer keeps one.
    seeds = sorted(here(path) for path in (ROOT / "corpus" / "fuzz" / name).glob("*"))
    if seeds:
        command.append("-seed_inputs=" + ",".join(seeds))
    return command + [here(own)]


def environment_of(options):
    """What lies on the stack moves all behind it, and libFuzzer looks at that as well."""
    kept = {"PATH": "/usr/bin:/bin"} if options.repeatable else os.environ
    return {**kept, "ASAN_OPTIONS": SANITIZER, "LLVM_PROFILE_FILE": "/dev/null"}


def figure(pattern, log, otherwise=0):
    found = re.findall(pattern, log)
    return int(found[-1]) if found else otherwise


def run(name, options, turn):
    if not options.repeatable:
        own = BUILD / "corpus" / name
        own.mkdir(parents=True, exist_ok=True)
        return run_into(own, name, options, turn)
    own = BUILD / "repeated" / name
    shutil.rmtree(own, ignore_errors=True)  # nothing of earlier runs
    own.mkdir(parents=True)
    return run_into(own, name, options, turn)


def run_into(own, name, options, turn):
    # Its own log file, so that a long run does not fill a pipe or the memory.
    log_path = BUILD / "logs" / f"{name}-{turn}.log"
    log_path.parent.mkdir(exist_ok=True)
    with open(log_path, "wb") as log:
        process = subprocess.Popen(command_of(name, options, turn, own), stdout=log, stderr=log, cwd=ROOT,
                                   env=environment_of(options))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    text = log_path.read_text(errors="replace")
    result = Result(name,
                    executions=figure(r"stat::number_of_executed_units:\s+(\d+)", text,
                                      figure(r"\n#(\d+)", text)),
                    seconds=usage.ru_utime + usage.ru_stime,
                    edges=figure(r"cov: (\d+)", text),
                    all_edges=figure(r"\((\d+) inline 8-bit counters\)", text),
                    code=process.returncode, log=text)
    result.starved = "libFuzzer: timeout" in text and is_quick(name, result.kept[-1], options)
    return result


def is_quick(name, find, options):
    """libFuzzer goes by the clock on the wall: on a machine that is busy with other work an input of
    no bytes is slow. What counts is the processor's time."""
    process = subprocess.Popen(["prlimit", f"--cpu={2 * SLOW}", str(options.bin / f"{name}_fuzz"),
                                "-timeout=0", find],
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, usage = os.wait4(process.pid, 0)
    process.returncode = 0
    return usage.ru_utime + usage.ru_stime < SLOW


def report(result):
    line = (f"{result.name:<14}{result.executions:>12,} executions {result.speed:>8,} a second of "
            f"CPU {result.edges:>7,} of {result.all_edges:,} edges")
    if result.found:
        line += "  FOUND SOMETHING"
    elif result.starved:
        line += "  ENDED EARLY (no time on this machine: not the input's fault)"
    elif result.code != 0:
        line += f"  ENDED EARLY ({result.code})"
    elif result.speed < floor_of(result.name):
        line += f"  (slower than {floor_of(result.name):,})"
    print(line, flush=True)
    if result.code == 0:
        return
    promise = re.findall(r"(broken promise: .*|SUMMARY: .*|ERROR: libFuzzer.*)", result.log)
    for text in promise[:3] + result.kept:
        print(f"  {text}")
    for find in result.kept[-1:]:
        print(f"  again: build/checked/bin/{result.name}_fuzz {os.path.relpath(find, ROOT)}")
        print_find(result.name, pathlib.Path(find).read_bytes())
    sys.stdout.flush()


def print_find(name, content):
    """The file in base64: logs last longer than the folders of a build."""
    cut = f", its first {MOST_PRINTED}" if len(content) > MOST_PRINTED else ""
    text = base64.b64encode(content[:MOST_PRINTED]).decode()
    print(f"  the input of {len(content)} bytes{cut}; `base64 -d >find` makes a file of it:")
    print(f"  base64 {name} {text}")


def finds_of(name):
    return len(list((ROOT / "corpus" / "fuzz" / name).glob("find-*")))


def replace(path, text):
    """Whoever ends this in the middle leaves the old file or the new one."""
    new = path.with_name(path.name + ".new")
    new.write_text(text)
    os.replace(new, path)


def record(result):
    """Adds one run to the totals. What ended early counts for nothing, but a find is one."""
    with open(BUILD / "record.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # several campaigns may run at a time
        totals = json.loads(TOTALS.read_text()) if TOTALS.exists() else {}
        total = totals.setdefault(result.name, {"executions": 0, "cpu_seconds": 0, "edges": 0,
                                                "all_edges": 0, "runs_with_a_find": 0})
        if result.code == 0:
            total["executions"] += result.executions
            total["cpu_seconds"] = round(total["cpu_seconds"] + result.seconds, 1)
            total["edges"] = max(total["edges"], result.edges)
            total["all_edges"] = result.all_edges
        elif result.found:
            total["runs_with_a_find"] += 1
        replace(TOTALS, json.dumps(totals, indent=1, sort_keys=True) + "\n")
        write_table(totals)


def needs_more(name):
    totals = json.loads(TOTALS.read_text()) if TOTALS.exists() else {}
    return name not in totals or not is_enough(totals[name])


def is_enough(total):
    return (total["executions"] >= ENOUGH_EXECUTIONS
            or total["cpu_seconds"] >= ENOUGH_SECONDS)


def write_table(totals):
    lines = ["| harness | executions | CPU minutes | executions a second | edges reached | "
             "runs with a find | finds in the corpus | long enough |",
             "|---|---|---|---|---|---|---|---|"]
    for name, total in sorted(totals.items()):
        speed = total["executions"] / max(total["cpu_seconds"], 1)
        lines.append(f"| {name} | {total['executions']:,} | {total['cpu_seconds'] / 60:.1f} | "
                     f"{speed:,.0f} | {total['edges']:,} of {total['all_edges']:,} | "
                     f"{total['runs_with_a_find']} | {finds_of(name)} | {'yes' if is_enough(total) else 'not yet'} |")
    text = TABLE.read_text()
    begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
    replace(TABLE, text[:begin] + "\n" + "\n".join(lines) + "\n" + text[end:])


def parse():
    parser = argparse.ArgumentParser(prog="./dev fuzz", description=__doc__.splitlines()[0])
    parser.add_argument("harness", nargs="*", help="all of them, if none is named")
    parser.add_argument("--seconds", type=int, default=0, help="how long each runs (20)")
    parser.add_argument("--runs", type=int, default=0, help="how many inputs each tries instead")
    parser.add_argument("--seed", type=int, default=0,
                        help="the same seed begins with the same choices; other ones each time without")
    parser.add_argument("--repeatable", action="store_true",
                        help="the same inputs each time, on a machine of any speed: as many as --seconds "
                             "hold at the speed that is asked of a harness")
    parser.add_argument("--rounds", type=int, default=1,
                        help="how many times each runs, one after the other (1)")
    parser.add_argument("--enough", action="store_true",
                        help="as often as it takes to have run long enough, and record each time")
    parser.add_argument("--bin", type=pathlib.Path, default=BUILD / "bin", metavar="FOLDER",
                        help="where the harnesses are: copies, which a build leaves alone")
    parser.add_argument("--jobs", type=int, default=2, help="how many run at a time (2)")
    parser.add_argument("--record", action="store_true",
                        help="add the figures to fuzz/runs.json and fuzz/README.md")
    options = parser.parse_args()
    if not options.seconds and not options.runs:
        options.seconds = 20
    if options.repeatable:
        if options.runs:
            parser.error("--repeatable counts the inputs itself: leave out --runs")
        options.seed = options.seed or 1
    options.record = options.record or options.enough
    options.bin = options.bin.resolve()
    known = harnesses(options.bin)
    for name in options.harness:
        if name not in known:
            parser.error(f"there is no harness '{name}'; there are {', '.join(known)}")
    options.harness = options.harness or known
    return options


def goes_on(result, options, turn):
    if options.enough:  # not behind a find, which would be made again
        return (result.code == 0 or result.starved) and needs_more(result.name)
    return turn + 1 < options.rounds


def main():
    options = parse()
    clean = True
    with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
        def start(name, turn):
            return pool.submit(lambda: (run(name, options, turn), turn))
        running = {start(name, 0) for name in options.harness
                   if not options.enough or needs_more(name)}
        while running:
            ended, running = concurrent.futures.wait(
                running, return_when=concurrent.futures.FIRST_COMPLETED)
            for one in ended:
                result, turn = one.result()
                report(result)
                if options.record:
                    record(result)
                if goes_on(result, options, turn):  # behind those that wait for their turn
                    running.add(start(result.name, turn + 1))
                clean = clean and result.code == 0
    return 0 if clean else 1


if __name__ == "__main__":
    sys.exit(main())
