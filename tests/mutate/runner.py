"""The tests in the build with all mutants: which mutants each reaches, and which test catches one."""
import concurrent.futures
import dataclasses
import hashlib
import os
import pickle
import re
import shutil
import subprocess

import tree

# Tests that start other programs or a browser, that compare the built-in schemas with their files,
# that read what has to be fetched, or that look at how the program was built. A mutant is to be
# caught by what the library does.
LEFT_OUT = re.compile(r"\[(cli|ajv|hardening|oracle|pages|html|schemas|integration|suite)\]")
# A test that takes longer, in seconds of the processor, is left out as well: it would be run for
# every mutant that others miss.
LONGEST = 2
# A mutant is caught when a test takes so many times as long as without it, and some seconds.
PATIENCE, SLACK = 10, 0.5


class Runner:
    """tests/mutate/main.cpp, at the other end of a pipe."""

    def __init__(self):
        # Tests that a mutant ends in the middle leave their files behind: here they do not stay.
        self.folder = tree.WORK / "tmp"
        self.folder.mkdir(parents=True, exist_ok=True)
        self.process = subprocess.Popen(
            [tree.RUNNER, "--mutants"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "TMPDIR": str(self.folder)}, cwd=tree.TREE)
        before = self.process.stdout.readline()
        self.before_main = {int(number) for number in before.split(":")[1].split()}

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.stdin.close()
        self.process.wait()

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        answer = []
        while (words := self.process.stdout.readline()) != ".\n":
            if not words:
                raise RuntimeError(f"the runner ended at '{line[:80]}'")
            answer.append(words.rstrip("\n"))
        return answer


@dataclasses.dataclass
class Test:
    number: int
    name: str
    tags: str
    seconds: float = 0.0
    reached: frozenset = frozenset()


@dataclasses.dataclass
class Result:
    how: str  # failed, crashed, hung; passed; unreached
    test: str | None = None

    @property
    def caught(self):
        return self.test is not None

    def words(self):
        if self.caught:
            return f"{self.how}: {self.test}"
        return "survived" if self.how == "passed" else "no test reaches it"


class Suite:
    def __init__(self, jobs, longest):
        shutil.rmtree(tree.WORK / "tmp", ignore_errors=True)
        with Runner() as runner:
            listed = [Test(int(number), name, tags) for number, name, tags in
                      (line.split("\t") for line in runner.ask("list"))]
            self.before_main = runner.before_main
        self.left_out = [test for test in listed if LEFT_OUT.search(test.tags)]
        tests = [test for test in listed if not LEFT_OUT.search(test.tags)]
        self.note_all(tests, jobs)
        self.tests = [test for test in tests if test.seconds <= longest]
        self.long = [test for test in tests if test.seconds > longest]
        self.tests.sort(key=lambda test: test.seconds)
        self.catches = {}  # by file and test: which are worth trying first

    def note_all(self, tests, jobs):
        """The notes are kept as long as the program is the same."""
        kept = tree.WORK / "notes"
        key = hashlib.sha256(tree.RUNNER.read_bytes()).hexdigest()
        if kept.exists():
            known, notes = pickle.loads(kept.read_bytes())
            if known == key:
                for test in tests:
                    test.seconds, test.reached = notes[test.number]
                return
        parts = [tests[number::jobs] for number in range(jobs)]
        with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
            list(pool.map(self.note, parts))
        notes = {test.number: (test.seconds, test.reached) for test in tests}
        kept.write_bytes(pickle.dumps((key, notes)))

    def note(self, tests):
        with Runner() as runner:
            for test in tests:
                (answer,) = runner.ask(f"note {test.number} {LONGEST + 1}")
                end, seconds, reached = answer.split("\t")
                if end == "hung":  # long after all
                    test.seconds = LONGEST + 1
                    continue
                if end != "passed":
                    raise RuntimeError(f"without any mutant '{test.name}' {end}")
                test.seconds = float(seconds)
                test.reached = frozenset(int(number) for number in reached.split())

    def tests_of(self, mutant):
        caught = self.catches.get(mutant.file, {})
        reaching = [test for test in self.tests if mutant.id in test.reached]
        return sorted(reaching, key=lambda test: test.seconds / (1 + caught.get(test.number, 0)))

    def try_mutant(self, runner, mutant):
        tests = self.tests_of(mutant)
        if not tests:
            return Result("unreached")
        trials = " ".join(f"{test.number}:{test.seconds * PATIENCE + SLACK:.2f}" for test in tests)
        (answer,) = runner.ask(f"try {mutant.id} {trials}")
        how, number = answer.split("\t")
        if how == "passed":
            return Result(how)
        test = next(test for test in tests if test.number == int(number))
        caught = self.catches.setdefault(mutant.file, {})
        caught[test.number] = caught.get(test.number, 0) + 1
        return Result(how, test.name)
