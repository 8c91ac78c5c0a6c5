"""What surrounds a run goes wrong: full devices, closed pipes, odd files, and the end of the program
at any moment."""
import functools
import os
import pathlib
import random
import shutil
import signal
import subprocess
import threading
import time

NOW = ["--now", "2026-11-20T12:00:00Z", "-q"]
OLD = b"what stood here before\n"
LINE = (b'{"clientToken":"call-%d","phoneNumber":"+12025550147","expirationTime":'
        b'"2026-11-20T12:05:00.000Z","attributes":{}}\n')


def check(bench):
    folder = pathlib.Path(bench.folder)
    for name in os.listdir(folder):
        path = folder / name
        path.unlink() if path.is_file() or path.is_symlink() else shutil.rmtree(path)
    (folder / "in.ndjson").write_bytes(b"".join(LINE % i for i in range(4000)))
    outputs(bench, folder)
    inputs(bench, folder)
    return "surroundings of all kinds"


def start(bench, arguments, **more):
    return subprocess.Popen([str(bench.programs / "diallint"), *NOW, *map(str, arguments)],
                            cwd=bench.folder, stdin=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, **more)


def finish(process, patience=60):
    try:
        out, err = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return "a hang", b"", b""
    return process.returncode, out or b"", err


def expect(bench, what, wanted, code, err, word=b""):
    if code != wanted or (wanted == 2 and not err.startswith(b"diallint: ")) or word not in err:
        bench.report(what, f"exit code {code}, {err[:200]!r}; expected {wanted} and {word!r}")


def outputs(bench, folder):
    """Where a report cannot go, the exit code is 2 and the message says why."""
    with open("/dev/full", "wb") as full:
        code, _, err = finish(start(bench, ["in.ndjson"], stdout=full))
    expect(bench, "standard output is /dev/full", 2, code, err, b"no space is left")
    code, _, err = finish(start(bench, ["in.ndjson", "--output-format", "json", "-o", "/dev/full"]))
    expect(bench, "-o /dev/full", 2, code, err, b"no space is left")
    read, write = os.pipe()
    os.close(read)
    code, _, err = finish(start(bench, ["in.ndjson"], stdout=write))
    os.close(write)
    expect(bench, "standard output is a pipe that nobody reads", 2, code, err, b"closed it")
    (folder / "folder").mkdir()
    code, _, err = finish(start(bench, ["in.ndjson", "-o", "folder"]))
    expect(bench, "-o is a folder", 2, code, err, b"is a directory")
    link(bench, folder)
    fifo_output(bench, folder)
    print("full devices, closed pipes, folders, links and pipes as outputs", flush=True)


def link(bench, folder):
    (folder / "target.json").write_bytes(OLD)
    (folder / "link.json").symlink_to("target.json")
    code, _, err = finish(start(bench, ["in.ndjson", "--output-format", "json", "-o", "link.json"]))
    expect(bench, "-o is a link", 0, code, err)
    if not (folder / "link.json").is_symlink() or (folder / "target.json").read_bytes() == OLD:
        bench.report("-o is a link", "the link is replaced, or its target is not")


def fifo_output(bench, folder):
    os.mkfifo(folder / "pipe")
    seen = []
    reader = threading.Thread(target=lambda: seen.append((folder / "pipe").read_bytes()))
    reader.start()
    code, _, err = finish(start(bench, ["in.ndjson", "--output-format", "json", "-o", "pipe"]))
    reader.join(60)
    expect(bench, "-o is a pipe", 0, code, err)
    if not seen or not seen[0].rstrip().endswith(b"}"):
        bench.report("-o is a pipe", "its reader did not get the report")


def inputs(bench, folder):
    (folder / "shrinks.ndjson").write_bytes(b"".join(LINE % i for i in range(200_000)))
    process = start(bench, ["shrinks.ndjson"], stdout=subprocess.DEVNULL)
    for size in (20_000_000, 5_000_000, 1000, 0):
        os.truncate(folder / "shrinks.ndjson", size)
    code, _, err = finish(process)
    # All of it may be read before, or none; what is read of both contents is said to be.
    changed = code == 2 and b"it was changed while it was read" in err
    if code not in (0, 1) and not changed:
        bench.report("an input shrinks while it is read", f"exit code {code} {err[:200]!r}")
    os.mkfifo(folder / "in.pipe")
    process = start(bench, ["--input-format", "ndjson", "in.pipe"], stdout=subprocess.DEVNULL)
    with open(folder / "in.pipe", "wb") as pipe:
        for i in range(3):
            pipe.write(LINE % i)
            pipe.flush()
    code, _, err = finish(process)
    expect(bench, "an input is a pipe", 0, code, err)
    code, _, err = finish(start(bench, ["/proc/self/mem"], stdout=subprocess.DEVNULL))
    expect(bench, "an input that cannot be read", 2, code, err)
    code, _, err = finish(start(bench, ["in.ndjson"], stdout=subprocess.DEVNULL,
                                preexec_fn=lambda: os.close(0)))
    expect(bench, "standard input is closed", 0, code, err)
    silent_pipe(bench, folder)
    print("inputs that shrink, pipes and unreadable ones", flush=True)


