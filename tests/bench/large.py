#!/usr/bin/env python3
"""Time and memory of large inputs in each form: `./dev bench large [SIZE ...] [--form=NAME ...] [--record]`.

    tests/bench/large.py PROGRAM [SIZE ...] [--form=NAME ...] [--record]

Each form has SIZE of text (1G; bytes, or with K, M or G), all of it sound, with a token and a number of its own in
each request. It is checked from a file, through a pipe, and from the file with nothing compared, so that what tokens
and numbers take can be told from the rest. Times are those of the clock and of the processors; memory is the most that
was resident, as wait4() says it. One form at a time is on the disk, in TMPDIR. --form: only those whose names contain
this. --record writes the rows into docs/performance.md, each in the place of the one before; of a run that is
interrupted the forms that were measured.
"""
import ctypes
import ctypes.util
import multiprocessing
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import time
import zlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BEGIN = "<!-- large: written by ./dev bench large SIZE --record -->"
END = "<!-- end of large -->"
# Numbers of tests are of ranges kept for fiction, and there are not as many as requests.
CHECK = ["--isolated", "--max-expanded", "0", "--now", "2026-11-20T12:00:00Z", "--quiet", "--ignore",
         "phone-fictional,phone-assignable,phone-duplicate"]
ATTRIBUTES = '{"name":"Ada","language":"en","reason":"appointment on Friday"}'
AT_ONCE = 5_000
HEAD_LINES = 2  # of a table


def request(n):
    return (f'{{"clientToken":"large-{n:012}","phoneNumber":"+1202555{n % 10_000:04}",'
            f'"expirationTime":"2026-11-20T12:10:00.000Z","attributes":{ATTRIBUTES}}}')


def pretty(n):
    return (f'  {{\n    "clientToken": "large-{n:012}",\n    "phoneNumber": "+1202555{n % 10_000:04}",\n'
            '    "expirationTime": "2026-11-20T12:10:00.000Z",\n    "attributes": {\n      "name": "Ada",\n'
            '      "language": "en",\n      "reason": "appointment on Friday"\n    }\n  }')


def row(n):
    return f"large-{n:012},+1202555{n % 10_000:04},2026-11-20T12:10:00.000Z,Ada,en,appointment on Friday"


def batch(n):
    requests = ",".join(request(i) for i in range(n * 25, n * 25 + 25))
    return f'{{"id":"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9","dialRequests":[{requests}]}}'


def items(size, make, between, before="", behind=""):
    """About so many bytes of text, in pieces."""
    yield before.encode()
    made = n = 0
    while made < size:
        piece = between.join(map(make, range(n, n + AT_ONCE)))
        piece = ((between if n else "") + piece).encode()
        made += len(piece)
        n += AT_ONCE
        yield piece
    yield behind.encode()


def gzipped(pieces):
    packer = zlib.compressobj(6, zlib.DEFLATED, zlib.MAX_WBITS + 16)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def zstd_packed(pieces):
    """A frame for each piece."""
    zstd = ctypes.CDLL(ctypes.util.find_library("zstd"))
    zstd.ZSTD_compressBound.restype = zstd.ZSTD_compress.restype = ctypes.c_size_t
    for piece in filter(None, pieces):
        room = zstd.ZSTD_compressBound(ctypes.c_size_t(len(piece)))
        packed = ctypes.create_string_buffer(room)
        size = zstd.ZSTD_compress(packed, ctypes.c_size_t(room), piece, ctypes.c_size_t(len(piece)), 3)
        yield packed.raw[:size]


def ndjson(size):
    return items(size, request, "\n", behind="\n")


FORMS = (
    ("NDJSON", "large.ndjson", ndjson),
    ("CSV", "large.csv", lambda size: items(
        size, row, "\n", "clientToken,phoneNumber,expirationTime,attributes.name,attributes.language,"
        "attributes.reason\n", "\n")),
    ("JSON array", "large.json", lambda size: items(size, request, ",", "[", "]\n")),
    ("JSON array, pretty", "large.json", lambda size: items(size, pretty, ",\n", "[\n", "\n]\n")),
    ("one batch", "large.json", lambda size: items(
        size, request, ",", '{"id":"0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9","dialRequests":[', "]}\n")),
    ("batches of 25, one a line", "large.ndjson", lambda size: items(size, batch, "\n", behind="\n")),
    ("NDJSON, gzip", "large.ndjson.gz", lambda size: gzipped(ndjson(size))),
    ("NDJSON, zstd", "large.ndjson.zst", lambda size: zstd_packed(ndjson(size))),
)
FOLDER = "batches of 25, one a file"


