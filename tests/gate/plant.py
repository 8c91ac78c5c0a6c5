#!/usr/bin/env python3
"""Plants one fault after the other and checks that the gate fails for each: `tests/gate/plant.py`.

    plant.py [FAULT...]     all of them, or those named; --list names them

The faults go into a clone of the last commit in a folder of its own. The steps that are there to find
them pass first, so that a gate that fails for everything proves nothing; then each fault is planted
alone, and its step has to fail and to print the words that are given here. Takes about three times as
long as the gate.
"""
import argparse
import dataclasses
import pathlib
import shutil
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent


@dataclasses.dataclass(frozen=True)
class Fault:
    name: str
    steps: tuple  # of .ci/run; the last one has to fail
    file: str
    before: str  # what the file has once
    after: str
    says: str  # what the step prints


def case(*lines):
    """A test case at the end of a file of tests."""
    body = "".join(f"  {line}\n" for line in lines)
    return f'TEST_CASE("planted") {{\n{body}}}\n\n{END}'


END = "}  // namespace diallint::test\n"
TEST = "tests/base/edit_distance_test.cpp"
THREADS = "tests/engine/threads_test.cpp"
SOURCE = "lib/base/edit_distance.cpp"
OPEN = "namespace diallint {\n"

FAULTS = [
    Fault("a failing test", ("tests",), TEST, END, case("CHECK(1 + 1 == 3);"), "1 tests failed"),
    Fault("an address fault", ("sanitizers",), TEST, END,
          case("volatile int size = 4;", "int* numbers = new int[size];",
               "const int past = numbers[size];", "delete[] numbers;", "CHECK(past == past);"),
          "heap-buffer-overflow"),
    Fault("a lost branch", ("sanitizers", "coverage"), SOURCE, OPEN,
          OPEN + "\nint planted(int value);\nint planted(int value) {\n"
          "  if (value > 3) return 1;\n  return value;\n}\n", "failed minimum line coverage"),
    Fault("a race", ("threads",), THREADS, END,
          case("int shared = 0;", "std::thread other([&] { ++shared; });", "++shared;",
               "other.join();", "CHECK(shared > 0);"), "data race"),
    Fault("a changed interface", ("interface",), "lib/include/diallint/finding.h",
          "DIALLINT_API Counts& operator+=",
          "std::uint64_t planted = 0;\n  DIALLINT_API Counts& operator+=",
          "the interface has changed"),
    Fault("a stale generated file", ("generated-files",), "man/diallint.1", ".TH DIALLINT 1",
          ".\\\" planted\n.TH DIALLINT 1", "man/diallint.1"),
    Fault("an unformatted line", ("format",), SOURCE, OPEN, OPEN + "  int   planted = 3;\n",
          "-Wclang-format-violations"),
    Fault("an untidy line", ("tidy",), SOURCE, OPEN,
          OPEN + "\nint planted(const int* value);\nint planted(const int* value) {\n"
          "  if (value != nullptr) return 0;\n  return *value;\n}\n", "NullDereference"),
]


def gate(clone, *steps):
    """The exit code and what was printed."""
    done = subprocess.run([".ci/run", *steps], cwd=clone, text=True, stdin=subprocess.DEVNULL,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return done.returncode, done.stdout


def plant(clone, fault):
    path = clone / fault.file
    text = path.read_text()
    if text.count(fault.before) != 1:
        raise SystemExit(f"{fault.file} has {fault.before!r} {text.count(fault.before)} times, not once")
    path.write_text(text.replace(fault.before, fault.after))
    code, printed = gate(clone, *fault.steps)
    path.write_text(text)
    failed = f"the step '{fault.steps[-1]}' failed" in printed
    return code != 0 and failed and fault.says in printed, printed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("fault", nargs="*")
    parser.add_argument("--list", action="store_true")
    options = parser.parse_args()
    if options.list:
        print("\n".join(fault.name for fault in FAULTS))
        return 0
    unknown = set(options.fault) - {fault.name for fault in FAULTS}
    if unknown:
        parser.error(f"unknown fault: {', '.join(sorted(unknown))}; see --list")
    faults = [fault for fault in FAULTS if not options.fault or fault.name in options.fault]
    folder = pathlib.Path(tempfile.mkdtemp(prefix="diallint-gate-"))
    try:
        clone = folder / "diallint"
        subprocess.run(["git", "clone", "--quiet", str(ROOT), str(clone)], check=True)
        steps = list(dict.fromkeys(step for fault in faults for step in fault.steps))
        code, printed = gate(clone, *steps)
        if code != 0:
            print(printed)
            raise SystemExit("the gate fails without a fault")
        print(f"without a fault: {', '.join(steps)} pass", flush=True)
        missed = 0
        for fault in faults:
            found, printed = plant(clone, fault)
            print(f"{fault.name}: {'found' if found else 'MISSED'} by '{fault.steps[-1]}'", flush=True)
            if not found:
                missed += 1
                print(printed[-4000:], flush=True)
        print(f"{len(faults) - missed} of {len(faults)} faults are found")
        return 1 if missed else 0
    finally:
        shutil.rmtree(folder)


if __name__ == "__main__":
    sys.exit(main())
