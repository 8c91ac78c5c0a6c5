"""prepare() and reconcile() over DataFrames of Spark: what is made is what one run over the same rows makes, whatever
the partitions. Run by `./dev test --all` for Spark 3.5 and 4, whose packages are then on the path."""

import dataclasses
import datetime as dt
import json
import os
import random
import re
import signal

import pytest
from support import ROOT, SECRET

pytest.importorskip("pyspark", reason="./dev test --all runs it")

import pandas
from spark_session import executors_of, frame_of, session

import diallint
from diallint import spark

START = "2026-11-20T12:00:00Z"
OPTIONS = {
    "campaign": "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9",
    "start": START,
    "token_key": "0123456789abcdef",
    "name": "people",
    "default_region": "US",
    "attributes": {"name": "First Name"},
}
COLUMNS = ("Contact ID", "First Name", "Mobile", "Mailing Country", "Do Not Call")


def people(count=600, seed=3):
    """With keys and numbers that stand several times, in chains too, and rows that are not taken for other reasons."""
    chance = random.Random(seed)
    rows = []
    for i in range(count):
        number = f"+120255501{chance.randrange(100):02}" if chance.random() < 0.5 else f"07700 9{i % 100000:05}"
        kind = chance.randrange(12)
        rows.append(
            (
                None if kind == 0 else f"k{chance.randrange(count // 2)}",
                f"{SECRET}, {i}" if kind != 1 else "two\nlines",
                {2: "555", 3: None, 4: "+999999999999999999"}.get(kind, number),
                "UK" if number.startswith("0") else None,
                "yes" if kind == 5 else None,
            )
        )
    return rows


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    made = session("local[2]", tmp_path_factory.mktemp("spark"))
    yield made
    made.stop()


def schema_of(columns=COLUMNS):
    return ", ".join(f"`{name}` string" for name in columns)


def table(spark_session, rows, partitions):
    return frame_of(spark_session, rows, schema_of(), partitions)


def as_csv(rows, columns=COLUMNS):
    return pandas.DataFrame(rows, columns=list(columns)).to_csv(index=False, na_rep="")


def moment(row_or_time):
    """Spark gives times without a zone, in that of the machine."""
    return row_or_time.astimezone(dt.timezone.utc) if row_or_time else None


def rejected_in(prepared):
    found = [
        (row.list, row.row, row.line, row.rule, row.reason,
         tuple((name, "" if cell is None else cell) for name, cell in row.cells.asDict().items()))
        for row in prepared.rejected.collect()
    ]
    return sorted(found, key=lambda row: row[1])


def without_quotes(cells):
    """A file of rejected rows is for spreadsheets, which take some cells for formulas."""
    return tuple((name, cell.removeprefix("'")) for name, cell in cells)


def manifest_in(prepared):
    found = [
        (row.list, row.row, row.line, row.batch, row.position, row.token, moment(row.submission))
        for row in prepared.manifest.collect()
    ]
    return sorted(found, key=lambda row: row[1])


def expect_like_one_run(prepared, folder, source, *, cells=True, **options):
    whole = diallint.prepare(source, output=folder, **{**OPTIONS, **options})
    batches = {row.name: row for row in prepared.batches.collect()}
    assert sorted(batches) == sorted(whole.batches.names)
    assert len(batches) > 2
    for name, row in batches.items():
        assert row.json.encode() == (folder / name).read_bytes()
        assert row.requests == len(json.loads(row.json).popitem()[1])
    assert manifest_in(prepared) == [
        (row.list, row.row, row.line, row.batch, row.position, row.token, row.submission) for row in whole.manifest
    ]
    keep = slice(0, 6 if cells else 5)
    made = prepared.summary()
    # Which columns there are is known of a DataFrame; of objects it is what the first of them have.
    assert (made if cells else dataclasses.replace(made, lists=whole.summary.lists)) == whole.summary
    assert [row[keep] for row in rejected_in(prepared)] == [
        (row.list, row.row, row.line, row.rule, row.reason, without_quotes(row.cells))[keep] for row in whole.rejected
    ]
    return whole


@pytest.mark.parametrize("partitions", [1, 3, 8])
def test_batches_are_those_of_one_run(local, tmp_path, partitions):
    rows = people()
    prepared = spark.prepare(table(local, rows, partitions), **OPTIONS)
    whole = expect_like_one_run(prepared, tmp_path / "whole", as_csv(rows))
    rules = whole.summary.rejected_by_rule
    assert {"repeated-number", "repeated-key", "do-not-call", "number-not-in-plan", "no-number"} <= set(rules)
    prepared.unpersist()


