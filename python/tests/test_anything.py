"""Nothing that a caller passes ends the interpreter: every call of the package with anything, and with objects
that change, lie and raise while they are read. What comes out is a result or a documented exception.

`./dev fuzz python` runs it for long, on a module with the address sanitizer."""

import array
import collections
import datetime as dt
import decimal
import io
import os
import pathlib

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import NOW, request

import diallint
from diallint import fixtures

EXAMPLES = int(os.environ.get("DIALLINT_FUZZ_EXAMPLES", "60"))
CAMPAIGN = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9"


class Planted(Exception):
    """What the objects of these tests raise: whatever reading a source raises comes out of the call."""


#: Documented: what is no input, options that mean nothing, a value that changes while it is read, files.
EXPECTED = (TypeError, ValueError, OverflowError, RecursionError, RuntimeError, KeyError, OSError, Planted)


def quietly(call):
    try:
        return call()
    except EXPECTED as error:
        # Errors of the library's own inside have these words.
        assert "incompatible function arguments" not in str(error), error
        assert not isinstance(error, RuntimeError) or isinstance(error, RecursionError) or "changed" in str(error) or "mutated" in str(error), error
        return error


# --- objects that do what they should not ---------------------------------------------------------


class Raising:
    """Raises whatever is asked of it."""

    def __getattr__(self, name):
        raise Planted(name)

    def _raise(self, *_, **__):
        raise Planted

    __len__ = __iter__ = __getitem__ = __str__ = __bool__ = __fspath__ = __hash__ = __eq__ = _raise


class LyingMapping(collections.abc.Mapping):
    def __init__(self, keys, value):
        self.names, self.value = keys, value

    def __len__(self):
        return 2**40

    def __iter__(self):
        return iter(self.names)

    def __getitem__(self, key):
        return self.value


class OddItems(LyingMapping):
    def items(self):
        return [("a",), "ab", 5]


class LyingList(list):
    def __len__(self):
        return 2**40

    def __getitem__(self, index):
        raise Planted

    def __iter__(self):
        raise Planted


class OddText(str):
    def __eq__(self, other):
        raise Planted

    def __str__(self):
        raise Planted

    __hash__ = str.__hash__


class Zone(dt.tzinfo):
    """Does something to a container while one of its values is read."""

    def __init__(self, act):
        self.act = act

    def utcoffset(self, moment):
        return self.act()

    def dst(self, moment):
        return None

    def tzname(self, moment):
        return "odd"


def changing(kind):
    """A container that is emptied, or filled, while it is written."""
    held = {"a": 1, "b": [2, 3]} if kind.startswith("dict") else [1, 2]

    def act():
        if kind.endswith("clear"):
            held.clear()
        elif kind.startswith("dict"):
            held.update({f"k{i}": [] for i in range(50)})
        elif len(held) < 400:
            held.extend([[], {}] * 50)
        return dt.timedelta(0)

    moment = dt.datetime(2026, 11, 20, tzinfo=Zone(act))
    if isinstance(held, dict):
        held.update(a=moment, z={"inner": [moment, "x"]})
    else:
        held[:] = [moment, {"k": "v"}, moment]
    return held


def endless(kind):
    held = {} if kind == "dict" else []
    if kind == "dict":
        held["a"] = held
    else:
        held.append(held)
    return held


def generator(kind, value):
    yield request()
    yield value
    if kind == "raise":
        raise Planted
    if kind == "change":
        value = changing("list fill")
        yield value


class Reader:
    """An open file that gives anything."""

    def __init__(self, pieces):
        self.pieces = list(pieces)

    def read(self, size=-1):
        if not self.pieces:
            return b""
        piece = self.pieces.pop()
        if isinstance(piece, Exception):
            raise piece
        return piece


class Stream:
    """Claims to be a table of Arrow's."""

    def __init__(self, capsule):
        self.capsule = capsule

    def __arrow_c_stream__(self, requested_schema=None):
        if isinstance(self.capsule, Exception):
            raise self.capsule
        return self.capsule


# --- anything ------------------------------------------------------------------------------------

