"""Excel workbooks and Parquet files, which other packages open: python-calamine and pyarrow. Neither is
loaded before such a file is to be read."""

from __future__ import annotations

import bisect
import csv
import datetime as dt
import itertools
import json
import os
import re
from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TextIO

from diallint.report import Cell
from diallint.words import WORKBOOKS

_SHOWN = 20


def is_workbook(path: str) -> bool:
    return path.lower().endswith(WORKBOOKS)


class MissingExtra(ImportError):
    """A package is not there that opens such a file. The message says how to get it."""

    def __init__(self, path: str, package: str, extra: str) -> None:
        super().__init__(
            f"{os.path.basename(path)} is read with {package}, which is not installed: "
            f"pip install 'diallint[{extra}]'"
        )


class TextTable(Protocol):
    """A file as text for the checker, and where its lines stand in the file."""

    format: str  #: "csv" or "ndjson"

    def write(self, out: TextIO) -> None:
        """Once."""

    def cell(self, line: int, column: int, pointer: str) -> Cell:
        """Of a place in the text, counted from 1; `pointer` is the finding's path."""

    def row_number(self, line: int) -> int:
        """What a reader of the file calls the row, from 1."""


class _Lines:
    """Which row a line belongs to, where cells of some rows have line ends in them."""

    def __init__(self) -> None:
        self._rows: list[int] = []  # that have line ends
        self._first_lines: list[int] = []  # behind each of them
        self._next = 0
        self._line = 1

    def add(self, breaks: int) -> None:
        self._next += 1
        self._line += 1 + breaks
        if breaks:
            self._rows.append(self._next)
            self._first_lines.append(self._line)

    def row_of(self, line: int) -> tuple[int, int]:
        """The row, from 0, and the line within it, from 0."""
        at = bisect.bisect_right(self._first_lines, line) - 1
        row, first = (self._rows[at], self._first_lines[at]) if at >= 0 else (0, 1)
        # The next row with line ends begins where those in front of it end.
        if at + 1 < len(self._rows) and row + line - first >= self._rows[at + 1] - 1:
            begin = first + self._rows[at + 1] - 1 - row
            return self._rows[at + 1] - 1, line - begin
        return row + line - first, 0


def _text(value: object) -> str:
    """A cell as a CSV file has it. Numbers are what a person would read, so that a telephone number that
    a spreadsheet holds as a number has its digits."""
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\r\n", "\n").replace("\r", "\n")
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        if value != value or value in (float("inf"), float("-inf")):
            return ""
        return str(int(value)) if value.is_integer() and abs(value) < 1e16 else repr(value)
    if isinstance(value, dt.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(dt.timezone.utc).replace(tzinfo=None)
            return value.isoformat() + "Z"
        return value.isoformat()
    if isinstance(value, (dt.date, dt.time)):
        return value.isoformat()
    return str(value)


def _name_of_column(index: int) -> str:
    name = ""
    index += 1
    while index > 0:
        index, letter = divmod(index - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name) for name in names[:_SHOWN])
    return shown + (f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else "")


