"""A Spark of one's own for tests and figures: on loopback alone, quiet, with its files in one folder."""

import os
import pathlib
import sys

import pyspark
from pyspark.sql import SparkSession


def session(master, folder, **config):
    os.environ.update(
        SPARK_HOME=str(pathlib.Path(pyspark.__file__).parent),
        SPARK_LOCAL_IP="127.0.0.1",
        SPARK_WORKER_DIR=str(folder / "workers"),
        PYSPARK_PYTHON=sys.executable,
    )
    builder = SparkSession.builder.master(master)
    for name, value in {
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.host": "127.0.0.1",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.local.dir": str(folder / "local"),
        "spark.sql.warehouse.dir": str(folder / "warehouse"),
        "spark.sql.shuffle.partitions": "4",
        "spark.sql.session.timeZone": "UTC",
        **config,
    }.items():
        builder = builder.config(name, value)
    made = builder.getOrCreate()
    made.sparkContext.setLogLevel("OFF")
    return made


def frame_of(spark, rows, schema, partitions):
    """Its rows have one order, whoever asks for them: those that a shuffle brings have none."""
    return spark.createDataFrame(spark.sparkContext.parallelize(rows, partitions), schema)


def executors_of(spark):
    """The processes of a local cluster's executors: their pids by their ids."""
    app = spark.sparkContext.applicationId
    found = {}
    for folder in pathlib.Path("/proc").iterdir():
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0") if folder.name.isdigit() else []
        except OSError:
            continue
        if any(word.endswith(b"CoarseGrainedExecutorBackend") for word in words) and app.encode() in words:
            found[words[words.index(b"--executor-id") + 1].decode()] = int(folder.name)
    return found