def silent_pipe(bench, folder):
    """Settings from a pipe that nobody writes to, or that falls silent."""
    os.mkfifo(folder / "silent")
    processes = [start(bench, ["in.ndjson", option, "silent"], stdout=subprocess.DEVNULL)
                 for option in ("--config", "--baseline", "--schema", "--numbering-plan",
                                "--fingerprint-key")]
    for process in processes:
        expect(bench, "settings from a silent pipe", 2, *finish(process)[::2],
               b"nothing has come from this pipe for 10 seconds")


class Ends:
    """Runs that are ended while they write. The target is then the old file or the new one; where
    the program could clean up, nothing is left beside it."""

    PIECE = 512  # bytes that a call of write() moves: each call is a moment to be ended at

    def __init__(self, scenario):
        self.scenario = scenario

    def judge(self, bench, normal, where, number, outcome):
        # diallint check tells what it had checked when it was interrupted.
        told = number == signal.SIGINT and outcome.code == 2 and b"interrupted" in outcome.err
        for name in self.scenario.outputs:
            content = outcome.files.get(name)
            is_told = told and b"interrupted" in (content or b"")
            old = self.scenario.old(name)
            if content not in (old, normal.files[name]) and not is_told:
                bench.report(where, f"{name} is torn")
            bench.tally.add(f"ends that left the {'old' if content == old else 'new'} file", 1)
        bench.judge_marks(where, outcome)
        folder, others = self.scenario.parted(outcome.files)
        new_folder, wanted = self.scenario.parted(normal.files)
        if folder not in (self.scenario.replaced(), new_folder):
            bench.report(where, f"{self.scenario.replaces} is neither the old folder nor the new one")
        elif folder:
            bench.tally.add(f"ends that left the {'new' if folder == new_folder else 'old'} folder", 1)
        clean = set(others) == set(wanted)
        if number != signal.SIGKILL and not clean:
            bench.report(where, "the unfinished file is left behind")
        if outcome.code not in (-number, normal.code) and not told:
            bench.report(where, f"exit code {outcome.code} {outcome.err[:200]!r}")
        if not clean or self.scenario.in_place:
            again = bench.run(self.scenario, keep=True)
            bench.judge_marks(f"{where}, the next run", again)
            if (again.code, again.files) != (normal.code, normal.files):
                bench.report(where, "the next run does not clean up, or does other things")
            bench.tally.add("next runs that cleaned up", 0 if clean else 1)
        bench.tally.add(f"runs ended by {number.name}", 1 if outcome.code == -number else 0)
        bench.tally.add("interrupted runs that told of it", 1 if told else 0)

    def at_calls(self, bench, number, first, step, piece=None):
        """In front of every `step`th call that has to do with files."""
        normal, tried = bench.run(self.scenario), 0
        more = {"piece": piece} if piece else {}
        for at in range(first, 100_000, step):
            outcome = bench.run(self.scenario, call="any", at=at, mode="signal",
                                errno=int(number), **more)
            if not outcome.told:
                break
            self.judge(bench, normal, f"{number.name} in front of call {at}", number, outcome)
            tried += 1
        return f"{number.name} in front of {tried} calls"

    def at_moments(self, bench, count, seed):
        """By the kernel's clock, at moments of chance in the time that a run takes."""
        started = time.monotonic_ns()
        normal = bench.run(self.scenario, call="any", at=10 ** 15, mode="timer")
        length = time.monotonic_ns() - started
        chance = random.Random(seed)
        for _ in range(count):
            at = chance.randrange(1, length)
            outcome = bench.run(self.scenario, call="any", at=at, mode="timer")
            self.judge(bench, normal, f"SIGKILL after {at} ns", signal.SIGKILL, outcome)
        return f"SIGKILL at {count} moments of chance"


def ends(scenario, quick):
    """Jobs for run.py."""
    runs, found = Ends(scenario), []
    # Jobs that share the calls between them. What is written in place is run once more behind each.
    step = (64 if scenario.in_place else 16) if quick else 4
    for first in range(1, 5):
        found.append((f"{scenario.name}: kill -9 at calls {first}", functools.partial(
            runs.at_calls, number=signal.SIGKILL, first=first, step=step, piece=Ends.PIECE)))
        found.append((f"{scenario.name}: kill -9 at moments {first}", functools.partial(
            runs.at_moments, count=25 if quick else 100, seed=first)))
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
        found.append((f"{scenario.name}: {number.name} at calls", functools.partial(
            runs.at_calls, number=number, first=1, step=2 if quick else 1)))
    return found
