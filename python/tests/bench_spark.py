"""What a check takes in Spark: `./dev bench spark [REQUESTS]`. In a local cluster of one worker and of two, with
one core each."""

import pathlib
import sys
import tempfile
import threading
import time

from pyspark.sql import functions as f
from spark_session import executors_of, session

from diallint import spark

NOW = "2026-11-20T12:00:00Z"


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


def megabytes(pid):
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
                self.java = max(self.java, megabytes(java))
                self.python = max([self.python, *map(megabytes, workers)])


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    for workers in (1, 2):
        with tempfile.TemporaryDirectory() as folder:
            cluster = session(f"local-cluster[{workers},1,1024]", pathlib.Path(folder),
                              **{"spark.sql.shuffle.partitions": "16", "spark.executor.memory": "1g"})
            memory = Memory(cluster)
            memory.start()
            spark.check(requests(cluster, 1000, 2), now=NOW).summary()  # what is started once
            begin = time.perf_counter()
            report = spark.check(requests(cluster, count, 16), now=NOW, ignore="phone-fictional")
            summary = report.summary()
            seconds = time.perf_counter() - begin
            memory.over.set()
            memory.join()
            assert summary.by_rule["token-unique"] == count // 1000
            print(f"{workers} worker{'s' if workers > 1 else ''}: {count} requests in {seconds:.1f} s, "
                  f"{count / seconds:,.0f} a second; {sum(summary.by_rule.values())} findings; "
                  f"an executor {memory.java} MB, its Python {memory.python} MB", flush=True)
            cluster.stop()


if __name__ == "__main__":
    main()
