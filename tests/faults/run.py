#!/usr/bin/env python3
"""Lets every call for a file or for memory fail in turn; `./dev faults` builds and calls this.

Which calls: each read, write, open, close, rename, fsync, fchmod, fchown, stat, flock, mkdir, look into a
folder and start of a thread, from the first until none is left, once and for good, with each error that it may have.
Which allocations: all of each command of both programs and each form of a report, on small inputs,
once and for good; of `dialgen boundary`, `pack` and `hostile`, which make hundreds of thousands, one of
each call stack; of `conformance` and compressed input, whose threads cannot be copied, 400. The programs are ended in front of
each call, with writes cut small so that there are thousands, and at moments of chance. Servers are called while
that happens (serving.py).

Whatever fails: no signal, no hang, no exit code 0 or 1 where output is missing, one line that says
what is wrong, and files that are old or new, never torn, with nothing left beside them. A report of a
part of the inputs says so in its first lines.
"""
import argparse
import concurrent.futures
import errno
import functools
import gzip
import hashlib
import json
import os
import pathlib
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
import zlib

import histories
import serving
import surroundings

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NOW = ["--now", "2026-11-20T12:00:00Z"]
OLD = "what stood here before\n"
MODE = 0o640  # of outputs that are there before: none that a new file has
OTHER_USER = 65534  # who owns files that are written in place, where this is run by root
PATIENCE = 60  # seconds, on a busy machine
STRIDE = 24

CALLS = {
    "read": [errno.EIO, errno.EINTR, errno.EISDIR],
    "write": [errno.ENOSPC, errno.EIO, errno.EINTR],
    "open": [errno.EACCES, errno.EMFILE, errno.EINTR],
    "opendir": [errno.EMFILE],
    "readdir": [errno.EIO],
    "mkdir": [errno.ENOSPC],
    "thread": [errno.EAGAIN],
    "close": [errno.EIO],
    "rename": [errno.EACCES],
    "fsync": [errno.EIO, errno.EINTR],
    "fchmod": [errno.EPERM],
    "fchown": [errno.EPERM],
    "stat": [errno.EIO],
    "flock": [errno.ENOLCK],
}


def empty(folder):
    for entry in os.scandir(folder):
        is_folder = entry.is_dir(follow_symlinks=False)
        shutil.rmtree(entry.path) if is_folder else os.unlink(entry.path)


class Scenario:
    """One command in a folder of its own."""

    def __init__(self, name, arguments, files=(), outputs=(), program="diallint", environment=(),
                 inputs=(), is_told=None, replaces=None, links=(), whole=False, stdin=""):
        """`replaces`: a folder of `files` that the run puts another one in the place of. `outputs`: files that
        are there before the run, with other contents, or those of `files` that it writes in place. `links`: symbolic
        ones. `whole`: whatever fails, no output tells of a part."""
        self.name, self.arguments, self.program = name, arguments, program
        self.environment, self.replaces = dict(environment), replaces
        self.files, self.outputs, self.links = dict(files), list(outputs), dict(links)
        self.inputs, self.is_told, self.whole = list(inputs or files), is_told, whole
        self.stdin = stdin
        self.in_place = [name for name in self.outputs if name in self.files]

    def old(self, name):
        """What is in an output before the run."""
        return bytes_of(self.files.get(name, OLD))

    def prepare(self, folder):
        empty(folder)
        contents = {name: self.old(name) for name in [*self.files, *self.outputs]}
        for name, content in contents.items():
            os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)
        for name in self.outputs:
            os.chmod(os.path.join(folder, name), MODE)
        if os.geteuid() == 0:
            for name in self.in_place:
                os.chown(os.path.join(folder, name), OTHER_USER, OTHER_USER)
        for name, target in self.links.items():
            os.symlink(target, os.path.join(folder, name))

    def parted(self, files):
        """What is in the folder that is replaced, and what else there is."""
        def inside(name):
            return self.replaces is not None and name.startswith(self.replaces + "/")

        return ({name: files[name] for name in files if inside(name)},
                {name: files[name] for name in files if not inside(name)})

    def replaced(self):
        return {name: bytes_of(text) for name, text in self.parted(self.files)[0].items()}


