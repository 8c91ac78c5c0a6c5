"""check() over everything that people hold."""

import collections
import datetime as dt
import decimal
import enum
import io
import json
import pathlib
import pickle
import random
import subprocess
import threading
import types

import pytest
from support import NOW, ROOT, SECRET, batch, brief, request

import diallint
from diallint import fixtures


def test_a_sound_request_is_ok():
    report = diallint.check(request(), now=NOW)
    assert report.ok
    assert brief(report) == []
    assert report.counts == diallint.Counts(1, 1, 0, 0, 0, 1, 0)
    assert report.raise_for_errors() is report


def test_findings_name_rule_place_and_limits():
    report = diallint.check(batch(request(), request(clientToken="x" * 201)), now=NOW)
    (finding,) = report.of_rule("length")
    assert finding.path == "/dialRequests/1/clientToken"
    assert finding.severity == "error"
    assert finding.limits == diallint.Limits(None, "200", "201", "characters")
    assert finding.source.startswith("https://docs.aws.amazon.com/")
    assert finding.row == 1
    assert finding.place is None
    assert not report.ok


@pytest.mark.parametrize(
    "written",
    [
        lambda value: value,
        json.dumps,
        lambda value: json.dumps(value).encode(),
        lambda value: bytearray(json.dumps(value).encode()),
        lambda value: memoryview(json.dumps(value).encode()),
        lambda value: io.StringIO(json.dumps(value)),
        lambda value: io.BytesIO(json.dumps(value).encode()),
        lambda value: types.MappingProxyType(value),
        lambda value: collections.OrderedDict(value),
        lambda value: iter([value]),
        lambda value: (one for one in [value]),
        lambda value: {1: value}.values(),
    ],
)
def test_every_form_finds_the_same(written):
    value = batch(request(clientToken="a b"), request(phoneNumber="12", expirationTime=None))
    expected = brief(diallint.check(value, now=NOW))
    assert ("pattern", "/dialRequests/0/clientToken") in expected
    assert brief(diallint.check(written(value), now=NOW)) == expected


def test_paths_and_open_files(tmp_path):
    file = tmp_path / "people.csv"
    file.write_text(
        "clientToken,phoneNumber,expirationTime,name\n"
        "a b,+12025550147,2026-11-20T12:05:00.000Z,\U0001f600\n"
    )
    by_path = diallint.check(file, now=NOW, csv_map={"attributes.name": "name"})
    with file.open() as text, file.open("rb") as binary:
        for source in (text, binary):
            opened = diallint.check(
                source, now=NOW, format="csv", csv_map={"attributes.name": "name"}
            )
            assert opened.findings == by_path.findings
    (finding,) = by_path.of_rule("pattern")
    assert finding.place == diallint.Place(2, 1, 2, 4)
    assert finding.row == 0


def test_a_path_that_is_not_there_raises():
    with pytest.raises(FileNotFoundError):
        diallint.check(pathlib.Path("nowhere.json"), now=NOW)


def program(*arguments):
    return subprocess.run(
        ["diallint", *arguments], capture_output=True, text=True, cwd=ROOT, check=False
    )


@pytest.mark.parametrize(
    "name", sorted(str(path) for path in (ROOT / "corpus/examples").rglob("*") if path.is_file())
)
def test_the_program_finds_the_same(name):
    report = json.loads(
        program("check", "--isolated", "--now", "2026-11-20T12:00:00Z", "--output-format", "json", name).stdout
    )
    expected = [
        (f["rule"], f.get("path", ""), f["line"], f["column"], f["message"])
        for f in report["findings"]
    ]
    try:
        made = diallint.check(pathlib.Path(name), now="2026-11-20T12:00:00Z")
    except ValueError as error:
        assert str(error) in report["notRead"][0]["reason"]
        return
    assert [(f.rule, f.path, f.place.line, f.place.column, f.message) for f in made] == expected
    counts = report["summary"]
    assert made.counts.records == counts["records"]
    assert made.counts.errors == counts["errors"]


