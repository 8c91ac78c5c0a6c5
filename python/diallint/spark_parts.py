"""What check(), prepare() and reconcile() over DataFrames of Spark have in common."""

from __future__ import annotations

import datetime as dt
import pickle
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import pyarrow
from pyspark.sql import functions as f

from diallint.rules import Rules

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


@lru_cache(maxsize=4)
def _rules_of(settings: bytes) -> Rules:
    return Rules(**dict(pickle.loads(settings)))  # noqa: S301 - the job's own


def rules_of(settings: Mapping[str, Any] | tuple[tuple[str, Any], ...]) -> Rules:
    """Those of a job, on an executor: compiled once for each of its processes."""
    return _rules_of(pickle.dumps(tuple(dict(settings).items())))


def number_of_part() -> int:
    """Of the partition that is being read; 0 where none is."""
    from pyspark import TaskContext

    context = TaskContext.get()
    return context.partitionId() if context else 0


def arrow_schema(frame: DataFrame) -> pyarrow.Schema:
    from pyspark.sql.pandas.types import to_arrow_schema

    return to_arrow_schema(frame.schema)


def is_flat(schema: pyarrow.Schema) -> bool:
    """Whether rows are read as those of CSV, as the library tells it."""
    return not any(pyarrow.types.is_nested(one.type) for one in schema)


def table_of(schema: pyarrow.Schema, batches: Sequence[pyarrow.RecordBatch]) -> pyarrow.Table:
    return pyarrow.Table.from_batches(batches, schema)


def numbered(frame: DataFrame) -> DataFrame:
    """With names that mapInArrow does not look for inside of structs, as it does for those with dots."""
    return frame.toDF(*(f"c{i}" for i in range(len(frame.columns))))


def record_batch(schema: pyarrow.Schema, count: int, columns: Mapping[str, Any]) -> pyarrow.RecordBatch:
    """So many rows of these columns; those that are not given are empty."""
    arrays = []
    for field in schema:
        column = columns.get(field.name)
        if column is None:
            arrays.append(pyarrow.nulls(count, field.type))
        elif isinstance(column, pyarrow.Array):
            arrays.append(column)
        else:
            arrays.append(pyarrow.array(column, field.type))
    return pyarrow.RecordBatch.from_arrays(arrays, schema=schema)


def sums_before(frame: DataFrame, names: Sequence[str], parts: Sequence[Sequence[int]]) -> DataFrame:
    """A small table, which goes to all: for each part, given with its figures, the sums of those in front of it."""
    before = list(
        accumulate(
            parts,
            lambda sums, part: tuple(map(sum, zip(sums, part[1:], strict=True))),
            initial=(0,) * len(names),
        )
    )
    rows = [(part[0], *sums) for part, sums in zip(parts, before, strict=False)]
    columns = ", ".join(["part int", *(f"{name} bigint" for name in names)])
    return f.broadcast(frame.sparkSession.createDataFrame(rows, columns))


def counts_of(frame: DataFrame) -> dict[str, int]:
    """The rows of a table of words with their counts."""
    return dict(sorted(map(tuple, frame.collect())))


def moment_of(micros: int | None) -> dt.datetime | None:
    """A moment as Spark counts it. A timestamp it would give in the zone of the driver."""
    if micros is None:
        return None
    return dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc) + dt.timedelta(microseconds=micros)
