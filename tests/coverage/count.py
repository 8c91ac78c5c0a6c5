#!/usr/bin/env python3
"""count.py TRACEFILE LISTING EXPORT...: turns clang's coverage of the library, as llvm-cov exports it,
into a tracefile of gcovr and a list of what never ran. `./dev coverage` calls this.

A line ran as often as in the export in which it ran most. Tests that start threads have one of their
own: where two threads count at once a count is lost, and what clang works out from others (so often
came here, less so often went there) would say of lines that another test ran that they never did.

Clang counts the branches of the source: each side of a condition and of each part of it, and each
case of a switch. g++ counts those of the compiled code instead. There, a third of the branches
stand nowhere in the source: they clean up strings and lists behind calls that throw.

A function that is compiled several times (a template, or inline in a header) is counted once, as
what all of them ran together.

What the count leaves out:
- lines of nothing but brackets, which run nothing;
- conditions that the compiler decides, and the value that a switch over an enum has no case for:
  the compiler's warnings see to it that there is none;
- what the source names with a comment and a reason: `// GCOVR_EXCL_LINE: why` for its line, and
  `// GCOVR_EXCL_START: why` to `// GCOVR_EXCL_STOP` for several, and `GCOVR_EXCL_BR_LINE` or
  `GCOVR_EXCL_BR_START` in the same way for branches alone.
"""
import collections
import json
import os
import re
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
MARKER = re.compile(r"//\s*GCOVR_EXCL_(?P<branches>BR_)?(?P<what>LINE|START|STOP)(?P<why>: \S.*)?$")


class Exclusions:
    """The lines that the markers of one source leave out, whole or for their branches."""

    def __init__(self, name, source):
        self.lines, self.branches, self.reasons = set(), set(), 0
        open_since = {}
        for number, text in enumerate(source, 1):
            marker = MARKER.search(text)
            if marker is None:
                if "GCOVR_EXCL" in text:
                    raise SystemExit(f"{name}:{number}: a marker that says nothing to count.py")
                continue
            excluded = self.branches if marker["branches"] else self.lines
            if marker["what"] == "STOP":
                excluded.update(range(open_since.pop(marker["branches"]), number + 1))
                continue
            if not marker["why"]:
                raise SystemExit(f"{name}:{number}: an exclusion needs its reason")
            self.reasons += 1
            if marker["what"] == "START":
                open_since[marker["branches"]] = number
            else:
                excluded.add(number)
        if open_since:
            raise SystemExit(f"{name}: an exclusion has no end")


class Segments:
    """How often each place of a file ran: a segment's count holds up to the next segment."""

    def __init__(self, segments):
        self.all = segments
        self.by_line = collections.defaultdict(list)
        for segment in segments:
            self.by_line[segment[0]].append(segment)

    def at(self, place):
        count = 0
        for line, column, runs, has_count, _, _ in self.all:
            if (line, column) > place:
                break
            count = runs if has_count else 0
        return count

    def lines(self):
        """A line ran as often as the region that runs most in it, as in clang's own reports."""
        before, counts = None, {}
        for line in range(1, (self.all[-1][0] if self.all else 0) + 1):
            here = self.by_line.get(line, [])
            regions = [s for s in here if s[3] and s[4] and not s[5]]
            wrapped = before is not None and before[3]
            if (wrapped or regions) and not (here and here[0][4] and not here[0][3]):
                counts[line] = max([s[2] for s in regions] + ([before[2]] if wrapped else []))
            before = here[-1] if here else before
        return counts


def branches_of(file, segments, source):
    """Line to its branches, as counts and words: both sides of a condition, the one of a case."""
    sides = collections.defaultdict(lambda: [0, 0])
    for branch in file["branches"]:
        key = tuple(branch[:4])
        sides[key][0] += branch[4]
        sides[key][1] += branch[5]
    counts = collections.defaultdict(list)
    for (line, column, last, end), (taken, not_taken) in sorted(sides.items()):
        text = source[line - 1][column - 1:end - 1 if last == line else None]
        if taken == not_taken == 0 and segments.at((line, column)) > 0:
            continue  # the compiler decides it
        if re.match(r"(case|default)\b", text):
            counts[line].append((taken, f"{text} is never reached"))
        elif not source[line - 1][:column - 1].endswith("switch ("):  # else: what no case is for
            counts[line] += [(taken, f"{text} is never true"), (not_taken, f"{text} is never false")]
    return counts


def most(sides, others):
    """The branches of a line in two exports, as one. Where one has none the compiler has decided it there."""
    if len(sides) != len(others):
        return max(sides, others, key=len)
    return [max(pair) for pair in zip(sides, others)]


def counts_of(exports, source):
    """What a file's lines and branches ran, each as in the export where that was most."""
    lines, branches = {}, {}
    for file in exports:
        segments = Segments(file["segments"])
        for number, count in segments.lines().items():
            lines[number] = max(count, lines.get(number, 0))
        for number, sides in branches_of(file, segments, source).items():
            branches[number] = most(sides, branches.get(number, []))
    return lines, branches


def count_file(name, exports, missing):
    with open(os.path.join(ROOT, name), encoding="utf-8") as text:
        source = text.read().split("\n")
    excluded = Exclusions(name, source)
    counts, branches = counts_of(exports, source)
    lines = []
    for number, count in sorted(counts.items()):
        if number in excluded.lines or not source[number - 1].strip(" {}();"):
            continue
        sides = [] if number in excluded.branches else branches.get(number, [])
        lines.append({"line_number": number, "count": count,
                      "gcovr/noncode": False, "gcovr/excluded": False,
                      "branches": [{"count": side, "fallthrough": False, "throw": False}
                                   for side, _ in sides]})
        if count == 0:
            missing.append(f"{name}:{number}: never runs: {source[number - 1].strip()}")
        missing += [f"{name}:{number}: {what}" for side, what in sides if side == 0]
    return {"file": name, "lines": lines, "functions": []}, excluded.reasons


def name_of(filename):
    """A file's name in the tree. The compiler's cache makes names relative to the folder of the build;
    without it they are relative to the tree (-ffile-prefix-map)."""
    if filename.startswith(os.pardir):
        filename = os.path.join("build", "checked", filename)
    return os.path.relpath(os.path.join(ROOT, filename), ROOT)


def main(tracefile, listing, *names):
    exports = collections.defaultdict(list)
    for name in names:
        with open(name, encoding="utf-8") as exported:
            for file in json.load(exported)["data"][0]["files"]:
                exports[name_of(file["filename"])].append(file)
    files, missing, reasons = [], [], 0
    for name in sorted(exports):
        if name.startswith("lib" + os.sep):
            counted, named = count_file(name, exports[name], missing)
            files.append(counted)
            reasons += named
    with open(tracefile, "w", encoding="utf-8") as out:
        json.dump({"gcovr/format_version": "0.3", "files": files}, out)
    with open(listing, "w", encoding="utf-8") as out:
        out.writelines(line + "\n" for line in missing)
    print(f"{len(files)} files; {reasons} exclusions are named in them")


main(*sys.argv[1:])
