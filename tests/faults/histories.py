"""A history whose run fails or ends at any call: it can be read, and knows all of a run or nothing. A
folder of batches is there only where the history knows it."""
import errno
import functools
import json
import os
import signal
import subprocess

NOW = "2026-11-20T12:00:00Z"
PREPARE = ["prepare", "list.csv", "--campaign", "c", "--start", NOW, "--token-key", "token.key",
           "--history", "sent.db", "-o", "out"]
ROWS = 200
FAULTS = {"write": [errno.ENOSPC, errno.EIO], "read": [errno.EIO], "open": [errno.EACCES],
          "fsync": [errno.EIO], "rename": [errno.EACCES]}
OWN = {"sent.db", "sent.db-wal", "sent.db-shm", "sent.db-journal", "sent.db.key"}


class Histories:
    def __init__(self, scenario, first):
        """`scenario` makes Scenarios; `first`: there is no history before the run."""
        self.scenario, self.first = scenario, first
        self.before = 0 if first else 1

    def files(self, bench):
        rows = "phone\n" + "".join(f"+1202555{100 + i % 100:04}\n" for i in range(ROWS))
        files = {"list.csv": rows, "token.key": "0123456789abcdef\n"}
        if self.first:
            return files
        earlier = self.scenario("earlier", [*PREPARE[:-1], "earlier"],
                                files | {"list.csv": "phone\n+12025550101\n"})
        made = bench.run(earlier).files
        return files | {name: made[name] for name in ("sent.db", "sent.db.key")}

    def known(self, bench):
        """How many tokens the history has; None: it cannot be read."""
        if not os.path.exists(os.path.join(bench.folder, "sent.db")):
            return 0
        done = subprocess.run([str(bench.programs / "diallint"), "history", "sent.db", "--now", NOW,
                               "--output-format", "json"], cwd=bench.folder, capture_output=True)
        # A file that was begun and has no tables yet is taken up by the next run.
        if done.returncode == 2 and os.path.getsize(os.path.join(bench.folder, "sent.db")) == 0:
            return 0
        return json.loads(done.stdout)["tokens"] if done.returncode == 0 else None

    def judge(self, bench, where, after, outcome, killed=False):
        known = self.known(bench)
        if known not in (self.before, after):
            bench.report(where, f"the history knows {known} tokens, and not {self.before} or {after}")
        has_folder = os.path.isdir(os.path.join(bench.folder, "out"))
        if has_folder and known != after:
            bench.report(where, "the folder is there, and the history does not know it")
        if outcome.code in (0, 1) and not (has_folder and known == after):
            bench.report(where, f"exit code {outcome.code}, and something is missing")
        if not killed and outcome.code not in (0, 1, 2):
            bench.report(where, f"exit code {outcome.code}")
        if outcome.code == 2 and not outcome.err.startswith(b"diallint: "):
            bench.report(where, f"exit code 2 and no word why: {outcome.err[:100]!r}")
        if not killed and (left := {n for n in outcome.files if "/" not in n} - OWN):
            bench.report(where, f"left behind: {', '.join(sorted(left))}")

    def run(self, bench, quick):
        scenario = self.scenario("history", PREPARE, self.files(bench))
        normal = bench.run(scenario)
        after = self.known(bench)
        if normal.code not in (0, 1) or not after or after <= self.before:
            bench.report(scenario.name, f"exit code {normal.code} {normal.err[:200]!r}")
            return scenario.name
        tried = 0
        step = 8 if quick else 1
        for call, errors in FAULTS.items():
            for error in errors:
                for mode in ("once", "good"):
                    for at in range(1, 10_000, step):
                        outcome = bench.run(scenario, call=call, at=at, mode=mode, errno=error)
                        if not outcome.told:
                            break
                        where = f"history, {call} {at} {os.strerror(error)} ({mode})"
                        self.judge(bench, where, after, outcome)
                        tried += 1
        bench.tally.add("failing calls", tried)
        kills = 0
        for at in range(1, 10_000, step):
            outcome = bench.run(scenario, call="any", at=at, mode="signal", errno=int(signal.SIGKILL))
            if not outcome.told:
                break
            self.judge(bench, f"history, SIGKILL in front of call {at}", after, outcome, killed=True)
            again = bench.run(scenario, keep=True)
            if again.code == 2 and b"out: it holds other files" not in again.err:
                bench.report(f"history, after SIGKILL in front of call {at}", f"{again.err[:200]!r}")
            kills += 1
        bench.tally.add("runs ended by SIGKILL", kills)
        return f"a history{' that begins' if self.first else ''}: {tried} failing calls, {kills} kills"


def jobs(scenario, quick):
    """Jobs for run.py."""
    return [(f"history {'anew' if first else 'once more'}", functools.partial(
        Histories(scenario, first).run, quick=quick)) for first in (True, False)]
