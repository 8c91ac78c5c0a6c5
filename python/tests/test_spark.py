"""check() over DataFrames of Spark: what is found is what the program finds in the same rows, whatever the
partitions. Run by `./dev test --all` for Spark 3.5 and 4, whose packages are then on the path."""

import collections
import datetime as dt
import json
import os
import re
import signal
import subprocess

import pytest
from support import NOW, ROOT, SECRET, request

pytest.importorskip("pyspark", reason="./dev test --all runs it")

from spark_session import executors_of, frame_of, session

import diallint
from diallint import spark

SCHEMA = "clientToken string, phoneNumber string, expirationTime string, attributes map<string,string>"
COUNT = 2000


def requests(count=COUNT):
    """With tokens and numbers that stand twice, near to each other and far apart, and other faults."""
    return [
        request(
            clientToken="a b" if i % 97 == 0 else None if i % 89 == 0 else f"token-{i % 1900}",
            phoneNumber=f"+1202555{100 + i % 100:04}" if i % 7 else f"+4477009{i % 100000:05}",
            expirationTime="soon" if i % 31 == 0 else "2026-11-20T12:05:00.000Z",
            attributes={"name": SECRET, "n": str(i)},
        )
        for i in range(count)
    ]


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    made = session("local[2]", tmp_path_factory.mktemp("spark"))
    yield made
    made.stop()


def lines_of(found):
    """What is compared byte for byte: a line each, sorted."""
    return "\n".join(sorted("\t".join(map(str, one)) for one in found)).encode()


def found_by_spark(report):
    return lines_of((f.row, f.severity, f.rule, f.path, f.message) for f in report.findings.collect())


def found_by_program(path, *options, header_lines=0):
    made = subprocess.run(
        ["diallint", "check", "--isolated", "--now", "2026-11-20T12:00:00Z", "--output-format", "json", *options, path],
        capture_output=True, text=True, check=False,
    )
    report = json.loads(made.stdout)
    found = lines_of(
        (max(f["line"] - 1 - header_lines, 0), f["severity"], f["rule"], f.get("path", ""), f["message"])
        for f in report["findings"]
    )
    rules = collections.Counter(f["rule"] for f in report["findings"])
    return found, {**report["summary"], "byRule": dict(rules)}


def expect_like_the_program(frame, path, text, *options, header_lines=0, **settings):
    path.write_text(text)
    expected, summary = found_by_program(path, *options, header_lines=header_lines)
    report = spark.check(frame, now=NOW, **settings)
    assert expected.count(b"\n") > 10
    assert found_by_spark(report) == expected
    made = report.summary()
    assert made.by_rule == summary["byRule"]
    for name in ("records", "valid", "invalid", "unreadable", "errors", "warnings"):
        assert getattr(made.counts, name) == summary[name], name
    assert not made.ok
    return report


@pytest.mark.parametrize("partitions", [1, 3, 8])
def test_nested_rows_are_like_ndjson(local, tmp_path, partitions):
    frame = frame_of(local, requests(), SCHEMA, partitions)
    text = "\n".join(frame.toJSON().collect())
    report = expect_like_the_program(frame, tmp_path / "rows.ndjson", text)
    assert report.summary().by_rule["token-unique"] > 50
    report.unpersist()


def test_flat_rows_are_like_csv(local, tmp_path):
    import pandas

    flat = [{**one, "attributes": None, "attributes.name": "Zoë"} for one in requests()]
    columns = ["clientToken", "phoneNumber", "expirationTime", "attributes.name", "Surprise"]
    rows = [tuple(one.get(name) for name in columns) for one in flat]
    frame = frame_of(local, rows, ", ".join(f"`{name}` string" for name in columns), 5)
    text = pandas.DataFrame(frame.collect(), columns=columns).to_csv(index=False, na_rep="")
    expect_like_the_program(frame, tmp_path / "rows.csv", text, "--ignore", "phone-fictional", header_lines=1,
                            ignore="phone-fictional")


def test_rows_that_are_batches(local):
    one = "struct<clientToken:string,phoneNumber:string,expirationTime:string,attributes:map<string,string>>"
    every = requests(300)
    batches = [([{**one, "clientToken": one.get("clientToken")} for one in every[i : i + 7]],) for i in range(0, 300, 7)]
    frame = frame_of(local, batches, f"dialRequests array<{one}>", 4)
    rows = [json.loads(text) for text in frame.toJSON().collect()]
    expected = diallint.check(iter(rows), now=NOW)
    report = spark.check(frame, now=NOW)
    assert found_by_spark(report) == lines_of((f.row, f.severity, f.rule, f.path, f.message) for f in expected)
    assert report.summary().counts == expected.counts


