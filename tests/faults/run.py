#!/usr/bin/env python3
"""Lets every call for a file or for memory fail in turn; `./dev faults` builds and calls this.

Whatever fails: no signal, no hang, no exit code 0 or 1 where output is missing, one line that says
what is wrong, and files that are old or new, never torn, with nothing left beside them.
"""
import argparse
import errno
import os
import pathlib
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import surroundings

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NOW = ["--now", "2026-11-20T12:00:00Z"]
OLD = "what stood here before\n"
PATIENCE = 60  # seconds, on a busy machine

CALLS = {
    "read": [errno.EIO, errno.EINTR, errno.EISDIR],
    "write": [errno.ENOSPC, errno.EIO, errno.EINTR],
    "open": [errno.EACCES, errno.EMFILE, errno.EINTR],
    "close": [errno.EIO],
    "rename": [errno.EACCES],
    "fsync": [errno.EIO, errno.EINTR],
    "fchmod": [errno.EPERM],
}


class Scenario:
    """One command in a folder of its own."""

    def __init__(self, name, arguments, files=(), outputs=(), program="diallint"):
        self.name, self.arguments, self.program = name, arguments, program
        self.files, self.outputs = dict(files), list(outputs)

    def prepare(self, folder):
        for name in os.listdir(folder):
            path = os.path.join(folder, name)
            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
        for name, text in self.files.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "w") as file:
                file.write(text)
        for name in self.outputs:
            with open(os.path.join(folder, name), "w") as file:
                file.write(OLD)


class Outcome:
    def __init__(self, code, out, err, files, told):
        self.code, self.out, self.err, self.files, self.told = code, out, err, files, told


class Bench:
    def __init__(self, programs, preload):
        self.programs, self.preload = programs, preload
        self.folder = tempfile.mkdtemp(prefix="diallint-faults-")
        self.wrong = 0
        self.old = OLD.encode()

    def run(self, scenario, **fault):
        scenario.prepare(self.folder)
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": self.folder}
        told, tell = os.pipe()
        if fault:
            environment["LD_PRELOAD"] = str(self.preload)
            environment["FAULT_TOLD"] = str(tell)
            environment.update({f"FAULT_{key.upper()}": str(value) for key, value in fault.items()})
        process = subprocess.Popen([str(self.programs / scenario.program), *scenario.arguments],
                                   cwd=self.folder, env=environment, stdin=subprocess.DEVNULL,
                                   stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                                   pass_fds=[tell])
        os.close(tell)
        try:
            out, err = process.communicate(timeout=fault.get("patience", PATIENCE))
        except subprocess.TimeoutExpired:
            process.kill()
            out, err = process.communicate()
            process.returncode = "a hang"
        with os.fdopen(told, "rb") as pipe:
            fired = pipe.read()
        files = {name: pathlib.Path(self.folder, name).read_bytes()
                 for name in os.listdir(self.folder)
                 if name not in scenario.files and os.path.isfile(os.path.join(self.folder, name))}
        return Outcome(process.returncode, out, err, files, fired)

    def report(self, where, what):
        self.wrong += 1
        print(f"  {where}: {what}", flush=True)

    def judge(self, where, scenario, normal, outcome):
        """What has to hold after any fault."""
        if outcome.code not in (0, 1, 2):
            return self.report(where, f"exit code {outcome.code}")
        left = sorted(set(outcome.files) - set(normal.files))
        if left:
            self.report(where, f"left behind: {', '.join(left)}")
        for name in scenario.outputs:
            content = outcome.files.get(name)
            if content not in (OLD.encode(), normal.files[name]) and outcome.code != 2:
                self.report(where, f"{name} is neither the old file nor the new one")
            if content is None or (content != OLD.encode() and not content.endswith(b"\n")):
                self.report(where, f"{name} is torn")
        if outcome.code == 2:
            if not outcome.err.startswith(b"diallint: ") and not outcome.err.startswith(b"dialgen: "):
                self.report(where, f"exit code 2 and no word why: {outcome.err[:100]!r}")
            return None
        if outcome.out != normal.out or outcome.files != normal.files:
            self.report(where, f"exit code {outcome.code} and output is missing")
        return None

    def calls(self, scenario):
        normal = self.run(scenario)
        tried = 0
        for call, errors in CALLS.items():
            for error in errors:
                for mode in ("once", "good"):
                    if error == errno.EINTR and mode == "good":
                        continue  # waits for ever, as it has to
                    tried += self.calls_of(scenario, normal, call, error, mode)
            if call in ("read", "write"):
                outcome = self.run(scenario, call=call, mode="short")
                self.judge(f"{call} by single bytes", scenario, normal, outcome)
                tried += 1
        print(f"{scenario.name}: {tried} failing calls", flush=True)

    def calls_of(self, scenario, normal, call, error, mode):
        for at in range(1, 10_000):
            outcome = self.run(scenario, call=call, at=at, mode=mode, errno=error)
            if not outcome.told:
                return at - 1
            where = f"{scenario.name}, {call} {at} {os.strerror(error)} ({mode})"
            self.judge(where, scenario, normal, outcome)
            if error == errno.EINTR and (outcome.out, outcome.files) != (normal.out, normal.files):
                self.report(where, "a call that was interrupted was not made again")
        return self.report(where, "no end of calls") or 0

    def memory(self, scenario, stride):
        """Each allocation fails in a copy of the program: once, and from there on for good."""
        normal = self.run(scenario)
        expected = tempfile.NamedTemporaryFile(delete=False)
        expected.write(normal.out)
        expected.close()
        outcome = self.run(scenario, call="fork-memory", at=1, stride=stride,
                           expected=expected.name, patience=3600)
        os.unlink(expected.name)
        for line in outcome.told.decode().splitlines():
            self.report(scenario.name, line)
        if (outcome.code, outcome.out) != (normal.code, normal.out):
            self.report(scenario.name, "the program itself did not end as it should")
        count = self.allocations(scenario)
        print(f"{scenario.name}: {count} allocations, one of {stride} made to fail, once and for good",
              flush=True)

    def allocations(self, scenario):
        low, high = 1, 1
        while self.run(scenario, call="memory", at=high).told:
            low, high = high, high * 2
        while low < high:
            middle = (low + high) // 2
            if self.run(scenario, call="memory", at=middle).told:
                low = middle + 1
            else:
                high = middle
        return low - 1


