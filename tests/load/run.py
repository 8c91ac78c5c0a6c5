#!/usr/bin/env python3
"""Hostile inputs at one size and at twice that: time may double, memory may not grow; `./dev load`
builds and calls this.

Inputs are made while they are read, through a pipe, and never stand on a disk. Time is that of the
processor, in the program alone; of several runs the fastest counts.
"""
import argparse
import itertools
import os
import pathlib
import subprocess
import sys
import threading

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
MOST_RATIO = 2.3
MOST_MEMORY = 64 << 20
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


HEAD = REQUEST[: REQUEST.index("{%s}")].replace("%s", "t") + "{"
CSV = "clientToken,phoneNumber,expirationTime,attributes.a\n"

# Name, form, size, and the pieces of an input of a size.
FAMILIES = [
    ("tokens that flood a hash table", "ndjson", 1 << 17, flooding),
    ("one key repeated in an object", "json", 500_000,
     lambda n: around(HEAD, repeated('"k":"v",', n), '"k":"v"}}')),
    ("as many keys in an object", "json", 250_000, lambda n: around(HEAD, distinct_keys(n), "}}")),
    ("lines with a finding each", "ndjson", 500_000,
     lambda n: lines(lambda i: '{"clientToken":"%d"}' % i, n)),
    ("items with a finding each, on one line", "json", 500_000,
     lambda n: around("[", repeated('{"clientToken":""},', n), "{}]")),
    ("a line without an end", "ndjson", 1 << 29,
     lambda n: around('{"clientToken":"', repeated("x" * 4096, n // 4096), "")),
    ("a row without an end", "csv", 1 << 29,
     lambda n: around(CSV + '"', repeated("x" * 4096, n // 4096), "")),
    ("arrays in arrays", "ndjson", 2 << 20, lambda n: repeated("[", n)),
    ("arrays in arrays, line by line", "ndjson", 20_000, lambda n: repeated("[" * 100 + "\n", n)),
    ("objects in objects", "json", 1 << 20, lambda n: repeated('{"a":', n)),
    ("lines that are cut", "ndjson", 250_000, lambda n: repeated('{"clientToken":"\n', n)),
    ("items that are broken", "json", 250_000,
     lambda n: around("[", repeated('{"a" 1},', n), "{}]")),
    ("brackets that do not match", "json", 1 << 20, lambda n: around("[", repeated("{]", n), "")),
    ("quotes that open and do not close", "csv", 250_000,
     lambda n: around(CSV, repeated('a,"\n', n), "")),
    ("doubled quotes", "csv", 4 << 20, lambda n: around(CSV + '"', repeated('""', n), '",b,c,d\n')),
    ("separators", "csv", 8 << 20, lambda n: around(CSV, repeated(",", n), "\n")),
    ("columns", "csv", 500_000, lambda n: repeated("attributes.a,", n)),
    ("misspelt names", "json", 100_000,
     lambda n: around("{", repeated('"client_token":"t","Client-Token":"t",', n), '"a":1}')),
    ("texts that make patterns go back", "ndjson", 100_000,
     lambda n: repeated('{"id":"c","outboundRequests":[{"clientToken":"t","expirationTime":"x",'
                        '"channelSubtypeParameters":{"email":{"destinationEmailAddress":"%s",'
                        '"templateArn":"arn:a:b:ab-c-1:d:%s","templateParameters":{}}}}]}\n'
                        % ("a@" * 100, "/a" * 200), n)),
    ("escapes", "ndjson", 20_000,
     lambda n: repeated('{"clientToken":"%s"}\n' % ("\\u00e9" * 200), n)),
    ("bytes that are no UTF-8", "ndjson", 1 << 21,
     lambda n: repeated(b'{"a":"\xFF"}\n', n // 11)),
]


def feed(pipe, pieces):
    try:
        for piece in pieces:
            pipe.write(piece)
        pipe.close()
    except BrokenPipeError:
        pass


def run(program, form, pieces):
    """Seconds of the processor and the most memory of one run."""
    process = subprocess.Popen(
        [str(program), "--isolated", "--now", "2026-11-20T12:00:00Z", "--input-format", form,
         "--output-format", "ndjson", "-"],
        stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    writer = threading.Thread(target=feed, args=(process.stdin, pieces))
    writer.start()
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    process.stdin.close() if not process.stdin.closed else None
    writer.join()
    if process.returncode not in (0, 1):
        raise RuntimeError(f"exit code {process.returncode}")
    return usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024


def fastest(program, form, make, size, runs):
    figures = [run(program, form, make(size)) for _ in range(runs)]
    return min(seconds for seconds, _ in figures), max(memory for _, memory in figures)


def measure(family, program, runs, scale):
    name, form, size, make = family
    size = max(1, int(size * scale))
    once, _ = fastest(program, form, make, size, runs)
    twice, memory = fastest(program, form, make, 2 * size, runs)
    ratio = twice / once
    # What takes no time to speak of cannot be compared.
    slow = ratio > MOST_RATIO and twice > 0.25
    large = memory > MOST_MEMORY
    print(f"{name:<42}{form:<8}{2 * size:>12,}{twice:>8.2f} s{ratio:>7.2f}"
          f"{memory / (1 << 20):>8.1f} MiB{'  TOO SLOW' if slow else ''}"
          f"{'  TOO LARGE' if large else ''}", flush=True)
    return slow or large


def main():
    parser = argparse.ArgumentParser(prog="./dev load", description=__doc__.splitlines()[0])
    parser.add_argument("--program", default=ROOT / "build/release/bin/diallint", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=3, help="of each size (3)")
    parser.add_argument("--scale", type=float, default=1.0, help="of the sizes (1)")
    parser.add_argument("--only", default="", help="families with this in their names")
    options = parser.parse_args()
    print(f"{'family':<42}{'form':<8}{'size':>12}{'time':>10}{'x of half':>7}{'memory':>12}")
    failed = [measure(family, options.program, options.runs, options.scale)
              for family in FAMILIES if options.only in family[0]]
    print(f"{sum(failed)} of {len(failed)} families take more than {MOST_RATIO} times as long for "
          f"twice as much, or more than {MOST_MEMORY >> 20} MiB")
    return 1 if any(failed) or not failed else 0


if __name__ == "__main__":
    sys.exit(main())
