"""examples/campaign as its README has it, and where it hurts: the commands as they stand there, both
senders against a service that throttles, fails, drops answers and cuts them off, and killed in front of
each answer that they save and behind it. Run by CTest.

DIALLINT_PROGRAM is diallint, DIALLINT_PYTHON an interpreter that has boto3, DIALLINT_NODE is Node.js.
"""

import collections
import csv
import json
import os
import pathlib
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import unittest
import urllib.request

SOURCE = pathlib.Path(__file__).resolve().parent.parent
EXAMPLE = SOURCE / "examples" / "campaign"
CAMPAIGN = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9"
TROUBLE = ["--trouble=ThrottlingException=15", "--trouble=InternalServerException=5", "--trouble=drop=10",
           "--trouble=cut=10", "--fail=RequestThrottled=15", "--fail=UnknownError=5", "--deny-phone-regions=AU",
           "--throttle=40:4", "--seed=11"]
PEOPLE, REJECTED, DENIED = 200, 6, 6
MOST_RUNS = 200  # of a sender, until nobody is left

# A sender that is killed at the Nth answer that it saves: WHEN is "before" or "behind".
KILLED_PYTHON = """
import os, runpy, signal, sys
at, when, *sys.argv = sys.argv[1:]
real, seen = os.replace, 0
def replace(*names):
    global seen
    seen += 1
    if seen == int(at) and when == "before": os.kill(os.getpid(), signal.SIGKILL)
    real(*names)
    if seen == int(at): os.kill(os.getpid(), signal.SIGKILL)
os.replace = replace
runpy.run_path(sys.argv[0], run_name="__main__")
"""
KILLED_NODE = """
import fs from "node:fs";
const [at, when] = process.env.KILLED_AT.split(" ");
const real = fs.renameSync;
let seen = 0;
fs.renameSync = (...names) => {
  const now = ++seen === Number(at);
  if (now && when === "before") process.kill(process.pid, "SIGKILL");
  real(...names);
  if (now) process.kill(process.pid, "SIGKILL");
};
"""


def blocks_of_readme():
    """Its commands, by the heading that they stand under."""
    found = collections.defaultdict(list)
    heading = ""
    for title, block in re.findall(r"^## ([^\n]*)$|^```sh\n(.*?)^```$", (EXAMPLE / "README.md").read_text(), re.M | re.S):
        heading = title or heading
        if block:
            found[heading].append(block)
    return found


class Service:
    """`diallint serve` on a free port."""

    def __init__(self, *words):
        self.process = subprocess.Popen([*words, "--port", "0"], stdout=subprocess.PIPE,
                                        stderr=subprocess.DEVNULL, text=True)
        self.url = self.process.stdout.readline().split()[-1]

    def ask(self, what):
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self.url}/_diallint/{what}", timeout=30) as answer:
            return json.load(answer)

    def stop(self):
        self.process.terminate()
        self.process.communicate()