def test_severities_and_columns_are_those_of_a_check(local):
    frame = local.createDataFrame([("a", "+12025550147"), ("a", "+12025550148")], "Token string, Phone string")
    settings = {"csv_map": {"clientToken": "Token", "phoneNumber": "Phone"}, "severity": {"token-unique": "warning"},
                "select": ["token-unique", "phone-duplicate"]}
    report = spark.check(frame, now=NOW, **settings)
    (finding,) = report.findings.collect()
    assert (finding.row, finding.severity, finding.message.split(";")[0]) == (
        1, "warning", "clientToken was already used in line 2")
    assert report.summary().counts == diallint.Counts(2, 2, 0, 0, 0, 1, 0)
    off = spark.check(frame, now=NOW, csv_map=settings["csv_map"], select="phone-duplicate")
    assert off.findings.count() == 0
    assert off.summary().ok


def test_timestamps_without_a_zone_say_what_boto3_does(local):
    frame = local.createDataFrame([("a", dt.datetime(2026, 11, 20, 12, 5))], "clientToken string, expirationTime timestamp_ntz")
    messages = [f.message for f in spark.check(frame, now=NOW).findings.collect() if f.rule == "expiration-format"]
    assert len(messages) == 1
    assert "boto3 would take it for the local time" in messages[0]


def test_a_list_without_rows(local):
    report = spark.check(local.createDataFrame([], SCHEMA), now=NOW)
    assert [f.rule for f in report.findings.collect()] == ["no-records"]
    assert report.summary().counts.records == 0


@pytest.mark.parametrize(
    ("schema", "settings", "error", "says"),
    [
        ("phoneNumber string, odd date", {}, TypeError, "the column 'odd'"),
        ("phoneNumber string", {"shape": "dial-requests"}, ValueError, "did you mean"),
        ("phoneNumber string", {"select": "patern"}, ValueError, "unknown rule 'patern'"),
        ("phoneNumber string", {"now": "soon"}, ValueError, "now must be"),
    ],
)
def test_what_means_nothing_is_said_before_a_job(local, schema, settings, error, says):
    with pytest.raises(error, match=says):
        spark.check(local.createDataFrame([], schema), **{"now": NOW, **settings})


def test_no_value_leaves_the_place_where_it_is(local):
    secret = f"{SECRET}-token"
    frame = local.createDataFrame([request(clientToken=secret)] * 2, SCHEMA)
    report = spark.check(frame, now=NOW)
    kept = repr(report._step.collect()) + repr(report.findings.collect())
    for value in (secret, "2025550147", SECRET):
        assert value not in kept
    assert "token-unique" in kept
    again = spark.check(frame, now=NOW)
    hashes = [{bytes(row.hash) for row in one._step.collect() if row.hash} for one in (report, again)]
    assert len(hashes[0]) == 2
    assert not hashes[0] & hashes[1]


def test_what_the_guide_shows_runs(local, tmp_path):
    block, *_ = re.findall(r"```python\n(.*?)```", (ROOT / "docs/spark.md").read_text(), re.DOTALL)
    local.createDataFrame(requests(50), SCHEMA).write.parquet(f"{tmp_path}/monday/")
    exec(block.replace("s3://lists", str(tmp_path)), {"session": local})  # noqa: S102
    assert local.read.parquet(f"{tmp_path}/monday-findings").count() > 0


def test_an_executor_that_is_lost_changes_nothing(local, tmp_path):
    """In a cluster of two workers, one of which is ended when it has checked its part and still holds it."""
    local.stop()
    cluster = session("local-cluster[2,1,1024]", tmp_path)
    try:
        frame = frame_of(cluster, requests(), SCHEMA, 6)
        path = tmp_path / "rows.ndjson"
        path.write_text("\n".join(frame.toJSON().collect()))
        report = spark.check(frame, now=NOW)
        executors = executors_of(cluster)
        assert len(executors) == 2
        os.kill(executors["0"], signal.SIGKILL)
        expected, summary = found_by_program(path)
        assert found_by_spark(report) == expected
        assert report.summary().by_rule == summary["byRule"]
        assert executors["0"] not in executors_of(cluster).values()
    finally:
        cluster.stop()
