#!/usr/bin/env python3
"""A campaign from its list to its end, timed and looked at: `./dev bench campaign [ROWS] [--record]`.

    tests/bench/campaign.py PROGRAM [ROWS] [--record]

Makes a list of endpoints as Pinpoint exports them, with every kind of damage that lists have; all of its numbers are
reserved for fiction. Of such numbers there are fewer than rows, so that repeats are taken. Then it prepares the
list with derived tokens, twice, with random ones, and without repeats; checks the batches as of their submission; joins answers to them
that are shuffled, doubled and missing, twice; and fixes the list as a table of requests, twice. It ends with 1 where
a row is not in exactly one of batches and rejected.csv, where a batch is not sound, or where what should be the
same is not. --record writes time and memory into docs/prepare.md.
"""
import csv
import datetime
import filecmp
import itertools
import json
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BEGIN = "<!-- campaign: written by ./dev bench campaign ROWS --record -->"
END = "<!-- end of campaign -->"
CAMPAIGN = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9"
START = "2026-11-20T12:00:00Z"
LATER = "2026-11-20T14:00:00Z"
QUIET = "phone-fictional,phone-duplicate"
COLUMNS = ("Id,ChannelType,Address,Location.Country,EndpointStatus,OptOut,User.UserId,"
           "User.UserAttributes.FirstName,Notes")
MOMENTS = 20  # at which some of the batches that are sent over time are checked
SPAN = 10  # seconds: all that are sent within so long are checked at its beginning and at its end
AREA_CODES = (201, 202, 203, 205, 206, 207, 208, 209, 210, 212, 213, 214, 215, 216, 217, 218, 219, 301, 302, 303,
              304, 305, 307, 308, 309, 310, 312, 313, 314, 315, 316, 317, 318, 319, 320, 401, 402, 404, 405, 406,
              407, 408, 409, 410, 412, 413, 414, 415, 417, 419, 501, 502, 503, 504, 505, 507, 508, 509, 510, 512)


MOST = 8 << 20  # bytes that a row may have


class Failed(Exception):
    """What does not hold, in words."""


def expect(holds, words):
    if not holds:
        raise Failed(words)


# --- the list ------------------------------------------------------------------------------------

def number(n):
    """A sound number, and its country."""
    if n % 5 == 0:
        return f"+447700{900000 + n // 5 % 1000}", "GB"
    return f"+1{AREA_CODES[n // 100 % len(AREA_CODES)]}55501{n % 100:02}", "US"


# How people write numbers that can be read.
FORMS = (
    lambda sound, region: sound,
    lambda sound, region: sound[:5] + " " + sound[5:],
    lambda sound, region: "00" + sound[1:],
    lambda sound, region: f"tel:{sound[:-4]}-{sound[-4:]}",
    lambda sound, region: f"{sound}\u202c",
    lambda sound, region: f"({sound[2:5]}) {sound[5:8]}-{sound[8:]}" if region == "US" else "0" + sound[3:],
    lambda sound, region: f'"=""{sound}"""',
)


def row(n, address, region, channel="VOICE", status="ACTIVE", opt_out="NONE", name="Ada", notes="x"):
    return f"e{n},{channel},{address},{region},{status},{opt_out},u{n},{name},{notes}\n".encode()


def too_many(n, address, region):
    return row(n, address, region, notes="x,y")