def request(number, extra=""):
    return ('{"clientToken":"call-%d","phoneNumber":"+12025550147","expirationTime":'
            '"2026-11-20T12:05:00.000Z","attributes":{"name":"Ann"%s}}\n' % (number, extra))


SMALL = "".join(request(i) for i in range(20)) + '{"clientToken":"\n'
LARGE = "".join(request(i, ',"note":"%s"' % ("x" * 200)) for i in range(2000))
CSV = ("clientToken,phoneNumber,expirationTime,attributes.a\n" +
       "call-a,+12025550147,2026-11-20T12:05:00.000Z,\"b\n")
CONFIG = 'ignore = ["phone-fictional"]\n[output]\nstatistics = true\n'


def scenarios():
    return [
        Scenario("a report to a file and one to standard output",
                 [*NOW, "--output-format", "text", "--output-format", "json", "-o", "report.json",
                  "in.ndjson"], {"in.ndjson": SMALL}, ["report.json"]),
        Scenario("many chunks", [*NOW, "--output-format", "ndjson", "-o", "report.ndjson", "-q",
                                 "in.ndjson"], {"in.ndjson": LARGE}, ["report.ndjson"]),
        Scenario("a folder with a configuration", [*NOW, "data"],
                 {"data/a.json": SMALL.splitlines()[0], "data/b.csv": CSV,
                  "data/diallint.toml": CONFIG}),
        Scenario("a baseline", [*NOW, "--baseline", "baseline.json", "--update-baseline",
                                "in.ndjson"], {"in.ndjson": SMALL}, ["baseline.json"]),
        Scenario("rules", ["rules"]),
    ]


def main():
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__.splitlines()[0])
    parser.add_argument("--programs", default=ROOT / "build/release/bin", type=pathlib.Path)
    parser.add_argument("--preload", default=ROOT / "build/release/lib/libdiallint_faults.so",
                        type=pathlib.Path)
    parser.add_argument("--quick", action="store_true",
                        help="one allocation of 997, two signals of four")
    options = parser.parse_args()
    bench = Bench(options.programs.resolve(), options.preload.resolve())
    started = time.monotonic()
    try:
        for scenario in scenarios():
            bench.calls(scenario)
        memory = Scenario("memory", [*NOW, "--output-format", "json", "in.ndjson"],
                          {"in.ndjson": "".join(SMALL.splitlines(True)[-3:])})
        bench.memory(memory, 997 if options.quick else 1)
        signals = [signal.SIGKILL, signal.SIGTERM, signal.SIGINT, signal.SIGHUP]
        surroundings.ended(bench, scenarios()[1], signals[:2] if options.quick else signals)
        surroundings.check(bench)
    finally:
        shutil.rmtree(bench.folder, ignore_errors=True)
    print(f"{bench.wrong} faults ended as they should not "
          f"({time.monotonic() - started:.0f} s)")
    return 1 if bench.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
