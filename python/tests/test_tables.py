"""Tables of pandas, polars and pyarrow: what is found is what the same rows as dicts or CSV have."""

import datetime as dt
import decimal
import io
import json
import random

import pandas
import polars
import pyarrow
import pytest
from support import NOW, brief, request

import diallint

UTC = dt.timezone.utc
EXPIRY = dt.datetime(2026, 11, 20, 12, 5, tzinfo=UTC)


def rows(count=40):
    chance = random.Random(5)
    return [
        {
            "clientToken": chance.choice(["a b", f"token-{i}", "", None, 'quoted "x", y']),
            "phoneNumber": chance.choice([f"+120255501{i % 100:02}", "12", None]),
            "expirationTime": chance.choice(["2026-11-20T12:05:00.000Z", "soon", None]),
            "attributes.name": chance.choice(["Zoë", "line\nend", None]),
        }
        for i in range(count)
    ]


def columns_of(records):
    return {name: [record[name] for record in records] for name in records[0]}


def as_csv(records):
    return pandas.DataFrame(records).to_csv(index=False, quoting=1, na_rep="")


TABLES = {
    "pyarrow": lambda columns: pyarrow.table(columns),
    "batches": lambda columns: pyarrow.Table.from_batches(
        pyarrow.table(columns).to_batches(max_chunksize=7)
    ),
    "slice": lambda columns: pyarrow.concat_tables(
        [pyarrow.table(columns).slice(0, 13), pyarrow.table(columns).slice(13)]
    ),
    "reader": lambda columns: pyarrow.table(columns).to_reader(max_chunksize=5),
    "large": lambda columns: pyarrow.table(
        {name: pyarrow.array(values, pyarrow.large_string()) for name, values in columns.items()}
    ),
    "view": lambda columns: pyarrow.table(
        {name: pyarrow.array(values, pyarrow.string_view()) for name, values in columns.items()}
    ),
    "dictionary": lambda columns: pyarrow.table(
        {name: pyarrow.array(values).dictionary_encode() for name, values in columns.items()}
    ),
    "pandas": lambda columns: pandas.DataFrame(columns),
    "polars": lambda columns: polars.DataFrame(columns),
    "categorical": lambda columns: polars.DataFrame(columns).with_columns(
        polars.col("phoneNumber").cast(polars.Categorical)
    ),
}


@pytest.mark.parametrize("kind", TABLES)
def test_flat_tables_are_like_csv(kind):
    records = rows()
    expected = diallint.check(io.StringIO(as_csv(records)), now=NOW, format="csv")
    made = diallint.check(TABLES[kind](columns_of(records)), now=NOW)
    assert [(f.rule, f.path, f.row) for f in made] == [(f.rule, f.path, f.row) for f in expected]
    assert made.counts == expected.counts
    assert made.counts.records == len(records)
    assert {f.place for f in made} == {None}


def test_columns_can_be_mapped():
    table = pyarrow.table({"Telephone": ["12"], "clientToken": ["a"], "expirationTime": ["x"], "n": ["y"]})
    report = diallint.check(
        table, now=NOW, csv_map={"phoneNumber": "Telephone", "attributes.n": "n"}, select="phone-e164"
    )
    assert brief(report) == [("phone-e164", "/phoneNumber")]


def nested():
    return [
        request(clientToken="a b", attributes={"k": "v", "l": "é"}),
        request(clientToken="c", attributes=None),
        request(phoneNumber="12", attributes={}),
    ]


@pytest.mark.parametrize(
    "attributes",
    [
        pyarrow.map_(pyarrow.string(), pyarrow.string()),
        pyarrow.struct({"k": pyarrow.string(), "l": pyarrow.string()}),
    ],
)
def test_nested_columns_are_members(attributes):
    values = nested()
    column = [value.get("attributes") for value in values]
    if pyarrow.types.is_map(attributes):
        column = [list(one.items()) if one is not None else None for one in column]
    table = pyarrow.table(
        {
            **{name: [value[name] for value in values] for name in ("clientToken", "phoneNumber", "expirationTime")},
            "attributes": pyarrow.array(column, attributes),
        }
    )
    for form in (table, table.slice(0), pyarrow.concat_tables([table.slice(0, 2), table.slice(2)])):
        made = diallint.check(form, now=NOW)
        assert brief(made) == brief(diallint.check(iter(values), now=NOW))
    with pytest.raises(ValueError, match="csv_map names columns of flat tables"):
        diallint.check(table, now=NOW, csv_map={"phoneNumber": "x"})


def test_batches_in_a_list_column():
    requests = [request(clientToken="a"), request(clientToken="b c")]
    flat = [{**one, "attributes": {"k": "v"}} for one in requests]
    table = pyarrow.table({"dialRequests": [flat, []]})
    assert brief(diallint.check(table, now=NOW)) == brief(
        diallint.check(iter([{"dialRequests": flat}, {"dialRequests": []}]), now=NOW)
    )


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_timestamps_with_a_zone_are_instants(unit):
    for when, found in ((EXPIRY, []), (EXPIRY - dt.timedelta(hours=1), [("expiration-window", "/expirationTime")])):
        value = request()
        columns = {
            "clientToken": ["a"],
            "phoneNumber": [value["phoneNumber"]],
            "expirationTime": pyarrow.array([when], pyarrow.timestamp(unit, "Europe/Berlin")),
            "attributes.k": ["v"],
        }
        assert brief(diallint.check(pyarrow.table(columns), now=NOW)) == found


