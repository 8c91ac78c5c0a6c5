"""What surrounds a run goes wrong: full devices, closed pipes, odd files, and the end of the program
at any moment."""
import os
import pathlib
import shutil
import signal
import subprocess
import threading

NOW = ["--now", "2026-11-20T12:00:00Z", "-q"]
OLD = b"what stood here before\n"
LINE = (b'{"clientToken":"call-%d","phoneNumber":"+12025550147","expirationTime":'
        b'"2026-11-20T12:05:00.000Z","attributes":{}}\n')


def check(bench):
    folder = pathlib.Path(bench.folder)
    for name in os.listdir(folder):
        path = folder / name
        path.unlink() if path.is_file() or path.is_symlink() else shutil.rmtree(path)
    (folder / "in.ndjson").write_bytes(b"".join(LINE % i for i in range(4000)))
    outputs(bench, folder)
    inputs(bench, folder)


def start(bench, arguments, **more):
    return subprocess.Popen([str(bench.programs / "diallint"), *NOW, *map(str, arguments)],
                            cwd=bench.folder, stdin=subprocess.DEVNULL,
                            stderr=subprocess.PIPE, **more)


def finish(process, patience=60):
    try:
        out, err = process.communicate(timeout=patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        return "a hang", b"", b""
    return process.returncode, out or b"", err


def expect(bench, what, wanted, code, err, word=b""):
    if code != wanted or (wanted == 2 and not err.startswith(b"diallint: ")) or word not in err:
        bench.report(what, f"exit code {code}, {err[:200]!r}; expected {wanted} and {word!r}")


def outputs(bench, folder):
    """Where a report cannot go, the exit code is 2 and the message says why."""
    with open("/dev/full", "wb") as full:
        code, _, err = finish(start(bench, ["in.ndjson"], stdout=full))
    expect(bench, "standard output is /dev/full", 2, code, err, b"no space is left")
    code, _, err = finish(start(bench, ["in.ndjson", "--output-format", "json", "-o", "/dev/full"]))
    expect(bench, "-o /dev/full", 2, code, err, b"no space is left")
    read, write = os.pipe()
    os.close(read)
    code, _, err = finish(start(bench, ["in.ndjson"], stdout=write))
    os.close(write)
    expect(bench, "standard output is a pipe that nobody reads", 2, code, err, b"closed it")
    (folder / "folder").mkdir()
    code, _, err = finish(start(bench, ["in.ndjson", "-o", "folder"]))
    expect(bench, "-o is a folder", 2, code, err, b"is a directory")
    link(bench, folder)
    fifo_output(bench, folder)
    print("full devices, closed pipes, folders, links and pipes as outputs", flush=True)


def link(bench, folder):
    (folder / "target.json").write_bytes(OLD)
    (folder / "link.json").symlink_to("target.json")
    code, _, err = finish(start(bench, ["in.ndjson", "--output-format", "json", "-o", "link.json"]))
    expect(bench, "-o is a link", 0, code, err)
    if not (folder / "link.json").is_symlink() or (folder / "target.json").read_bytes() == OLD:
        bench.report("-o is a link", "the link is replaced, or its target is not")


def fifo_output(bench, folder):
    os.mkfifo(folder / "pipe")
    seen = []
    reader = threading.Thread(target=lambda: seen.append((folder / "pipe").read_bytes()))
    reader.start()
    code, _, err = finish(start(bench, ["in.ndjson", "--output-format", "json", "-o", "pipe"]))
    reader.join(60)
    expect(bench, "-o is a pipe", 0, code, err)
    if not seen or not seen[0].rstrip().endswith(b"}"):
        bench.report("-o is a pipe", "its reader did not get the report")


def inputs(bench, folder):
    (folder / "shrinks.ndjson").write_bytes(b"".join(LINE % i for i in range(200_000)))
    process = start(bench, ["shrinks.ndjson"], stdout=subprocess.DEVNULL)
    for size in (20_000_000, 5_000_000, 1000, 0):
        os.truncate(folder / "shrinks.ndjson", size)
    code, _, err = finish(process)
    if code not in (0, 1):  # the last line may be cut
        bench.report("an input shrinks while it is read", f"exit code {code} {err[:200]!r}")
    os.mkfifo(folder / "in.pipe")
    process = start(bench, ["--input-format", "ndjson", "in.pipe"], stdout=subprocess.DEVNULL)
    with open(folder / "in.pipe", "wb") as pipe:
        for i in range(3):
            pipe.write(LINE % i)
            pipe.flush()
    code, _, err = finish(process)
    expect(bench, "an input is a pipe", 0, code, err)
    code, _, err = finish(start(bench, ["/proc/self/mem"], stdout=subprocess.DEVNULL))
    expect(bench, "an input that cannot be read", 2, code, err)
    code, _, err = finish(start(bench, ["in.ndjson"], stdout=subprocess.DEVNULL,
                                preexec_fn=lambda: os.close(0)))
    expect(bench, "standard input is closed", 0, code, err)
    print("inputs that shrink, pipes and unreadable ones", flush=True)


def ended(bench, scenario, signals):
    """Ended in front of any call, the target is the old file or the new one; where the program could
    clean up, nothing is left beside it."""
    normal = bench.run(scenario)
    counts = {"old": 0, "new": 0}
    for number in signals:
        for at in range(1, 10_000):
            outcome = bench.run(scenario, call="any", at=at, mode="signal", errno=int(number))
            if not outcome.told:
                break
            where = f"{number.name} in front of call {at}"
            for name in scenario.outputs:
                content = outcome.files[name]
                if content not in (bench.old, normal.files[name]):
                    bench.report(where, f"{name} is torn")
                counts["old" if content == bench.old else "new"] += 1
            if number != signal.SIGKILL and set(outcome.files) != set(normal.files):
                bench.report(where, "the unfinished file is left behind")
            if outcome.code != -number:
                bench.report(where, f"exit code {outcome.code} {outcome.err[:200]!r}")
    print(f"ended {counts['old'] + counts['new']} times while writing: {counts['old']} old files, "
          f"{counts['new']} new ones", flush=True)