@pytest.mark.parametrize(
    "options",
    [
        {"rate": 7, "expires_in": 120},
        {"api": "v2"},
        {"expiry": False},
        {"reject_on": "warning", "ignore": "phone-fictional"},
        {"key_column": "Contact ID", "phone_regions": ["US"]},
    ],
)
def test_options_are_those_of_one_run(local, tmp_path, options):
    rows = people(300, seed=len(options) + len(str(options)))
    prepared = spark.prepare(table(local, rows, 4), **{**OPTIONS, **options})
    expect_like_one_run(prepared, tmp_path / "whole", as_csv(rows), **options)


def test_lists_without_keys_are_compared_by_number(local, tmp_path):
    rows = [row[1:] for row in people(400)]
    frame = frame_of(local, rows, schema_of(COLUMNS[1:]), 5)
    prepared = spark.prepare(frame, **OPTIONS)
    whole = expect_like_one_run(prepared, tmp_path / "whole", as_csv(rows, COLUMNS[1:]))
    assert whole.summary.rejected_by_rule["repeated-number"] > 20


def test_nested_rows_are_like_ndjson(local, tmp_path):
    rows = [(row[0], (row[2], row[3]), {"First": row[1]}) for row in people(300)]
    schema = "Key string, Reach struct<Phone:string,Country:string>, Names map<string,string>"
    frame = frame_of(local, rows, schema, 3)
    options = {"phone_columns": "Reach.Phone", "region_column": "Reach.Country", "key_column": "Key",
               "attributes": {"name": "Names.First"}}
    prepared = spark.prepare(frame, **{**OPTIONS, **options})
    text = "\n".join(frame.toJSON().collect())
    expect_like_one_run(prepared, tmp_path / "whole", text, cells=False, format="ndjson", **options)


def test_a_column_that_may_be_empty_is_a_row_each(local, tmp_path):
    rows = [(f"+1202555{i:04}" if i % 3 else None,) for i in range(100, 200)]
    prepared = spark.prepare(frame_of(local, rows, "Phone string", 3), **{**OPTIONS, "attributes": None})
    assert [row[1] for row in rejected_in(prepared)] == [i + 1 for i, row in enumerate(rows) if row[0] is None]
    assert prepared.summary().rejected_by_rule == {"blank-row": 33}


def test_a_list_without_rows(local):
    prepared = spark.prepare(local.createDataFrame([], schema_of()), **OPTIONS)
    assert prepared.batches.count() == prepared.rejected.count() == prepared.manifest.count() == 0
    summary = prepared.summary()
    assert (summary.rows, summary.batches, summary.first_submission) == (0, 0, None)


@pytest.mark.parametrize(
    ("schema", "options", "error", "says"),
    [
        ("Age string", {"attributes": None}, ValueError, "no column is known to hold"),
        ("Phone string", {}, ValueError, "First Name"),
        ("Phone string, Odd date", {"attributes": None}, TypeError, "the column 'Odd'"),
        ("Reach struct<Phone:string>", {"phone_columns": "Reach.Number"}, ValueError, "no column is known to hold"),
        ("Phone string", {"attributes": None, "token_key": "short"}, ValueError, "16 bytes at least"),
        ("Phone string", {"attributes": None, "token_key": None}, ValueError, "needs a key for its tokens"),
        ("Phone string", {"attributes": None, "expires_in": 1}, ValueError, "no request would be sound"),
        ("Phone string", {"attributes": None, "select": "patern"}, ValueError, "unknown rule"),
        ("Phone string", {"attributes": None, "start": "soon"}, ValueError, "start must be"),
    ],
)
def test_what_means_nothing_is_said_before_a_job(local, schema, options, error, says):
    with pytest.raises(error, match=says):
        spark.prepare(local.createDataFrame([], schema), **{**OPTIONS, **options})


def test_keys_and_numbers_that_are_compared_are_hashes(local):
    prepared = spark.prepare(table(local, people(50), 2), **OPTIONS)
    compared = prepared._rows.select("hash", "key").collect()
    assert any(row.key for row in compared)
    assert {len(cell) for row in compared for cell in row if cell} == {16}
    assert SECRET not in repr(prepared)
    again = spark.prepare(table(local, people(50), 2), **OPTIONS)
    hashes = [{bytes(row.hash) for row in one if row.hash} for one in (compared, again._rows.collect())]
    assert not hashes[0] & hashes[1]


# --- reconcile -----------------------------------------------------------------------------------

LATER = "2026-11-20T13:00:00Z"
CODES = ("InvalidInput", "RequestThrottled", "UnknownError", "BufferLimitExceeded", "Surprise", None)


