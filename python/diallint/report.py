"""What a check has found. Nothing here holds a value of the input: messages name members, limits and
measured figures, so a report may go to any log."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import asdict, astuple, dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from diallint._core import CountsTuple, FindingTuple

Severity = Literal["error", "warning", "info"]


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a text. Lines and columns count from 1, columns in code points; the end
    is behind the last character."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something stands in a workbook or a Parquet file."""

    sheet: str | None = None  #: of a workbook
    name: str | None = None  #: of its cell: "B7"
    merged_with: str | None = None  #: the cell that shows its value where they are merged
    row_group: int | None = None  #: of a Parquet file, counted from 0
    row: int | None = None  #: the same, in the file
    column: str | None = None  #: the name of its column, where one is meant

    def __str__(self) -> str:
        if self.row is None:
            merged = f" (merged with {self.merged_with})" if self.merged_with else ""
            return f"{self.sheet}!{self.name}{merged}"
        column = f", column {self.column}" if self.column else ""
        return f"row group {self.row_group}, row {self.row + 1}{column}"

    def to_json(self) -> dict[str, str | int]:
        """As reports name it; what it does not have is left out."""
        names = {
            "sheet": self.sheet,
            "cell": self.name,
            "mergedWith": self.merged_with,
            "rowGroup": self.row_group,
            "row": self.row,
            "column": self.column,
        }
        return {name: value for name, value in names.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Limits:
    """The bound that was broken and what was measured: texts of JSON numbers, or None. The unit is
    "characters", "bytes", "items", "s" or None."""

    minimum: str | None
    maximum: str | None
    actual: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class FirstPlace:
    """Where a token or number stood before, for findings that say it is repeated."""

    file: int  #: as of Finding
    number: int  #: the line from 1, or the record from 0
    is_line: bool  #: which of the two `number` is


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken constraint at one place."""

    rule: str  #: id of the rule, which `explain()` explains
    severity: Severity
    path: str  #: JSON Pointer (RFC 6901) within the document, the line or the item
    message: str
    row: int  #: the record, counted from 0: an item of a list, a line, a row of a table
    place: Place | None  #: None for values of Python, which are no text
    limits: Limits | None
    source: str | None  #: address of the document that states the constraint
    first: FirstPlace | None
    file: int = 0  #: of check_response(): 0 for the request, 1 for the response
    cell: Cell | None = None  #: of a workbook or a Parquet file

    @classmethod
    def _of(cls, made: FindingTuple) -> Finding:
        figures = made[6:10]
        return cls(
            rule=made[0],
            severity=made[1],  # type: ignore[arg-type]
            path=made[2],
            message=made[3],
            row=made[4],
            place=Place(*made[5]) if made[5] is not None else None,
            limits=Limits(*figures) if any(figures) else None,
            source=made[10],
            first=FirstPlace(*made[11]) if made[11] is not None else None,
            file=made[12],
        )

    def __str__(self) -> str:
        where = f"{self.place.line}:{self.place.column}: " if self.place else ""
        where = f"{self.cell}: " if self.cell else where
        path = f"{self.path}: " if self.path else ""
        return f"{where}{path}{self.severity}: {self.message} [{self.rule}]"

    def to_dict(self) -> dict[str, Any]:
        """As plain data: what JSON and log records hold."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Counts:
    """Records by their state, and findings by their severity."""

    records: int
    valid: int
    invalid: int
    unreadable: int
    errors: int
    warnings: int
    infos: int


#: The columns of a table of findings: name, kind, and the value of a finding; None where it has none.
_COLUMNS: tuple[tuple[str, str, Callable[[Finding], Any]], ...] = (
    ("rule", "text", lambda f: f.rule),
    ("severity", "text", lambda f: f.severity),
    ("path", "text", lambda f: f.path),
    ("message", "text", lambda f: f.message),
    ("row", "number", lambda f: f.row),
    ("line", "number", lambda f: f.place and f.place.line),
    ("column", "number", lambda f: f.place and f.place.column),
    ("end_line", "number", lambda f: f.place and f.place.end_line),
    ("end_column", "number", lambda f: f.place and f.place.end_column),
    ("minimum", "text", lambda f: f.limits and f.limits.minimum),
    ("maximum", "text", lambda f: f.limits and f.limits.maximum),
    ("actual", "text", lambda f: f.limits and f.limits.actual),
    ("unit", "text", lambda f: f.limits and f.limits.unit),
    ("source", "text", lambda f: f.source),
    ("first_file", "number", lambda f: f.first and f.first.file),
    ("first_number", "number", lambda f: f.first and f.first.number),
    ("first_is_line", "flag", lambda f: f.first and f.first.is_line),
    ("file", "number", lambda f: f.file),
    ("cell", "text", lambda f: f.cell and str(f.cell)),
)


class FindingsTable:
    """Findings by column, for libraries of tables. Texts are large strings, numbers unsigned ones of 64
    bits; what a finding does not have is null."""

    __slots__ = ("_findings",)

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        self._findings = findings

    def __len__(self) -> int:
        return len(self._findings)

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """A capsule `arrow_array_stream`; as the protocol allows, it has the types above whatever is asked
        for."""
        from diallint import _core

        return _core.export_columns(
            [(name, kind, [value(f) for f in self._findings]) for name, kind, value in _COLUMNS]
        )


class DialRequestError(ValueError):
    """What was checked has errors. The message names rules and places and no value."""

    def __init__(self, report: Report) -> None:
        self.report = report
        errors = [finding for finding in report.findings if finding.severity == "error"]
        shown = errors or list(report.findings)
        lines = [str(finding) for finding in shown[:5]]
        if len(shown) > len(lines):
            lines.append(f"and {len(shown) - len(lines)} more")
        super().__init__("\n".join(lines) if lines else "the check did not pass")

    def __reduce__(self) -> tuple[type[DialRequestError], tuple[Report]]:
        return type(self), (self.report,)


@dataclass(frozen=True, slots=True)
class ResponseCounts:
    """What became of the requests of a batch."""

    taken: int
    failed: int
    unanswered: int


class Report:
    """What one check has found: a sequence of findings with counts."""

    __slots__ = ("counts", "findings", "found", "responses")

    def __init__(
        self,
        counts: CountsTuple,
        found: int,
        findings: list[Finding],
        responses: ResponseCounts | None = None,
    ) -> None:
        #: Records and findings, counted.
        self.counts = Counts(*counts)
        #: All of them, or as many as `max_findings` allowed, in the order of their places.
        self.findings: tuple[Finding, ...] = tuple(findings)
        #: How many there are, whether they are in `findings` or not.
        self.found = found
        #: Of `check_response()`: what became of the requests.
        self.responses = responses

    def _with(self, findings: list[Finding]) -> Report:
        """The same with other words for its findings."""
        counts = astuple(self.counts)
        return Report(counts, self.found, findings, self.responses)

    @property
    def ok(self) -> bool:
        """Whether the service would take all of it, as far as rules of the severity `error` say."""
        counts = self.counts
        return counts.errors == 0 and counts.invalid == 0 and counts.unreadable == 0

    def __iter__(self) -> Iterator[Finding]:
        return iter(self.findings)

    def __len__(self) -> int:
        return len(self.findings)

    def __bool__(self) -> bool:
        raise TypeError("a Report is neither true nor false: use report.ok, or len(report) for findings")

    def of_rule(self, rule: str) -> tuple[Finding, ...]:
        """The findings of one rule."""
        return tuple(finding for finding in self.findings if finding.rule == rule)

    def raise_for_errors(self) -> Report:
        """Raises DialRequestError unless `ok`; otherwise the report itself."""
        if not self.ok:
            raise DialRequestError(self)
        return self

    def to_dicts(self) -> list[dict[str, Any]]:
        """The findings as plain data."""
        return [finding.to_dict() for finding in self.findings]

    def to_arrow(self) -> FindingsTable:
        """The findings as a table that speaks Arrow's PyCapsule protocol: `pyarrow.table(...)`,
        `polars.DataFrame(...)` and whatever else does take it. A row each, in the order of `findings`."""
        return FindingsTable(self.findings)

    def summary(self) -> str:
        """One line: "25 records: 24 valid, 1 invalid, 0 unreadable; 1 error, 0 warnings, 0 infos"."""
        c = self.counts
        return (
            f"{_counted(c.records, 'record')}: {c.valid} valid, {c.invalid} invalid, "
            f"{c.unreadable} unreadable; {_counted(c.errors, 'error')}, "
            f"{_counted(c.warnings, 'warning')}, {_counted(c.infos, 'info')}"
        )

    def __str__(self) -> str:
        return "\n".join([*map(str, self.findings), self.summary()])

    def __repr__(self) -> str:
        return f"<diallint.Report: {self.summary()}>"

    def _repr_html_(self) -> str:
        """The table that notebooks show."""
        import html

        head = "".join(f"<th>{name}</th>" for name in ("row", "path", "severity", "rule", "message"))
        rows = "".join(
            "<tr>"
            + "".join(
                f"<td>{html.escape(str(cell))}</td>"
                for cell in (f.row, f.path, f.severity, f.rule, f.message)
            )
            + "</tr>"
            for f in self.findings
        )
        return (
            f"<table><caption>{html.escape(self.summary())}</caption>"
            f"<thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"
        )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
