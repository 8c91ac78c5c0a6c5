"""prepare() over a contact list that lies in Spark; see spark.py."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import pyarrow
import pyspark
from pyspark.sql import Window
from pyspark.sql import functions as f

from diallint import _core
from diallint.campaigns import PrepareSummary, PrepareWords, _key_of, _prepare_summary, _start
from diallint.checking import Now, said_in_python
from diallint.rules import Rules
from diallint.spark_parts import (
    arrow_schema,
    counts_of,
    is_flat,
    moment_of,
    number_of_part,
    numbered,
    record_batch,
    rules_of,
    sums_before,
    table_of,
)
from diallint.words import text_word

if TYPE_CHECKING:
    from pyspark.sql import DataFrame

# What a row of the list becomes where it is.
_STEP = pyarrow.schema(
    {
        "part": pyarrow.int32(),
        "number": pyarrow.int64(),  # of the row in its part, from 1
        "line": pyarrow.int64(),  # in its part, from 1
        "end": pyarrow.int64(),  # the line that it ends on
        "rule": pyarrow.string(),  # why it is not taken, whatever the other parts hold
        "reason": pyarrow.string(),
        "hash": pyarrow.binary(),  # of the number
        "key": pyarrow.binary(),  # hash of it
        "token": pyarrow.string(),  # of a row without a rule, as what follows
        "request": pyarrow.string(),
        "warnings": pyarrow.string(),  # rules, with commas
    }
)
_REPEAT = pyarrow.schema({"row": pyarrow.int64(), "rule": pyarrow.string(), "reason": pyarrow.string()})
_BATCH = pyarrow.schema(
    {
        "number": pyarrow.int64(),
        "name": pyarrow.string(),
        "requests": pyarrow.int32(),
        "submission": pyarrow.timestamp("us", "UTC"),
        "json": pyarrow.string(),
        "manifest": pyarrow.string(),
    }
)
_MANIFEST = (
    "list string, row bigint, line bigint, batch string, position int, token string, "
    "submission string, firstSubmission string"
)


@dataclass(frozen=True)
class _Job:
    """What each executor is told. Neither key is anybody's to read."""

    words: PrepareWords
    name: str
    settings: Mapping[str, Any]
    secret: bytes = field(repr=False)

    def part(self, rules: Rules) -> _core.ListPart:
        return _core.ListPart(rules._core, self.words.options(rules), self.name, self.secret)


class SparkPrepared:
    """A list that was prepared in Spark. Each of its rows is in `batches` or in `rejected`, once.

    `batches` has the columns number, name, requests, submission and json: the text of the file that
    `diallint prepare` would write, `json.loads(json)` what boto3 takes. `manifest` has list, row, line, batch,
    position, token and submission of each request; `rejected` has list, row, line, rule, reason, and in `cells`
    the list's own columns. They are DataFrames in no order; numbers say what it is.
    """

    def __init__(
        self,
        step: DataFrame,
        rows: DataFrame,
        repeats: DataFrame,
        written: DataFrame,
        summary: PrepareSummary,
    ) -> None:
        self._step = step
        self._repeats = repeats
        self._written = written
        self._rows = rows
        self._begun = summary
        name = summary.lists[0].name
        self.batches = written.drop("manifest")
        self.manifest = manifest_in(written)
        again = repeats.select("row", f.col("rule").alias("again"), f.col("reason").alias("why"))
        self.rejected = (
            rows.join(again, "row", "left")
            .withColumn("rule", f.coalesce("again", "rule"))
            .withColumn("reason", f.coalesce("why", "reason"))
            .where(f.col("rule").isNotNull())
            .select(f.lit(name).alias("list"), "row", "line", "rule", "reason", "cells")
        )

    def summary(self) -> PrepareSummary:
        """Counts all of it: jobs over what is kept."""
        rejected = counts_of(self.rejected.groupBy("rule").count())
        taken = self._rows.where(f.col("token").isNotNull()).join(
            self._repeats.select("row"), "row", "left_anti"
        )
        warned = taken.where(f.col("warnings").isNotNull()).select(
            f.explode(f.split("warnings", ",")).alias("rule")
        )
        ((batches, requests, first, last),) = self._written.agg(
            f.count("number"),
            f.coalesce(f.sum("requests"), f.lit(0)),
            # In microseconds: a timestamp would come in the zone of the driver.
            f.min(f.unix_micros("submission")),
            f.max(f.unix_micros("submission")),
        ).collect()
        return replace(
            self._begun,
            taken=requests,
            rejected=sum(rejected.values()),
            rejected_by_rule=rejected,
            warnings_by_rule=counts_of(warned.groupBy("rule").count()),
            batches=batches,
            first_submission=moment_of(first),
            last_submission=moment_of(last),
        )

    def unpersist(self) -> None:
        """Lets go of what is kept; batches and rejected rows are of no use any more."""
        for frame in (self._written, self._repeats, self._step):
            frame.unpersist()

    def __repr__(self) -> str:
        return f"<diallint.spark.SparkPrepared: {self._begun.rows} rows>"


