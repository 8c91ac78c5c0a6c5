"""fix(): what is certain put right, in texts and in values of Python."""

from __future__ import annotations

import io
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, overload

from diallint import _core
from diallint.checking import (
    ArrowTable,
    Now,
    _FORMATS,
    Readable,
    _check,
    _moment,
    _names_a_file,
    bytes_of,
    check_words,
    rules_for,
    said_in_python,
)
from diallint.report import Counts, Report
from diallint.rules import Rules
from diallint.words import one_of, text_word, whole_number, words_of

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class FixKind:
    """One thing that fixes do."""

    name: str  #: what `only=` takes
    safe: bool  #: whether it is certain to change no meaning
    what: str  #: what is done, a few words


@dataclass(frozen=True, slots=True)
class Fix:
    """A fix that was made. It holds no value."""

    kind: str  #: name of a FixKind
    safe: bool
    rule: str  #: that found the fault
    path: str  #: JSON Pointer of what was found, within the document, the line or the item
    row: int  #: the record, counted from 0


class Fixed(Generic[T]):
    """What fix() has made. `value` is of the kind that was given: str, bytes, a dict, a list."""

    __slots__ = ("before", "fixes", "obstacle", "offered", "report", "value")

    def __init__(
        self,
        value: T,
        fixes: tuple[Fix, ...],
        report: Report,
        before: Counts,
        offered: dict[str, int],
        obstacle: str,
    ) -> None:
        self.value = value
        #: What was done, in the order in which it was.
        self.fixes = fixes
        #: What is left to find in `value`.
        self.report = report
        #: Records and findings as they were.
        self.before = before
        #: Fixes that were not asked for, by their kind.
        self.offered = offered
        #: Why columns of a table did not come or go though that was asked for; empty: nothing kept them.
        self.obstacle = obstacle

    def __repr__(self) -> str:
        made = "1 fix" if len(self.fixes) == 1 else f"{len(self.fixes)} fixes"
        return f"<diallint.Fixed: {made}, left: {self.report.summary()}>"


def fix_kinds() -> list[FixKind]:
    """All kinds of fixes, the safe ones first."""
    return [FixKind(*kind) for kind in _core.fix_kinds()]


@overload
def fix(source: str, **options: Any) -> Fixed[str]: ...
@overload
def fix(
    source: bytes | bytearray | memoryview | os.PathLike[str], **options: Any
) -> Fixed[bytes]: ...
@overload
def fix(source: Mapping[str, Any], **options: Any) -> Fixed[dict[str, Any]]: ...
@overload
def fix(source: Iterable[Any], **options: Any) -> Fixed[list[Any]]: ...
@overload
def fix(source: Readable, **options: Any) -> Fixed[str] | Fixed[bytes]: ...
def fix(
    source: object,
    *,
    now: Now = "clock",
    unsafe: bool = False,
    only: Iterable[str] | str = (),
    default_region: str = "",
    region_column: str = "",
    expires_in: int | None = None,
    shape: str = "auto",
    format: str = "auto",
    csv_map: Mapping[str, str] | None = None,
    rules: Rules | None = None,
    **settings: Any,
) -> Fixed[Any]:
    """Puts right what is certain, and nothing else: see docs/fix.md for what that is.

    `source` is what check() takes, but for tables: of a text, a path or an open file a text comes back, in
    which all other bytes are as they were; of a dict, a list or another iterable of dicts such values, which
    share with the given ones what no fix is about. The given ones stay as they are, and so do files.

    Safe fixes are always made; `unsafe` ones make something up, take it from `default_region`,
    `region_column` or `expires_in` (seconds from `now`), or drop it. `only` names the kinds that are wanted.
    The other arguments are those of check().

    Raises TypeError and ValueError for what is no input and for options that mean nothing, and whatever
    reading the source raises.
    """
    rules = rules_for(rules, settings)
    if not unsafe:
        _expect_safe(default_region, region_column, expires_in)
    if expires_in is not None:
        whole_number("expires_in", expires_in)
    moment = _moment(now)
    one_of("format", format, _FORMATS)
    held = _Held(source)
    with said_in_python():
        how = check_words(moment, shape, held.format or format, held.name, csv_map, 0)
        words = _core.FixWords(
            rules._core,
            moment,
            bool(unsafe),
            words_of("only", only),
            text_word("default_region", default_region),
            text_word("region_column", region_column),
            expires_in,
            how,
        )
        text, made, before, offered, obstacle = _core.fix_text(rules._core, held.text, words)
        value = held.value_of(text)
        left = _check(iter(value) if held.is_items else value, rules, how)
    return Fixed(value, tuple(Fix(*one) for one in made), left, Counts(*before), offered, obstacle)


def _expect_safe(default_region: str, region_column: str, expires_in: int | None) -> None:
    for name, value in (
        ("default_region", default_region or None),
        ("region_column", region_column or None),
        ("expires_in", expires_in),
    ):
        if value is not None:
            raise ValueError(f"{name} is for fixes that are unsafe; give unsafe=True too")


class _Held:
    """A source in memory: its text, and the way back from the text that comes of it."""

    def __init__(self, source: object) -> None:
        self.name = ""
        self.format = ""  # where the source says it
        self.is_items = False
        self._own: object = None
        self._is_str = False
        if isinstance(source, Mapping | list | tuple):
            self.format = "json"
            self._own = source
            self.text = _core.write_value(source)
            return
        if isinstance(source, ArrowTable):
            raise TypeError("a table cannot be fixed: give its rows as dicts, or as a text of CSV")
        if isinstance(source, os.PathLike):
            self.name = os.fsdecode(source)
            with open(source, "rb") as file:
                source = file.read()
        elif hasattr(source, "read"):
            source = source.read()
            if not isinstance(source, str | bytes):
                raise TypeError(
                    f"read() gave a {type(source).__name__}, and must give bytes or a str"
                )
        if isinstance(source, str | bytes | bytearray | memoryview):
            self._is_str = isinstance(source, str)
            self.text = bytes_of(source)
        elif isinstance(source, Iterable):
            self.format = "ndjson"
            self.is_items = True
            self._own = list(source)
            self.text, _ = _core.write_items(iter(self._own))
        else:
            raise TypeError(
                f"cannot fix a {type(source).__name__}: give a dict, a list, JSON text, bytes, a path, an "
                "open file or an iterable of dicts"
            )

    def value_of(self, text: bytes) -> Any:
        if self._own is None:
            return text.decode("utf-8", "surrogatepass") if self._is_str else text
        import json

        if not self.is_items:
            return _merged(self._own, json.loads(self.text), json.loads(text))
        pairs = zip(self.text.splitlines(), text.splitlines(), strict=True)
        return [
            _merged(own, json.loads(before), json.loads(after))
            for own, (before, after) in zip(self._own, pairs, strict=True)  # type: ignore[call-overload]
        ]


def _merged(own: Any, before: Any, after: Any) -> Any:
    """`own`, which was written as `before`, with what is other in `after`. What is the same stays the
    caller's object: a datetime, a Decimal."""
    if before == after:
        return own
    if isinstance(before, dict) and isinstance(after, dict):
        # Names change where they stand, so that the order tells what a new name was before.
        old = dict(zip(after, before, strict=True)) if len(before) == len(after) else {}
        return {
            key: _merged(own[was], before[was], value) if was in before else value
            for key, value in after.items()
            for was in (old.get(key, key),)
        }
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [_merged(*items) for items in zip(own, before, after, strict=True)]
    return after