NAMES = st.sampled_from(
    ["clientToken", "phoneNumber", "expirationTime", "attributes", "dialRequests", "client_token", "Phone", "id",
     "successfulRequests", "failedRequests", "failureCode", "Records", "body", "", "a/b~c"]
)
TEXTS = st.text(max_size=20) | NAMES | st.sampled_from(
    ["\ud800", "a\udfffb", "\x00", "+1 (202) 555-0147", "0012025550147", "{", "[1,", '{"clientToken":"a"}', "a,b\n1,2\n",
     "Phone\n+12025550101\n", "9" * 5000, "\U0001f600", "﻿", "["*300]
)
SCALARS = (
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS | st.binary(max_size=20) | st.decimals()
    | st.datetimes() | st.datetimes(timezones=st.just(dt.timezone.utc))
    | st.builds(lambda: 10**5000)
    | st.sampled_from([-(2**63), 2**64, float("nan"), decimal.Decimal("1E+99999"), decimal.Decimal("sNaN"),
                       dt.date.min, dt.datetime.max.replace(tzinfo=dt.timezone(dt.timedelta(hours=-23))),
                       dt.datetime.min.replace(tzinfo=dt.timezone(dt.timedelta(hours=23))), 1j, object, type, ...])
)
ODD = st.builds(Raising) | st.builds(lambda: OddText("clientToken")) | st.builds(
    changing, st.sampled_from(["dict clear", "dict fill", "list clear", "list fill"])
) | st.builds(endless, st.sampled_from(["dict", "list"])) | st.builds(
    lambda kind: dt.datetime(2026, 11, 20, tzinfo=Zone(lambda: kind)), st.sampled_from([None, 5, dt.timedelta(days=2)])
)
VALUES = st.recursive(
    SCALARS | ODD,
    lambda inner: st.lists(inner, max_size=4)
    | st.dictionaries(NAMES | TEXTS | st.integers(), inner, max_size=4)
    | st.tuples(inner)
    | st.builds(LyingMapping, st.lists(NAMES | st.integers(), max_size=3), inner)
    | st.builds(OddItems, st.just(["a"]), inner)
    | st.builds(LyingList, st.lists(inner, max_size=3)),
    max_leaves=12,
)
BUFFERS = st.tuples(st.binary(max_size=60), st.integers(0, 3)).map(
    lambda drawn: (
        bytearray(drawn[0]), memoryview(drawn[0]), memoryview(bytearray(drawn[0] + b"  "))[::2], array.array("b", drawn[0])
    )[drawn[1]]
)
READERS = st.builds(Reader, st.lists(TEXTS | st.binary(max_size=40) | VALUES | st.builds(Planted), max_size=4))
SOURCES = (
    VALUES | BUFFERS | READERS
    | st.builds(generator, st.sampled_from(["end", "raise", "change"]), VALUES)
    | st.builds(Stream, VALUES | st.builds(Planted))
    | st.builds(lambda content: io.BytesIO(content), st.binary(max_size=60))
    | st.sampled_from([pathlib.Path("/nowhere"), pathlib.Path("/"), pathlib.Path("/dev/null"), pathlib.Path("a\0b")])
)
WORDS = VALUES | TEXTS


def options(names, usual=None):
    """Some of a call's options, with anything in them."""
    return st.dictionaries(st.sampled_from(names), WORDS, max_size=2).map(lambda odd: {**(usual or {}), **odd})


COMMON = ["now", "shape", "format", "csv_map", "rules", "select", "ignore", "severity", "schemas", "envelope", "accept_sdk_names",
          "mask_keys", "phone_regions", "deny_phone_regions", "deny_phone_types", "numbering_plan"]
SENDING = ["start", "rate", "expires_in", "output"]

fuzzed = settings(
    max_examples=EXAMPLES, database=None, deadline=None, derandomize="DIALLINT_FUZZ_EXAMPLES" not in os.environ,
    suppress_health_check=list(HealthCheck),
)


@fuzzed
@given(SOURCES, options([*COMMON, "max_findings"], {"now": NOW}))
def test_check(source, how):
    report = quietly(lambda: diallint.check(source, **how))
    if isinstance(report, diallint.Report):
        counts = report.counts
        assert counts.records == counts.valid + counts.invalid + counts.unreadable
        assert repr(report)
        assert report.to_dicts() is not None


