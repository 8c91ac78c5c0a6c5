#!/usr/bin/env python3
"""Hostile inputs at one size and at twice that: time may double, memory may not grow; `./dev load`
builds and calls this.

Inputs are made while they are read, through a pipe, and never stand on a disk. Time is that of the
processor, in the program alone; of several runs the fastest counts, and a ratio that is too large is
measured again before it is believed, as other programs on the machine only ever slow a run down.
"""
import argparse
import itertools
import json
import os
import pathlib
import random
import subprocess
import sys
import threading
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MOST_RATIO = 2.3
MOST_MEMORY = 64 << 20
MOST_RUNS = 8
SLACK = 0.05  # seconds: less cannot be told from what starting a program takes
PIECE = 1 << 18

REQUEST = ('{"clientToken":"%s","phoneNumber":"+12025550147","expirationTime":'
           '"2026-11-20T12:05:00.000Z","attributes":{%s}}')


def repeated(text, count):
    """`text` that many times, in pieces."""
    text = text.encode() if isinstance(text, str) else text
    batch = max(1, PIECE // len(text))
    for _ in range(count // batch):
        yield text * batch
    yield text * (count % batch)


def lines(make, count):
    """Lines by their number, in pieces."""
    for begin in range(0, count, 2000):
        yield "".join(make(i) + "\n" for i in range(begin, min(begin + 2000, count))).encode()


def flooding(count):
    """Tokens that are all the same to a hash of the form h * 31 + c: `Aa` and `BB` are."""
    words = itertools.product(("Aa", "BB"), repeat=count.bit_length())
    for batch in iter(lambda: list(itertools.islice(words, 2000)), []):
        batch, count = batch[:count], count - len(batch[:count])
        yield "".join(REQUEST % ("".join(word), "") + "\n" for word in batch).encode()
        if count == 0:
            return


def around(before, middle, behind):
    yield before.encode()
    yield from middle
    yield behind.encode()


def distinct_keys(count):
    for begin in range(0, count, 10_000):
        yield ",".join(f'"k{i}":"v"' for i in range(begin, min(begin + 10_000, count))).encode()
        yield b"," if begin + 10_000 < count else b""


def gzipped(pieces):
    """What the pieces are packed to, a thousandth of them."""
    packer = zlib.compressobj(1, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def below_a_long_key(count):
    """As many unknown members as the key above them, which stands in the path of each, has bytes."""
    yield b'{"References":{"'
    yield from repeated("k", count)
    yield b'":{"x":1'
    for begin in range(0, count, 10_000):
        yield "".join(f',"x{i}":1' for i in range(begin, min(begin + 10_000, count))).encode()
    yield b"}}}"


def behind_a_long_line(count):
    """Lines of a byte, which come in stretches as large as the largest line before them."""
    yield from around('{"clientToken":"', repeated("x" * 4096, LINE // 4096 - 1), '"}\n')
    yield from repeated("1\n", count)


def calling_codes(count):
    """Each with types that any number may have which has a 1 seven digits before its end."""
    yield PLAN_HEAD.encode()
    for i in range(count):
        yield (f"calling-code {200 + i}\nregion {chr(65 + i // 26)}{chr(65 + i % 26)}\n"
               "general 12\n  \\d{12}\n" + "".join(f"{kind}\n  \\d{{0,12}}1\\d{{6}}\n" for kind in (
                   "fixed", "mobile", "voip", "pager", "uan", "premium", "personal"))).encode()


def below_a_long_name(count):
    """Schemas in objects of 60 members each, all below a member with a long name."""
    def members(names):
        yield b'{"properties":{'
        for number in range(0, names, max(1, -(-names // 60))):
            share = min(names - number, max(1, -(-names // 60)))
            yield b"%s\"m%d\":" % (b"," if number else b"", number)
            yield from members(share) if share > 1 else [b"{}"]
        yield b"}}"

    yield (SCHEMA_HEAD + '"properties":{"%s":' % ("k" * 1_900)).encode()
    yield from members(count)
    yield b"}}"


def wide_states(count):
    """Alternatives that let most digits through, so that an automaton has to keep most of them in mind."""
    return lines(lambda i: "  " + "".join(f"[0{1 + (i * 7 + j * 3) % 9}]" if i >> j & 1 else "\\d"
                                          for j in range(14)), count)


PLAN_HEAD = "version 1\ndate 2026-01-02\n"
PLAN = PLAN_HEAD + "calling-code 7\nregion AA\ngeneral 14\n  \\d{14}\nfixed\n"
SCHEMA_HEAD = '{"$id":"x","x-shape":"x",'
SCHEMA = SCHEMA_HEAD + '"properties":{"a":{}},'
# Patterns whose automata have as many states as texts can be made to lead to.
MANY_STATES = SCHEMA_HEAD + '"properties":{"t":{"type":"string"}},"allOf":[%s{}]}' % "".join(
    '{"properties":{"t":{"pattern":"^[ab]*a[ab]{18}%c%c"}}},' % (99 + i % 20, 99 + i // 20)
    for i in range(240))
LINE = 8 << 20  # the most that is read as one line
DEEPEST = 64
HEAD = REQUEST[: REQUEST.index("{%s}")].replace("%s", "t") + "{"
CSV = "clientToken,phoneNumber,expirationTime,attributes.a\n"

def different(count):
    """Requests of which each has a token and a number of its own."""
    return lines(lambda i: (REQUEST % (f"order-{i}", "")).replace("2025550147", f"{2012000000 + i}"), count)


# Name, form, size, and the pieces of an input of a size. The larger of the two is twice that size.
FAMILIES = [
    ("tokens that flood a hash table", "ndjson", 1 << 18, flooding),
    ("different tokens within a limit", "limited", 1 << 19, different),
    ("one key repeated in an object", "json", 500_000,
     lambda n: around(HEAD, repeated('"k":"v",', n), '"k":"v"}}')),
    ("as many keys in an object", "json", 250_000, lambda n: around(HEAD, distinct_keys(n), "}}")),
    ("one key repeated in a line", "ndjson", 500_000,
     lambda n: around(HEAD, repeated('"k":"",', n), '"k":"v"}}')),
    ("findings below a long key", "json", 250_000, below_a_long_key),
    ("lines with a finding each", "ndjson", 500_000,
     lambda n: lines(lambda i: '{"clientToken":"%d"}' % i, n)),
    ("rows with a finding each", "csv", 500_000, lambda n: around(CSV, repeated(",\n", n), "")),
    ("items with a finding each, in a document", "json", 500_000,
     lambda n: around("[", repeated('{"clientToken":""},', n), "{}]")),
    ("values in a row with a finding each", "json", 500_000, lambda n: repeated("{}\n", n)),
    ("items with a finding each, in a line", "ndjson", 200_000,
     lambda n: around("[", repeated('{"clientToken":""},', n), "{}]\n")),
    ("items of a byte, in a line", "ndjson", 2_000_000,
     lambda n: around("[", repeated("1,", n), "1]\n")),
    ("lines of a byte behind a long one", "ndjson", 250_000, behind_a_long_line),
    ("a line without an end", "ndjson", 1 << 29,
     lambda n: around('{"clientToken":"', repeated("x" * 4096, n // 4096), "")),
    ("a row without an end", "csv", 1 << 29,
     lambda n: around(CSV + '"', repeated("x" * 4096, n // 4096), "")),
    ("arrays in arrays", "ndjson", LINE // 2 - 64, lambda n: repeated("[", n)),
    ("arrays in arrays, line by line", "ndjson", 100_000, lambda n: repeated("[" * 100 + "\n", n)),
    ("as deep as is followed, line by line", "ndjson", 50_000,
     lambda n: repeated('{"a":' + "[" * (DEEPEST - 1) + "]" * (DEEPEST - 1) + "}\n", n)),
    ("objects in objects", "json", 1 << 20, lambda n: repeated('{"a":', n)),
    ("lines that are cut", "ndjson", 250_000, lambda n: repeated('{"clientToken":"\n', n)),
    ("items that are broken", "json", 250_000,
     lambda n: around("[", repeated('{"a" 1},', n), "{}]")),
    ("brackets that do not match", "json", 1 << 20, lambda n: around("[", repeated("{]", n), "")),
    ("quotes that open and do not close", "csv", 250_000,
     lambda n: around(CSV, repeated('a,"\n', n), "")),
    ("doubled quotes", "csv", 16 << 20, lambda n: around(CSV + '"', repeated('""', n), '",b,c,d\n')),
    ("separators", "csv", 16 << 20, lambda n: around(CSV, repeated(",", n), "\n")),
    ("columns", "csv", 500_000, lambda n: repeated("attributes.a,", n)),
    ("misspelt names", "json", 100_000,
     lambda n: around("{", repeated('"client_token":"t","Client-Token":"t",', n), '"a":1}')),
    ("texts that make patterns go back", "ndjson", 100_000,
     lambda n: repeated('{"id":"c","outboundRequests":[{"clientToken":"t","expirationTime":"x",'
                        '"channelSubtypeParameters":{"email":{"destinationEmailAddress":"%s",'
                        '"templateArn":"arn:a:b:ab-c-1:d:%s","templateParameters":{}}}}]}\n'
                        % ("a@" * 100, "/a" * 200), n)),
    ("keys that make patterns go back", "ndjson", 1_000,
     lambda n: repeated(HEAD + '"%s!":"v"}}\n' % ("aA-_" * 8_000), n)),
    ("escapes", "ndjson", 50_000,
     lambda n: repeated('{"clientToken":"%s"}\n' % ("\\u00e9" * 200), n)),
    ("text out of little gzip", "ndjson", 1 << 28, lambda n: gzipped(repeated(" " * 4095 + "\n", n // 4096))),
    ("bytes that are no UTF-8", "ndjson", 1 << 21,
     lambda n: repeated(b'{"a":"\xFF"}\n', n // 11)),
    ("conditions of a schema", "schema", 10_000,
     lambda n: around(SCHEMA + '"allOf":[', repeated('{"required":["a"]},', n), "{}]}")),
    ("values of a schema", "schema", 50_000,
     lambda n: around('{"$id":"x","x-shape":"x","enum":[', lines(lambda i: f'"v{i}",', n), '"v"]}')),
    ("patterns of a schema", "schema", 10_000,
     lambda n: around(SCHEMA + '"allOf":[', lines(
         lambda i: '{"properties":{"a":{"pattern":"^[^a-z]{900}%d$"}}},' % i, n), "{}]}")),
    ("ranges of a class in a pattern", "schema", 100_000,
     lambda n: around(SCHEMA + '"items":{"pattern":"^[', (
         chr(0x10000 + 2 * i).encode() for i in range(n, 0, -1)), ']*$"}}')),
    ("schemas below a long name", "schema", 8_000, below_a_long_name),
    ("texts that patterns of a schema remember", "own", 50, lambda n: lines(
        lambda i: '{"t":"%s"}' % "".join("ab"[byte & 1] for byte in random.Random(i).randbytes(300)),
        n)),
    ("a schema in a schema", "schema", 1 << 19, lambda n: around(SCHEMA, repeated('"items":{', n), "")),
    ("members of a schema that is compared", "diff", 50_000,
     lambda n: around(SCHEMA[:-2] + ",", lines(lambda i: f'"m{i}":{{"maxLength":{i}}},', n), '"b":{}}}')),
    ("values of a schema that is compared", "diff", 50_000,
     lambda n: around(SCHEMA + '"enum":[', lines(lambda i: f'"v{i}",', n), '"v"]}')),
    ("conditions of a schema that is compared", "diff", 25_000,
     lambda n: around(SCHEMA + '"allOf":[', lines(lambda i: f'{{"required":["a{i}"]}},', n), "{}]}")),
    ("references of a schema that is compared", "same", 25_000,
     lambda n: around(SCHEMA_HEAD + '"properties":{', itertools.chain(
         lines(lambda i: f'"m{i}":{{"$ref":"#/$defs/d{i}"}},', n), [b'"m":{}},"$defs":{'],
         lines(lambda i: f'"d{i}":{{}},', n)), '"d":{}}}')),
    ("arrays in arrays of a baseline", "baseline", 1 << 20, lambda n: repeated("[", n)),
    ("calling codes with many states", "plan", 12, calling_codes),
    ("states of many places in a pattern", "plan", 1_000, lambda n: around(PLAN, wide_states(n), "")),
    ("alternatives of a numbering plan", "plan", 250_000,
     lambda n: around(PLAN, repeated("  1\\d{3}\n", n), "")),
    ("groups of a pattern", "plan", 1 << 22, lambda n: around(PLAN + "  ", repeated("(", n), "")),
]
# Forms that are no data, by the option that takes them.
SETTINGS = {"schema": "schema", "plan": "numbering-plan", "baseline": "baseline"}
# One of them in each form of a report; ndjson is that of all the others.
CONFIG_SCHEMA = json.loads((ROOT / "schemas" / "config.schema.json").read_text())
REPORTS = [name for name in CONFIG_SCHEMA["properties"]["output"]["properties"]["format"]["enum"]
           if name != "ndjson"]
REPORTED = "lines with a finding each"


def feed(pipe, pieces):
    try:
        for piece in pieces:
            pipe.write(piece)
        pipe.close()
    except BrokenPipeError:
        pass


def in_memory(pieces):
    """A file without a name that holds the pieces: what is read twice cannot come from a pipe."""
    file = os.memfd_create("load")
    for piece in pieces:
        os.write(file, piece)
    return file


def run(program, form, report, pieces, jobs):
    """Seconds of the processor and the most memory of one run."""
    file = None
    if form == "same":
        file = in_memory(pieces)
        pieces = []
        arguments = ["schema", "diff", f"/dev/fd/{file}", f"/dev/fd/{file}"]
    elif form == "own":
        file = in_memory([MANY_STATES.encode()])
        arguments = ["--isolated", "--schema", f"/dev/fd/{file}", "--shape", "x",
                     "--input-format", "ndjson", "--output-format", report, "-"]
    elif form == "limited":
        file = in_memory(pieces)
        pieces = []
        arguments = ["--isolated", "--now", "2026-11-20T12:00:00Z", "--jobs", jobs, "--memory-limit", "1M",
                     "--input-format", "ndjson", "--output-format", report, f"/dev/fd/{file}"]
    elif form in SETTINGS:
        arguments = ["check", "--isolated", f"--{SETTINGS[form]}", "/dev/stdin", "/dev/null"]
    elif form == "diff":
        arguments = ["schema", "diff", "dial-request", "/dev/stdin"]
    else:
        arguments = ["--isolated", "--now", "2026-11-20T12:00:00Z", "--jobs", jobs,
                     "--input-format", form, "--output-format", report, "-"]
    process = subprocess.Popen(
        [str(program), *arguments],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        pass_fds=[] if file is None else [file])
    writer = threading.Thread(target=feed, args=(process.stdin, pieces))
    writer.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdin.close() if not process.stdin.closed else None
    writer.join()
    if file is not None:
        os.close(file)
    if process.returncode not in (0, 1) and (process.returncode != 2 or form not in SETTINGS):
        raise RuntimeError(f"exit code {process.returncode}")
    # What the kernel says includes this script, from which the program was started.
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


class Size:
    """A family at one size, and the best that was measured of it."""

    def __init__(self, program, family, report, size, jobs):
        self.jobs = jobs
        self.arguments, self.make, self.size = (program, family[1], report), family[3], size
        self.seconds, self.memory = float("inf"), 0

    def measure(self):
        seconds, memory = run(*self.arguments, self.make(self.size), self.jobs)
        self.seconds, self.memory = min(self.seconds, seconds), max(self.memory, memory)


def is_slow(once, twice):
    return twice.seconds > MOST_RATIO * once.seconds + SLACK


def measure(program, family, report, runs, scale, jobs):
    size = max(1, int(family[2] * scale))
    once, twice = (Size(program, family, report, n, jobs) for n in (size, 2 * size))
    for number in range(MOST_RUNS):
        if number >= runs and not is_slow(once, twice):
            break
        once.measure()
        twice.measure()
    slow, large = is_slow(once, twice), twice.memory > MOST_MEMORY
    name = family[0] if report == "ndjson" else f"{family[0]}, as {report}"
    print(f"{name:<42}{family[1]:<8}{twice.size:>13,}{twice.seconds:>8.2f} s"
          f"{twice.seconds / once.seconds:>7.2f}{twice.memory / (1 << 20):>8.1f} MiB"
          f"{'  TOO SLOW' if slow else ''}{'  TOO LARGE' if large else ''}", flush=True)
    return slow or large, twice.memory


def main():
    parser = argparse.ArgumentParser(prog="./dev load", description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT / "build/program/bin/diallint", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=2, help="of each size, at least (2)")
    parser.add_argument("--scale", type=float, default=1.0, help="of the sizes (1)")
    parser.add_argument("--quick", action="store_true", help="one run of a tenth of each size")
    parser.add_argument("--jobs", default="1", help="threads that check; more cost each other time (1)")
    parser.add_argument("--only", default="", help="families with this in their names")
    options = parser.parse_args()
    if options.quick:
        options.runs, options.scale = 1, 0.1
    started = time.monotonic()
    print(f"{'family':<42}{'form':<8}{'size':>13}{'time':>10}{'x of half':>10}{'memory':>9}")
    tried = [(family, "ndjson") for family in FAMILIES]
    tried += [(family, report) for family in FAMILIES if family[0] == REPORTED for report in REPORTS]
    results = [measure(options.program, family, report, options.runs, options.scale, options.jobs)
               for family, report in tried if options.only in family[0]]
    failed = sum(bad for bad, _ in results)
    most = max((memory for _, memory in results), default=0)
    print(f"{failed} of {len(results)} take more than {MOST_RATIO} times as long for twice as much, or "
          f"more than {MOST_MEMORY >> 20} MiB; the most is {most / (1 << 20):.1f} MiB "
          f"({time.monotonic() - started:.0f} s)")
    return 1 if failed or not results else 0


if __name__ == "__main__":
    sys.exit(main())