def bytes_of(text):
    return text if isinstance(text, bytes) else text.encode()


class Outcome:
    def __init__(self, code, out, err, files, told, marks):
        """`marks`: whose outputs are and who may read them, and where links lead."""
        self.code, self.out, self.err, self.files, self.told = code, out, err, files, told
        self.marks = marks


class Bench:
    """Runs scenarios in a folder of its own; several benches count into one tally."""

    def __init__(self, programs, preload, tally):
        self.programs, self.preload, self.tally = programs, preload, tally
        self.place = tempfile.mkdtemp(prefix="diallint-faults-")
        self.folder = os.path.join(self.place, "run")
        os.mkdir(self.folder)
        self.marks_before = {}

    def environment(self, scenario, fault, tell):
        environment = {"PATH": "/usr/bin:/bin", "LC_ALL": "C", "HOME": self.folder,
                       **scenario.environment}
        if fault:
            environment["LD_PRELOAD"] = str(self.preload)
            environment["FAULT_TOLD"] = str(tell)
            environment.update({f"FAULT_{key.upper()}": str(value) for key, value in fault.items()})
        return environment

    def run(self, scenario, keep=False, **fault):
        """`keep`: in the folder as the run before has left it."""
        if not keep:
            scenario.prepare(self.folder)
            self.marks_before = self.marks_of(scenario)
        told, tell = os.pipe()
        arguments = [word.replace("{programs}", str(self.programs)) for word in scenario.arguments]
        with tempfile.TemporaryFile() as given:
            given.write(scenario.stdin.encode())
            given.seek(0)
            process = subprocess.Popen([str(self.programs / scenario.program), *arguments],
                                       cwd=self.folder, stdin=given,
                                       env=self.environment(scenario, fault, tell),
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
        return Outcome(process.returncode, out, err, self.files_of(scenario), fired, self.marks_of(scenario))

    def files_of(self, scenario):
        """What the run has made or changed, by its path from the folder."""
        paths = [path for path in pathlib.Path(self.folder).rglob("*")
                 if path.is_file() and not path.is_symlink()]
        named = {str(path.relative_to(self.folder)): path for path in paths}
        inputs = set(scenario.parted(scenario.files)[1]) - set(scenario.outputs)
        return {name: path.read_bytes() for name, path in named.items() if name not in inputs}

    def marks_of(self, scenario):
        def mark(name):
            path = os.path.join(self.folder, name)
            if not os.path.lexists(path):
                return None
            status = os.lstat(path)
            owner = (status.st_uid, status.st_gid) if name in scenario.in_place else None
            return os.readlink(path) if os.path.islink(path) else (oct(status.st_mode), owner)

        return {name: mark(name) for name in [*scenario.outputs, *scenario.links]}

    def report(self, where, what):
        self.tally.report(where, what)

    def judge(self, where, scenario, normal, outcome):
        """What has to hold after any fault."""
        if outcome.code not in (0, 1, 2):
            return self.report(where, f"exit code {outcome.code}")
        folder, others = scenario.parted(outcome.files)
        left = sorted(set(others) - set(normal.files))
        if left:
            self.report(where, f"left behind: {', '.join(left)}")
        if folder not in (scenario.replaced(), scenario.parted(normal.files)[0]):
            self.report(where, f"{scenario.replaces} is neither the old folder nor the new one")
        self.judge_marks(where, outcome)
        for name in scenario.outputs:
            content, old = outcome.files.get(name), scenario.old(name)
            if content not in (old, normal.files[name]) and (scenario.whole or outcome.code != 2):
                self.report(where, f"{name} is neither the old file nor the new one")
            if content is None or (content != old and not content.endswith(b"\n")):
                self.report(where, f"{name} is torn")
        if outcome.code == 2:
            if not outcome.err.startswith(b"diallint: ") and not outcome.err.startswith(b"dialgen: "):
                self.report(where, f"exit code 2 and no word why: {outcome.err[:100]!r}")
            return self.judge_content(where, scenario, normal, outcome)
        if outcome.out != normal.out or outcome.files != normal.files:
            self.report(where, f"exit code {outcome.code} and output is missing")
        return None

    def judge_marks(self, where, outcome):
        for name, mark in outcome.marks.items():
            if mark != self.marks_before[name]:
                self.report(where, f"{name} is {mark} now, and was {self.marks_before[name]}")

    def judge_content(self, where, scenario, normal, outcome):
        """A report that a failing run has written names what it did not read."""
        inputs = [name for name in scenario.inputs if name.encode() in outcome.err]
        for name in scenario.outputs:
            content = outcome.files.get(name)
            if content in (None, scenario.old(name), normal.files[name]):
                continue
            # The head of a page holds its style: there the title tells how many.
            first = b"".join(content.splitlines(True)[:3])
            if content.startswith(b"<!DOCTYPE html>"):
                first = content
            if not inputs or not any(one.encode() in first for one in inputs):
                self.report(where, f"{name} is of a part of the inputs and does not say so")
            if scenario.is_told and not scenario.is_told(content):
                self.report(where, f"{name} does not tell of the failure in its own way")

    def calls(self, scenario, step=1):
        """Every call of each kind fails: the first, the second and so on until none is left; or one of `step`."""
        normal = self.run(scenario)
        tried = 0
        for call, errors in CALLS.items():
            for error in errors:
                for mode in ("once", "good"):
                    if error == errno.EINTR and mode == "good":
                        continue  # waits for ever, as it has to
                    tried += self.calls_of(scenario, normal, call, error, mode, step)
            if call in ("read", "write"):
                outcome = self.run(scenario, call=call, mode="short")
                self.judge(f"{call} by single bytes", scenario, normal, outcome)
                tried += 1
        self.tally.add("failing calls", tried)
        return f"{scenario.name}: {tried} failing calls"

    def unread(self, scenario):
        """Every call that opens or reads fails once; a report in a file is the old one or says so."""
        normal = self.run(scenario)
        tried = sum(self.calls_of(scenario, normal, call, errno.EIO, "once")
                    for call in ("open", "read"))
        self.tally.add("failing calls", tried)
        return f"{scenario.name}: {tried} failing calls"

    def calls_of(self, scenario, normal, call, error, mode, step=1):
        for tried, at in enumerate(range(1, 10_000, step)):
            outcome = self.run(scenario, call=call, at=at, mode=mode, errno=error)
            if not outcome.told:
                return tried
            where = f"{scenario.name}, {call} {at} {os.strerror(error)} ({mode})"
            self.judge(where, scenario, normal, outcome)
            if error == errno.EINTR and (outcome.out, outcome.files) != (normal.out, normal.files):
                self.report(where, "a call that was interrupted was not made again")
        return self.report(where, "no end of calls") or 0

    def expectations(self, scenario):
        """Files by which copies.cpp judges, and what a run says in which nothing fails."""
        place = pathlib.Path(self.place, "expected")
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir()
        scenario.prepare(self.folder)
        shutil.copytree(self.folder, place / "old")
        normal = self.run(scenario)
        shutil.copytree(self.folder, place / "new")
        (place / "stdout").write_bytes(normal.out)
        return normal, place

    def memory(self, scenario, by_stack, stride):
        """Each allocation fails in a copy of the program: once, and from there on for good."""
        normal, place = self.expectations(scenario)
        if normal.code not in (0, 1):
            self.report(scenario.name, f"exit code {normal.code} {normal.err[:200]!r}")
        # Scenarios do much of the same: each tries others of it.
        shift = zlib.crc32(scenario.name.encode()) % stride
        outcome = self.run(scenario, call="fork-memory", expected=place, stacks=int(by_stack),
                           stride=stride, shift=shift, copy=os.path.join(self.place, "copy"),
                           patience=3600)
        *lines, last = outcome.told.decode().splitlines() or [""]
        for line in lines[:5]:
            self.report(scenario.name, line)
        if len(lines) > 5:
            self.report(scenario.name, f"and {len(lines) - 5} more")
        if not last.startswith("= ") or (outcome.code, outcome.out) != (normal.code, normal.out):
            self.report(scenario.name, f"the program itself ended with {outcome.code} "
                        f"{outcome.err[:200]!r}")
            return scenario.name
        count, tried = map(int, last.split()[1:])
        self.tally.add("allocations", count)
        self.tally.add("failing allocations", 2 * tried)
        return (f"{scenario.name}: {count} allocations, {tried} of them made to fail, once and for "
                "good")

    def memory_of_threads(self, scenario, most):
        """A program with threads cannot be copied: run again for each of `most` allocations."""
        normal = self.run(scenario)
        low, high = 1, 1
        while self.run(scenario, call="memory", at=high).told:
            low, high = high, high * 2
        while low < high:
            middle = (low + high) // 2
            told = self.run(scenario, call="memory", at=middle).told
            low, high = (middle + 1, high) if told else (low, middle)
        count = low - 1
        step = max(1, count // most)
        for at in range(1, count, step):
            for mode in ("once", "good"):
                outcome = self.run(scenario, call="memory", at=at, mode=mode, errno=errno.ENOMEM)
                self.judge(f"{scenario.name}, allocation {at} ({mode})", scenario, normal, outcome)
                self.tally.add("failing allocations", 1)
        self.tally.add("allocations", count)
        return f"{scenario.name}: some {count} allocations, one of {step} made to fail"


class Tally:
    """What all benches have tried, and what went wrong."""

    def __init__(self):
        self.lock = threading.Lock()
        self.wrong, self.counts = 0, {}

    def report(self, where, what):
        with self.lock:
            self.wrong += 1
            print(f"  {where}: {what}", flush=True)

    def add(self, what, count):
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + count


def request(number, extra=""):
    return ('{"clientToken":"call-%d","phoneNumber":"+12025550147","expirationTime":'
            '"2026-11-20T12:05:00.000Z","attributes":{"name":"Ann"%s}}\n' % (number, extra))


SMALL = "".join(request(i) for i in range(20)) + '{"clientToken":"\n'
LARGE = "".join(request(i, ',"note":"%s"' % ("x" * 200)) for i in range(2000))
CSV = ("clientToken,phoneNumber,expirationTime,attributes.a\n" +
       "call-a,+12025550147,2026-11-20T12:05:00.000Z,\"b\n")
CONFIG = 'ignore = ["phone-fictional"]\n[output]\nstatistics = true\n'


FORMATS = json.loads((ROOT / "schemas" / "config.schema.json").read_text())[
    "properties"]["output"]["properties"]["format"]["enum"]
FEW = request(1) + request(1) + '{"clientToken":"\n'
BATCH = '{"dialRequests":[%s]}\n' % request(1).strip()
ANSWER = '{"successfulRequests":[{"clientToken":"call-1","id":"a"}],"failedRequests":[]}\n'
SCHEMA = ROOT / "schemas" / "dial-request.schema.json"


# A row that is taken and one that is not; the secret keeps random tokens out.
PREPARE = Scenario("prepare", ["prepare", "list.csv", "--campaign", "c", "--start", NOW[1],
                               "--token-key", "token.key", "-o", "out"],
                   {"list.csv": "phone,attributes.a\n+12025550147,b\n+12025550147,c\n",
                    "token.key": "0123456789abcdef\n"})


# A row of each outcome, and a text that is no response.
MANIFEST = "".join('{"list":"l","row":%d,"line":%d,"batch":"batch-000001.json","position":%d,"token":"call-%d",'
                   '"submission":"2026-11-20T12:00:00Z"}\n' % (i, i, i, i) for i in range(3))
RECONCILE = Scenario("reconcile", ["reconcile", "in", "--responses", "answers", "--start", NOW[1], "-o", "out"],
                     {"in/manifest.ndjson": MANIFEST,
                      "in/batch-000001.json": '{"id":"c","dialRequests":[%s]}\n' % ",".join(
                          request(i).strip() for i in range(3)),
                      "answers/a.json": '{"successfulRequests":[{"clientToken":"call-0"}]}\n',
                      "answers/b.json": '{"failedRequests":[{"clientToken":"call-1",'
                                        '"failureCode":"InvalidInput"}]}\nsent\n'})




def written_by_reconcile():
    """The folder that an earlier run has left."""
    files = {"outcome.csv": "old\n", "repair.csv": "old\n", "retry/manifest.ndjson": "old\n",
             "retry/later-000009.json": "old\n"}
    lines = [f"{hashlib.sha256(text.encode()).hexdigest()}  {name}\n" for name, text in files.items()]
    head = "# files that diallint reconcile wrote; it replaces the folder while these are all\n"
    return {"out/" + name: text for name, text in files.items()} | {
        "out/reconcile.sha256": head + "".join(lines)}


AGAIN = Scenario("reconcile again", RECONCILE.arguments, RECONCILE.files | written_by_reconcile(), replaces="out")


# Values, and columns that come and go; a token of chance would be another one each time.
FIX = Scenario("fix", ["fix", *NOW, "--unsafe", "--expires-in", "600", "--ignore", "phone-fictional",
                       "-o", "linked.csv", "list.csv"],
               {"list.csv": "clientToken,Notes,phoneNumber\n" + "a,\"x\ny\",+1 (202) 555-0147\n" * 40},
               ["fixed.csv"], links={"linked.csv": "fixed.csv"}, whole=True)


# A file of each format, in its own place. Each has something that is left.
MENDED = ('{"client_token":"call-%d","phoneNumber":"+1 (202) 555-0147","expirationTime":'
          '"2026-11-20T13:05:00+01:00","attributes":{"name":"Ann"}}')
IN_PLACE = Scenario("fix in place", ["fix", *NOW, "--in-place", "--ignore", "phone-fictional,phone-duplicate",
                                     "list.csv", "sent.ndjson", "batch.json"],
                    {"list.csv": "client_token,phoneNumber,expirationTime,attributes.name\n" + "".join(
                        'call-%d,"+1 (202) 555-0147",2026-11-20T13:05:00+01:00,Ann\n' % i for i in range(20)) + "a\n",
                     "sent.ndjson": "".join(MENDED % i + "\n" for i in range(20)) + "{\n",
                     "batch.json": '{"dialRequests":[%s,{}]}\n' % ",\n".join(MENDED % i for i in range(20))},
                    ["list.csv", "sent.ndjson", "batch.json"], whole=True)
FIX_STDIN = Scenario("fix what is kept", ["fix", *NOW, "--ignore", "phone-fictional", "-o", "fixed.ndjson", "-"],
                     outputs=["fixed.ndjson"], whole=True, stdin=IN_PLACE.files["sent.ndjson"])


SPLIT = Scenario("split", [*NOW, "--valid-output", "valid", "--invalid-output", "invalid", "in.ndjson"],
                 {"in.ndjson": SMALL}, ["valid", "invalid"])


def call_scenarios():
    """In which each call for a file fails."""
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
        compressed(),
        limited(),
        *memory_scenarios()[len(FORMATS):],
        BOUNDARY,
        conformance(),
    ]


def compressed():
    """An input that a second thread reads and unpacks."""
    return Scenario("compressed input", [*NOW, "--output-format", "json", "-o", "report.json", "in.gz"],
                    {"in.gz": gzip.compress(LARGE.encode(), mtime=0)}, ["report.json"])


def limited():
    """A run that reads its input twice, with a temporary file between."""
    return Scenario("a limit on memory", [*NOW, "--memory-limit", "64K", "--output-format", "json", "-o",
                                          "report.json", "in.ndjson"], {"in.ndjson": LARGE}, ["report.json"])


def memory_scenarios():
    """In which each allocation fails: every command of both programs, and every form of a report."""
    few = {"in.ndjson": FEW}

    def check(name, arguments, files=None, outputs=(), **environment):
        return Scenario(name, [*NOW, *arguments], files or few, outputs, environment=environment)

    def dialgen(*arguments, outputs=()):
        return Scenario(f"dialgen {arguments[0]}", arguments, few | {"batch.json": BATCH}, outputs,
                        "dialgen")

    return [
        *(check(f"check as {form}", ["--output-format", form, "in.ndjson"]) for form in FORMATS),
        check("check to a file", ["--output-format", "sarif", "-o", "r.json", "in.ndjson"],
              outputs=["r.json"]),
        check("check with the summary of a job", ["--output-format", "github", "in.ndjson"],
              GITHUB_STEP_SUMMARY="/dev/null"),
        check("check of CSV", ["in.csv"], {"in.csv": CSV}),
        check("check of JSON", ["in.json"], {"in.json": BATCH}),
        check("check of a folder", ["data"],
              {"data/a.json": FEW.splitlines()[0], "data/b.csv": CSV, "data/diallint.toml": CONFIG}),
        check("check that writes a baseline",
              ["--baseline", "b.json", "--update-baseline", "in.ndjson"], outputs=["b.json"]),
        check("check with an answer", ["batch.json", "--response", "answer.json"],
              {"batch.json": BATCH, "answer.json": ANSWER}),
        Scenario("check with a schema", [*NOW, "--schema", str(SCHEMA), "in.ndjson"], few),
        Scenario("rules", ["rules"]),
        Scenario("explain", ["explain", "phone-e164"]),
        Scenario("schema", ["schema", "dial-request"]),
        Scenario("schema diff", ["schema", "diff", str(SCHEMA), str(SCHEMA)]),
        Scenario("config", ["config", "in.ndjson"], few | {"diallint.toml": CONFIG}),
        PREPARE,
        RECONCILE,
        AGAIN,
        SPLIT,
        FIX,
        IN_PLACE,
        FIX_STDIN,
        Scenario("help", ["check", "--help"]),
        Scenario("version", ["--version"]),
        dialgen("valid", "--count", "2", *NOW, "-o", "r.ndjson", outputs=["r.ndjson"]),
        dialgen("spoil", *NOW, "--rule", "token-empty", "--shape", "dial-request", "-o", "pack"),
        dialgen("response", *NOW, "--for", "batch.json"),
    ]


TELLS = {
    "json": lambda content: json.loads(content)["notRead"],
    "sarif": lambda content: not json.loads(content)["runs"][0]["invocations"][0][
        "executionSuccessful"],
    "gitlab": lambda content: json.loads(content)[0]["check_name"] == "not-read",
    "junit": lambda content: b"errors=\"0\"" not in content.splitlines()[1],
    "html": lambda content: b"not read</title>" in content,
}


def unread_scenarios():
    """In which an input fails at any moment, for a report of each form."""
    files = {"one.ndjson": LARGE, "two.ndjson": SMALL}
    return [Scenario(f"unread as {form}", [*NOW, "--output-format", form, "-o", "r", *files], files,
                     ["r"], inputs=list(files), is_told=TELLS.get(form)) for form in FORMATS]


BOUNDARY = Scenario("dialgen boundary", ["boundary", *NOW, "--shape", "aws-error", "-o", "pack"],
                    program="dialgen")


def large_scenarios(quick):
    """Whose allocations are too many: one of each call stack fails."""
    if quick:
        return [BOUNDARY]
    return [Scenario("dialgen pack", ["pack", "-o", "pack"], program="dialgen"),
            Scenario("dialgen hostile", ["hostile", *NOW, "-o", "pack"], program="dialgen"), BOUNDARY]


def conformance():
    """Which runs a program on each file, here diallint itself."""
    files = [{"file": f"{number}.ndjson", "shape": "dial-request", "findings": []}
             for number in range(3)]
    manifest = {"format": "diallint-pack", "version": 1, "now": NOW[1], "ignored": [], "files": files}
    return Scenario("conformance", ["conformance", "pack", "--", "{programs}/diallint", "--isolated",
                                    "--output-format", "json", *NOW, "--ignore", "phone-fictional",
                                    "{file}"],
                    {"pack/manifest.json": json.dumps(manifest),
                     **{"pack/" + file["file"]: request(1) for file in files}})


def serve_scenarios():
    """A server, and one whose state is kept."""
    words = ["serve", "--port", "0", *NOW, "--campaign", "monday", "--campaign", "tuesday", "--dial-rate", "1"]
    return [Scenario("serve", words), Scenario("serve with its state in a file", [*words, "--state", "state"])]


def main():
    parser = argparse.ArgumentParser(prog="./dev faults", description=__doc__.splitlines()[0])
    parser.add_argument("--programs", default=ROOT / "build/release/bin", type=pathlib.Path)
    parser.add_argument("--preload", default=ROOT / "build/release/lib/libdiallint_faults.so",
                        type=pathlib.Path)
    parser.add_argument("--quick", action="store_true",
                        help=f"one allocation of {STRIDE} call stacks, a few scenarios for other "
                             "calls, and a quarter of the kills; for every change")
    parser.add_argument("--only", default="", help="scenarios with this in their names")
    options = parser.parse_args()
    started = time.monotonic()
    tally = Tally()
    benches = queue.SimpleQueue()
    workers = os.cpu_count() or 1
    for _ in range(workers):
        benches.put(Bench(options.programs.resolve(), options.preload.resolve(), tally))

    def work(job):
        bench = benches.get()
        try:
            print(job(bench), flush=True)
        except Exception as error:  # a bench that breaks is no pass
            tally.report("the bench", repr(error))
        finally:
            benches.put(bench)

    chosen = [job for name, job in jobs(options.quick) if options.only in name]
    with concurrent.futures.ThreadPoolExecutor(workers) as pool:
        list(pool.map(work, chosen))
    for _ in range(workers):
        shutil.rmtree(benches.get().place, ignore_errors=True)
    counts = ", ".join(f"{count:,} {what}" for what, count in sorted(tally.counts.items()))
    print(f"{tally.wrong} faults ended as they should not; tried: {counts} "
          f"({time.monotonic() - started:.0f} s)")
    return 1 if tally.wrong or not chosen else 0


def jobs(quick):
    """What there is to try, by name: whatever takes long comes first."""
    every = [(scenario, True) for scenario in large_scenarios(quick)]
    every += [(scenario, quick) for scenario in memory_scenarios()]
    found = [("memory: " + scenario.name, functools.partial(Bench.memory, scenario=scenario,
                                                            by_stack=by_stack,
                                                            stride=STRIDE if quick else 1))
             for scenario, by_stack in every]
    found += [("memory: " + scenario.name, functools.partial(
        Bench.memory_of_threads, scenario=scenario, most=40 if quick else 400))
              for scenario in (conformance(), compressed())]
    found += [("calls: " + scenario.name, functools.partial(Bench.calls, scenario=scenario))
              for scenario in (call_scenarios()[:5] if quick else call_scenarios())]
    if quick:
        found.append(("calls: " + IN_PLACE.name, functools.partial(Bench.calls, scenario=IN_PLACE, step=4)))
    found += [(scenario.name, functools.partial(Bench.unread, scenario=scenario))
              for scenario in unread_scenarios()]
    found += surroundings.ends(call_scenarios()[1], quick)
    for scenario in (AGAIN, IN_PLACE) if quick else (AGAIN, FIX, IN_PLACE, FIX_STDIN):
        found += surroundings.ends(scenario, quick)
    found += histories.jobs(Scenario, quick)
    for scenario in serve_scenarios():
        found += serving.jobs(scenario, quick)
    found.append(("surroundings", surroundings.check))
    return found


if __name__ == "__main__":
    sys.exit(main())