@fuzzed
@given(SOURCES, options([*COMMON, "unsafe", "only", "default_region", "region_column", "expires_in"], {"now": NOW}))
def test_fix(source, how):
    fixed = quietly(lambda: diallint.fix(source, **how))
    if isinstance(fixed, diallint.Fixed):
        assert repr(fixed)
        assert len(fixed.fixes) >= 0


@fuzzed
@given(
    SOURCES,
    options(
        [*SENDING, "campaign", "api", "expiry", "token_key", "name", "format", "phone_columns", "region_column", "key_column",
         "do_not_call_column", "attributes", "default_region", "allow_repeats", "reject_on", "rules", "severity"],
        {"campaign": CAMPAIGN, "start": NOW},
    ),
)
def test_prepare(tmp_path_factory, source, how):
    here = os.getcwd()
    os.chdir(tmp_path_factory.mktemp("prepare"))  # an output may be the name of a folder
    try:
        prepared = quietly(lambda: diallint.prepare(source, **how))
        if isinstance(prepared, diallint.Prepared):
            assert prepared.summary.rows == prepared.summary.taken + prepared.summary.rejected
            assert len(prepared.rejected) == prepared.summary.rejected
            assert sum(len(one.get("dialRequests", one.get("outboundRequests"))) for one in prepared.batches) == len(prepared.manifest)
    finally:
        os.chdir(here)


@fuzzed
@given(st.booleans(), SOURCES, SOURCES | st.lists(SOURCES, max_size=3), options([*SENDING, "rules"], {"start": NOW}))
def test_reconcile(tmp_path_factory, is_prepared, prepared, responses, how):
    here = os.getcwd()
    os.chdir(tmp_path_factory.mktemp("reconcile"))
    try:
        if is_prepared:
            prepared = diallint.prepare("Phone\n+12025550101\n", campaign=CAMPAIGN, start=NOW)
        # A path of this machine's own would be read to its end.
        every = responses if type(responses) is list else [responses]
        if any(isinstance(one, pathlib.Path) and one == pathlib.Path("/") for one in every):
            return
        done = quietly(lambda: diallint.reconcile(prepared, responses, **how))
        if isinstance(done, diallint.Reconciled):
            assert len(done.outcome) == done.summary.rows
    finally:
        os.chdir(here)


@fuzzed
@given(SOURCES, SOURCES, options(["now", "rules"]))
def test_check_response(request, response, how):
    quietly(lambda: diallint.check_response(request, response, **how))


@fuzzed
@given(options(COMMON[5:]))
def test_rules(how):
    rules = quietly(lambda: diallint.Rules(**how))
    if isinstance(rules, diallint.Rules):
        assert len(rules.rules()) > 50
        quietly(lambda: diallint.check(request(), now=NOW, rules=rules))


@fuzzed
@given(WORDS, WORDS)
def test_guidance(name, service):
    quietly(lambda: diallint.guidance(name, service))


@fuzzed
@given(WORDS)
def test_explain(rule):
    quietly(lambda: diallint.explain(rule))


@fuzzed
@given(options(["shape", "seed", "now", "regions"], {"now": NOW}))
def test_fixtures(how):
    quietly(lambda: fixtures.valid(**how))


@fuzzed
@given(SOURCES, WORDS)
def test_the_guard(params, on):
    boto3 = pytest.importorskip("boto3")
    from diallint.aws import guard

    client = boto3.client("connectcampaigns", region_name="us-east-1", aws_access_key_id="none", aws_secret_access_key="none")
    client.meta.events.register("before-send.connectcampaigns", lambda **_: (_ for _ in ()).throw(Planted()))
    quietly(lambda: guard(client, on))
    kept = guard(client, now=lambda: NOW)

    def call():
        import botocore.exceptions

        try:
            client.put_dial_request_batch(id=CAMPAIGN, dialRequests=params)
        except botocore.exceptions.BotoCoreError:
            return

    try:
        quietly(call)
    finally:
        kept.remove()