def answers_to(tokens):
    """Texts of responses: rows that are taken, that fail in several ways, twice, or not at all, and what else
    there may be among them."""
    chance = random.Random(7)
    texts = []
    for begin in range(0, len(tokens), 20):
        taken, failed = [], []
        for token in tokens[begin : begin + 20]:
            kind = chance.randrange(10)
            if kind < 4:
                taken.append({"clientToken": token, "id": "7c9e"})
            elif kind < 8:
                failed.append({"clientToken": token, "failureCode": chance.choice(CODES)})
            if kind == 3:
                failed.append({"clientToken": token, "failureCode": "UnknownError"})
        texts.append(json.dumps({"successfulRequests": taken, "failedRequests": failed}))
    foreign = {"successfulRequests": [{"clientToken": "somebody", "id": "1"}], "failedRequests": []}
    return [*texts, texts[0] + "\n" + json.dumps(foreign), "no response", '{"__type":"ThrottlingException"}']


def folder_of(path, count=500, **options):
    return diallint.prepare(as_csv(people(count)), output=path, **{**OPTIONS, **options})


def frames_of(spark_session, folder, partitions):
    manifest = spark_session.read.json(str(folder / "manifest.ndjson"))
    manifest = manifest.withColumn("submission", manifest.submission.cast("timestamp"))
    batches = [(path.name, path.read_text()) for path in sorted(folder.glob("batch-*"))]
    return manifest.repartition(partitions), frame_of(spark_session, batches, "name string, json string", partitions)


def rows_in(frame, *names):
    return sorted(tuple(row[name] for name in names) for row in frame.collect())


PLACE = ("list", "row", "line", "batch", "position")


def expect_reconciled(done, folder, texts, out, **options):
    whole = diallint.reconcile(folder, texts, output=out, start=LATER, **options)
    assert rows_in(done.outcome.fillna("-", ["code"]), *PLACE, "outcome", "code") == sorted(
        (row.list, row.row, row.line, row.batch, row.position, row.outcome, row.code or "-") for row in whole.outcome
    )
    assert rows_in(done.repair.fillna("-", ["code"]), *PLACE, "code", "rule", "reason") == sorted(
        (row.list, row.row, row.line, row.batch, row.position, row.code or "-", row.rule, row.reason)
        for row in whole.repair
    )
    batches = {row.name: row.json.encode() for row in done.retry.collect()}
    assert batches == {name.removeprefix("retry/"): (out / name).read_bytes() for name in whole.retry.names}
    again = [
        (row.list, row.row, row.line, row.batch, row.position, row.token, moment(row.submission),
         moment(row.first_submission))
        for row in done.retry_manifest.collect()
    ]
    assert sorted(again) == sorted(
        (row.list, row.row, row.line, row.batch, row.position, row.token, row.submission, row.first_submission)
        for row in whole.retry_manifest
    )
    summary = done.summary()
    for name in summary.__slots__:
        assert getattr(summary, name) == getattr(whole.summary, name), name
    return whole


@pytest.mark.parametrize(("partitions", "options"), [(1, {}), (5, {"rate": 3, "expires_in": 90})])
def test_outcomes_are_those_of_one_run(local, tmp_path, partitions, options):
    whole = folder_of(tmp_path / "monday")
    texts = answers_to([row.token for row in whole.manifest])
    manifest, batches = frames_of(local, tmp_path / "monday", partitions)
    responses = frame_of(local, [(text,) for text in texts], "value string", partitions)
    done = spark.reconcile(manifest, batches, responses, start=LATER, **options)
    found = expect_reconciled(done, tmp_path / "monday", texts, tmp_path / "outcome", **options).summary
    assert min(found.taken, found.failed, found.unanswered, found.answered_twice, found.foreign) > 0
    assert {"failure-code"} <= set(found.repair_by_rule)
    assert {row.name[:5] for row in done.retry.collect()} == {"batch", "later"}
    regions = {row.region for row in done.outcome.collect()}
    assert regions == set(found.by_region)
    done.unpersist()


def test_batches_that_are_gone_or_others_are_mended(local, tmp_path):
    whole = folder_of(tmp_path / "monday", 300)
    texts = answers_to([row.token for row in whole.manifest])
    first, second, third = sorted((tmp_path / "monday").glob("batch-*"))[:3]
    first.unlink()
    second.write_text("{}")
    third.write_text(third.read_text().replace(whole.manifest[50].token, "another"))
    manifest, batches = frames_of(local, tmp_path / "monday", 3)
    responses = frame_of(local, [(text,) for text in texts], "value string", 2)
    done = spark.reconcile(manifest, batches, responses, start=LATER)
    found = expect_reconciled(done, tmp_path / "monday", texts, tmp_path / "outcome").summary
    assert "batch-unreadable" in found.repair_by_rule