class _Sheet:
    """One sheet, whose first row with a value names the columns."""

    format = "csv"

    def __init__(self, name: str, rows: list[list[object]], merged: Sequence[Any]) -> None:
        self._name = name
        self._merged = merged
        texts = [[_text(value) for value in row] for row in rows]
        filled = [i for i, row in enumerate(texts) if any(row)]
        self._first = filled[0] if filled else 0
        width = max((len(row) for row in texts), default=0)
        self._columns = [c for c in range(width) if any(c < len(row) and row[c] for row in texts)]
        self._rows = [
            [row[c] if c < len(row) else "" for c in self._columns] for row in texts[self._first :]
        ] if filled else []
        self._lines = _Lines()
        for row in self._rows:
            self._lines.add(sum(text.count("\n") for text in row))

    def write(self, out: TextIO) -> None:
        csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(self._rows)

    def row_number(self, line: int) -> int:
        return self._first + min(self._lines.row_of(line)[0], max(len(self._rows) - 1, 0)) + 1

    def cell(self, line: int, column: int, pointer: str) -> Cell:
        if not self._rows:
            return Cell(sheet=self._name, name="A1")
        row, within = self._lines.row_of(line)
        row = min(row, len(self._rows) - 1)
        found = self._columns[self._field_at(self._rows[row], within, column)]
        name = f"{_name_of_column(found)}{self._first + row + 1}"
        return Cell(sheet=self._name, name=name, merged_with=self._merged_with(self._first + row, found))

    @staticmethod
    def _field_at(row: list[str], line: int, column: int) -> int:
        """The last field that begins at the place or in front of it."""
        at, begins = (0, 1), []
        for text in row:
            begins.append(at)
            written = text.replace('"', '""')
            breaks = written.count("\n")
            last = written.rsplit("\n", 1)[-1]
            # A quote at either end, and the comma.
            at = (at[0] + breaks, len(last) + 3 if breaks else at[1] + len(written) + 3)
        return max(bisect.bisect_right(begins, (line, column)) - 1, 0)

    def _merged_with(self, row: int, column: int) -> str | None:
        for (top, left), (bottom, right) in self._merged:
            if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
                return f"{_name_of_column(left)}{top + 1}"
        return None


def _why(error: BaseException) -> str:
    """What a package says of a file, in one line; it speaks of the file, not of what is in it."""
    return re.sub(r"\s+", " ", str(error)).strip() or type(error).__name__


_CONTAINER = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # of old workbooks, and of what is encrypted


def _is_container(path: str) -> bool:
    with open(path, "rb") as file:
        return file.read(len(_CONTAINER)) == _CONTAINER


def _is_locked(path: str) -> bool:
    """Whether a newer workbook is encrypted in a container, whatever its name ends in."""
    if not _is_container(path):
        return False
    name, end = "EncryptedPackage".encode("utf-16-le"), b""
    with open(path, "rb") as file:
        while piece := file.read(1 << 20):
            if name in end + piece:
                return True
            end = piece[-len(name) :]
    return False


def _open_workbook(path: str) -> Any:
    try:
        import python_calamine
    except ImportError:
        raise MissingExtra(path, "python-calamine", "excel") from None
    try:
        return python_calamine.CalamineWorkbook.from_path(path)
    except (python_calamine.PasswordError, python_calamine.CalamineError) as error:
        if isinstance(error, python_calamine.PasswordError) or _is_locked(path):
            raise ValueError(
                "the workbook is protected by a password, and cannot be read: open it in a spreadsheet and "
                "save a copy without one"
            ) from None
        if _is_container(path) and not path.lower().endswith(".xls"):
            raise ValueError(
                "this is a workbook of the old kind under another name: let its name end in .xls"
            ) from None
        raise ValueError(
            f"this is no workbook that can be read, or a damaged one ({_why(error)}); open it in a "
            "spreadsheet and save it again, or export it as CSV"
        ) from None


def read_sheet(path: str, sheet: str | None) -> TextTable:
    """A sheet of a workbook: the one of that name, or the only one that holds anything. Raises MissingExtra,
    ValueError for what cannot be read, and OSError."""
    workbook = _open_workbook(path)
    names = workbook.sheet_names
    if sheet is not None and sheet not in names:
        raise ValueError(f"no sheet is named {sheet!r}; the workbook has {_listed(names)}")
    read: dict[str, list[list[object]]] = {}
    for name in names if sheet is None else [sheet]:
        try:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except Exception as error:  # of calamine: each version has classes of its own
            if sheet is None and type(error).__name__ == "WorksheetNotFound":
                continue  # a chart
            raise ValueError(f"the sheet {name!r} cannot be read ({_why(error)})") from None
        if sheet is not None or any(value not in ("", None) for row in rows for value in row):
            read[name] = rows
    if len(read) > 1:
        raise ValueError(f"several sheets hold something, {_listed(list(read))}: choose one with --sheet")
    name, rows = next(iter(read.items()), (names[0] if names else "", []))
    merged = workbook.get_sheet_by_name(name).merged_cell_ranges if rows else None
    return _Sheet(name, rows, merged or ())


