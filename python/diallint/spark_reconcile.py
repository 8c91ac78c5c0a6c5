"""reconcile() over a list that was prepared in Spark, and the answers to it; see spark.py."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pyarrow
import pyspark
from pyspark.sql import functions as f

from diallint import _core
from diallint.campaigns import _start
from diallint.checking import Now, said_in_python
from diallint.rules import Rules
from diallint.spark_parts import counts_of, moment_of, record_batch, rules_of
from diallint.spark_prepare import batches_made, manifest_in
from diallint.words import whole_number

if TYPE_CHECKING:
    import datetime as dt

    from pyspark.sql import DataFrame

# What a text of responses says: an answer, or what is counted of the text.
_ANSWER = pyarrow.schema(
    {
        "token": pyarrow.string(),
        "code": pyarrow.string(),
        "failed": pyarrow.bool_(),
        "responses": pyarrow.int64(),
        "unread": pyarrow.int64(),
        "call": pyarrow.string(),  # a failed one, by its exception
        "calls": pyarrow.int64(),
    }
)
_PLACE = ("list", "row", "line", "batch", "position")
# What became of a row.
_SETTLED = pyarrow.schema(
    {
        "list": pyarrow.string(),
        "row": pyarrow.int64(),
        "line": pyarrow.int64(),
        "batch": pyarrow.string(),
        "position": pyarrow.int64(),
        "token": pyarrow.string(),
        "submitted": pyarrow.int64(),
        "first_submitted": pyarrow.int64(),
        "outcome": pyarrow.string(),
        "code": pyarrow.string(),
        "several": pyarrow.bool_(),
        "region": pyarrow.string(),
        "rule": pyarrow.string(),
        "reason": pyarrow.string(),
        "remedy": pyarrow.int32(),
        "request": pyarrow.string(),
    }
)
# A batch that is sent again, or a row that must be mended after all.
_AGAIN = pyarrow.schema(
    {
        "number": pyarrow.int64(),
        "name": pyarrow.string(),
        "requests": pyarrow.int32(),
        "submission": pyarrow.timestamp("us", "UTC"),
        "json": pyarrow.string(),
        "manifest": pyarrow.string(),
        "list": pyarrow.string(),
        "row": pyarrow.int64(),
        "line": pyarrow.int64(),
        "batch": pyarrow.string(),
        "position": pyarrow.int64(),
        "code": pyarrow.string(),
        "rule": pyarrow.string(),
        "reason": pyarrow.string(),
    }
)
_RETRY = 2  # the library's Remedy::kRetry


@dataclass(frozen=True)
class _Job:
    """What each executor is told."""

    settings: Mapping[str, Any]
    start: tuple[int, int]
    rate: int
    expires_in: int | None

    def rules(self) -> Rules:
        return rules_of(self.settings)

    def options(self) -> _core.ReconcileOptions:
        return _core.ReconcileOptions(self.start, self.rate, self.expires_in)


@dataclass(frozen=True, slots=True)
class SparkReconcileSummary:
    """As of diallint.ReconcileSummary, but for what is counted by the hour, which `outcome` leads to."""

    rows: int
    taken: int
    failed: int
    unanswered: int
    failed_by_code: Mapping[str, int]
    answered_twice: int
    responses: int
    answers: int
    foreign: int  #: answers that name no row
    failed_calls: Mapping[str, int]
    unread: int
    retry: int
    repair: int
    repair_by_rule: Mapping[str, int]
    batches: int
    expires_in: int
    first_submission: dt.datetime | None
    last_submission: dt.datetime | None


class SparkReconciled:
    """What became of a list, in DataFrames in no order.

    `outcome` has list, row, line, batch, position, outcome, code, answered_twice and region of each row of the
    manifest; `repair` list, row, line, batch, position, code, rule and reason of what must be mended before it is
    sent again; `retry` the batches of what may be sent again, and `retry_manifest` their rows, as of
    SparkPrepared.
    """

    def __init__(
        self,
        answers: DataFrame,
        known: DataFrame,
        settled: DataFrame,
        again: DataFrame,
        expires_in: int,
    ) -> None:
        self._answers = answers
        self._known = known
        self._settled = settled
        self._again = again
        self._expires_in = expires_in
        self.outcome = settled.select(
            *_PLACE, "outcome", "code", f.col("several").alias("answered_twice"), "region"
        )
        columns = (*_PLACE, "code", "rule", "reason")
        self.repair = (
            settled.where(f.col("rule").isNotNull())
            .select(*columns)
            .unionByName(again.where(f.col("rule").isNotNull()).select(*columns))
        )
        batches = again.where(f.col("json").isNotNull())
        self.retry = batches.select("number", "name", "requests", "submission", "json")
        self.retry_manifest = manifest_in(batches)

    def summary(self) -> SparkReconcileSummary:
        """Counts all of it: jobs over what is kept."""
        outcomes = counts_of(self.outcome.groupBy("outcome").count())
        failed = self.outcome.where("outcome = 'failed'")
        repair = counts_of(self.repair.groupBy("rule").count())
        calls = self._answers.where(f.col("call").isNotNull()).groupBy("call").agg(f.sum("calls"))
        answered = self._answers.where(f.col("token").isNotNull())
        foreign = answered.join(self._known, "token", "left_anti").count()
        ((responses, unread, answers),) = self._answers.agg(
            f.coalesce(f.sum("responses"), f.lit(0)),
            f.coalesce(f.sum("unread"), f.lit(0)),
            f.count("token"),
        ).collect()
        ((batches, requests, first, last),) = self.retry.agg(
            f.count("number"),
            f.coalesce(f.sum("requests"), f.lit(0)),
            f.min(f.unix_micros("submission")),
            f.max(f.unix_micros("submission")),
        ).collect()
        return SparkReconcileSummary(
            rows=sum(outcomes.values()),
            taken=outcomes.get("taken", 0),
            failed=outcomes.get("failed", 0),
            unanswered=outcomes.get("unanswered", 0),
            failed_by_code=counts_of(failed.groupBy("code").count()),
            answered_twice=self.outcome.where("answered_twice").count(),
            responses=responses,
            answers=answers,
            foreign=foreign,
            failed_calls=counts_of(calls),
            unread=unread,
            retry=requests,
            repair=sum(repair.values()),
            repair_by_rule=repair,
            batches=batches,
            expires_in=self._expires_in,
            first_submission=moment_of(first),
            last_submission=moment_of(last),
        )

    def unpersist(self) -> None:
        """Lets go of what is kept; the DataFrames are of no use any more."""
        for frame in (self._again, self._settled, self._answers):
            frame.unpersist()


def reconcile(
    manifest: DataFrame,
    batches: DataFrame,
    responses: DataFrame,
    *,
    start: Now = "clock",
    rate: int = 0,
    expires_in: int | None = None,
    **settings: Any,
) -> SparkReconciled:
    """Joins a prepared list and the service's answers, as diallint.reconcile() does.

    `manifest` and `batches` are those of SparkPrepared, or have their columns (of batches `name` and `json`).
    `responses` has one column, each of whose texts is an answer or several, or the text of a file of them; or
    columns as an answer has members. `start`, `rate` and `expires_in` are of what is sent again. What is found is
    what one run finds over the same rows in the order of their batches.

    Raises TypeError and ValueError as diallint.reconcile() does; all but that a token stands twice before a job
    begins. Whatever a job raises is Spark's.
    """
    job = _Job(
        settings,
        _start(start),
        whole_number("rate", rate),
        None if expires_in is None else whole_number("expires_in", expires_in),
    )
    with said_in_python():
        expires = _core.AnsweredPart(job.rules()._core, job.options()).expires_in
    for name, frame, wanted in (
        ("manifest", manifest, (*_PLACE, "token", "submission")),
        ("batches", batches, ("name", "json")),
    ):
        if missing := [column for column in wanted if column not in frame.columns]:
            raise ValueError(f"{name} has no column {', '.join(missing)}")
    known = _known(manifest)
    if known.groupBy("token").count().where("count > 1").limit(1).count():
        raise ValueError(
            "a row of the manifest has the token of another row; it has to be as prepare() has made it"
        )
    kept = pyspark.StorageLevel.MEMORY_AND_DISK_DESER
    answers = _texts_in(responses).mapInArrow(_read_texts, _ddl(_ANSWER)).persist(kept)
    settled = (
        _answered(known, batches, answers)
        .mapInArrow(_settler(job), _ddl(_SETTLED))
        .persist(kept)
    )
    prompt = settled.where(f.col("remedy") == _RETRY).count()
    again = (
        settled.where(f.col("request").isNotNull())
        .repartition(1)
        # In the order of the batches: names of more than six digits are longer.
        .sortWithinPartitions(f.length("batch"), "batch", "position")
        .mapInArrow(_resender(job, prompt), _ddl(_AGAIN))
        .persist(kept)
    )
    return SparkReconciled(answers, known, settled, again, expires)


def _ddl(schema: pyarrow.Schema) -> Any:
    from pyspark.sql.pandas.types import from_arrow_schema

    return from_arrow_schema(schema)


# --- what is joined ------------------------------------------------------------------------------


def _texts_in(responses: DataFrame) -> DataFrame:
    """One column of texts."""
    from pyspark.sql.types import StringType

    if [field.dataType for field in responses.schema] == [StringType()]:
        return responses.toDF("text")
    return responses.select(f.to_json(f.struct("*")).alias("text"))


def _read_texts(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
    for batch in batches:
        made: dict[str, list[Any]] = {name: [] for name in _ANSWER.names}
        for text in batch.column(0).to_pylist():
            answers, responses, unread, calls = _core.answers_in((text or "").encode())
            for token, code, failed in answers:
                _append(made, token=token, code=code, failed=failed)
            _append(made, responses=responses, unread=unread)
            for call, count in calls.items():
                _append(made, call=call, calls=count)
        yield record_batch(_ANSWER, len(made["token"]), made)


def _append(columns: dict[str, list[Any]], **values: Any) -> None:
    for name, column in columns.items():
        column.append(values.get(name))


def _known(manifest: DataFrame) -> DataFrame:
    """The rows of the manifest, with moments as numbers."""
    first = "first_submission" if "first_submission" in manifest.columns else "submission"

    def millis(column: str) -> Any:
        return f.floor(f.unix_micros(f.col(column)) / 1000).cast("bigint")

    return manifest.select(
        "list",
        f.col("row").cast("bigint").alias("row"),
        f.col("line").cast("bigint").alias("line"),
        "batch",
        f.col("position").cast("bigint").alias("position"),
        "token",
        millis("submission").alias("submitted"),
        f.coalesce(millis(first), millis("submission")).alias("first_submitted"),
    )


def _answered(known: DataFrame, batches: DataFrame, answers: DataFrame) -> DataFrame:
    """Each batch that the manifest names, with its rows and their answers."""
    by_token = (
        answers.where(f.col("token").isNotNull())
        .groupBy("token")
        .agg(f.collect_list(f.struct("token", "code", "failed")).alias("answers"))
    )
    row = f.struct("position", "list", "row", "line", "token", "submitted", "first_submitted", "answers")
    by_batch = (
        known.join(by_token, "token", "left")
        .groupBy("batch")
        .agg(f.sort_array(f.collect_list(row)).alias("rows"))
    )
    texts = batches.select(f.col("name").alias("batch"), "json")
    return by_batch.join(texts, "batch", "left").select("batch", "json", "rows")


# --- where the rows are --------------------------------------------------------------------------


def _settler(job: _Job) -> Any:
    """The function that batches with their answers are handed to."""

    def settle(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        part = _core.AnsweredPart(job.rules()._core, job.options())
        for batch in batches:
            made: dict[str, list[Any]] = {name: [] for name in _SETTLED.names}
            for name, text, rows in zip(*(one.to_pylist() for one in batch.columns), strict=True):
                _settle(part, name, text, rows, made)
            yield record_batch(_SETTLED, len(made["row"]), made)

    return settle


def _settle(
    part: _core.AnsweredPart,
    name: str,
    text: str | None,
    rows: Sequence[Mapping[str, Any]],
    made: dict[str, list[Any]],
) -> None:
    places: list[_core.ManifestTuple] = [
        (
            row["list"],
            row["row"],
            row["line"],
            name,
            row["position"],
            row["token"],
            row["submitted"],
            row["first_submitted"],
        )
        for row in rows
    ]
    answers = [
        (one["token"], one["code"], one["failed"]) for row in rows for one in row["answers"] or ()
    ]
    for index, outcome, code, several, region, repair, remedy, request in part.settle(
        text, places, answers
    ):
        _, rule, reason = repair or (None, None, None)
        figures = dict(zip(_SETTLED.names, places[index], strict=False))
        _append(
            made,
            **figures,
            outcome=outcome,
            code=code,
            several=several,
            region=region,
            rule=rule,
            reason=reason,
            remedy=remedy,
            request=request,
        )


def _resender(job: _Job, prompt: int) -> Any:
    """The function that all rows that may be sent again are handed to, in the order of the manifest."""

    def resend(batches: Iterator[pyarrow.RecordBatch]) -> Iterator[pyarrow.RecordBatch]:
        rows = _core.ResentRows(job.rules()._core, job.options(), prompt)
        numbers = [0]
        for batch in batches:
            known = zip(*(batch.column(name).to_pylist() for name in _SETTLED.names[:8]), strict=True)
            rest = [batch.column(name).to_pylist() for name in ("code", "remedy", "request")]
            made = rows.add(
                [
                    (place, code or "", remedy, request)
                    for place, code, remedy, request in zip(known, *rest, strict=True)
                ]
            )
            yield from _handed_on(*made, numbers)
        yield from _handed_on(*rows.finish(), numbers)

    return resend


def _handed_on(
    batches: Sequence[_core.MadeBatch], repairs: Sequence[_core.RepairTuple], numbers: list[int]
) -> Iterator[pyarrow.RecordBatch]:
    if batches:
        # Those that wait and those that need not are counted together, in the order in which they are made.
        counted = [(numbers[0] + i, *batch[1:]) for i, batch in enumerate(batches, 1)]
        numbers[0] += len(batches)
        made = batches_made(counted)
        columns = dict(zip(made.schema.names, made.columns, strict=True))
        yield record_batch(_AGAIN, len(batches), columns)
    if repairs:
        names = (*_PLACE, "code", "rule", "reason")
        columns = dict(zip(names, zip(*repairs, strict=True), strict=True))
        yield record_batch(_AGAIN, len(repairs), columns)