def prepare(
    frame: DataFrame,
    *,
    campaign: str,
    token_key: str | bytes,
    api: Literal["v1", "v2"] = "v1",
    start: Now = "clock",
    rate: int = 0,
    expires_in: int | None = None,
    expiry: bool = True,
    name: str = "list",
    phone_columns: Iterable[str] | str = (),
    region_column: str = "",
    key_column: str = "",
    do_not_call_column: str = "",
    attributes: Mapping[str, str] | None = None,
    default_region: str = "",
    reject_on: Literal["error", "warning"] = "error",
    **settings: Any,
) -> SparkPrepared:
    """Makes the batches of a campaign from a contact list in a DataFrame, as diallint.prepare() does.

    Arguments are those of diallint.prepare(); tokens are always derived from `token_key`, so that a partition
    that is made again has the same ones. What is made is what one run over all rows in the order of the
    partitions makes, whatever the partitions are: the same rows in the same batches with the same tokens.

    Raises TypeError and ValueError as diallint.prepare() does, for columns too, before a job begins. Whatever a
    job raises is Spark's.
    """
    words = PrepareWords(
        campaign=campaign,
        api=api,
        start=_start(start),
        rate=rate,
        expires_in=expires_in,
        expiry=expiry,
        token_key=_key_of(token_key),
        phone_columns=phone_columns if isinstance(phone_columns, str) else tuple(phone_columns),
        region_column=region_column,
        key_column=key_column,
        do_not_call_column=do_not_call_column,
        attributes=attributes,
        default_region=default_region,
        reject_on=reject_on,
    )
    job = _Job(words, text_word("name", name), settings, secrets.token_bytes(32))
    schema = arrow_schema(frame)
    with said_in_python():
        part = _expect_columns(schema, job)
    step = (
        numbered(frame)
        .mapInArrow(_part_reader(job, frame.columns, is_flat(schema)), _schema_of(frame))
        .persist(pyspark.StorageLevel.MEMORY_AND_DISK_DESER)
    )
    header_lines = 1 if is_flat(schema) else 0
    parts = sorted(
        step.groupBy("part").agg(f.count("number"), f.max("end"), f.count("key")).collect()
    )
    rows = (
        step.join(sums_before(frame, ("rows_before", "lines_before"), [p[:3] for p in parts]), "part")
        .withColumn("row", f.col("number") + f.col("rows_before"))
        .withColumn("line", f.col("line") + f.col("lines_before") + f.lit(header_lines))
    )
    repeats = _repeats_in(rows, has_keys=any(p[3] for p in parts))
    written = _written(rows, repeats, job, part.most_requests)
    begun = _prepare_summary(part.columns())
    count = sum(p[1] for p in parts)
    columns = replace(begun.lists[0], rows=count)
    return SparkPrepared(step, rows, repeats, written, replace(begun, rows=count, lists=(columns,)))