class ParquetTable:
    """A Parquet file: batches for the module, text for the program."""

    def __init__(self, path: str) -> None:
        """Raises MissingExtra, ValueError and OSError."""
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            raise MissingExtra(path, "pyarrow", "arrow") from None
        try:
            self._file = pyarrow.parquet.ParquetFile(path)
        except pyarrow.ArrowException as error:
            raise ValueError(
                f"this is no Parquet file that can be read, or a damaged or encrypted one ({_why(error)})"
            ) from None
        self._pyarrow = pyarrow
        schema = self._file.schema_arrow
        self._names: list[str] = schema.names
        is_nested = pyarrow.types.is_nested
        self.format = "ndjson" if any(is_nested(kind) for kind in schema.types) else "csv"
        metadata = self._file.metadata
        groups = [metadata.row_group(i).num_rows for i in range(metadata.num_row_groups)]
        self._ends = list(itertools.accumulate(groups))
        self._lines = _Lines()

    def reader(self) -> Any:
        """A RecordBatchReader of all row groups."""
        return self._pyarrow.RecordBatchReader.from_batches(self._file.schema_arrow, self._batches())

    def _batches(self) -> Iterator[Any]:
        try:
            yield from self._file.iter_batches()
        except self._pyarrow.ArrowException as error:
            raise OSError(f"the Parquet file cannot be read to its end ({_why(error)})") from None

    def write(self, out: TextIO) -> None:
        if self.format == "ndjson":
            for batch in self._batches():
                for row in batch.to_pylist(maps_as_pydicts="lossy"):
                    out.write(json.dumps(_without_nulls(row), ensure_ascii=False, default=_text) + "\n")
            return
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\n")
        writer.writerow(self._names)
        self._lines.add(sum(name.count("\n") for name in self._names))
        for batch in self._batches():
            columns = [[_text(value) for value in column.to_pylist()] for column in batch.columns]
            for row in zip(*columns, strict=True):
                writer.writerow(row)
                self._lines.add(sum(text.count("\n") for text in row))

    def row_number(self, line: int) -> int:
        if self.format == "ndjson":
            return line
        return max(self._lines.row_of(line)[0], 1)

    def cell(self, line: int, column: int, pointer: str) -> Cell:
        return self.cell_of_row(self.row_number(line) - 1, pointer)

    def cell_of_row(self, row: int, pointer: str) -> Cell:
        """The place of a row, counted from 0 in the file."""
        group = bisect.bisect_right(self._ends, row)
        return Cell(row_group=min(group, max(len(self._ends) - 1, 0)), row=row, column=self._column_of(pointer))

    def _column_of(self, pointer: str) -> str | None:
        parts = [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]
        for count in range(len(parts), 0, -1):
            name = ".".join(parts[:count])
            if name in self._names:
                return name
        return None


def _without_nulls(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_nulls(one) for key, one in value.items() if one is not None and one == one}
    if isinstance(value, list):
        return [_without_nulls(one) for one in value]
    return value


def read_table_file(path: str, sheet: str | None) -> TextTable:
    """The file as text. Raises as its parts do."""
    with open(path, "rb"):
        pass  # what the system says of it, it says in the same words for all
    if is_workbook(path):
        return read_sheet(path, sheet)
    if sheet is not None:
        raise ValueError("a Parquet file has no sheets; --sheet is for workbooks")
    return ParquetTable(path)


def with_rows(message: str, table: TextTable) -> str:
    """A message whose lines are rows of the file."""
    return re.sub(r"\bin line (\d+)\b", lambda found: f"in row {table.row_number(int(found[1]))}", message)