# What is wrong with rows that are not taken, or that have to be told apart from others. `latin-1` and NUL are no UTF-8
# text, an open quote takes in what follows, a header again comes of joined files. Of repeats each in front stands as
# it is meant to be.
DAMAGE = {
    "blank": lambda n, address, region: b",,,,,,,,\n",
    "header-again": lambda n, address, region: COLUMNS.encode() + b"\n",
    "header-behind-mark": lambda n, address, region: b"\xef\xbb\xbf" + COLUMNS.encode() + b"\n",
    "too-few-cells": lambda n, address, region: row(n, address, region)[:-3] + b"\n",
    "too-many-cells": too_many,
    "bare-quote": lambda n, address, region: row(n, address, region, name='A"da'),
    "behind-quote": lambda n, address, region: row(n, address, region, name='"Ada"x'),
    "open-quote": lambda n, address, region: row(n, address, region, notes='"x'),
    "latin-1": lambda n, address, region: row(n, address, region).replace(b"Ada", b"Ren\xe9"),
    "nul": lambda n, address, region: row(n, address, region).replace(b"Ada", b"A\0"),
    "opted-out": lambda n, address, region: row(n, address, region, opt_out="ALL"),
    "channel": lambda n, address, region: row(n, "ada@example.com", region, channel="EMAIL"),
    "inactive": lambda n, address, region: row(n, address, region, status="INACTIVE"),
    "no-number": lambda n, address, region: row(n, "", region),
    "unreadable": lambda n, address, region: row(n, "n/a", region),
    "scientific": lambda n, address, region: row(n, "1.20256E+10", region),
    "two-numbers": lambda n, address, region: row(n, "+12025550147/+12025550148", region),
    "no-region": lambda n, address, region: row(n, "(202) 555-0147", ""),
    "not-in-plan": lambda n, address, region: row(n, "020 1", "GB"),
    "formula": lambda n, address, region: row(n, "=HYPERLINK(1)", region),
    "long-attribute": lambda n, address, region: row(n, address, region, name="x" * 40_000),
    "two-lines": lambda n, address, region: row(n, address, region, notes='"one\ntwo, ""three"""'),
    "spaces": lambda n, address, region: row(n, f"  {address} ", region),
    "same-row": lambda n, address, region: row(n - 1, *number(n - 1)),
    "same-key": lambda n, address, region: row(n - 1, address, region),
    "past-the-limit": lambda n, address, region: row(n, address, region, notes="x" * MOST),
}
RARE = {"past-the-limit": 50_000, "open-quote": 5000, "long-attribute": 2000, "header-again": 50, "header-behind-mark": 50, "nul": 10}