class Level(enum.IntEnum):
    HIGH = 7


class Word(enum.StrEnum):
    YES = "yes"


@pytest.mark.parametrize(
    "value",
    [
        None,
        True,
        False,
        0,
        -7,
        2**63 - 1,
        -(2**200),
        1.5,
        -0.0,
        1e300,
        5e-324,
        "",
        "\x00\x1f\"\\/\u2028é\U0001f600",
        [],
        {},
        [[], {}, [None]],
        {"a/b": {"~": [1, {"": 2}]}},
    ],
)
def test_values_are_written_as_json_writes_them(value):
    """The check of a value is that of its JSON text: it is taken for the same shape, kind and text."""
    assert_like_text({"attributes": value}, json.dumps({"attributes": value}))
    assert_like_text(batch(request(attributes={"k": value})), None)


def assert_like_text(value, text):
    made = diallint.check(value, now=NOW)
    read = diallint.check(text or json.dumps(value), now=NOW)
    assert [(f.rule, f.path, f.message, f.row) for f in made] == [
        (f.rule, f.path, f.message, f.row) for f in read
    ]
    assert made.counts == read.counts


def test_made_documents_are_written_as_json_writes_them():
    chance = random.Random(7)

    def value(depth):
        kinds = ["text", "number", "none", "flag"] + (["dict", "list"] if depth else [])
        kind = chance.choice(kinds)
        if kind == "dict":
            return {
                chance.choice(["clientToken", "phoneNumber", "attributes", "k", "dialRequests", "ä"]): value(
                    depth - 1
                )
                for _ in range(chance.randrange(4))
            }
        if kind == "list":
            return [value(depth - 1) for _ in range(chance.randrange(4))]
        return {
            "text": "".join(chance.choice("a+1 \n\"\\\u00e9\u2028\U0001f600\x7f") for _ in range(5)),
            "number": chance.choice([0, -1, 2.5, 10**30]),
            "none": None,
            "flag": True,
        }[kind]

    for _ in range(300):
        document = {"dialRequests": value(3)} if chance.random() < 0.5 else [value(3), value(2)]
        assert_like_text(document, None)


def test_numbers_of_other_types():
    assert brief(diallint.check(request(attributes={"k": decimal.Decimal("1.50")}), now=NOW)) == [
        ("type", "/attributes/k")
    ]
    same = diallint.check(request(attributes={"k": Level.HIGH}), now=NOW)
    assert brief(same) == [("type", "/attributes/k")]
    assert brief(diallint.check(request(attributes={"k": Word.YES}), now=NOW)) == []


def test_halves_of_characters_are_found():
    report = diallint.check(request(attributes={"k": "a\ud800b"}), now=NOW)
    assert ("encoding", "/attributes/k") in brief(report)


@pytest.mark.parametrize(
    ("expiry", "found"),
    [
        (dt.datetime(2026, 11, 20, 12, 5, tzinfo=dt.timezone.utc), []),
        (dt.datetime(2026, 11, 20, 14, 5, tzinfo=dt.timezone(dt.timedelta(hours=2))), []),
        (dt.datetime(2026, 11, 20, 11, 0, tzinfo=dt.timezone.utc), ["expiration-window"]),
        (dt.datetime(2026, 11, 20, 12, 5), ["expiration-format"]),
    ],
)
def test_datetimes_are_instants(expiry, found):
    report = diallint.check(request(expirationTime=expiry), now=NOW)
    assert brief(report) == [(rule, "/expirationTime") for rule in found]


def test_a_datetime_without_a_zone_says_what_boto3_does():
    naive = request(expirationTime=dt.datetime(2026, 11, 20, 12, 5))
    for source in (naive, batch(request(), naive), iter([request(), naive])):
        (finding,) = diallint.check(source, now=NOW, ignore="token-unique").of_rule("expiration-format")
        assert "boto3 would take it for the local time" in finding.message


