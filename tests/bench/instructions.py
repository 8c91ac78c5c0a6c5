#!/usr/bin/env python3
"""How many instructions a request takes: `./dev bench count`.

Counts do not depend on what else a machine does, so a change that makes checking slower is seen in any
run of the gate. Each is the difference between two runs of one program, by the number of requests that
one has more, within the check itself: neither the making of the input nor the start are in it. Vectors wider than 16 bytes are switched off, as the
machines that count do not all have them.

With --record the counts are written into instructions.json and the document that shows them; without, they
are held against the former.
"""
import json
import os
import pathlib
import re
import subprocess
import sys

KINDS = ("ordinary", "shuffled", "new-keys", "escaped", "csv")
FEW, MANY = 2_000, 10_000
TOLERANCE = 0.03
RECORDED = pathlib.Path(__file__).with_name("instructions.json")
DOCUMENT = pathlib.Path(__file__).parents[2] / "docs/performance.md"
BEGIN, END = "<!-- counts: written by ./dev bench count --record -->", "<!-- end of counts -->"
BASELINE = {
    "SIMDJSON_FORCE_IMPLEMENTATION": "westmere",
    "GLIBC_TUNABLES": "glibc.cpu.hwcaps=-AVX512F,-AVX512BW,-AVX512VL,-AVX2,-AVX,-ERMS",
}


def counted(program, kind, requests):
    run = subprocess.run(
        ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null",
         "--toggle-collect=diallint::Run::check*", program, f"--check-once={kind}:{requests}"],
        env=os.environ | BASELINE, capture_output=True, text=True, check=False)
    collected = re.search(r"Collected : (\d+)", run.stderr)
    if run.returncode != 0 or collected is None:
        sys.exit(f"{run.stderr}\ninstructions: {kind}: the requests could not be checked")
    return int(collected[1])


def verdict(kind, count, recorded):
    """What is to be said of a count, and whether it is too many."""
    if recorded is None:
        return f"{kind} has no count yet: ./dev bench count --record writes it", True
    change = count / recorded - 1
    line = f"{kind:<10} {count:>7,} instructions a request, {change:+.1%} against {recorded:,}"
    if change > TOLERANCE:
        return f"{line}: more than {TOLERANCE:.0%}; if it has to be so, ./dev bench count --record", True
    return line + (": record it" if change < -TOLERANCE else ""), False


def shown(document, counts):
    """The document with a table of the counts between its markers."""
    rows = ["| input | instructions |", "|---|---|", *(f"| {kind} | {count:,} |" for kind, count in counts.items())]
    begin, end = document.index(BEGIN) + len(BEGIN), document.index(END)
    return document[:begin] + "\n" + "\n".join(rows) + "\n" + document[end:]


def main(program, record):
    recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    counts = {kind: round((counted(program, kind, MANY) - counted(program, kind, FEW)) / (MANY - FEW))
              for kind in KINDS}
    lines = [verdict(kind, count, recorded.get(kind)) for kind, count in counts.items()]
    if record:
        RECORDED.write_text(json.dumps(counts, indent=2) + "\n")
        DOCUMENT.write_text(shown(DOCUMENT.read_text(), counts))
    print("\n".join(line for line, _ in lines))
    return 1 if not record and any(failed for _, failed in lines) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], "--record" in sys.argv[2:]))
