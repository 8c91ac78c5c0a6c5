"""What lists take in Spark: `./dev bench spark [ROWS] [--record]`. In a local cluster of one worker and of two, with one
core each: a check of so many requests, and a list of as many rows prepared. Then an executor is killed on the way, and
what is found is held against what the program finds in the same rows. --record writes the figures into docs/spark.md."""

import json
import os
import pathlib
import signal
import subprocess
import sys
import tempfile
import threading
import time

from pyspark.sql import functions as f
from spark_session import executors_of, session
from support import ROOT

from diallint import spark

NOW = "2026-11-20T12:00:00Z"
ROWS_IN_PART = 62_500
GUIDE = ROOT / "docs/spark.md"
BEGIN = "<!-- spark: written by ./dev bench spark ROWS --record -->"
END = "<!-- end of spark -->"


def requests(spark_session, count, partitions):
    """One of a thousand stands twice, far from the first."""
    ids = spark_session.range(0, count, 1, partitions)
    token = f.when(f.col("id") % 1000 == 999, f.col("id") - 999).otherwise(f.col("id"))
    return ids.select(
        f.concat(f.lit("token-"), token.cast("string")).alias("clientToken"),
        # Of the plan's own: with 4 million of them a number stands more than once where there are more.
        f.concat(f.lit("+1202"), (f.lit(2_000_000) + token % 7_000_000).cast("string")).alias("phoneNumber"),
        f.lit("2026-11-20T12:05:00.000Z").alias("expirationTime"),
        f.create_map(f.lit("name"), f.lit("Zoë")).alias("attributes"),
    )


def partitions_of(count):
    """A task holds some megabytes then, and each core has several."""
    return max(16, count // ROWS_IN_PART)


def children_of(pid):
    found = [pid]
    for folder in pathlib.Path("/proc").iterdir():
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split() if folder.name.isdigit() else []
        except OSError:
            continue
        if fields and int(fields[1]) == pid:
            found += children_of(int(folder.name))
    return found


def mebibytes(pid):
    try:
        words = pathlib.Path(f"/proc/{pid}/status").read_text().split("VmHWM:")[1].split()
    except (OSError, IndexError):
        return 0
    return int(words[0]) // 1024


class Memory(threading.Thread):
    """The most that an executor's Java and the largest of its Python processes have taken."""

    def __init__(self, spark_session):
        super().__init__(daemon=True)
        self.java = self.python = 0
        self.over = threading.Event()
        self._spark = spark_session

    def run(self):
        while not self.over.wait(0.5):
            for pid in executors_of(self._spark).values():
                java, *workers = children_of(pid)
                self.java = max(self.java, mebibytes(java))
                self.python = max([self.python, *map(mebibytes, workers)])


def people(spark_session, count, partitions):
    """A list of the same numbers."""
    return requests(spark_session, count, partitions).select(
        f.col("phoneNumber").alias("Phone"), f.lit("Zoë").alias("First Name")
    )


def check(cluster, count):
    report = spark.check(requests(cluster, count, partitions_of(count)), now=NOW, ignore="phone-fictional")
    summary = report.summary()
    assert summary.by_rule["token-unique"] == count // 1000
    return f"{sum(summary.by_rule.values()):,} findings", report


def prepare(cluster, count):
    prepared = spark.prepare(
        people(cluster, count, partitions_of(count)), campaign="0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9", start=NOW,
        token_key="a key of a benchmark", attributes={"name": "First Name"},
    )
    written = prepared.batches.count()
    summary = prepared.summary()
    assert summary.rows == count
    assert written == summary.batches == -(-summary.taken // 25)
    return f"{summary.batches:,} batches", prepared


def check_with_a_loss(cluster, count):
    """An executor is killed when it has checked its part and still holds it."""
    rows = requests(cluster, count, partitions_of(count))
    report = spark.check(rows, now=NOW, ignore="phone-fictional")
    os.kill(executors_of(cluster)["0"], signal.SIGKILL)
    words = f.concat_ws("\t", "row", "severity", "rule", "path", "message")
    with tempfile.TemporaryDirectory() as folder:
        report.findings.select(words).write.text(f"{folder}/found")
        begin = time.perf_counter()
        rows.toJSON().saveAsTextFile(f"{folder}/rows")
        expected = found_by_program(pathlib.Path(folder, "rows"))
        found = [line for part in parts_of(pathlib.Path(folder, "found")) for line in part.read_text().splitlines()]
        assert len(expected) > count // 1000
        assert sorted(found) == sorted(expected)
        compared = time.perf_counter() - begin
    return f"{len(found):,} findings, those of the program; {compared:.0f} s to compare them", report, compared


def parts_of(folder):
    return sorted(folder.glob("part-*"))


def found_by_program(rows):
    """A line for each finding, of all parts as one text."""
    with subprocess.Popen(["cat", *parts_of(rows)], stdout=subprocess.PIPE) as whole:
        made = subprocess.run(
            ["diallint", "check", "--isolated", "--now", "2026-11-20T12:00:00Z", "--ignore", "phone-fictional",
             "--output-format", "ndjson", "-"], stdin=whole.stdout, capture_output=True, text=True, check=False,
        )
    found = (json.loads(line) for line in made.stdout.splitlines())
    return ["\t".join((str(one["line"] - 1), one["severity"], one["rule"], one.get("path", ""), one["message"]))
            for one in found if "rule" in one]


def timed(work, cluster, count):
    memory = Memory(cluster)
    memory.start()
    begin = time.perf_counter()
    made, kept, *apart = work(cluster, count)
    seconds = time.perf_counter() - begin - sum(apart)
    memory.over.set()
    memory.join()
    kept.unpersist()
    return made, seconds, memory


def record(count, figures):
    """Puts the table of so many rows in the place of the one before."""
    document = GUIDE.read_text()
    begin, end = document.index(BEGIN) + len(BEGIN), document.index(END)
    head = f"{count:,} rows:"
    lines = [head, "", "| run | workers | seconds | rows a second | an executor, MiB | its Python, MiB |", "|---|---|---|---|---|---|"]
    lines += [f"| {what} | {workers} | {seconds:,.0f} | {count / seconds:,.0f} | {memory.java:,} | {memory.python:,} |"
              for what, workers, seconds, memory in figures]
    tables = [part for part in document[begin:end].strip().split("\n\n\n") if part and not part.startswith(head)]
    tables.append("\n".join(lines))
    GUIDE.write_text(document[:begin] + "\n\n" + "\n\n\n".join(tables) + "\n\n" + document[end:])


def main():
    count = int(next((word for word in sys.argv[1:] if word.isdigit()), "1000000"))
    figures = []
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            cluster = session(f"local-cluster[{workers},1,1024]", pathlib.Path(folder),
                              **{"spark.sql.shuffle.partitions": str(partitions_of(count)), "spark.executor.memory": "1g"})
            spark.check(requests(cluster, 1000, 2), now=NOW).summary()  # what is started once
            loss = [("check, an executor killed", check_with_a_loss)] if workers == 2 else []
            for what, work in [("check", check), ("prepare", prepare), *loss]:
                made, seconds, memory = timed(work, cluster, count)
                figures.append((what, workers, seconds, memory))
                print(f"{what}, {workers} worker{'s' if workers > 1 else ''}: {count:,} rows in {seconds:.1f} s, "
                      f"{count / seconds:,.0f} a second; {made}; an executor {memory.java} MiB, its Python "
                      f"{memory.python} MiB", flush=True)
            cluster.stop()
    if "--record" in sys.argv:
        record(count, figures)


if __name__ == "__main__":
    main()