def test_datetimes_without_a_zone_are_counted_where_no_rule_looks():
    naive = dt.datetime(2026, 11, 20, 12, 5)
    value = batch(request(attributes={"k": naive}), request(clientToken="b"), request(clientToken="c d"))
    report = diallint.check(value, now=NOW, ignore="phone-duplicate")
    assert ("expiration-format", "/dialRequests/0/attributes/k") in brief(report)
    assert (report.counts.valid, report.counts.invalid, report.counts.errors) == (1, 2, 2)
    off = diallint.check(value, now=NOW, ignore=["expiration-format", "phone-duplicate"])
    assert (off.counts.valid, off.counts.errors) == (2, 1)


@pytest.mark.parametrize(
    ("value", "error", "says"),
    [
        (object(), TypeError, "the type object"),
        (b"bytes", TypeError, "the type bytes"),
        ({1}, TypeError, "the type set"),
        (dt.date(2026, 11, 20), TypeError, "the type datetime.date"),
        (float("nan"), ValueError, "no number that JSON can hold"),
        (float("-inf"), ValueError, "no number that JSON can hold"),
        (decimal.Decimal("sNaN"), ValueError, "no number that JSON can hold"),
        ({5: SECRET}, TypeError, "a key is of the type int"),
    ],
)
def test_what_json_cannot_hold_names_its_place(value, error, says):
    with pytest.raises(error, match=says) as raised:
        diallint.check(batch(request(attributes={"a/b": [0, value]})), now=NOW)
    assert "/dialRequests/0/attributes/a~1b/1" in str(raised.value)
    assert SECRET not in str(raised.value)


def test_endless_nesting_ends():
    loop = []
    loop.append(loop)
    with pytest.raises(ValueError, match="nested more than 128 levels"):
        diallint.check(loop, now=NOW)


def test_a_dict_that_changes_while_it_is_read():
    class Zone(dt.tzinfo):
        def utcoffset(self, moment):
            changing["new"] = 1
            return dt.timedelta(0)

        def dst(self, moment):
            return None

        def fromutc(self, moment):
            return moment

    changing = request(expirationTime=dt.datetime(2026, 11, 20, 12, 5, tzinfo=Zone()))
    with pytest.raises(RuntimeError, match="changed while it was read"):
        diallint.check(changing, now=NOW)


@pytest.mark.parametrize("source", [5, 1.5, None, object(), diallint.check])
def test_what_is_no_input(source):
    with pytest.raises(TypeError, match="cannot check a"):
        check_it(source)


def check_it(source):
    return diallint.check(source, now=NOW)


def test_an_iterable_that_raises_raises():
    def broken():
        yield request()
        raise LookupError("the table is gone")

    with pytest.raises(LookupError, match="the table is gone"):
        diallint.check(broken(), now=NOW)


def test_a_file_that_raises_raises():
    class Broken(io.RawIOBase):
        def read(self, size=-1):
            raise OSError("the disk is gone")

    with pytest.raises(OSError, match="the disk is gone"):
        diallint.check(Broken(), now=NOW)
    with pytest.raises(TypeError, match="must give bytes or a str"):
        diallint.check(types.SimpleNamespace(read=lambda size: 5), now=NOW)


def test_an_interrupt_ends_a_long_check():
    def endless():
        for count in range(100_000):
            yield request(clientToken=f"t{count}")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        diallint.check(endless(), now=NOW)