def test_timestamps_without_a_zone_say_what_boto3_does():
    frame = pandas.DataFrame([{**request(attributes=None), "expirationTime": pandas.Timestamp("2026-11-20 12:05")}])
    (finding,) = diallint.check(frame, now=NOW).of_rule("expiration-format")
    assert "boto3 would take it for the local time" in finding.message


def test_timestamps_beyond_all_dates_are_findings():
    for count in (2**63 - 1, -(2**63) + 1):
        table = pyarrow.table({"clientToken": ["a"], "phoneNumber": ["+12025550147"],
                               "expirationTime": pyarrow.array([count], pyarrow.timestamp("s", "UTC"))})
        assert ("expiration-format", "/expirationTime") in brief(diallint.check(table, now=NOW))


@pytest.mark.parametrize(
    "values",
    [
        pyarrow.array([1, None, -3], pyarrow.int8()),
        pyarrow.array([1, None, 3], pyarrow.uint16()),
        pyarrow.array([2**63, None, 0], pyarrow.uint64()),
        pyarrow.array([1.5, None, float("nan")], pyarrow.float32()),
        pyarrow.array([1.5, None, float("inf")], pyarrow.float64()),
        pyarrow.array([True, None, False]),
        pyarrow.nulls(3),
    ],
)
def test_other_columns_are_values_of_their_kind(values):
    value = request(attributes=None)
    nested_table = pyarrow.table(
        {
            **{name: [value[name]] * 3 for name in value},
            "attributes": pyarrow.StructArray.from_arrays([values], ["k"]),
        }
    )
    expected = [
        request(attributes={} if one is None or one != one or one in (float("inf"),) else {"k": one})
        for one in values.to_pylist()
    ]
    assert brief(diallint.check(nested_table, now=NOW)) == brief(diallint.check(iter(expected), now=NOW))


@pytest.mark.parametrize(
    "column",
    [
        pyarrow.array([decimal.Decimal("1.5")]),
        pyarrow.array([b"bytes"]),
        pyarrow.array([dt.date(2026, 11, 20)]),
        pyarrow.array([[(1, "a")]], pyarrow.map_(pyarrow.int8(), pyarrow.string())),
    ],
)
def test_columns_that_are_no_member_are_named(column):
    with pytest.raises(TypeError, match="the column 'odd' is of Arrow's type"):
        diallint.check(pyarrow.table({"phoneNumber": ["+12025550147"], "odd": column}), now=NOW)


def test_a_stream_that_fails_raises():
    def batches():
        yield pyarrow.record_batch({"phoneNumber": ["12"]})
        raise OSError("the bucket is gone")

    schema = pyarrow.schema({"phoneNumber": pyarrow.string()})
    with pytest.raises(OSError, match="the bucket is gone"):
        diallint.check(pyarrow.RecordBatchReader.from_batches(schema, batches()), now=NOW)


def test_a_table_without_rows():
    report = diallint.check(pyarrow.table(columns_of(rows())).slice(0, 0), now=NOW)
    assert [f.rule for f in report] == ["no-records"]


def test_findings_are_a_table_as_well():
    value = [request(clientToken="a b"), request(clientToken="x" * 300), request(clientToken="x" * 300)]
    for report in (
        diallint.check(value, now=NOW),
        diallint.check("\n".join(json.dumps(one) for one in value), now=NOW),
        diallint.check(request(), now=NOW, ignore="phone-fictional"),
    ):
        table = pyarrow.table(report.to_arrow())
        flat = [
            {
                **{name: getattr(f, name) for name in ("rule", "severity", "path", "message", "row", "source", "file")},
                **{name: f.place and getattr(f.place, name) for name in ("line", "column", "end_line", "end_column")},
                **{name: f.limits and getattr(f.limits, name) for name in ("minimum", "maximum", "actual", "unit")},
                **{f"first_{name}": f.first and getattr(f.first, name) for name in ("file", "number", "is_line")},
                "cell": None,
            }
            for f in report
        ]
        assert [dict(sorted(row.items())) for row in table.to_pylist()] == [dict(sorted(row.items())) for row in flat]
        assert polars.DataFrame(report.to_arrow()).height == len(report.to_arrow()) == len(report)
        assert table.to_pandas()["rule"].tolist() == [f.rule for f in report]
        table.validate(full=True)
    assert table.schema.field("row").type == pyarrow.uint64()
    assert table.schema.field("first_is_line").type == pyarrow.bool_()


def test_a_column_of_findings_outlives_the_table():
    report = diallint.check(request(clientToken="a b"), now=NOW)
    rules = pyarrow.table(report.to_arrow()).column("rule")
    stream = report.to_arrow().__arrow_c_stream__()  # one that nobody reads
    del report, stream
    assert "pattern" in rules.to_pylist()


def test_what_was_found_can_be_checked_for_being_a_table_itself():
    findings = diallint.check(request(clientToken="a b"), now=NOW).to_arrow()
    assert [f.rule for f in diallint.check(findings, now=NOW)] == ["csv-syntax"]