# --- where the rows are --------------------------------------------------------------------------


def _expect_columns(schema: pyarrow.Schema, job: _Job) -> _core.ListPart:
    """Has the names of the columns read. Of rows with members in members one is made up for it."""
    part = job.part(rules_of(job.settings))
    flat = is_flat(schema)
    rows: list[dict[str, Any]] = [] if flat else [{one.name: _any(one.type) for one in schema}]
    part.read(_core.ArrowSource(pyarrow.Table.from_pylist(rows, schema).__arrow_c_stream__()), flat)
    # Which members a map has nobody knows before it is read.
    if not any(_holds_map(one.type) for one in schema):
        part.expect_columns()
    return part


def _any(of: pyarrow.DataType) -> object:
    """Some value of the type that is not missing."""
    if pyarrow.types.is_struct(of):
        return {of.field(i).name: _any(of.field(i).type) for i in range(of.num_fields)}
    if pyarrow.types.is_nested(of):
        return []
    if pyarrow.types.is_string(of) or pyarrow.types.is_large_string(of):
        return ""
    if pyarrow.types.is_decimal(of):
        return Decimal(0)
    return pyarrow.scalar(0, pyarrow.int64()).cast(of).as_py() if _is_number_like(of) else None


def _is_number_like(of: pyarrow.DataType) -> bool:
    kinds = pyarrow.types
    return any(is_kind(of) for is_kind in (kinds.is_integer, kinds.is_floating, kinds.is_boolean, kinds.is_timestamp))


def _holds_map(of: pyarrow.DataType) -> bool:
    if pyarrow.types.is_struct(of):
        return any(_holds_map(of.field(i).type) for i in range(of.num_fields))
    return bool(pyarrow.types.is_map(of))


def _schema_of(frame: DataFrame) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructField, StructType

    return StructType([*from_arrow_schema(_STEP).fields, StructField("cells", frame.schema)])