@pytest.mark.parametrize("kind", ["path", "text", "file", "rows"])
def test_what_is_found_is_the_same_by_however_many_threads(tmp_path, kind):
    rows = [
        request(clientToken="a b" if i % 50 == 0 else f"t{i % 19_000}", phoneNumber=f"+1202555{100 + i % 100:04}")
        for i in range(20_000)
    ]
    path = tmp_path / "rows.ndjson"
    path.write_text("\n".join(map(json.dumps, rows)))
    made = []
    for jobs in (1, 2, 7, None):
        source = {"path": path, "text": path.read_text(), "file": path.open("rb"), "rows": iter(rows)}[kind]
        made.append(diallint.check(source, now=NOW, jobs=jobs))
    assert len(made[0].of_rule("token-unique")) > 900
    for report in made[1:]:
        assert report.to_dicts() == made[0].to_dicts()
        assert report.counts == made[0].counts


@pytest.mark.parametrize(("jobs", "error"), [(0, ValueError), (257, ValueError), ("2", TypeError), (True, TypeError)])
def test_a_number_of_threads_that_means_nothing(jobs, error):
    with pytest.raises(error, match="jobs must be"):
        diallint.check("{}", now=NOW, jobs=jobs)


def test_what_raises_in_another_thread_is_raised():
    def rows():
        for count in range(50_000):
            yield request(clientToken=f"t{count}")
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        diallint.check(rows(), now=NOW, jobs=4)


def test_iterables_are_records_of_one_run():
    report = diallint.check((request() for _ in range(3)), now=NOW, ignore="phone-duplicate")
    assert [(f.rule, f.row) for f in report.of_rule("token-unique")] == [
        ("token-unique", 1),
        ("token-unique", 2),
    ]
    assert report.of_rule("token-unique")[0].first == diallint.FirstPlace(0, 1, True)


def test_more_findings_than_are_wanted_are_counted():
    report = diallint.check([request(clientToken="a b")] * 10, now=NOW, select="pattern", max_findings=3)
    assert (len(report), report.found) == (3, 10)


@pytest.mark.parametrize(
    ("now", "found"),
    [
        (NOW, []),
        ("2026-11-20T12:00:00Z", []),
        ("2026-11-20T13:00:00+01:00", []),
        ("2026-11-20T12:06:00Z", ["expiration-window"]),
        ("clock", ["expiration-window"]),
        (None, []),
    ],
)
def test_moments(now, found):
    assert [rule for rule, _ in brief(diallint.check(request(), now=now))] == found


@pytest.mark.parametrize(
    ("now", "error"),
    [("soon", ValueError), (dt.datetime(2026, 11, 20), ValueError), (5, TypeError)],
)
def test_what_is_no_moment(now, error):
    with pytest.raises(error, match="now"):
        diallint.check(request(), now=now)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"select": "patern"}, "select: unknown rule 'patern'; did you mean 'pattern'"),
        ({"severity": {"pattern": "high"}}, "severity"),
        ({"phone_regions": "XX"}, "phone_regions: the numbering plan has no region 'XX'"),
        ({"deny_phone_types": "nothing"}, "deny_phone_types"),
        ({"envelope": "sack"}, "unknown envelope"),
        ({"shape": "dial-requests"}, "did you mean 'dial-request'"),
        ({"format": "xml"}, "format must be one of"),
        ({"numbering_plan": "nowhere.txt"}, "numbering_plan"),
    ],
)
def test_settings_that_mean_nothing(settings, says):
    with pytest.raises(ValueError, match=says):
        diallint.check(request(), now=NOW, **settings)
    if "shape" not in settings and "format" not in settings:
        with pytest.raises(ValueError, match=says):
            diallint.Rules(**settings)


def test_an_unknown_setting_and_rules_with_settings():
    with pytest.raises(TypeError, match="unexpected keyword"):
        diallint.check(request(), now=NOW, selct="pattern")
    with pytest.raises(TypeError, match="give select to the Rules"):
        diallint.check(request(), now=NOW, rules=diallint.Rules(), select="pattern")


