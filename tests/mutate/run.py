#!/usr/bin/env python3
"""Changes each comparison, limit and condition of rules and readers, one at a time, and prints which
changes no test notices. `./dev mutate` installs what this needs and calls it.

Exit code 1 if fewer than 95 of 100 are caught.
"""
import argparse
import json
import queue
import sys
import threading

import excused
import report
import tree
from runner import LONGEST, Result, Runner, Suite


def parse():
    parser = argparse.ArgumentParser(prog="./dev mutate", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[], metavar="FILE",
                        help="only mutants of files whose name contains this; may be repeated")
    parser.add_argument("--again", action="store_true",
                        help="only what no earlier run has caught, and nothing that is excused: as tests are "
                        "added, the rest stays as it is")
    parser.add_argument("--list", action="store_true", help="list the mutants, and try none; each excuse has to fit one")
    parser.add_argument("--mutant", type=int, metavar="N",
                        help="try one and let the test that catches it speak")
    parser.add_argument("--jobs", type=int, default=2, help="how many are tried at a time (2)")
    parser.add_argument("--longest", type=float, default=LONGEST, metavar="SECONDS",
                        help=f"leave out tests that take longer ({LONGEST}); with --again the long "
                        "ones have to try only what the short ones miss")
    parser.add_argument("--record", action="store_true",
                        help="write the totals of all results there are into docs/mutation.md")
    options = parser.parse_args()
    return options


def wanted(mutants, options):
    if not options.only:
        return mutants
    return [one for one in mutants if any(part in one.file for part in options.only)]


class Results:
    """What became of each mutant, kept from one run to the next by the mutant's name."""

    def __init__(self):
        self.path = tree.WORK / "results.json"
        self.kept = json.loads(self.path.read_text()) if self.path.exists() else {}
        self.lock = threading.Lock()

    def of(self, mutant):
        how, test = self.kept[mutant.name]
        return Result(how, test)

    def has(self, mutant):
        return mutant.name in self.kept

    def are_final(self, mutant, excuses):
        """Whether another run would change nothing: it is caught, or there was no test to catch what none can."""
        return self.has(mutant) and (self.of(mutant).caught or mutant.id in excuses)

    def add(self, mutant, result):
        with self.lock:
            self.kept[mutant.name] = [result.how, result.test]

    def save(self):
        with self.lock:
            self.path.write_text(json.dumps(self.kept, indent=0))


class Trials:
    """Tries mutants, some at a time."""

    def __init__(self, suite, results, mutants, jobs):
        self.suite, self.results, self.jobs = suite, results, jobs
        self.waiting = queue.SimpleQueue()
        for mutant in mutants:
            self.waiting.put(mutant)
        self.total, self.done = len(mutants), 0
        self.failure = None

    def run(self):
        threads = [threading.Thread(target=self.work) for _ in range(self.jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.results.save()
        if self.failure:
            raise self.failure

    def work(self):
        try:
            with Runner() as runner:
                while self.failure is None:
                    self.one(runner, self.waiting.get_nowait())
        except queue.Empty:
            pass
        except Exception as failure:  # of the machinery: it ends the run, in the main thread
            self.failure = failure

    def one(self, runner, mutant):
        self.results.add(mutant, self.suite.try_mutant(runner, mutant))
        self.done += 1
        if self.done % 20 == 0:
            self.results.save()
            print(f"mutate: {self.done} of {self.total}", file=sys.stderr, flush=True)


def show(suite, mutants, number):
    mutant = next((one for one in mutants if one.id == number), None)
    if mutant is None:
        sys.exit(f"mutate: there is no mutant {number}; --list names them")
    print(mutant)
    with Runner() as runner:
        result = suite.try_mutant(runner, mutant)
        print(result.words())
        if result.test is not None:
            test = next(one for one in suite.tests if one.name == result.test)
            print("\n".join(runner.ask(f"show {number} {test.number}")))
    return 0 if result.caught else 1


def main():
    options = parse()
    copy = tree.Tree()
    copy.write()
    excuses = excused.read(copy.mutants)  # before the build: one that fits no mutant ends the run
    if options.list:
        for mutant in wanted(copy.mutants, options):
            print(mutant)
        return 0
    copy.build()
    suite = Suite(options.jobs, options.longest)
    if options.mutant is not None:
        return show(suite, copy.mutants, options.mutant)
    mutants, results = wanted(copy.mutants, options), Results()
    tried = [one for one in mutants if not (options.again and results.are_final(one, excuses))]
    Trials(suite, results, tried, options.jobs).run()
    figures = report.Figures(suite, mutants, results, excuses, len(copy.unbuilt))
    figures.print()
    if options.record:
        report.Figures(suite, copy.mutants, results, excuses, len(copy.unbuilt)).record()
    return 0 if figures.enough() else 1


if __name__ == "__main__":
    sys.exit(main())