def check(program, *arguments, piped=None):
    """Seconds of the clock, of processors, and MiB of one run, which finds nothing but that a batch is too large."""
    writer = None if piped is None else subprocess.Popen(["cat", piped], stdout=subprocess.PIPE)
    began = time.monotonic()
    process = subprocess.Popen([program, *CHECK, *map(str, arguments)], stdout=subprocess.DEVNULL,
                               stdin=subprocess.DEVNULL if writer is None else writer.stdout)
    if writer is not None:
        writer.stdout.close()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if writer is not None:
        writer.wait()
    if process.returncode not in (0, 1):
        raise SystemExit(f"large: the check ended with {process.returncode}")
    return seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def measure(program, path):
    """The cells of a row behind its name."""
    whole = path.is_dir()
    seconds, used, memory = check(program, path)
    piped = "" if whole else f"{check(program, '-', '--stdin-filename', path.name, piped=path)[0]:.1f}"
    bare = check(program, "--unique-within", "off", path)[2]
    return f"{seconds:.1f}", f"{used:.1f}", piped, f"{memory:,.0f}", f"{bare:,.0f}"


def write_file(path, make, size):
    with open(path, "wb") as file:
        for piece in make(size):
            file.write(piece)


def write_folder(folder, size):
    folder.mkdir()
    for n in range(size // len(batch(0))):
        (folder / f"batch-{n:06}.json").write_text(batch(n))


def elsewhere(work, *arguments):
    """In a process of its own: what the kernel says of memory includes this script's, which is to stay small."""
    process = multiprocessing.get_context("fork").Process(target=work, args=arguments)
    process.start()
    process.join()
    if process.exitcode != 0:
        raise SystemExit("large: the input could not be made")


def table(program, size, wanted):
    yield "| input | seconds | of processors | through a pipe | memory, MiB | with nothing compared |"
    yield "|---|---|---|---|---|---|"
    with tempfile.TemporaryDirectory(prefix="diallint-large-") as place:
        for name, file, make in FORMS:
            if not is_wanted(name, wanted):
                continue
            path = pathlib.Path(place) / file
            elsewhere(write_file, path, make, size)
            yield "| " + " | ".join((name, *measure(program, path))) + " |"
            path.unlink()
        if not is_wanted(FOLDER, wanted):
            return
        folder = pathlib.Path(place) / "batches"
        elsewhere(write_folder, folder, size // 10)
        yield "| " + " | ".join((FOLDER + ", a tenth", *measure(program, folder))) + " |"
        shutil.rmtree(folder)


def is_wanted(name, wanted):
    return not wanted or any(word in name for word in wanted)


def bytes_of(word):
    """Of "200M"; None where it is no size."""
    found = re.fullmatch(r"(\d+)([KMG]?)", word)
    return found and int(found[1]) << {"": 0, "K": 10, "M": 20, "G": 30}[found[2]]


def main(program, *words):
    sizes = [word for word in words if bytes_of(word)] or ["1G"]
    wanted = [word.removeprefix("--form=") for word in words if word.startswith("--form=")]
    for size in sizes:
        lines = []
        try:
            for line in table(program, bytes_of(size), wanted):
                print(line, flush=True)
                lines.append(line)
        except KeyboardInterrupt:
            print("large: interrupted", file=sys.stderr)
            return 130
        finally:
            if "--record" in words and len(lines) > HEAD_LINES:
                record(size, lines)
    return 0


def name_of(line):
    return line.split("|")[1].strip()


def merged(before, lines):
    """The rows of a table, with those that were measured anew in the place of theirs."""
    anew = {name_of(line): line for line in lines}
    kept = [anew.pop(name_of(line), line) for line in before.splitlines() if line.startswith("|")]
    return kept + list(anew.values())


def record(size, lines):
    """Puts the rows in the table of that size, as far as there is one."""
    path = ROOT / "docs/performance.md"
    document = path.read_text()
    begin, end = document.index(BEGIN) + len(BEGIN), document.index(END)
    tables = {part.split()[0]: part.strip()
              for part in re.split(r"\n(?=\d+[KMG]? of text)", document[begin:end].strip()) if part}
    rows = merged(tables.get(size, ""), lines)
    tables[size] = f"{size} of text, {os.cpu_count()} processors:\n\n" + "\n".join(rows)
    text = "\n\n".join(tables.values())
    path.write_text(f"{document[:begin]}\n{text}\n{document[end:]}")


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
