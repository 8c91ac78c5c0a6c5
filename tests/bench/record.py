#!/usr/bin/env python3
"""Writes the figures of a run of the benchmarks into the documents: `./dev bench --record`.

Takes the JSON that Google Benchmark writes. Of every benchmark the median counts. The documents show
ratios within the run, which other machines come close to, and one absolute figure.
"""
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
END = "<!-- end of speed -->"
BEGIN = "<!-- speed: written by ./dev bench --record -->"
LINT_ROWS = (("NDJSON", "diallint/ordinary", "ordinary"),
             ("members in another order on each line", "diallint/shuffled", "shuffled"),
             ("names of attributes that no other request has", "diallint/new-keys", "new-keys"),
             ("all but ASCII as `\\u` escapes", "diallint/escaped", "escaped"),
             ("CSV", "diallint-csv/ordinary", "ordinary"),
             ("NDJSON, two threads", "diallint-2-threads/ordinary", "ordinary"),
             ("CSV, two threads", "diallint-csv-2-threads/ordinary", "ordinary"),
             ("NDJSON, two runs side by side", "diallint-side-by-side/ordinary", "ordinary"),
             ("written by hand: nlohmann-json, RE2, date, libphonenumber", "by-hand/ordinary", "ordinary"),
             ("Node.js: ajv, libphonenumber-js", "ajv-libphonenumber-js/ordinary", "ordinary"),
             ("Python: jsonschema, phonenumbers", "jsonschema-phonenumbers/ordinary", "ordinary"))
INPUTS = [(kind, countries) for kind in ("valid", "invalid", "mixed") for countries in (10, 200)]


def medians(report):
    """Nanoseconds an item, by the name of the benchmark."""
    return {run["run_name"].removesuffix("/threads:2").removesuffix("/real_time"): 1e9 / run["items_per_second"]
            for run in report["benchmarks"]
            if run.get("aggregate_name") == "median" and "items_per_second" in run}


def readme_text(nanos):
    def of(name):
        return nanos[f"lint/{name}/ordinary"]
    million = 1e3 / of("diallint")
    return (
        f"On one core, diallint checks about {million:.1f} million requests a second (NDJSON, all "
        f"default rules). That takes\n{of('diallint') / of('floor'):.1f} times as long as simdjson "
        f"takes to read the same values; CSV takes {of('diallint-csv') / of('diallint'):.1f} times "
        f"as long as NDJSON.\nTwo threads are {of('diallint') / of('diallint-2-threads'):.1f} times as "
        f"fast as one with NDJSON and {of('diallint-csv') / of('diallint-csv-2-threads'):.1f} times with "
        f"CSV.\nA checker of the main rules, written by hand with nlohmann-json, RE2, "
        f"date and libphonenumber, takes\n{of('by-hand') / of('diallint'):,.0f} times as long.")


def numbering_plan_text(nanos):
    lines = ["| input | lookup | libphonenumber | ratio |", "|---|---|---|---|"]
    for kind, countries in INPUTS:
        own, other = (nanos[f"numbering_plan/{what}/{kind}-{countries}-countries"]
                      for what in ("lookup", "libphonenumber"))
        lines.append(f"| {kind}, {countries} countries | {own:.1f} ns | {other:,.0f} ns | "
                     f"1 : {other / own:,.0f} |")
    return "\n".join(lines)


def performance_text(nanos):
    lines = ["| input, or checker | a request | floor | ratio |", "|---|---|---|---|"]
    for kind, own, floor in LINT_ROWS:
        mine, theirs = nanos[f"lint/{own}"], nanos[f"lint/floor/{floor}"]
        ratio = mine / theirs
        lines.append(f"| {kind} | {mine:,.0f} ns | {theirs:.0f} ns | {ratio:,.{1 if ratio < 100 else 0}f} |")
    return "\n".join(lines)


def replaced(document, text):
    """The document with `text` between its markers."""
    begin, end = document.index(BEGIN) + len(BEGIN), document.index(END)
    return document[:begin] + "\n" + text + "\n" + document[end:]


def main(path):
    nanos = medians(json.loads(pathlib.Path(path).read_text()))
    for name, text in (("README.md", readme_text(nanos)),
                       ("docs/performance.md", performance_text(nanos)),
                       ("docs/numbering-plan.md", numbering_plan_text(nanos))):
        document = ROOT / name
        document.write_text(replaced(document.read_text(), text))


if __name__ == "__main__":
    main(*sys.argv[1:])