def test_rules_are_settings_that_are_kept(tmp_path):
    schema = tmp_path / "own.schema.json"
    text = next(s.schema for s in diallint.shapes() if s.id == "dial-request")
    schema.write_text(text.replace('"maxLength": 200', '"maxLength": 5'))
    rules = diallint.Rules(schemas=[schema], ignore=["phone-fictional"], severity={"length": "warning"})
    report = diallint.check(request(), now=NOW, rules=rules)
    assert [(f.rule, f.severity) for f in report] == [("length", "warning")]
    assert report.ok
    assert rules.explain("length").severity == "warning"
    with pytest.raises(FileNotFoundError):
        diallint.Rules(schemas=[tmp_path / "none.json"])


def test_region_and_type_policies():
    rules = diallint.Rules(phone_regions=["GB"])
    assert ("phone-region", "/phoneNumber") in brief(diallint.check(request(), now=NOW, rules=rules))


def test_envelopes_are_opened():
    message = {"Records": [{"messageId": "1", "body": json.dumps(batch(request(clientToken="a b"))), "eventSource": "aws:sqs"}]}
    (finding,) = diallint.check(message, now=NOW).of_rule("pattern")
    assert finding.path == "/dialRequests/0/clientToken"


def test_reports_hold_no_value():
    report = diallint.check(
        batch(request(clientToken=SECRET + " ", phoneNumber=SECRET), request(expirationTime=SECRET)),
        now=NOW,
    )
    assert report.counts.errors >= 3
    written = [str(report), repr(report), repr(report.findings), report._repr_html_(), str(report.to_dicts())]
    with pytest.raises(diallint.DialRequestError) as raised:
        report.raise_for_errors()
    assert raised.value.report is report
    for text in [*written, str(raised.value), repr(raised.value)]:
        assert SECRET not in text


def test_reports_and_errors_travel_between_processes():
    report = diallint.check(request(clientToken="a b"), now=NOW)
    error = pickle.loads(pickle.dumps(diallint.DialRequestError(report)))
    assert str(error) == str(diallint.DialRequestError(report))
    assert error.report.findings == report.findings


