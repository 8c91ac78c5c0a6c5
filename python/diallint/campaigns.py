"""prepare() and reconcile(): from a contact list to batches, and from the answers to what is sent again."""

from __future__ import annotations

import datetime as dt
import io
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, BinaryIO, Literal, overload

from diallint import _core
from diallint.checking import (
    ArrowTable,
    Now,
    _moment,
    bytes_of,
    capsule_of,
    commit,
    looked_up,
    rules_for,
    said_in_python,
)
from diallint.files import Files, FolderFiles, HeldFiles, NewFolder, rows_of_csv
from diallint.rules import Rules
from diallint.words import StrPath, one_of, pairs_of, path_word, text_word, whole_number, words_of

_MANIFEST = "manifest.ndjson"
_SHORTEST_KEY = 16


# --- what comes out ------------------------------------------------------------------------------


class Batches(Sequence[dict[str, Any]]):
    """Batches in the order in which they are to be sent, each a dict as boto3 takes it:
    `client.put_dial_request_batch(**batch)`. Each is read when it is asked for."""

    def __init__(self, files: Files, names: list[str]) -> None:
        self._files = files
        #: The files that they are in a folder.
        self.names = tuple(names)

    def __len__(self) -> int:
        return len(self.names)

    @overload
    def __getitem__(self, index: int) -> dict[str, Any]: ...
    @overload
    def __getitem__(self, index: slice) -> list[dict[str, Any]]: ...
    def __getitem__(self, index: int | slice) -> dict[str, Any] | list[dict[str, Any]]:
        if isinstance(index, slice):
            return [self._parsed(name) for name in self.names[index]]
        return self._parsed(self.names[index])

    def __repr__(self) -> str:
        return f"<diallint.Batches: {len(self)}>"

    def _parsed(self, name: str) -> dict[str, Any]:
        import json

        batch: dict[str, Any] = json.loads(_text_of(self._files, name))
        return batch


