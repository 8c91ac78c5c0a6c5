"""Reads the files mutants.txt beside the sources: changes that no test can notice, each with the reason.

Called by itself it looks only whether each line that they name still stands in its source, and what is
changed at its column, and whether the source is one that is changed, which takes no parser; and whether there are
the types that scope.py names. Run by CTest.
"""
import dataclasses
import pathlib
import re
import sys

import scope

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
INDENT = re.compile(r"( *)(.*)")
CHANGE = re.compile(r"(.+?) => (.+?)(?: @(\d+))?(?: #(\d+))?")


@dataclasses.dataclass
class Excuse:
    place: str  # where it is written
    file: str
    source: str
    was: str
    becomes: str
    column: str  # None: any
    number: str  # of lines that read alike; None: all
    reason: str

    def fits(self, mutant):
        return (mutant.file == self.file and mutant.source == self.source
                and (mutant.was, mutant.becomes) == (self.was, self.becomes)
                and self.column in (None, str(mutant.column))
                and (self.number is None or mutant.name.endswith(f" #{self.number}")))


def excuses_in(path):
    """By indentation: a file, a reason, a line of the source, what is changed there."""
    name = str(path.relative_to(ROOT))
    above = ["", "", ""]
    for number, line in enumerate(path.read_text().splitlines(), 1):
        depth, text = (INDENT.fullmatch(line).group(1).count("  "), line.strip())
        if not text or text.startswith("#") and depth == 0:
            continue
        if depth < 3:
            above[depth] = text
            continue
        for part in text.split("   "):
            change = CHANGE.fullmatch(part)
            if change is None:
                raise SystemExit(f"mutate: {name}:{number}: '{part}' is not 'WAS => BECOMES'")
            yield Excuse(f"{name}:{number}", str(path.parent.relative_to(ROOT) / above[0]), above[2],
                         *change.groups(), above[1])


def all_excuses():
    return [excuse for path in sorted(ROOT.glob("lib/**/mutants.txt")) for excuse in excuses_in(path)]


def read(mutants):
    """The reason by the number of a mutant. An excuse that fits no mutant is an error."""
    by_line = {}
    for mutant in mutants:
        by_line.setdefault((mutant.file, mutant.source), []).append(mutant)
    reasons, stale = {}, []
    for excuse in all_excuses():
        found = [mutant for mutant in by_line.get((excuse.file, excuse.source), ())
                 if excuse.fits(mutant)]
        if not found:
            stale.append(f"mutate: {excuse.place} fits no mutant any more; take it out")
        reasons.update((mutant.id, excuse.reason) for mutant in found)
    if stale:
        raise SystemExit("\n".join(stale))
    return reasons


def faults(excuse, lines):
    """What no longer holds; `lines` are those of its file."""
    alike = [line for line in lines if line.strip() == excuse.source]
    if not alike:
        yield f"{excuse.file} has no line '{excuse.source}' any more"
    elif excuse.column and not any(line[int(excuse.column) - 1:].startswith(excuse.was) for line in alike):
        yield f"'{excuse.was}' stands no longer at column {excuse.column} of '{excuse.source}'"


def main():
    excuses, lines, changed = all_excuses(), {}, set(scope.names())
    stale = [f"no header in lib/ defines {name}, which tests/mutate/scope.py names" for name in scope.unknown_makers()]
    for excuse in excuses:
        path = ROOT / excuse.file
        if excuse.file not in lines:
            lines[excuse.file] = path.read_text().splitlines() if path.exists() else []
        if excuse.file not in changed:
            stale.append(f"{excuse.place}: {excuse.file} is not in tests/mutate/scope.py")
        stale += [f"{excuse.place}: {fault}" for fault in faults(excuse, lines[excuse.file])]
    print("\n".join(stale) or f"{len(excuses)} excuses, each of a line that is there")
    return 1 if stale or not excuses else 0


if __name__ == "__main__":
    sys.exit(main())
