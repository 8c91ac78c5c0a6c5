"""check(): whatever people hold, checked."""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, Protocol, TypeAlias, runtime_checkable

from diallint import _core
from diallint.report import Finding, Place, Report, ResponseCounts
from diallint.rules import Rules, _in_python, default_rules
from diallint.words import TABLE_FILES, StrPath, one_of, pairs_of, path_word, text_word, whole_number

#: The moment against which expiry is judged: an aware datetime, RFC 3339, "clock" for the time of the
#: call, or None: the rules on the time window then say nothing.
Now: TypeAlias = dt.datetime | str | None

_FORMATS = ("auto", "json", "ndjson", "csv")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.timezone.utc)


@runtime_checkable
class ArrowTable(Protocol):
    """A table that gives its rows by Arrow's PyCapsule protocol."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object: ...


class Readable(Protocol):
    """An open file, in text or in bytes."""

    def read(self, size: int, /) -> str | bytes: ...


def _moment(now: Now, name: str = "now") -> tuple[int, int] | None:
    if now is None:
        return None
    if isinstance(now, str):
        if now == "clock":
            now = dt.datetime.now(dt.timezone.utc)
        else:
            try:
                now = dt.datetime.fromisoformat(now)
            except ValueError:
                raise ValueError(
                    f'{name} must be a date-time such as "2026-11-20T12:00:00Z", "clock" or None'
                ) from None
    if not isinstance(now, dt.datetime):
        raise TypeError(f"{name} must be a datetime, a str or None, not {type(now).__name__}")
    if now.utcoffset() is None:
        raise ValueError(
            f"{name} has no time zone: give an aware datetime, as datetime.now(timezone.utc) is"
        )
    since = now - _EPOCH
    return since.days * 86_400 + since.seconds, since.microseconds * 1_000


def rules_for(rules: Rules | None, settings: Mapping[str, Any]) -> Rules:
    """Those that are given, or such with the settings of one call."""
    if rules is not None and settings:
        raise TypeError(f"give {', '.join(settings)} to the Rules, not to a call that is given rules")
    if rules is None:
        return Rules(**settings) if settings else default_rules()
    if not isinstance(rules, Rules):
        raise TypeError(f"rules must be a diallint.Rules, not {type(rules).__name__}")
    return rules


def check_words(
    now: tuple[int, int] | None,
    shape: str,
    format: str,
    name: str,
    csv_map: Mapping[str, str] | None,
    max_findings: int,
    jobs: int = 1,
) -> _core.CheckWords:
    return _core.CheckWords(
        now,
        text_word("shape", shape),
        one_of("format", format, _FORMATS),
        name.encode(errors="replace").decode(),
        pairs_of("csv_map", csv_map),
        whole_number("max_findings", max_findings),
        jobs,
    )


def _jobs_for(source: object, jobs: int | None) -> int:
    """The threads that may check it. What is no file of ours and no text may be for one thread alone."""
    if jobs is not None:
        if whole_number("jobs", jobs, 1) > _core.MAX_JOBS:
            raise ValueError(f"jobs must be a whole number from 1 to {_core.MAX_JOBS}")
        return int(jobs)
    if isinstance(source, (os.PathLike, str, bytes, bytearray, memoryview)):
        return min(len(os.sched_getaffinity(0)), _core.MAX_JOBS)
    return 1


@contextmanager
def looked_up(
    rules: Rules,
    history: StrPath | None,
    call_limit: str | None,
    *,
    writes: bool,
    remembers: bool = False,
) -> Iterator[tuple[Rules, _core.SentBefore | None]]:
    """The rules with what a file remembers. What cannot be read of it is said, and not that a call failed."""
    if history is None:
        for name, given in (("call_limit", call_limit is not None), ("remember", remembers)):
            if given:
                raise ValueError(f"{name} needs a file that remembers; name one with history")
        yield rules, None
        return
    limit = "" if call_limit is None else text_word("call_limit", call_limit)
    sent = _core.SentBefore(path_word("history", history), writes)
    known = Rules._of(sent.rules(rules._core, limit, remembers))
    try:
        yield known, sent
    except ValueError as error:
        if type(error) is ValueError:
            sent.fail(str(error))
        raise


def commit(sent: _core.SentBefore | None, at: tuple[int, int]) -> None:
    """Notes what was sent: at that moment, or now where that is planned."""
    if sent is not None:
        sent.commit(min(at, _moment("clock") or at))


@contextmanager
def said_in_python() -> Iterator[None]:
    """Errors of the library name options as Python has them."""
    try:
        yield
    except ValueError as error:
        if type(error) is ValueError:
            raise ValueError(_in_python(str(error))) from error.__cause__
        raise


def bytes_of(text: str | bytes | bytearray | memoryview) -> bytes:
    """A text as the library reads it. A str that names a file is taken for a mistake."""
    if not isinstance(text, str):
        return bytes(text)
    if _names_a_file(text):
        raise ValueError("this str is the path of a file, and not JSON: give pathlib.Path(...) for it")
    return text.encode("utf-8", "surrogatepass")


_TIME_RULE = "expiration-format"
_NAIVE = (
    "this datetime has no time zone; boto3 would take it for the local time of the machine that it runs "
    "on; make it aware, as datetime.now(timezone.utc) is"
)

#: Where a datetime without a zone stands: the number of an item (None: one value was checked), and its
#: JSON Pointer there.
NaiveTime: TypeAlias = tuple[int | None, str]


def _record_of(row: int | None, path: str) -> tuple[int | None, str]:
    """The record that a place belongs to: an item of a list, or of the list in a batch."""
    parts = path.split("/")[1:]
    for depth in (1, 2):
        if len(parts) >= depth and parts[depth - 1].isdigit():
            return row, "/".join(parts[:depth])
    return row, ""


def with_naive_times(report: Report, naive: list[NaiveTime], rules: Rules) -> Report:
    """The report with an error for each datetime without a zone. The text that it was written as mostly
    has one already: then that says what boto3 does."""
    if not naive or rules.explain(_TIME_RULE).severity == "off":
        return report
    by_item = any(row is not None for row, _ in naive)
    places = [(f.row if by_item else None, f.path) for f in report.findings]
    findings = [
        replace(f, message=_NAIVE) if f.rule == _TIME_RULE and place in naive else f
        for f, place in zip(report.findings, places, strict=True)
    ]
    told = {place for f, place in zip(findings, places, strict=True) if f.message == _NAIVE}
    added = [
        Finding(_TIME_RULE, "error", path, _NAIVE, row or 0, None, None, None, None)
        for row, path in naive
        if (row, path) not in told
    ]
    wrong = {
        _record_of(*place)
        for f, place in zip(findings, places, strict=True)
        if f.severity == "error"
    }
    newly = len({_record_of(f.row if by_item else None, f.path) for f in added} - wrong)
    c = report.counts
    return Report(
        (
            c.records,
            c.valid - min(newly, c.valid),
            c.invalid + min(newly, c.valid),
            c.unreadable,
            c.errors + len(added),
            c.warnings,
            c.infos,
        ),
        report.found + len(added),
        [*findings, *added],
    )


def check(
    source: object,
    *,
    now: Now = "clock",
    shape: str = "auto",
    format: str = "auto",
    rules: Rules | None = None,
    csv_map: Mapping[str, str] | None = None,
    max_findings: int = 0,
    jobs: int | None = None,
    history: StrPath | None = None,
    remember: bool = False,
    call_limit: str | None = None,
    sheet: str | None = None,
    **settings: Any,
) -> Report:
    """Checks dial requests before they are sent.

    `source` may be

    - a dict or list, as boto3 takes them: requests, batches, anything that diallint.shapes() lists;
    - JSON, NDJSON or CSV as str or bytes;
    - a path (os.PathLike), or a file that is open for reading. Excel workbooks are read with python-calamine
      (`diallint[excel]`), Parquet files with pyarrow (`diallint[arrow]`): findings have a `cell`;
    - a table of pandas, polars, pyarrow, or whatever else speaks Arrow's PyCapsule protocol: each row a
      record, columns named as in CSV files;
    - an iterator or any other iterable of dicts, each a record of its own, in constant memory.

    `now` is the moment against which expiry is judged. `shape` says what the input is, where its members
    do not tell. `format` is "auto", "json", "ndjson" or "csv", for text. `csv_map` names the column of a
    member. `sheet` is the sheet of a workbook, where several hold something. Findings behind `max_findings`
    (0: all) are counted and not kept. `jobs` is how many threads check it, which makes no difference
    to what is found: of paths and texts as many as there are processors, of what else is read one, unless a
    number is given; an open file and an iterator are then read by several threads, one at a time.

    `history` is a file that remembers what was sent before, as the program's --history: tokens are looked up in
    it and, with `call_limit` ("2/24h"), how often a number was called. With `remember` requests in which no error
    is found are noted there at the end. `rules` are the rules to go by; other keywords are settings of `Rules`,
    for this call alone.

    Raises TypeError and ValueError for what is no input and for settings that mean nothing, and whatever
    reading the source raises.
    """
    rules = rules_for(rules, settings)
    name = os.fsdecode(source) if isinstance(source, os.PathLike) else ""
    moment = _moment(now)
    if remember and moment is None:
        raise ValueError("remember needs the moment at which requests are sent: give now")
    words = check_words(
        moment, shape, format, name, csv_map, max_findings, _jobs_for(source, jobs)
    )
    with (
        said_in_python(),
        looked_up(rules, history, call_limit, writes=bool(remember), remembers=bool(remember)) as (known, sent),
    ):
        if isinstance(source, os.PathLike) and name.lower().endswith(TABLE_FILES):
            report = _check_table_file(name, sheet, known._core, words)
        elif sheet is not None:
            raise ValueError("sheet is for the path of a workbook")
        else:
            report = _check(source, known, words)
        if remember and moment is not None:
            commit(sent, moment)
        return report


def _check(source: object, rules: Rules, words: _core.CheckWords) -> Report:
    core = rules._core
    if isinstance(source, (dict, list, tuple)) or isinstance(source, Mapping):
        counts, found, made, naive = core.check_value(source, words)
        report = Report(counts, found, [Finding._of(one) for one in made])
        return with_naive_times(report, [(None, pointer) for pointer in naive], rules)
    if isinstance(source, ArrowTable):
        return _check_table(source, core, words)
    if isinstance(source, (str, bytes, bytearray, memoryview)):
        source = io.BytesIO(bytes_of(source))
    if isinstance(source, os.PathLike):
        with open(source, "rb") as file:
            return _check_read(file, core, words)
    if hasattr(source, "read"):
        return _check_read(source, core, words)
    if isinstance(source, Iterable):
        return _check_items(source, rules, words)
    raise TypeError(
        f"cannot check a {type(source).__name__}: give a dict, a list, JSON text, bytes, a path, an open "
        "file or an iterable of dicts"
    )


def _names_a_file(text: str) -> bool:
    return len(text) < 4096 and text.isprintable() and text[:1] not in "{[" and os.path.isfile(text)


def _check_read(source: Readable, core: _core.Rules, words: _core.CheckWords) -> Report:
    counts, found, made, _ = core.check_read(source.read, words)
    return Report(counts, found, [Finding._of(one) for one in made])


def capsule_of(table: ArrowTable) -> object:
    capsule = table.__arrow_c_stream__()
    if type(capsule).__name__ != "PyCapsule":
        raise TypeError(f"__arrow_c_stream__() gave a {type(capsule).__name__}, and must give a PyCapsule")
    return capsule


def _check_table(source: ArrowTable, core: _core.Rules, words: _core.CheckWords) -> Report:
    counts, found, made, naive = core.check_arrow(capsule_of(source), words)
    findings = [Finding._of(one) for one in made]
    if naive:
        findings = [replace(f, message=_NAIVE) if f.rule == _TIME_RULE else f for f in findings]
    return Report(counts, found, findings)


def _check_table_file(path: str, sheet: str | None, core: _core.Rules, words: _core.CheckWords) -> Report:
    from diallint import table_files  # few callers have such files

    table = table_files.read_table_file(path, sheet)
    if isinstance(table, table_files.ParquetTable):
        report = _check_table(table.reader(), core, words)
        cells = [table.cell_of_row(f.row, f.path) for f in report.findings]
        messages = [f.message for f in report.findings]
    else:
        text = io.StringIO()
        table.write(text)
        report = _check_read(io.BytesIO(text.getvalue().encode("utf-8", "surrogatepass")), core, words)
        places = [f.place or Place(1, 1, 1, 1) for f in report.findings]
        cells = [
            table.cell(place.line, place.column, f.path)
            for place, f in zip(places, report.findings, strict=True)
        ]
        messages = [table_files.with_rows(f.message, table) for f in report.findings]
    findings = [
        replace(f, place=None, cell=cell, message=message)
        for f, cell, message in zip(report.findings, cells, messages, strict=True)
    ]
    return report._with(findings)


def _check_items(source: Iterable[object], rules: Rules, words: _core.CheckWords) -> Report:
    counts, found, made, naive = rules._core.check_items(iter(source), words)
    # The lines that the items were written as are no text of the caller's.
    findings = [replace(Finding._of(one), place=None) for one in made]
    return with_naive_times(Report(counts, found, findings), list(naive), rules)


def check_response(
    request: object,
    response: object,
    *,
    now: Now = None,
    rules: Rules | None = None,
) -> Report:
    """Holds the answer of the service against the request: that each client token is in one of the two
    lists, once, and what failure codes and exceptions mean. Both are dicts, or JSON as str or bytes.
    `Report.responses` says how many requests were taken, failed and are unanswered."""
    words = _core.CheckWords(_moment(now))
    counts, found, made, _, responses = rules_for(rules, {})._core.check_response(
        _json(request), _json(response), words
    )
    return Report(counts, found, [Finding._of(one) for one in made], ResponseCounts(*responses))


def _json(document: object) -> bytes:
    if isinstance(document, bytes):
        return document
    if isinstance(document, str):
        return document.encode("utf-8", "surrogatepass")
    import json  # as few modules as can be are loaded before they are needed

    return json.dumps(document, default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    raise TypeError(f"a {type(value).__name__} is no JSON value")
