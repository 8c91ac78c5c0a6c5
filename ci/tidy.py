#!/usr/bin/env python3
"""Runs clang-tidy over the sources of the library and the programs; `./dev tidy` calls this.

A source is left out if it was clean before and nothing about it has changed since: its text after
the preprocessor (comments included, for NOLINT), its flags, .clang-tidy and the version of clang-tidy.
What was clean is kept as an empty file in the user's cache folder, named by a hash of all that.

The checks of the static analyzer (clang-analyzer-*) take most of the time. Without --all a source that
no run has seen gets them only if it was changed in the days before the last commit; the others get all
other checks. --all gives every source every check.
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
CHANGED_DAYS = 3
COMPILER, TIDY = "clang++-16", "clang-tidy-16"
# Options that only g++ knows are none for clang's parser.
GCC_ONLY = re.compile(r"-mmemset-strategy=.*|-Wno-restrict|-Wno-maybe-uninitialized")
NO_ANALYZER = "--checks=-clang-analyzer-*"


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


def recently_changed():
    """Sources that commits of the last days touch, counted from the last commit, and what is not
    committed. A header counts for the source of its name."""
    last = int(output("git", "log", "-1", "--format=%ct"))
    names = output("git", "log", f"--since={last - CHANGED_DAYS * 86400}", "--name-only", "--format=")
    names += output("git", "diff", "--name-only", "HEAD")
    names += output("git", "ls-files", "--others", "--exclude-standard")
    return {os.path.splitext(name)[0] for name in names.split("\n")}


class Tidy:
    def __init__(self, everything):
        self.everything = everything
        self.changed = recently_changed()
        self.settings = (output(TIDY, "--version") + (ROOT / ".clang-tidy").read_text()).encode()
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
        analyze = self.everything or os.path.splitext(name)[0] in self.changed
        if not analyze and self.is_known(partly):
            return "known", 0, ""
        options = [] if analyze else [NO_ANALYZER]
        done = subprocess.run([TIDY, "-p", str(DATABASE), "--quiet", *options,
                               "--extra-arg=-Wno-unknown-warning-option", str(ROOT / name)],
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
    tidy = Tidy(options.all)
    counts = {"known": 0, "checked": 0, "analyzed": 0, "faulty": 0}
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = [pool.submit(tidy.check, name, flags) for name, flags in sorted(own_sources().items())]
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