def write_list(path, rows):
    """So many lines of rows: one in twelve is damaged. How often each kind is there."""
    chance = random.Random(20261120)
    kinds = list(DAMAGE)
    counts = dict.fromkeys(kinds, 0)
    with open(path, "wb") as out:
        out.write(COLUMNS.encode() + b"\n")
        for n in range(1, rows + 1):
            sound, region = number(n)
            if n % 12:
                form = FORMS[chance.randrange(len(FORMS)) if n % 4 == 0 else 0]
                out.write(row(n, form(sound, region), region))
                continue
            kind = kinds[n // 12 % len(kinds)]
            if counts[kind] > 0 and chance.randrange(RARE.get(kind, 1)):
                kind = "blank"
            counts[kind] += 1
            out.write(DAMAGE[kind](n, sound, region))
    return counts


# --- runs of the program --------------------------------------------------------------------------

def launch():
    """Runs what each line of standard input says, and says how it went. A process of its own, since what a process
    has had in memory before it became another program counts for that one too."""
    for line in sys.stdin:
        begin = time.monotonic()
        with tempfile.TemporaryFile() as said:
            child = subprocess.Popen(json.loads(line), stdout=subprocess.DEVNULL, stderr=said)
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            said.seek(0)
            text = said.read().decode(errors="replace")[-2000:]
        print(json.dumps([child.returncode, text, time.monotonic() - begin, usage.ru_utime + usage.ru_stime,
                          usage.ru_maxrss / 1024]), flush=True)


class Runs:
    def __init__(self, program):
        self.program = program
        self.figures = []
        self.launcher = subprocess.Popen([sys.executable, __file__, "--launch"], text=True, stdin=subprocess.PIPE,
                                         stdout=subprocess.PIPE)

    def run(self, what, *words, codes=(0, 1)):
        """Time and memory are noted where the run has a name."""
        self.launcher.stdin.write(json.dumps([self.program, *map(str, words)]) + "\n")
        self.launcher.stdin.flush()
        code, text, *figures = json.loads(self.launcher.stdout.readline())
        expect(code in codes, f"{what or words[0]} ended with {code}: {text}")
        if what:
            self.figures.append((what, *figures))
            print("{:<44} {:8.1f} s {:8.1f} s of a processor {:8.0f} MiB".format(what, *figures), flush=True)

    def end(self):
        self.launcher.communicate()


def remove(*folders):
    """At once: of many rows there is not room for all."""
    for folder in folders:
        shutil.rmtree(folder)


def same_files(one, other, but=()):
    """Whether two folders have the same files with the same bytes."""
    names = sorted(os.listdir(one))
    expect(names == sorted(os.listdir(other)), f"{one} and {other} have other files")
    for name in names:
        first, second = one / name, other / name
        if first.is_dir():
            same_files(first, second)
        elif name not in but:
            expect(filecmp.cmp(first, second, shallow=False), f"{first} and {second} differ")


def manifest_of(folder):
    with open(folder / "manifest.ndjson", "rb") as lines:
        for line in lines:
            yield json.loads(line)


def count_rows(folder):
    """Each row is in exactly one place; how many are in batches, and rejected by rule."""
    seen = bytearray()
    taken = 0

    def note(place):
        if place >= len(seen):
            seen.extend(bytes(place + 1_000_000 - len(seen)))
        expect(not seen[place], f"row {place} is there twice")
        seen[place] = 1

    for line in manifest_of(folder):
        note(line["row"])
        taken += 1
    rules = {}
    csv.field_size_limit(1 << 24)
    with open(folder / "rejected.csv", encoding="utf-8", errors="surrogateescape", newline="") as table:
        cells = csv.reader(line.replace("\0", "") for line in table)
        next(cells)
        for record in cells:
            note(int(record[1]))
            rules[record[3]] = rules.get(record[3], 0) + 1
    rows = taken + sum(rules.values())
    expect(seen.count(1) == rows and all(seen[1:rows + 1]), "some row is nowhere")
    return taken, rules


def check_batches(runs, folder, now, names, taken, what=None, ignored=QUIET):
    """Nothing is wrong with batches that are sent at that moment."""
    report = folder.parent / "report.json"
    runs.run(what, "check", "--now", now, "--ignore", ignored, "--output-format", "json", "-o", report, *names, codes=(0,))
    summary = json.loads(report.read_text())["summary"]
    expect(summary["records"] == summary["valid"] == taken, f"of {taken} requests {summary['valid']} are valid")


def seconds_of(moment):
    return datetime.datetime.fromisoformat(moment.replace("Z", "+00:00")).timestamp()


def check_moments(runs, folder):
    """Every batch of a rate: what is sound at two moments is sound at each between them, as what the rules say of an
    expiry is that it is not too near and not too far. And some of them at their own moments."""
    sent = {}
    for line in manifest_of(folder):
        name = line["batch"]
        moment, requests = sent.get(name, (line["submission"], 0))
        sent[name] = (moment, requests + 1)
    begin = time.monotonic()
    for _, batches in itertools.groupby(sent, lambda name: seconds_of(sent[name][0]) // SPAN):
        names = list(batches)
        requests = sum(sent[name][1] for name in names)
        for moment in (sent[names[0]][0], sent[names[-1]][0]):
            check_batches(runs, folder, moment, [folder / name for name in names], requests)
    for name in list(sent)[::max(1, len(sent) // MOMENTS)]:
        moment, requests = sent[name]
        check_batches(runs, folder, moment, [folder / name], requests)
    print(f"{len(sent)} batches at a rate checked in {time.monotonic() - begin:.1f} s")


# --- answers --------------------------------------------------------------------------------------

CODES = ("RequestThrottled", "InvalidInput", "UnknownError")


def answers_to(folder):
    """A response to each batch but one of fifty; one request of forty has failed."""
    answers = []
    lines = itertools.groupby(manifest_of(folder), lambda line: line["batch"])
    for n, (_, batch) in enumerate(lines):
        tokens = [line["token"] for line in batch]
        if n % 50 == 7:
            continue
        failed = [{"clientToken": token, "failureCode": CODES[(n + i) % 3]}
                  for i, token in enumerate(tokens) if (n * 25 + i) % 40 == 3]
        names = {failure["clientToken"] for failure in failed}
        taken = [{"clientToken": token, "id": "7c9e"} for token in tokens if token not in names]
        answers.append(json.dumps({"successfulRequests": taken, "failedRequests": failed}).encode() + b"\n")
    return answers


def write_answers(folder, answers):
    """In their order; and shuffled over three files, some of them twice."""
    ordered, mixed = folder / "ordered", folder / "mixed"
    ordered.mkdir()
    mixed.mkdir()
    (ordered / "answers.ndjson").write_bytes(b"".join(answers))
    chance = random.Random(7)
    several = answers + answers[::20]
    chance.shuffle(several)
    for part in range(3):
        with open(mixed / f"{part}.ndjson", "wb") as out:
            out.writelines(several[part::3])
    return ordered, mixed


# --- all of it ------------------------------------------------------------------------------------

def prepare(runs, folder, rows):
    people = folder / "people.csv"
    counts = write_list(people, rows)
    expect(all(counts.values()) or rows < 10_000, f"some damage is missing: {counts}")
    (folder / "token.key").write_text("a secret of 16 bytes, and more\n")
    once = ["prepare", people, "--campaign", CAMPAIGN, "--start", START]
    words = [*once, "--allow-repeats"]
    derived = ["--token-key", folder / "token.key"]
    runs.run("prepare, derived tokens", *words, *derived, "-o", folder / "derived")
    runs.run("prepare, the same again", *words, *derived, "-o", folder / "again")
    same_files(folder / "derived", folder / "again")
    taken, rules = count_rows(folder / "derived")
    print(f"{taken} rows taken, rejected: {rules}")
    expect(taken > rows * 8 // 10 and len(rules) > 8, "the list is not what it was meant to be")
    remove(folder / "again")
    runs.run("prepare, random tokens at a rate", *words, "--rate", max(1, rows // 600), "-o", folder / "random")
    expect(count_rows(folder / "random") == (taken, rules), "other tokens, other rows")
    check_moments(runs, folder / "random")
    remove(folder / "random")
    prepare_once(runs, folder, once)
    return taken


def whole_batches(folder):
    """What check takes for all of them."""
    return [folder, "--exclude", "manifest.ndjson", "--exclude", "rejected.csv"]


def prepare_once(runs, folder, words):
    """Without repeats nobody is in two requests, and rows say which one they repeat."""
    runs.run("prepare, without repeats", *words, "-o", folder / "once")
    taken, rules = count_rows(folder / "once")
    expect(all(rules.get(rule) for rule in ("repeated-number", "repeated-key")), f"no repeats: {rules}")
    check_batches(runs, folder / "once", START, whole_batches(folder / "once"), taken, ignored="phone-fictional")
    remove(folder / "once")


def reconcile(runs, folder, taken):
    answers = answers_to(folder / "derived")
    ordered, mixed = write_answers(folder, answers)
    words = ["reconcile", folder / "derived", "--start", LATER]
    runs.run("reconcile, answers in order", *words, "--responses", ordered, "-o", folder / "one")
    runs.run("reconcile, shuffled and doubled", *words, "--responses", mixed, "-o", folder / "other")
    # The page and its hash count the answers, of which there are more.
    same_files(folder / "one", folder / "other", but=("outcome.html", "reconcile.sha256"))
    with open(folder / "one/outcome.csv", "rb") as table:
        expect(sum(1 for _ in table) == taken + 1, "some row has no outcome")
    expect(len(os.listdir(folder / "one/retry")) > 1, "nothing is sent again")
    remove(*(folder / name for name in ("derived", "one", "other", "ordered", "mixed")))


def fix(runs, folder):
    words = ["fix", "--now", START, "--unsafe", "--expires-in", "600", "--region-column", "Location.Country",
             "--ignore", QUIET + ",token-unique",
             "--csv-map", "phoneNumber=Address", "--csv-map", "attributes.name=User.UserAttributes.FirstName", "-q"]
    first, second = folder / "fixed.csv", folder / "fixed-again.csv"
    runs.run("fix, columns and numbers", *words, "-o", first, folder / "people.csv")
    runs.run("fix, nothing left", *words, "-o", second, first)
    expect(filecmp.cmp(first, second, shallow=False), "fixing twice is not fixing once")
    with open(first, "rb") as table:
        expect(table.readline().strip() == b"Address,Location.Country,User.UserAttributes.FirstName,clientToken,"
               b"expirationTime", "the columns are not those of requests")


def record(rows, runs):
    lines = [f"{rows:,} rows:", "", "| run | seconds | of a processor | memory, MiB |", "|---|---|---|---|"]
    lines += [f"| {what} | {wall:,.1f} | {used:,.1f} | {memory:,.0f} |" for what, wall, used, memory in runs.figures]
    path = ROOT / "docs/prepare.md"
    document = path.read_text()
    begin, end = document.index(BEGIN) + len(BEGIN), document.index(END)
    tables = [part for part in document[begin:end].strip().split("\n\n\n") if part and not part.startswith(lines[0])]
    tables.append("\n".join(lines))
    tables.sort(key=lambda part: int(part.split(" ")[0].replace(",", "")))
    path.write_text(document[:begin] + "\n\n" + "\n\n\n".join(tables) + "\n\n" + document[end:])


def main(program, *words):
    if program == "--launch":
        launch()
        return 0
    rows = int(next((word for word in words if word.isdigit()), "1000000"))
    runs = Runs(program)
    with tempfile.TemporaryDirectory(prefix="diallint-campaign-") as place:
        folder = pathlib.Path(place)
        try:
            taken = prepare(runs, folder, rows)
            check_batches(runs, folder / "derived", START, whole_batches(folder / "derived"), taken,
                          "check of every batch")
            reconcile(runs, folder, taken)
            fix(runs, folder)
        except Failed as why:
            print(f"campaign: {why}", file=sys.stderr)
            return 1
        finally:
            runs.end()
    if "--record" in words:
        record(rows, runs)
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