def test_tokens_that_the_service_has_forgotten_are_mended(local, tmp_path):
    """Some of them while what is sent before them at a rate takes its time."""
    whole = folder_of(tmp_path / "monday", 300)
    manifest, batches = frames_of(local, tmp_path / "monday", 3)
    after = whole.summary.first_submission + dt.timedelta(days=7, seconds=-30)
    done = spark.reconcile(manifest, batches, local.createDataFrame([], "value string"), start=after, rate=1)
    once = diallint.reconcile(tmp_path / "monday", [], start=after, rate=1)
    assert rows_in(done.repair, "row", "rule") == sorted((row.row, row.rule) for row in once.repair)
    assert done.summary().retry == once.summary.retry
    assert done.summary().repair_by_rule == once.summary.repair_by_rule
    assert set(once.summary.repair_by_rule) == {"token-forgotten"}
    assert once.summary.retry > 0


def test_answers_may_have_columns(local, tmp_path):
    whole = folder_of(tmp_path / "monday", 200)
    manifest, batches = frames_of(local, tmp_path / "monday", 2)
    tokens = [row.token for row in whole.manifest]
    answer = "array<struct<clientToken:string,{}:string>>"
    responses = local.createDataFrame(
        [([(token, "7c9e") for token in tokens[1:]], [(tokens[0], "InvalidInput")])],
        f"successfulRequests {answer.format('id')}, failedRequests {answer.format('failureCode')}",
    )
    summary = spark.reconcile(manifest, batches, responses, start=LATER).summary()
    assert (summary.taken, summary.failed_by_code) == (len(tokens) - 1, {"InvalidInput": 1})


def test_a_token_that_stands_twice_in_the_manifest_is_refused(local, tmp_path):
    folder_of(tmp_path / "monday", 200)
    manifest, batches = frames_of(local, tmp_path / "monday", 2)
    responses = local.createDataFrame([], "value string")
    with pytest.raises(ValueError, match="has the token of another row"):
        spark.reconcile(manifest.union(manifest), batches, responses, start=LATER)


def test_what_means_nothing_to_reconcile_is_said_before_a_job(local):
    empty = local.createDataFrame([], "name string, json string")
    with pytest.raises(ValueError, match="manifest has no column list, row, line, batch, position, token, submission"):
        spark.reconcile(empty, empty, empty)
    with pytest.raises(ValueError, match="no request would be sound"):
        spark.reconcile(empty, empty, empty, expires_in=1)
    with pytest.raises(TypeError, match="rate must be an int"):
        spark.reconcile(empty, empty, empty, rate="fast")


def test_what_the_guide_shows_runs(local, tmp_path):
    _, prepare, reconcile = re.findall(r"```python\n(.*?)```", (ROOT / "docs/spark.md").read_text(), re.DOTALL)
    (tmp_path / "people").mkdir()
    (tmp_path / "people" / "part-1.csv").write_text("First Name,Phone\nAda,(202) 555-0101\nBen,555\n")
    names = {"session": local, "token_key": OPTIONS["token_key"]}
    exec(prepare.replace("s3://lists", str(tmp_path)), names)  # noqa: S102
    (token,) = [row.token for row in local.read.parquet(f"{tmp_path}/monday/manifest").collect()]
    (tmp_path / "monday" / "answers").mkdir()
    (tmp_path / "monday" / "answers" / "1.json").write_text(
        json.dumps({"failedRequests": [{"clientToken": token, "failureCode": "RequestThrottled"}], "successfulRequests": []},
                   indent=1))
    exec(reconcile.replace("s3://lists", str(tmp_path)), names)  # noqa: S102
    assert local.read.parquet(f"{tmp_path}/monday/rejected").count() == 1
    assert [row.code for row in local.read.parquet(f"{tmp_path}/monday/outcome").collect()] == ["RequestThrottled"]
    assert local.read.parquet(f"{tmp_path}/monday/retry").count() == 1


def test_an_executor_that_is_lost_changes_nothing(local, tmp_path):
    """In a cluster of two workers, one of which is ended when it has read its part and still holds it, and another
    one when it has joined the answers."""
    local.stop()
    cluster = session("local-cluster[2,1,1024]", tmp_path)
    try:
        rows = people()
        prepared = spark.prepare(table(cluster, rows, 6), **OPTIONS)
        executors = executors_of(cluster)
        assert len(executors) == 2
        os.kill(executors["0"], signal.SIGKILL)
        whole = expect_like_one_run(prepared, tmp_path / "whole", as_csv(rows))
        assert executors["0"] not in executors_of(cluster).values()
        texts = answers_to([row.token for row in whole.manifest])
        responses = frame_of(cluster, [(text,) for text in texts], "value string", 4)
        done = spark.reconcile(prepared.manifest, prepared.batches, responses, start=LATER)
        left = executors_of(cluster)
        os.kill(left[min(left)], signal.SIGKILL)
        expect_reconciled(done, tmp_path / "whole", texts, tmp_path / "outcome")
    finally:
        cluster.stop()