@dataclass(frozen=True, slots=True)
class ManifestRow:
    """Where the request of a row is."""

    list: str
    row: int  #: counted from 1, behind the header
    line: int
    batch: str  #: name of the file
    position: int  #: in the batch, from 0
    token: str = field(repr=False)
    submission: dt.datetime  #: when it is to be sent
    first_submission: dt.datetime | None = None  #: of what is sent again: when it was to be sent first


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was not taken, and why."""

    list: str
    row: int
    line: int
    rule: str
    reason: str
    #: The list's own columns and cells. One that a spreadsheet would take for a formula has a ' in front.
    cells: tuple[tuple[str, str], ...] = field(repr=False)


@dataclass(frozen=True, slots=True)
class ListSummary:
    """What was read of one list: names of columns, and no value."""

    name: str
    format: str
    preset: str | None  #: by whose names the columns were recognised
    phone_columns: tuple[str, ...]
    region_column: str | None
    key_column: str | None
    do_not_call_columns: tuple[str, ...]
    attributes: Mapping[str, str]
    rows: int


@dataclass(frozen=True, slots=True)
class PrepareSummary:
    """Counts; rows == taken + rejected."""

    rows: int
    taken: int
    rejected: int
    rejected_by_rule: Mapping[str, int]
    warnings_by_rule: Mapping[str, int]  #: of requests that were taken
    batches: int
    expires_in: int  #: seconds from sending; 0: requests have no expiry
    first_submission: dt.datetime | None
    last_submission: dt.datetime | None
    lists: tuple[ListSummary, ...]


class Prepared:
    """A list that was prepared. Its files are in memory, or in the `folder` that was asked for."""

    def __init__(self, files: Files, batches: list[str], summary: PrepareSummary) -> None:
        self._files = files
        self.batches = Batches(files, batches)
        self.summary = summary
        self.folder = files.folder

    @property
    def manifest(self) -> list[ManifestRow]:
        """Where the request of each row is. Read from its text each time."""
        return _manifest_of(self._files, _MANIFEST)

    @property
    def rejected(self) -> list[RejectedRow]:
        """The rows that were not taken. Read from their text each time."""
        header, *rows = rows_of_csv(_text_of(self._files, "rejected.csv"))
        return [
            RejectedRow(
                row[0],
                int(row[1]),
                int(row[2]),
                row[3],
                row[4],
                tuple(zip(header[5:], row[5:], strict=False)),
            )
            for row in rows
        ]

    def __repr__(self) -> str:
        s = self.summary
        return f"<diallint.Prepared: {s.rows} rows, {s.taken} taken, {s.rejected} rejected>"


@dataclass(frozen=True, slots=True)
class OutcomeRow:
    """What became of a row."""

    list: str
    row: int
    line: int
    batch: str
    position: int
    outcome: str  #: "taken", "failed" or "unanswered"
    code: str | None  #: failure code of the service


@dataclass(frozen=True, slots=True)
class RepairRow:
    """What must be mended before a row is sent again."""

    list: str
    row: int
    line: int
    batch: str
    position: int
    code: str | None
    rule: str
    reason: str


@dataclass(frozen=True, slots=True)
class OutcomeCounts:
    taken: int
    failed: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class UnreadResponse:
    """A text among the responses that says nothing of any request."""

    name: str
    line: int
    why: str


@dataclass(frozen=True, slots=True)
class ReconcileSummary:
    """Counts; rows == taken + failed + unanswered, and retry + repair == failed + unanswered."""

    rows: int
    taken: int
    failed: int
    unanswered: int
    failed_by_code: Mapping[str, int]
    answered_twice: int
    period_hours: int
    by_period: tuple[tuple[dt.datetime, OutcomeCounts], ...]
    by_region: Mapping[str, OutcomeCounts]
    responses: int
    answers: int
    foreign: int  #: answers that name no row
    failed_calls: Mapping[str, int]
    unread: int
    first_unread: tuple[UnreadResponse, ...]
    retry: int
    repair: int
    repair_by_rule: Mapping[str, int]
    batches: int
    expires_in: int
    first_submission: dt.datetime | None
    last_submission: dt.datetime | None


class Reconciled:
    """What became of a list. Its files are in memory, or in the `folder` that was asked for."""

    def __init__(self, files: Files, batches: list[str], summary: ReconcileSummary) -> None:
        self._files = files
        #: What may be sent again, with the same tokens and a fresh expiry.
        self.retry = Batches(files, batches)
        self.summary = summary
        self.folder = files.folder

    @property
    def outcome(self) -> list[OutcomeRow]:
        """What became of each row. Read from its text each time."""
        _, *rows = rows_of_csv(_text_of(self._files, "outcome.csv"))
        return [
            OutcomeRow(r[0], int(r[1]), int(r[2]), r[3], int(r[4]), r[5], r[6] or None) for r in rows
        ]

    @property
    def repair(self) -> list[RepairRow]:
        """What must be mended before it is sent again."""
        _, *rows = rows_of_csv(_text_of(self._files, "repair.csv"))
        return [
            RepairRow(r[0], int(r[1]), int(r[2]), r[3], int(r[4]), r[5] or None, r[6], r[7])
            for r in rows
        ]

    @property
    def retry_manifest(self) -> list[ManifestRow]:
        """Where each request is that may be sent again."""
        return _manifest_of(self._files, f"retry/{_MANIFEST}")

    def __repr__(self) -> str:
        s = self.summary
        return (
            f"<diallint.Reconciled: {s.rows} rows, {s.taken} taken, {s.failed} failed, "
            f"{s.unanswered} unanswered>"
        )


# --- prepare -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class PrepareWords:
    """What prepare() is told of the requests that it makes."""

    campaign: str
    start: tuple[int, int]
    token_key: bytes = field(repr=False)
    api: str = "v1"
    rate: int = 0
    expires_in: int | None = None
    expiry: bool = True
    phone_columns: Iterable[str] | str = ()
    region_column: str = ""
    key_column: str = ""
    do_not_call_column: str = ""
    attributes: Mapping[str, str] | None = None
    default_region: str = ""
    allow_repeats: bool = False
    reject_on: str = "error"

    def options(self, rules: Rules) -> _core.PrepareOptions:
        """As the library takes them. Raises TypeError and ValueError for what means nothing."""
        options = _core.PrepareOptions()
        options.campaign = text_word("campaign", self.campaign)
        options.rate = whole_number("rate", self.rate)
        options.expires_in = (
            None if self.expires_in is None else whole_number("expires_in", self.expires_in)
        )
        options.expiry = bool(self.expiry)
        if not self.expiry and self.expires_in is not None:
            raise ValueError("expiry=False and expires_in exclude each other; give one of them")
        options.phone_columns = words_of("phone_columns", self.phone_columns)
        options.region_column = text_word("region_column", self.region_column)
        options.key_column = text_word("key_column", self.key_column)
        options.refusal_column = text_word("do_not_call_column", self.do_not_call_column)
        options.allow_repeats = bool(self.allow_repeats)
        one_of("api", self.api, ("v1", "v2"))
        one_of("reject_on", self.reject_on, ("error", "warning"))
        options.set(
            rules._core,
            self.start,
            text_word("default_region", self.default_region),
            pairs_of("attributes", self.attributes),
            self.api == "v2",
            self.reject_on == "warning",
            self.token_key,
        )
        return options


def prepare(
    source: object,
    *,
    campaign: str,
    api: Literal["v1", "v2"] = "v1",
    start: Now = "clock",
    rate: int = 0,
    expires_in: int | None = None,
    expiry: bool = True,
    token_key: str | bytes | None = None,
    name: str | None = None,
    format: str = "auto",
    phone_columns: Iterable[str] | str = (),
    region_column: str = "",
    key_column: str = "",
    do_not_call_column: str = "",
    attributes: Mapping[str, str] | None = None,
    default_region: str = "",
    allow_repeats: bool = False,
    reject_on: Literal["error", "warning"] = "error",
    output: StrPath | None = None,
    history: StrPath | None = None,
    call_limit: str | None = None,
    rules: Rules | None = None,
    **settings: Any,
) -> Prepared:
    """Makes the batches of a campaign from a contact list: see docs/prepare.md for how.

    `source` is CSV or NDJSON as str or bytes, a path, an open file, a table that speaks Arrow's PyCapsule
    protocol, or an iterable of dicts, each a row. Each of its rows ends in a request of `batches` or in
    `rejected`. Every request is checked as of the moment when its batch is to be sent.

    `campaign` is its id, `start` when the first batch is sent and `rate` how many requests follow in a
    second (0: all at the start). `token_key` is a secret of 16 bytes at least, from which tokens are derived,
    together with `name` (of the list; that of its file) and the row's key: preparing again gives the same
    ones. `attributes` maps the keys of attributes to columns. With `output` the files go into that folder, as
    `diallint prepare` writes them: it is new or empty, and whole or not there. Otherwise they are in memory.
    `history` is a file that remembers what was sent, as the program's --history: a row whose token was used for
    another request is rejected, as is, with `call_limit` ("2/24h"), a number that was called too often; requests of
    the batches are noted.

    Raises TypeError and ValueError for what is no list and for options that mean nothing, OSError for a
    folder that cannot be written, and whatever reading the source raises.
    """
    rules = rules_for(rules, settings)
    words = PrepareWords(
        campaign=campaign,
        api=api,
        start=_start(start),
        rate=rate,
        expires_in=expires_in,
        expiry=expiry,
        token_key=_key_of(token_key),
        phone_columns=phone_columns,
        region_column=region_column,
        key_column=key_column,
        do_not_call_column=do_not_call_column,
        attributes=attributes,
        default_region=default_region,
        allow_repeats=allow_repeats,
        reject_on=reject_on,
    )
    one_of("format", format, ("auto", "ndjson", "csv"))
    with (
        said_in_python(),
        looked_up(rules, history, call_limit, writes=True) as (known, sent),
    ):
        options = words.options(known)
        with _begun(output) as files:
            with _opened(source) as (reader, own_name, own_format):
                known_as = own_name if name is None else text_word("name", name)
                made = _core.prepare_lists(
                    known._core, options, [(reader, known_as, own_format or format)], files.take, sent
                )
            # First: where the folder then fails, tokens are known that nobody has, and none the other way.
            commit(sent, words.start)
            files.finish()
    return Prepared(files.files(), files.batches, _prepare_summary(made))


def _prepare_summary(made: str) -> PrepareSummary:
    import json

    s = json.loads(made)
    return PrepareSummary(
        s["rows"],
        s["taken"],
        s["rejected"],
        s["rejectedByRule"],
        s["warningsByRule"],
        s["batches"],
        s["expiresIn"],
        _time(s.get("firstSubmission")),
        _time(s.get("lastSubmission")),
        tuple(
            ListSummary(
                one["name"],
                one["format"],
                one.get("preset"),
                tuple(one["phoneColumns"]),
                one.get("regionColumn"),
                one.get("keyColumn"),
                tuple(one["doNotCallColumns"]),
                one["attributes"],
                one["rows"],
            )
            for one in s["lists"]
        ),
    )


def _key_of(token_key: object) -> bytes:
    if token_key is None:
        return b""
    if isinstance(token_key, str):
        token_key = token_key.encode("utf-8", "surrogatepass")
    if not isinstance(token_key, bytes):
        raise TypeError(f"token_key must be a str or bytes, not {type(token_key).__name__}")
    if len(token_key) < _SHORTEST_KEY:
        raise ValueError(f"token_key needs {_SHORTEST_KEY} bytes at least; secrets.token_hex() makes one")
    return token_key


class _opened:  # noqa: N801 - used as a function
    """A list as the library reads it, with its name and format where it has them. What it has opened it
    closes."""

    def __init__(self, source: object) -> None:
        self._source = source
        self._file: BinaryIO | None = None

    def __enter__(self) -> tuple[_core.Source, str, str]:
        source = self._source
        if isinstance(source, ArrowTable):
            table = _core.ArrowSource(capsule_of(source))
            return table, "list", "csv" if table.is_flat else "ndjson"
        if isinstance(source, Mapping):
            raise TypeError("a dict is no list of contacts: give an iterable of dicts, each a row")
        if isinstance(source, str | bytes | bytearray | memoryview):
            return _core.ReadSource(io.BytesIO(bytes_of(source)).read), "list", ""
        if isinstance(source, os.PathLike):
            self._file = open(source, "rb")  # noqa: SIM115 - closed by __exit__
            name = os.path.basename(os.fsdecode(source)).encode(errors="replace").decode()
            return _core.ReadSource(self._file.read), name, ""
        if hasattr(source, "read"):
            return _core.ReadSource(_callable(source.read)), "list", ""
        if isinstance(source, Iterable):
            return _core.ItemSource(iter(source)), "list", "ndjson"
        raise TypeError(
            f"cannot prepare a {type(source).__name__}: give CSV or NDJSON as str or bytes, a path, an open "
            "file, a table or an iterable of dicts"
        )

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()


def _callable(read: object) -> Callable[[int], bytes | str]:
    if not callable(read):
        raise TypeError("read is no method of this object, which is no open file then")
    return read


# --- reconcile -----------------------------------------------------------------------------------


def reconcile(
    prepared: Prepared | StrPath,
    responses: object,
    *,
    start: Now = "clock",
    rate: int = 0,
    expires_in: int | None = None,
    output: StrPath | None = None,
    history: StrPath | None = None,
    rules: Rules | None = None,
    **settings: Any,
) -> Reconciled:
    """Joins a prepared list and the service's answers: what became of each row, and what of those that were
    not taken may be sent again or must be mended first. See docs/reconcile.md.

    `prepared` is what prepare() has made, or the folder that it or the program has written. `responses` is
    an answer or an iterable of them: dicts as boto3 returns them, texts as str or bytes, open files, and
    paths of files or of folders with files. `start`, `rate` and `expires_in` are of what is sent again.
    With `output` the files go into that folder, as `diallint reconcile` writes them; it is new or empty. `history`
    is a file that remembers what was sent, as of prepare(): requests that were taken are noted there.

    Raises as prepare() does.
    """
    rules = rules_for(rules, settings)
    if not isinstance(prepared, Prepared | str | os.PathLike):
        raise TypeError(
            f"prepared must be what prepare() has made, or the path of its folder, not "
            f"{type(prepared).__name__}"
        )
    files_in = prepared._files if isinstance(prepared, Prepared) else FolderFiles(path_word("prepared", prepared))
    whole_number("rate", rate)
    if expires_in is not None:
        whole_number("expires_in", expires_in)
    begin = _start(start)
    with (
        said_in_python(),
        looked_up(rules, history, None, writes=True) as (known, sent),
        _begun(output, "retry", "reconcile") as files,
    ):
        made = _core.reconcile_responses(
            known._core,
            _core.ReconcileOptions(begin, rate, expires_in),
            files_in.read,
            list(_answers(responses)),
            files.take,
            output is not None,
            sent,
        )
        commit(sent, begin)
        files.finish()
    return Reconciled(files.files(), files.batches, _reconcile_summary(made))


def _reconcile_summary(made: str) -> ReconcileSummary:
    import json

    s = json.loads(made)

    def counts(of: Mapping[str, int]) -> OutcomeCounts:
        return OutcomeCounts(of["taken"], of["failed"], of["unanswered"])

    return ReconcileSummary(
        s["rows"],
        s["taken"],
        s["failed"],
        s["unanswered"],
        s["failedByCode"],
        s["answeredTwice"],
        s["periodHours"],
        tuple((dt.datetime.fromisoformat(one["from"]), counts(one)) for one in s["byPeriod"]),
        {region: counts(one) for region, one in s["byRegion"].items()},
        s["responses"],
        s["answers"],
        s["foreign"],
        s["failedCalls"],
        s["unread"],
        tuple(
            UnreadResponse(one["file"], one["line"], one["reason"]) for one in s["firstUnread"]
        ),
        s["retry"],
        s["repair"],
        s["repairByRule"],
        s["batches"],
        s["expiresIn"],
        _time(s.get("firstSubmission")),
        _time(s.get("lastSubmission")),
    )


_TEXTS = (str, bytes, bytearray, memoryview)


def _answers(responses: object) -> Iterator[tuple[_core.Source, str]]:
    """Sources with their names. Answers that are dicts are one of them, a line each."""
    is_one = isinstance(responses, (*_TEXTS, Mapping, os.PathLike)) or hasattr(responses, "read")
    if not is_one and not isinstance(responses, Iterable):
        raise TypeError(
            f"responses must be dicts, texts, open files or paths, not {type(responses).__name__}"
        )
    every: list[object] = [responses] if is_one else list(responses)  # type: ignore[call-overload]
    dicts = [one for one in every if isinstance(one, Mapping)]
    if dicts:
        yield _core.ItemSource(iter(dicts)), "responses"
    for number, one in enumerate(every, 1):
        if not isinstance(one, Mapping):
            yield from _answers_of(one, f"response {number}")


def _answers_of(one: object, name: str) -> Iterator[tuple[_core.Source, str]]:
    if isinstance(one, _TEXTS):
        yield _core.ReadSource(io.BytesIO(bytes_of(one)).read), name
    elif isinstance(one, os.PathLike):
        for path in _files_beneath(os.fsdecode(one)):
            yield _core.ReadSource(_LateFile(path).read), path.encode(errors="replace").decode()
    elif hasattr(one, "read"):
        yield _core.ReadSource(_callable(one.read)), name
    else:
        raise TypeError(
            f"{name} is a {type(one).__name__}: give a dict, a str, bytes, an open file or a path"
        )


def _files_beneath(path: str) -> Iterator[str]:
    if not os.path.isdir(path):
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders.sort()
        for name in sorted(names):
            yield os.path.join(folder, name)


class _LateFile:
    """A file that is open while it is read: there may be more of them than can be open at once."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._file: BinaryIO | None = None

    def read(self, size: int) -> bytes:
        if self._file is None:
            self._file = open(self._path, "rb")  # noqa: SIM115 - closed at its end
        piece = self._file.read(size)
        if not piece:
            self._file.close()
        return piece


# --- both ----------------------------------------------------------------------------------------


def _begun(output: object, inner: str = "", command: str = "") -> HeldFiles | NewFolder:
    if output is None:
        return HeldFiles(inner)
    return NewFolder(path_word("output", output), inner, command)


def _start(start: Now) -> tuple[int, int]:
    moment = _moment(start, "start")
    if moment is None:
        raise ValueError('start must be a moment; "clock" is now')
    return moment


def _time(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _text_of(files: Files, name: str) -> str:
    content = files.read(name)
    if content is None:
        raise FileNotFoundError(f"{name} is no longer where it was written")
    return content.decode()


def _manifest_of(files: Files, name: str) -> list[ManifestRow]:
    import json

    return [
        ManifestRow(
            row["list"],
            row["row"],
            row["line"],
            row["batch"],
            row["position"],
            row["token"],
            dt.datetime.fromisoformat(row["submission"]),
            _time(row.get("firstSubmission")),
        )
        for row in map(json.loads, (files.read(name) or b"").splitlines())
    ]
