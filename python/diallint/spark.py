"""check(), prepare() and reconcile() over lists that lie in Spark: each partition where it is, and what may stand
once in a list compared across all of it.

    from diallint import spark

    report = spark.check(frame, now="2026-11-20T12:00:00Z")
    report.findings.write.parquet("findings")
    print(report.summary())

Needs `pip install diallint[spark]`: Spark 3.5 or 4, pyarrow 14 or later. No value leaves an executor: tokens
and numbers are compared as keyed hashes, whose key is made for the job.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow
import pyspark
from pyspark.sql import Window
from pyspark.sql import functions as f

from diallint import _core
from diallint.checking import (
    _NAIVE,
    _TIME_RULE,
    Now,
    _moment,
    check_words,
    said_in_python,
)
from diallint.report import Counts
from diallint.rules import Rules
from diallint.spark_parts import (
    arrow_schema,
    is_flat,
    number_of_part,
    numbered,
    record_batch,
    rules_of,
    sums_before,
    table_of,
)
from diallint.spark_prepare import SparkPrepared, prepare
from diallint.spark_reconcile import SparkReconciled, SparkReconcileSummary, reconcile

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

__all__ = [
    "COLUMNS",
    "SparkPrepared",
    "SparkReconcileSummary",
    "SparkReconciled",
    "SparkReport",
    "SparkSummary",
    "check",
    "prepare",
    "reconcile",
]

# What a row of the first step is.
_FINDING, _HEADER, _VALUE, _COUNTS, _WORDS = range(5)

_STEP = pyarrow.schema(
    {
        "kind": pyarrow.int8(),
        "part": pyarrow.int32(),
        "number": pyarrow.int64(),  # of the value in its part
        "record": pyarrow.int64(),  # in its part
        "line": pyarrow.int64(),
        "sound": pyarrow.bool_(),  # no error was found in the record
        "hash": pyarrow.binary(),
        "entry": pyarrow.int64(),  # of the words that values have in common
        "severity": pyarrow.string(),
        "rule": pyarrow.string(),
        "path": pyarrow.string(),
        "message": pyarrow.string(),
        "behind": pyarrow.string(),  # of the message, behind the first place
        "minimum": pyarrow.string(),
        "maximum": pyarrow.string(),
        "actual": pyarrow.string(),
        "unit": pyarrow.string(),
        "source": pyarrow.string(),
        "rows": pyarrow.int64(),
        "records": pyarrow.int64(),
        "valid": pyarrow.int64(),
        "invalid": pyarrow.int64(),
        "unreadable": pyarrow.int64(),
    }
)
_DDL = ", ".join(
    f"{field.name} {word}"
    for field in _STEP
    for word in (
        {
            "int8": "tinyint",
            "int32": "int",
            "int64": "bigint",
            "bool": "boolean",
        }.get(str(field.type), str(field.type)),
    )
)
_FIGURES = ("minimum", "maximum", "actual", "unit", "source")
#: Columns of SparkReport.findings.
COLUMNS = ("row", "severity", "rule", "path", "message", *_FIGURES)


@dataclass(frozen=True)
class _Job:
    """What each executor is told."""

    settings: tuple[tuple[str, Any], ...]
    now: tuple[int, int] | None
    shape: str
    csv_map: tuple[tuple[str, str], ...]
    key: bytes

    def __repr__(self) -> str:
        return "<job of diallint.spark>"  # the key is nobody's to read

    def words(self) -> _core.CheckWords:
        return check_words(self.now, self.shape, "auto", "", dict(self.csv_map), 0)


@dataclass(frozen=True, slots=True)
class SparkSummary:
    """What a list comes to."""

    counts: Counts
    by_rule: Mapping[str, int]  #: findings

    @property
    def ok(self) -> bool:
        """As of Report."""
        counts = self.counts
        return counts.errors == 0 and counts.invalid == 0 and counts.unreadable == 0


class SparkReport:
    """What a check of a DataFrame has found. `findings` is a DataFrame of the columns that COLUMNS names,
    in no order; `row` is the record, counted from 0 in the order of the partitions."""

    def __init__(self, findings: DataFrame, step: DataFrame, newly_invalid: DataFrame) -> None:
        self.findings = findings
        self._step = step
        self._newly_invalid = newly_invalid

    def summary(self) -> SparkSummary:
        """Counts all of it: three jobs over what the first step has kept."""
        sums = ("records", "valid", "invalid", "unreadable")
        counted = self._step.where(f.col("kind") == _COUNTS).agg(
            *(f.coalesce(f.sum(name), f.lit(0)).alias(name) for name in sums)
        )
        records, valid, invalid, unreadable = counted.collect()[0]
        newly = self._newly_invalid.count()
        severities = {"error": 0, "warning": 0, "info": 0}
        by_rule: dict[str, int] = {}
        for severity, rule, count in self.findings.groupBy("severity", "rule").count().collect():
            severities[severity] += count
            by_rule[rule] = by_rule.get(rule, 0) + count
        counts = Counts(records, valid - newly, invalid + newly, unreadable, *severities.values())
        return SparkSummary(counts, dict(sorted(by_rule.items())))

    def unpersist(self) -> None:
        """Lets go of what the first step has kept; the report is of no use any more."""
        self._step.unpersist()


def check(
    frame: DataFrame,
    *,
    now: Now = "clock",
    shape: str = "auto",
    csv_map: Mapping[str, str] | None = None,
    **settings: Any,
) -> SparkReport:
    """Checks each row of a DataFrame as a record, as diallint.check() checks the rows of a table.

    Arguments are those of diallint.check(); files that settings name have to be on each executor. What is
    found is what one check of all rows in the order of the partitions finds, whatever the partitions are.
    The rows are read once; what is found, and a keyed hash of each token and number, is kept in the storage
    of the executors (memory, then disk) until unpersist().

    Raises TypeError and ValueError as diallint.check() does, for columns too, before a job begins. Whatever a
    job raises is Spark's.
    """
    job = _Job(
        tuple(settings.items()),
        _moment(now),
        shape,
        tuple((csv_map or {}).items()),
        secrets.token_bytes(32),
    )
    schema = arrow_schema(frame)
    flat = is_flat(schema)
    with said_in_python():
        empty = _checked(table_of(schema, ()), Rules(**settings), job)
    checker = _part_checker(job, frame.columns, flat)
    step = numbered(frame).mapInArrow(checker, _DDL).persist(pyspark.StorageLevel.MEMORY_AND_DISK_DESER)
    parts = sorted(
        step.where(f.col("kind") == _COUNTS)
        .groupBy("part")
        .agg(f.sum("records"), f.sum("rows"))
        .collect()
    )
    places = sums_before(frame, ("records_before", "lines_before"), parts)
    repeats = _repeats_in(step, places, header_lines=1 if flat else 0)
    newly_invalid = (
        repeats.where(f.col("sound") & (f.col("severity") == "error")).select("row").distinct()
    )
    found = [_findings_in(step, places), _headers_in(step), repeats.select(*COLUMNS)]
    if not parts:
        found = [_local_findings(frame, empty)]
    findings = found[0]
    for more in found[1:]:
        findings = findings.unionByName(more)
    return SparkReport(findings, step, newly_invalid)


# --- where the rows are --------------------------------------------------------------------------


def _part_checker(job: _Job, columns: list[str], flat: bool) -> Any:
    """The function that a partition is handed to."""

    def check_part(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        part = _Part(number_of_part(), job, flat)
        rules = rules_of(job.settings)
        for batch in batches:
            if batch.num_rows > 0:
                named = pyarrow.RecordBatch.from_arrays(batch.columns, columns)
                yield from part.checked(named, rules)

    return check_part


def _checked(table: pyarrow.Table, rules: Rules, job: _Job) -> _core.PartResult:
    return rules._core.check_part(table.__arrow_c_stream__(), job.words(), job.key)


class _Part:
    """A partition: how far it has been read, and what of it goes on."""

    def __init__(self, number: int, job: _Job, flat: bool) -> None:
        self._number = number
        self._job = job
        self._is_flat = flat
        self._records = self._rows = self._values = 0
        self._entries: dict[tuple[Any, ...], int] = {}

    def checked(self, batch: pyarrow.RecordBatch, rules: Rules) -> Iterator[pyarrow.RecordBatch]:
        counts, _, made, naive, values = _checked(table_of(batch.schema, [batch]), rules, self._job)
        yield self._counts(counts, batch.num_rows)
        if made:
            yield self._findings(made, bool(naive))
        count, hashes, entries, records, lines, sound, words = values
        if count > 0:
            ids, new = self._ids(words)
            if new:
                yield self._words(new)
            yield self._handed(count, hashes, entries, records, lines, sound, ids)
        self._records += counts[0]
        self._rows += batch.num_rows

    def _batch(self, kind: int, count: int, **columns: Any) -> pyarrow.RecordBatch:
        columns["kind"] = [kind] * count
        columns["part"] = [self._number] * count
        return record_batch(_STEP, count, columns)

    def _counts(self, counts: _core.CountsTuple, rows: int) -> pyarrow.RecordBatch:
        records, valid, invalid, unreadable, *_ = counts
        return self._batch(
            _COUNTS,
            1,
            rows=[rows],
            records=[records],
            valid=[valid],
            invalid=[invalid],
            unreadable=[unreadable],
        )

    def _findings(self, made: list[_core.FindingTuple], naive: bool) -> pyarrow.RecordBatch:
        rules, severities, paths, messages, records, places, *figures = zip(
            *(one[:11] for one in made), strict=True
        )
        if naive:
            messages = tuple(
                _NAIVE if rule == _TIME_RULE else message
                for rule, message in zip(rules, messages, strict=True)
            )
        # A table without nested columns is read as CSV; its first line is the header, which each batch has.
        kinds = [
            _HEADER if self._is_flat and place and place[0] == 1 else _FINDING for place in places
        ]
        batch = self._batch(
            _FINDING,
            len(made),
            rule=rules,
            severity=severities,
            path=paths,
            message=messages,
            record=[record + self._records for record in records],
            **dict(zip(_FIGURES, figures, strict=True)),
        )
        return batch.set_column(0, _STEP.field("kind"), pyarrow.array(kinds, pyarrow.int8()))

    def _ids(self, words: list[Any]) -> tuple[list[int], list[tuple[int, Any]]]:
        """A number for each of the words, the same in all parts; and those that are new in this one."""
        new = []
        for one in words:
            if one not in self._entries:
                digest = hashlib.sha256(repr(one).encode("utf-8", "replace")).digest()
                self._entries[one] = int.from_bytes(digest[:8], "big", signed=True)
                new.append((self._entries[one], one))
        return [self._entries[one] for one in words], new

    def _words(self, new: list[tuple[int, Any]]) -> pyarrow.RecordBatch:
        rules, severities, paths, before, behind, sources = zip(
            *(words for _, words in new), strict=True
        )
        return self._batch(
            _WORDS,
            len(new),
            entry=[number for number, _ in new],
            rule=rules,
            severity=severities,
            path=paths,
            message=before,
            behind=behind,
            source=sources,
        )

    def _handed(
        self,
        count: int,
        hashes: bytes,
        entries: bytes,
        records: bytes,
        lines: bytes,
        sound: bytes,
        ids: list[int],
    ) -> pyarrow.RecordBatch:
        import pyarrow.compute as compute

        def numbers(column: bytes, of: pyarrow.DataType) -> pyarrow.Array:
            return pyarrow.Array.from_buffers(of, count, [None, pyarrow.py_buffer(column)])

        fixed = pyarrow.Array.from_buffers(
            pyarrow.binary(16), count, [None, pyarrow.py_buffer(hashes)]
        )
        own = numbers(records, pyarrow.int64())
        # The rows of a table without nested columns are lines of CSV, one behind the header each.
        line = compute.add(own, 1) if self._is_flat else numbers(lines, pyarrow.int64())
        batch = self._batch(
            _VALUE,
            count,
            number=range(self._values, self._values + count),
            record=compute.add(own, self._records),
            line=compute.add(line, self._rows),
            sound=compute.equal(numbers(sound, pyarrow.uint8()), 1),
            hash=fixed.cast(pyarrow.binary()),
            entry=pyarrow.array(ids, pyarrow.int64()).take(numbers(entries, pyarrow.int32())),
        )
        self._values += count
        return batch


# --- the whole of the list -----------------------------------------------------------------------


def _findings_in(step: DataFrame, places: DataFrame) -> DataFrame:
    return (
        step.where(f.col("kind") == _FINDING)
        .join(places, "part")
        .withColumn("row", f.col("record") + f.col("records_before"))
        .select(*COLUMNS)
    )


def _headers_in(step: DataFrame) -> DataFrame:
    found = step.where(f.col("kind") == _HEADER).withColumn("row", f.lit(0).cast("bigint"))
    return found.select(*COLUMNS).distinct()


def _repeats_in(step: DataFrame, places: DataFrame, header_lines: int) -> DataFrame:
    """What has been seen before, in this part or in one in front."""
    words = f.broadcast(
        step.where(f.col("kind") == _WORDS)
        .select("entry", "severity", "rule", "path", "message", "behind", *_FIGURES)
        .distinct()
    )
    same = Window.partitionBy("hash").orderBy("part", "number")
    firsts = places.select(
        f.col("part").alias("first_part"), f.col("lines_before").alias("first_lines")
    )
    first_line = f.col("first_line") + f.col("first_lines") + f.lit(header_lines)
    return (
        step.where(f.col("kind") == _VALUE)
        .select("part", "number", "record", "line", "sound", "hash", "entry")
        .withColumn("place", f.row_number().over(same))
        .withColumn("first_part", f.first("part").over(same))
        .withColumn("first_line", f.first("line").over(same))
        .where(f.col("place") > 1)
        .join(words, "entry")
        .join(places, "part")
        .join(f.broadcast(firsts), "first_part")
        .withColumn("row", f.col("record") + f.col("records_before"))
        .withColumn(
            "message",
            f.concat("message", f.lit("line "), first_line.cast("string"), "behind"),
        )
    )


def _local_findings(frame: DataFrame, made: _core.PartResult) -> DataFrame:
    """Of a list without a row, which no partition has anything to say of."""
    rows = [(one[4], one[1], one[0], one[2], one[3], *one[6:11]) for one in made[2]]
    columns = ", ".join(f"{name} {'bigint' if name == 'row' else 'string'}" for name in COLUMNS)
    return frame.sparkSession.createDataFrame(rows, columns)