def test_a_path_in_a_str_says_how_to_give_it(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    pathlib.Path("people.csv").write_text("a\n")
    with pytest.raises(ValueError, match="pathlib.Path"):
        diallint.check("people.csv", now=None)
    assert not diallint.check("other.csv", now=None).ok


def test_names_of_attributes_can_be_masked():
    value = request(attributes={SECRET: 5})
    assert SECRET in str(diallint.check(value, now=NOW))
    assert SECRET not in str(diallint.check(value, now=NOW, mask_keys=True))


def test_a_report_is_no_truth():
    with pytest.raises(TypeError, match="report.ok"):
        bool(diallint.check(request(), now=NOW))


def test_tables_for_notebooks_are_escaped():
    report = diallint.check(request(attributes={"<b>": 5}), now=NOW)
    assert "<b>" not in report._repr_html_()
    assert "&lt;b&gt;" in report._repr_html_()


def test_threads_share_rules():
    rules = diallint.Rules()
    value = batch(*[request(clientToken=f"t {i}") for i in range(25)])
    expected = diallint.check(value, now=NOW, rules=rules).findings
    seen = []

    def work():
        for _ in range(50):
            seen.append(diallint.check(value, now=NOW, rules=rules).findings == expected)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == [True] * 400


def test_explanations():
    rule = diallint.explain("expiration-window")
    assert rule.severity == "error"
    assert rule.documents[0].url.startswith("https://")
    assert [r.id for r in diallint.rules()][0] == "json-syntax"
    assert "put-dial-request-batch" in [shape.id for shape in diallint.shapes()]
    with pytest.raises(KeyError, match="expiration-windw"):
        diallint.explain("expiration-windw")


def test_failure_codes_and_exceptions():
    known = diallint.all_guidance()
    for one in known:
        assert diallint.guidance(one.name, one.service) == one
        assert one.meaning and one.advice
    throttled = diallint.guidance("RequestThrottled", "connectcampaigns")
    assert (throttled.remedy, throttled.http_status) == ("wait-then-retry", None)
    assert diallint.guidance("com.amazonaws.connect#ThrottlingException", "connect").http_status == 429
    assert diallint.guidance("RequestThrottled", "connect") is None
    assert diallint.guidance("Nothing") is None
    with pytest.raises(TypeError, match="name must be a str, not int"):
        diallint.guidance(429)


def test_answers_are_held_against_requests():
    asked = batch(request(clientToken="a"), request(clientToken="b"), request(clientToken="c"))
    answer = {
        "successfulRequests": [{"clientToken": "a", "id": "6f1f3c9e-0f0c-4b43-9a55-1c8d2e5f7a10"}],
        "failedRequests": [
            {"clientToken": "b", "id": "6f1f3c9e-0f0c-4b43-9a55-1c8d2e5f7a11", "failureCode": "InvalidInput"}
        ],
    }
    for form in (lambda value: value, json.dumps, lambda value: json.dumps(value).encode()):
        report = diallint.check_response(form(asked), form(answer))
        assert report.responses == diallint.ResponseCounts(taken=1, failed=1, unanswered=1)
        assert [(f.file, f.path) for f in report.of_rule("token-answered")] == [
            (0, "/dialRequests/2/clientToken")
        ]
        assert [f.severity for f in report.of_rule("failure-code")] == ["info"]
    with pytest.raises(ValueError, match="request"):
        diallint.check_response(answer, asked)


def test_fixtures_are_sound_and_repeat():
    for shape in ("dial-request", "put-dial-request-batch", "start-outbound-voice-contact"):
        made = fixtures.valid(shape, seed=3, now=NOW)
        assert made == fixtures.valid(shape, seed=3, now=NOW)
        assert made != fixtures.valid(shape, seed=4, now=NOW)
        assert diallint.check(made, now=NOW, shape=shape, ignore="phone-fictional").ok
    assert fixtures.valid("dial-request", regions=["GB"], now=NOW)["phoneNumber"].startswith("+44")
    assert "US" in fixtures.regions()
    with pytest.raises(ValueError, match="region"):
        fixtures.valid("dial-request", regions=["XX"], now=NOW)
    with pytest.raises(ValueError, match="a moment"):
        fixtures.valid(now=None)


def test_whatever_is_given_is_answered():
    """A report, or an exception that says what was expected: nothing ends the interpreter."""
    from hypothesis import HealthCheck, given, settings, strategies as st

    odd = st.sampled_from([object(), b"x", {1}, 1j, float("nan"), dt.date.min, dt.datetime.max, range(3), type])
    scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text() | st.decimals() | st.datetimes()
    names = st.text() | st.sampled_from(["clientToken", "phoneNumber", "dialRequests", "attributes"])
    values = st.recursive(
        scalars | odd,
        lambda inner: st.lists(inner) | st.dictionaries(names | st.integers(), inner) | st.tuples(inner),
    )
    outcomes = set()

    # On a busy machine a draw takes longer than hypothesis expects.
    @settings(
        max_examples=300,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(values)
    def answered(value):
        try:
            report = diallint.check(value, now=NOW)
        except (TypeError, ValueError) as error:
            outcomes.add(type(error))
            assert str(error)
        else:
            outcomes.add(diallint.Report)
            counts = report.counts
            assert counts.records == counts.valid + counts.invalid + counts.unreadable
            assert len(report) == report.found

    answered()
    assert outcomes == {diallint.Report, TypeError, ValueError}


def test_hypothesis_draws_from_the_schemas():
    from hypothesis import HealthCheck, given, settings

    drawn = []

    # On a busy machine a draw takes longer than hypothesis expects.
    @settings(
        max_examples=20,
        database=None,
        derandomize=True,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow],
    )
    @given(fixtures.strategy("dial-request", now=NOW))
    def sound(value):
        drawn.append(value)
        assert diallint.check(value, now=NOW, ignore="phone-fictional").ok

    sound()
    assert len({json.dumps(value) for value in drawn}) > 10
