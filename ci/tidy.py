#!/usr/bin/env python3
"""Runs clang-tidy over the sources of the library and the programs; `./dev tidy` calls this.

A source is left out if it was clean before and nothing about it has changed since: its text after
the preprocessor (comments included, for NOLINT), its flags, .clang-tidy and the version of clang-tidy.
What was clean is kept as an empty file in the user's cache folder, named by a hash of all that.

The checks of the static analyzer (clang-analyzer-*) take most of the time. Without --all they are for
the sources that were changed last, as far back as git knows and as many as ANALYZED_AT_MOST, so that a
run has a bound; the others get all other checks. --all gives every source every check.
"""
import argparse
import concurrent.futures
import hashlib
import json
import os
import pathlib
import re
import shlex
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "release"
DATABASE = ROOT / "build" / "tidy"
CACHE = pathlib.Path(os.environ.get("XDG_CACHE_HOME") or pathlib.Path.home() / ".cache")
STAMPS = CACHE / "diallint" / "tidy"
MAX_STAMPS = 4096
ANALYZED_AT_MOST = 40
COMPILER, TIDY = "clang++-16", "clang-tidy-16"
# Options that only g++ knows are none for clang's parser.
GCC_ONLY = re.compile(r"-mmemset-strategy=.*|-Wno-restrict|-Wno-maybe-uninitialized")
NO_ANALYZER = "--checks=-clang-analyzer-*"
# The compiler's warnings that are checks in .clang-tidy.
WARNINGS = ("-Wno-unknown-warning-option", "-Wreserved-identifier", "-Wreserved-macro-identifier")


def output(*command):
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


def flags_of(entry):
    """What the compiler is called with, without the compiler, its launcher, and what it writes."""
    words = shlex.split(entry["command"])
    start = next(i for i, word in enumerate(words) if os.path.basename(word) in ("c++", "g++"))
    words = [word for word in words[start + 1:] if not GCC_ONLY.fullmatch(word)]
    out = words.index("-o")
    return [word for word in words[:out] + words[out + 2:] if word not in ("-c", entry["file"])]


def own_sources():
    """Source to flags, and a database with just these for clang-tidy."""
    entries = json.loads((BUILD / "compile_commands.json").read_text())
    sources = {}
    for entry in entries:
        name = os.path.relpath(entry["file"], ROOT)
        if name.startswith(("lib/", "tools/")):
            sources[name] = flags_of(entry)
    DATABASE.mkdir(parents=True, exist_ok=True)
    (DATABASE / "compile_commands.json").write_text(json.dumps([
        {"directory": str(BUILD), "file": str(ROOT / name),
         "arguments": [COMPILER, *flags, "-c", str(ROOT / name)]}
        for name, flags in sources.items()]))
    return sources


def last_changed(sources):
    """The ANALYZED_AT_MOST sources that were changed last: what is not committed, then commit by commit.
    A header counts for the source of its name."""
    names = output("git", "diff", "--name-only", "HEAD")
    names += output("git", "ls-files", "--others", "--exclude-standard")
    names += output("git", "log", "--name-only", "--format=")
    by_stem = {os.path.splitext(name)[0]: name for name in sources}
    stems = dict.fromkeys(os.path.splitext(name)[0] for name in names.split("\n"))
    changed = [by_stem[stem] for stem in stems if stem in by_stem]
    return set(changed[:ANALYZED_AT_MOST])


class Tidy:
    def __init__(self, analyzed):
        self.analyzed = analyzed
        self.settings = " ".join(
            (output(TIDY, "--version"), (ROOT / ".clang-tidy").read_text(), *WARNINGS)).encode()
        STAMPS.mkdir(parents=True, exist_ok=True)

    def key(self, name, flags):
        text = subprocess.run([COMPILER, *flags, "-w", "-E", "-C", str(ROOT / name)], cwd=BUILD,
                              check=True, capture_output=True).stdout
        root = str(ROOT).encode()
        parts = (self.settings, " ".join(flags).encode().replace(root, b""), text.replace(root, b""))
        return hashlib.sha256(b"\0".join(parts)).hexdigest()

    def is_known(self, stamp):
        if not stamp.exists():
            return False
        stamp.touch()  # the oldest are deleted first
        return True

    def check(self, name, flags):
        """What was done, how it ended, and what clang-tidy says."""
        key = self.key(name, flags)
        full, partly = STAMPS / key, STAMPS / f"{key}-without-analyzer"
        if self.is_known(full):
            return "known", 0, ""
        analyze = name in self.analyzed
        if not analyze and self.is_known(partly):
            return "known", 0, ""
        options = [] if analyze else [NO_ANALYZER]
        done = subprocess.run([TIDY, "-p", str(DATABASE), "--quiet", *options,
                               *(f"--extra-arg={warning}" for warning in WARNINGS), str(ROOT / name)],
                              cwd=ROOT, capture_output=True, text=True, check=False)
        if done.returncode == 0:
            (full if analyze else partly).touch()
            return ("analyzed" if analyze else "checked"), 0, ""
        said = re.sub(r"^\d+ warnings? .*generated\.\n", "", done.stdout + done.stderr, flags=re.M)
        return "faulty", done.returncode, said


def drop_old_stamps():
    stamps = sorted(STAMPS.iterdir(), key=lambda stamp: stamp.stat().st_mtime)
    for stamp in stamps[:max(0, len(stamps) - MAX_STAMPS)]:
        stamp.unlink(missing_ok=True)


def main():
    parser = argparse.ArgumentParser(prog="./dev tidy", description=__doc__.splitlines()[0])
    parser.add_argument("--all", action="store_true", help="every source with every check")
    options = parser.parse_args()
    sources = own_sources()
    tidy = Tidy(set(sources) if options.all else last_changed(sources))
    counts = {"known": 0, "checked": 0, "analyzed": 0, "faulty": 0}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [pool.submit(tidy.check, name, flags) for name, flags in sorted(sources.items())]
        for run in concurrent.futures.as_completed(runs):
            what, _, said = run.result()
            counts[what] += 1
            if said:
                print(said, end="", flush=True)
    drop_old_stamps()
    print(f"{counts['analyzed']} sources with every check, {counts['checked']} without the analyzer's, "
          f"{counts['known']} clean as before, {counts['faulty']} with a finding")
    return 1 if counts["faulty"] or not any(counts.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
