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
from runner import Runner, Suite

RESULTS = tree.WORK / "results.json"


def parse():
    parser = argparse.ArgumentParser(prog="./dev mutate", description=__doc__.splitlines()[0])
    parser.add_argument("--only", action="append", default=[], metavar="FILE",
                        help="only mutants of files whose name contains this; may be repeated")
    parser.add_argument("--again", action="store_true",
                        help="only what survived the last run; what was caught stays caught")
    parser.add_argument("--list", action="store_true", help="list the mutants, and try none")
    parser.add_argument("--mutant", type=int, metavar="N",
                        help="try one and let the test that catches it speak")
    parser.add_argument("--jobs", type=int, default=2, help="how many are tried at a time (2)")
    parser.add_argument("--record", action="store_true",
                        help="write the figures into docs/mutation.md")
    options = parser.parse_args()
    if options.record and (options.only or options.again):
        parser.error("--record takes a whole run")
    return options


def wanted(mutants, options):
    if options.only:
        mutants = [one for one in mutants if any(part in one.file for part in options.only)]
    if options.again:
        survived = set(json.loads(RESULTS.read_text())["survived"])
        mutants = [one for one in mutants if one.name in survived]
    return mutants


class Trials:
    """Tries mutants, some at a time."""

    def __init__(self, suite, mutants, jobs):
        self.suite, self.jobs = suite, jobs
        self.waiting = queue.SimpleQueue()
        for mutant in mutants:
            self.waiting.put(mutant)
        self.total, self.done = len(mutants), 0
        self.results = {}
        self.failure = None
        self.lock = threading.Lock()

    def run(self):
        threads = [threading.Thread(target=self.work) for _ in range(self.jobs)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        if self.failure:
            raise self.failure
        return self.results

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
        result = self.suite.try_mutant(runner, mutant)
        with self.lock:
            self.results[mutant.id] = result
            self.done += 1
            if sys.stderr.isatty() or self.done % 250 == 0:
                print(f"mutate: {self.done} of {self.total}", file=sys.stderr,
                      end="\r" if sys.stderr.isatty() else "\n", flush=True)


def show(suite, mutants, number):
    mutant = next((one for one in mutants if one.id == number), None)
    if mutant is None:
        sys.exit(f"mutate: there is no mutant {number}; --list names them")
    print(mutant)
    with Runner() as runner:
        result = suite.try_mutant(runner, mutant)
        print(result.words())
        if result.test is not None:
            print("\n".join(runner.ask(f"show {number} {result.test.number}")))
    return 0 if result.caught else 1


def main():
    options = parse()
    copy = tree.Tree()
    copy.write()
    if options.list:
        for mutant in wanted(copy.mutants, options):
            print(mutant)
        return 0
    copy.build()
    suite = Suite(options.jobs)
    if options.mutant is not None:
        return show(suite, copy.mutants, options.mutant)
    excuses = excused.read(copy.mutants)
    results = Trials(suite, wanted(copy.mutants, options), options.jobs).run()
    figures = report.Figures(copy, suite, results, excuses)
    if options.again:
        figures.add_earlier(json.loads(RESULTS.read_text()))
    if not options.only:
        RESULTS.write_text(json.dumps(figures.kept()))
    figures.print()
    if options.record:
        figures.record()
    return 0 if figures.enough() else 1


if __name__ == "__main__":
    sys.exit(main())
