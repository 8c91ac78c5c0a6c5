"""fix() over everything that people hold."""

import collections
import datetime as dt
import decimal
import io
import json
import pathlib
import subprocess

import pytest
from support import NOW, ROOT, SECRET, batch, request

import diallint

DIRTY = "+1 (202) 555-0147"


def test_a_dict_keeps_what_no_fix_is_about():
    attributes = {"name": SECRET}
    expiry = dt.datetime(2026, 11, 20, 12, 5, tzinfo=dt.timezone.utc)
    given = {"client_token": "a", "phoneNumber": DIRTY, "expirationTime": expiry, "attributes": attributes}
    before = dict(given)
    fixed = diallint.fix(given, now=NOW)
    assert fixed.value == {**request(clientToken="a"), "expirationTime": expiry}
    assert fixed.value["attributes"] is attributes
    assert fixed.value["expirationTime"] is expiry
    assert given == before
    assert fixed.fixes == (
        diallint.Fix("member-name", True, "member-name", "/client_token", 0),
        diallint.Fix("number-form", True, "pattern", "/phoneNumber", 0),
    )
    assert fixed.report.ok
    assert (fixed.before.invalid, fixed.report.counts.invalid) == (1, 0)


@pytest.mark.parametrize(
    ("given", "value_of"),
    [
        (batch(request(phoneNumber=DIRTY)), lambda value: value["dialRequests"]),
        ([request(phoneNumber=DIRTY)], lambda value: value),
        (iter([request(phoneNumber=DIRTY)]), lambda value: value),
        (collections.OrderedDict(dialRequests=(request(phoneNumber=DIRTY),)), lambda value: value["dialRequests"]),
        (json.dumps(request(phoneNumber=DIRTY)), lambda value: [json.loads(value)]),
        (bytearray(json.dumps(request(phoneNumber=DIRTY)).encode()), lambda value: [json.loads(value)]),
        (io.BytesIO(json.dumps(request(phoneNumber=DIRTY)).encode()), lambda value: [json.loads(value)]),
        (io.StringIO(json.dumps(request(phoneNumber=DIRTY))), lambda value: [json.loads(value)]),
    ],
)
def test_every_form_comes_back_as_it_came(given, value_of):
    fixed = diallint.fix(given, now=NOW)
    assert value_of(fixed.value) == [request()]
    assert [fix.kind for fix in fixed.fixes] == ["number-form"]
    assert fixed.report.ok


def test_new_and_other_names_meet_in_one_object():
    price = decimal.Decimal("1.50")
    given = {"client_token": "", "phoneNumber": "(202) 555-0147", "Attributes": {"k": price}}
    fixed = diallint.fix(given, now=NOW, unsafe=True, default_region="us", expires_in=300)
    assert fixed.value["phoneNumber"] == "+12025550147"
    assert fixed.value["expirationTime"] == "2026-11-20T12:05:00.000Z"
    assert len(fixed.value["clientToken"]) == 32
    assert not all(fix.safe for fix in fixed.fixes)
    assert fixed.value["attributes"]["k"] == 1.5


def test_a_text_keeps_its_bytes(tmp_path):
    text = '{ "clientToken" : "a",\r\n"phoneNumber":"0012025550147"}\r\n'
    expected = text.replace("0012", "+12")
    assert diallint.fix(text, now=None).value == expected
    path = tmp_path / "one.json"
    path.write_bytes(text.encode())
    assert diallint.fix(path, now=None).value == expected.encode()
    assert path.read_bytes() == text.encode()


@pytest.mark.parametrize("options", [[], ["--unsafe", "--default-region", "US"]])
def test_the_program_fixes_the_same(options, tmp_path):
    words = {"unsafe": True, "default_region": "US"} if options else {}
    for path in sorted((ROOT / "corpus/examples").rglob("*")):
        if path.suffix not in (".json", ".ndjson", ".csv"):
            continue
        made = subprocess.run(
            ["diallint", "fix", "--isolated", "--now", "2026-11-20T12:00:00Z", *options, str(path)],
            capture_output=True,
            check=False,
        )
        try:
            fixed = diallint.fix(path, now=NOW, **words)
        except ValueError:
            assert made.returncode == 2
            continue
        assert "new-token" in str(fixed.fixes) or fixed.value == made.stdout, path


def test_kinds_can_be_chosen():
    given = request(phoneNumber=DIRTY, expirationTime="2026-11-20T13:05:00+01:00")
    fixed = diallint.fix(given, now=NOW, only="time-zone")
    assert [fix.kind for fix in fixed.fixes] == ["time-zone"]
    assert fixed.offered == {"number-form": 1}
    assert "time-zone" in [kind.name for kind in diallint.fix_kinds() if kind.safe]


def test_what_keeps_a_column_is_told():
    table = "clientToken,Notes,phoneNumber,expirationTime\nt,+12025550147,2026-11-20T12:05:00.000Z\n"
    kept = diallint.fix(table, format="csv", now=NOW, unsafe=True)
    assert kept.value == table
    assert kept.obstacle.startswith("no column was dropped: line 2 has 3 cells")
    assert diallint.fix(request(phoneNumber=DIRTY), now=NOW).obstacle == ""


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"default_region": "US"}, ValueError, "give unsafe=True too"),
        ({"expires_in": 600}, ValueError, "give unsafe=True too"),
        ({"unsafe": True, "default_region": "XX"}, ValueError, "default_region: the numbering plan has no"),
        ({"unsafe": True, "expires_in": -1}, ValueError, "expires_in must be a whole number from 0"),
        ({"unsafe": True, "expires_in": 2**70}, ValueError, "expires_in must be"),
        ({"unsafe": True, "expires_in": "1"}, TypeError, "expires_in must be an int"),
        ({"only": "number-frm"}, ValueError, "unknown kind of fix 'number-frm'"),
        ({"only": "new-token"}, ValueError, "are unsafe"),
        ({"shape": "dial-requests"}, ValueError, "did you mean 'dial-request'"),
        ({"format": "xml"}, ValueError, "format must be one of"),
        ({"rules": 5}, TypeError, "rules must be a diallint.Rules"),
    ],
)
def test_options_that_mean_nothing(options, error, says):
    with pytest.raises(error, match=says):
        diallint.fix(request(), now=NOW, **options)


@pytest.mark.parametrize("source", [5, None, object(), {5: 1}, [object()]])
def test_what_is_no_input(source):
    with pytest.raises(TypeError):
        diallint.fix(source, now=NOW)


def test_a_table_says_how_to_give_it():
    import pyarrow

    with pytest.raises(TypeError, match="give its rows as dicts"):
        diallint.fix(pyarrow.table({"phoneNumber": [DIRTY]}), now=NOW)


def test_a_path_that_is_not_there_raises():
    with pytest.raises(FileNotFoundError):
        diallint.fix(pathlib.Path("nowhere.json"), now=NOW)


def test_what_was_done_holds_no_value():
    fixed = diallint.fix(request(phoneNumber=DIRTY), now=NOW)
    for text in (repr(fixed), repr(fixed.fixes), str(fixed.report)):
        assert SECRET not in text
        assert "555" not in text.replace("555 Line Numbers", "")
