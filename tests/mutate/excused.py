"""Reads equivalent.txt: mutants that change nothing that can be seen, each with the reason."""
import pathlib
import re

LIST = pathlib.Path(__file__).with_name("equivalent.txt")


def read(mutants):
    """The reason by the number of a mutant. An entry that fits no mutant is an error."""
    excuses, source = {}, None
    for number, line in enumerate(LIST.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        if not line.startswith(" "):
            source = line.split(": ", 1)
            continue
        change = re.fullmatch(r"\s+(.+?) => (.+?)(?: @(\d+))?(?: #(\d+))?: (.+)", line)
        if change is None or source is None or len(source) != 2:
            raise SystemExit(f"mutate: {LIST.name}:{number} is not 'WAS => BECOMES: REASON'")
        found = [mutant for mutant in mutants
                 if mutant.file == source[0] and mutant.source == source[1].strip()
                 and (mutant.was, mutant.becomes) == (change.group(1), change.group(2))
                 and change.group(3) in (None, str(mutant.column))
                 and (change.group(4) is None or mutant.name.endswith(f" #{change.group(4)}"))]
        if not found:
            raise SystemExit(f"mutate: {LIST.name}:{number} fits no mutant any more; take it out")
        for mutant in found:
            excuses[mutant.id] = change.group(5)
    return excuses