def _part_reader(job: _Job, columns: Sequence[str], flat: bool) -> Any:
    """The function that a partition is handed to."""
    names = list(columns)

    def read_part(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        part = job.part(rules_of(job.settings))
        number = number_of_part()
        rows = lines = 0
        for batch in batches:
            if batch.num_rows > 0:
                named = pyarrow.RecordBatch.from_arrays(batch.columns, names)
                made = _read(part, named, flat, number, rows, lines)
                yield made
                rows += batch.num_rows
                lines = made.column("end")[-1].as_py()

    return read_part


def _read(
    part: _core.ListPart,
    batch: pyarrow.RecordBatch,
    flat: bool,
    number: int,
    rows_before: int,
    lines_before: int,
) -> pyarrow.RecordBatch:
    table = table_of(batch.schema, [batch])
    columns = part.read(_core.ArrowSource(table.__arrow_c_stream__()), flat)
    lines, ends, rules, reasons, hashes, keys, tokens, requests, warnings = columns
    count = batch.num_rows
    if len(lines) != count:
        raise RuntimeError(f"{len(lines)} rows were read of {count}: this is a bug of diallint")
    # Each batch of a table without nested columns has the header in front of it.
    shift = lines_before - (1 if flat else 0)
    made = record_batch(
        _STEP,
        count,
        {
            "part": [number] * count,
            "number": range(rows_before + 1, rows_before + count + 1),
            "line": [line + shift for line in lines],
            "end": [line + shift for line in ends],
            "rule": rules,
            "reason": reasons,
            "hash": hashes,
            "key": keys,
            "token": tokens,
            "request": requests,
            "warnings": warnings,
        },
    )
    cells = pyarrow.StructArray.from_arrays(batch.columns, names=batch.schema.names)
    return pyarrow.RecordBatch.from_arrays([*made.columns, cells], [*_STEP.names, "cells"])


# --- the whole of the list -----------------------------------------------------------------------


def _repeats_in(rows: DataFrame, *, has_keys: bool) -> DataFrame:
    """The rows that repeat one that is taken: its number or its key. Those whose number and key stand once are
    out of it; rows with the same number are looked at by one task, and with keys, where each row may hang on
    another by either, all that are left."""
    known = rows.where(f.col("hash").isNotNull()).select(
        "row", "hash", "key", f.col("token").isNotNull().alias("sound")
    )
    several = _several(known, "hash").where("several")
    if has_keys:
        by_number = _several(known, "hash").withColumnRenamed("several", "by_number")
        either = by_number.withColumn("either", f.coalesce("key", "hash"))
        several = _several(either, "either").where(f.col("several") | f.col("by_number"))
    placed = several.repartition(1) if has_keys else several.repartition("hash")
    found = placed.select("row", "hash", "key", "sound").sortWithinPartitions("row")
    ddl = "row bigint, rule string, reason string"
    return found.mapInArrow(_find_repeats, ddl).persist(pyspark.StorageLevel.MEMORY_AND_DISK_DESER)


def _several(frame: DataFrame, column: str) -> DataFrame:
    return frame.withColumn("several", f.count(f.lit(1)).over(Window.partitionBy(column)) > 1)


def _find_repeats(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    finder = _core.RepeatFinder()
    for batch in batches:
        found = finder.find(*(column.to_pylist() for column in batch.columns))
        if found:
            rows, rules, reasons = zip(*found, strict=True)
            yield record_batch(_REPEAT, len(found), {"row": rows, "rule": rules, "reason": reasons})


def _written(rows: DataFrame, repeats: DataFrame, job: _Job, most_requests: int) -> DataFrame:
    """The batches: rows that are taken, counted across all parts, and each batch of them in one place."""
    taken = rows.where(f.col("token").isNotNull()).join(repeats.select("row"), "row", "left_anti")
    parts = sorted(taken.groupBy("part").count().collect())
    in_order = f.row_number().over(Window.partitionBy("part").orderBy("row"))
    placed = (
        taken.select("part", "row", "line", "token", "request")
        .join(sums_before(rows, ("taken_before",), parts), "part")
        .withColumn("ordinal", (in_order + f.col("taken_before") - 1).cast("bigint"))
        .withColumn("batch", f.floor(f.col("ordinal") / most_requests))
        .repartition("batch")
        .sortWithinPartitions("ordinal")
        .select("ordinal", "row", "line", "token", "request")
    )
    ddl = "number bigint, name string, requests int, submission timestamp, json string, manifest string"
    return placed.mapInArrow(_batch_writer(job), ddl).persist(pyspark.StorageLevel.MEMORY_AND_DISK_DESER)


def _batch_writer(job: _Job) -> Any:
    """The function that a partition of rows that are taken is handed to."""

    def write(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        rules = rules_of(job.settings)
        writer = _core.PartBatches(rules._core, job.words.options(rules), job.name)
        for batch in batches:
            made = writer.add(*(column.to_pylist() for column in batch.columns))
            if made:
                yield batches_made(made)
        if made := writer.finish():
            yield batches_made(made)

    return write


def batches_made(made: Sequence[_core.MadeBatch]) -> pyarrow.RecordBatch:
    """Rows of batches."""
    numbers, names, requests, submissions, texts, manifests = zip(*made, strict=True)
    return record_batch(
        _BATCH,
        len(made),
        {
            "number": numbers,
            "name": names,
            "requests": requests,
            "submission": [millis * 1000 for millis in submissions],
            "json": texts,
            "manifest": manifests,
        },
    )


def manifest_in(written: DataFrame) -> DataFrame:
    """The rows of the manifests of batches."""
    lines = written.select(f.explode(f.split("manifest", "\n")).alias("text")).where("text <> ''")
    row = lines.select(f.from_json("text", _MANIFEST).alias("row")).select("row.*")
    return (
        row.withColumn("submission", f.col("submission").cast("timestamp"))
        .withColumn("first_submission", f.col("firstSubmission").cast("timestamp"))
        .drop("firstSubmission")
    )