class Campaign:
    """What both senders are tried with."""

    program, sender = "", ""

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="diallint-campaign-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        for name in ("send.py", "send.mjs", "people.csv"):
            shutil.copy(EXAMPLE / name, self.folder)
        (self.folder / "node_modules").symlink_to(SOURCE / "node" / "node_modules")
        programs = self.folder / "programs"
        programs.mkdir()
        for name, variable in (("diallint", "PROGRAM"), ("python3", "PYTHON"), ("node", "NODE")):
            # A link would hide from an interpreter which environment it is of.
            program = shlex.quote(os.environ[f"DIALLINT_{variable}"])
            (programs / name).write_text(f'#!/bin/sh\nexec {program} "$@"\n')
            (programs / name).chmod(0o755)
        self.environment = {"PATH": f"{programs}:/usr/bin:/bin", "HOME": str(self.folder), "LC_ALL": "C.UTF-8",
                            "PYTHONDONTWRITEBYTECODE": "1"}

    def serve(self, words):
        self.service = Service(str(self.folder / "programs" / words[0]), *words[1:])
        self.addCleanup(self.service.stop)
        self.environment |= {"AWS_ENDPOINT_URL": self.service.url, "AWS_REGION": "us-east-1",
                             "AWS_DEFAULT_REGION": "us-east-1", "AWS_ACCESS_KEY_ID": "none",
                             "AWS_SECRET_ACCESS_KEY": "none"}

    def run_in_folder(self, *words, codes=(0,), **environment):
        done = subprocess.run(words, cwd=self.folder, env=self.environment | environment, capture_output=True,
                              text=True, check=False, timeout=300)
        self.assertIn(done.returncode, codes, f"{words}: {done.stdout}{done.stderr}")
        return done.returncode

    def shell(self, block, codes):
        """One command after the other, the last of which ends with one of these codes."""
        self.run_in_folder("bash", "-euc", block, codes=codes)

    def prepare_people(self):
        self.run_in_folder("diallint", "prepare", "people.csv", "--campaign", CAMPAIGN, "-o", "monday", codes=(1,))

    def reconcile(self):
        return self.run_in_folder("diallint", "reconcile", "monday", "--responses", "answers", "--rate", "1000",
                                  "-o", "outcome", codes=(0, 1))

    def rows(self, name):
        with open(self.folder / name, newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    def expect_nobody_twice(self):
        """By what the service has dialled: no number twice, and no token but those of prepare."""
        dialled = self.service.ask("requests?values=true")["requests"]
        numbers = [one["request"]["phoneNumber"] for one in dialled]
        self.assertEqual(len(numbers), len(set(numbers)))
        tokens = {one["clientToken"] for one in dialled}
        self.assertEqual(len(tokens), len(dialled))
        self.assertLessEqual(tokens, set(self.tokens().values()))
        return tokens

    def tokens(self):
        """By row of the list."""
        lines = (self.folder / "monday" / "manifest.ndjson").read_text().splitlines()
        return {row["row"]: row["token"] for row in map(json.loads, lines)}

    def expect_one_state_each(self):
        """Each row of the list is in one place of the outcome; gives the rows by their state."""
        states = collections.defaultdict(set)
        for row in self.rows("monday/rejected.csv"):
            states["rejected"].add(int(row["row"]))
        for row in self.rows("outcome/outcome.csv"):
            states[row["outcome"]].add(int(row["row"]))
        self.assertLessEqual(set(states), {"rejected", "taken", "failed", "unanswered"})
        every = [row for rows in states.values() for row in rows]
        self.assertEqual(sorted(every), list(range(1, PEOPLE + 1)))
        return states

    def expect_done(self):
        """Who can be called was called, once, and the outcome says so of the same people."""
        dialled = self.expect_nobody_twice()
        states = self.expect_one_state_each()
        counts = {state: len(rows) for state, rows in states.items()}
        self.assertEqual(counts, {"rejected": REJECTED, "failed": DENIED, "taken": PEOPLE - REJECTED - DENIED})
        tokens = self.tokens()
        self.assertEqual({tokens[row] for row in states["taken"]}, dialled)
        people = self.rows("people.csv")
        self.assertEqual({people[row - 1]["Country"] for row in states["failed"]}, {"AU"})
        self.assertEqual({int(row["row"]) for row in self.rows("outcome/repair.csv")}, states["failed"])
        self.assertTrue(self.is_done())
        self.assertTrue(self.service.ask("")["troubledCalls"] > 0)

    def is_done(self):
        return not (self.folder / "outcome" / "retry" / "manifest.ndjson").read_text()

    def until_nobody_is_left(self, send):
        """Sends, reconciles, and sends what may be sent again, which is what people do."""
        self.prepare_people()
        folder = "monday"
        for _ in range(MOST_RUNS):
            while send(folder) not in (0, 1):
                self.expect_nobody_twice()
            self.reconcile()
            self.expect_one_state_each()
            folder = "outcome/retry"
            if self.is_done():
                return self.expect_done()
        return self.fail("somebody is always left")

    def test_the_commands_of_the_readme(self):
        blocks = blocks_of_readme()
        (service, surroundings) = blocks["A service to try it on"]
        (prepare,), (python, node) = blocks["Prepare the list"], blocks["Send"]
        (reconcile,), (again,) = blocks["What became of them"], blocks["Once more"]
        self.assertEqual(len([block for some in blocks.values() for block in some]), 7)
        self.serve(shlex.split(service.replace("\\\n", "")))
        self.assertEqual(surroundings.count("http://127.0.0.1:4580"), 1)
        surroundings = surroundings.replace("http://127.0.0.1:4580", self.service.url)
        send = node if self.program == "node" else python
        again = again.replace("python3 send.py", f"{self.program} {self.sender}").splitlines()
        self.shell(prepare, codes=(1,))
        self.shell(surroundings + send, codes=(0, 1, 2))
        self.shell(reconcile, codes=(1,))
        for _ in range(MOST_RUNS):
            self.expect_nobody_twice()
            self.expect_one_state_each()
            self.shell(surroundings + again[0], codes=(0, 1, 2))
            self.shell(again[1], codes=(1,))
            if self.is_done():
                break
        self.expect_done()

    def test_one_try_at_a_time(self):
        """All that fails is left to the next run, and to reconcile."""
        self.serve(["diallint", "serve", "--campaign", CAMPAIGN, *TROUBLE])
        self.until_nobody_is_left(lambda folder: self.run_in_folder(
            self.program, self.sender, "--tries=1", "--pause=0", folder, "answers", codes=(0, 1, 2)))

    def test_kills(self):
        """In front of the second answer that a run saves, and behind it, in turn."""
        self.serve(["diallint", "serve", "--campaign", CAMPAIGN, *TROUBLE])
        self.kills = 0

        def send(folder):
            code = self.send_and_kill(2, ("before", "behind")[self.kills % 2], folder)
            self.kills += code == -signal.SIGKILL
            return code

        self.until_nobody_is_left(send)
        self.assertGreater(self.kills, 8)
        # Those of kills in front of a file's last name disturb nobody.
        self.assertGreater(len(list((self.folder / "answers").glob("*.tmp"))), 3)

    def test_what_a_retry_does_not_mend(self):
        """The sender ends, and says at which batch and why; nobody is dialled."""
        self.serve(["diallint", "serve", "--campaign", CAMPAIGN + "=Paused"])
        self.prepare_people()
        done = subprocess.run([self.program, self.sender, "monday", "answers"], cwd=self.folder, check=False,
                              env=self.environment, capture_output=True, text=True, timeout=300)
        self.assertEqual(done.returncode, 2)
        self.assertIn("batch-000001.json: InvalidCampaignStateException; mend it or wait, then start again\n",
                      done.stderr)
        self.assertEqual(len(self.service.ask("calls")["calls"]), 1)
        self.reconcile()
        self.assertEqual({row["outcome"] for row in self.rows("outcome/outcome.csv")}, {"unanswered"})


class Python(Campaign, unittest.TestCase):
    program, sender = "python3", "send.py"

    def send_and_kill(self, at, when, folder):
        return self.run_in_folder("python3", "-c", KILLED_PYTHON, str(at), when, self.sender, "--pause=0.01", folder,
                                  "answers", codes=(0, 1, 2, -signal.SIGKILL))


class Node(Campaign, unittest.TestCase):
    program, sender = "node", "send.mjs"

    def send_and_kill(self, at, when, folder):
        (self.folder / "killed.mjs").write_text(KILLED_NODE)
        return self.run_in_folder("node", "--import", "./killed.mjs", self.sender, "--pause=0.01", folder, "answers",
                                  codes=(0, 1, 2, -signal.SIGKILL), KILLED_AT=f"{at} {when}")


if __name__ == "__main__":
    unittest.main()
