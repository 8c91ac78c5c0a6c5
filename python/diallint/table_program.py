"""`diallint check` for Excel workbooks and Parquet files: opens the file, has the program check its text, and
names sheets and cells, or row groups and columns, in the report. The program hands such calls on to here."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from typing import Any

from diallint.program import path_of_program
from diallint.report import Cell
from diallint.table_files import TextTable, read_table_file, with_rows
from diallint.words import TABLE_FILES

_FORMATS = ("text", "json", "ndjson", "github")
_WITH_VALUE = ("--sheet", "--output-format", "-o", "--output", "--color", "--input-format", "--stdin-filename")


class UsageError(Exception):
    """What the call cannot mean."""


class Call:
    """The arguments, taken apart as far as they concern the file and the report of it."""

    def __init__(self, arguments: list[str]) -> None:
        self.passed_on: list[str] = []
        self._given: dict[str, list[str]] = {name: [] for name in _WITH_VALUE}
        paths: list[str] = []
        left = iter(arguments)
        for argument in left:
            name, equals, value = argument.partition("=")
            if name in _WITH_VALUE:
                if not equals:
                    value = next(left, "")
                self._given[name].append(value)
            elif argument.lower().endswith(TABLE_FILES) and not argument.startswith("-"):
                paths.append(argument)
            else:
                self.passed_on.append(argument)
        if len(paths) != 1:
            raise UsageError("workbooks and Parquet files are checked one by one; give one of them")
        self.path = paths[0]
        self.sheet = self._only("--sheet")
        self.format = self._only("--output-format") or "text"
        self.output = self._only("-o", "--output")
        if self.format not in _FORMATS:
            raise UsageError(
                f"the report of a workbook or a Parquet file is {', '.join(_FORMATS[:-1])} or {_FORMATS[-1]}, "
                f"not {self.format}: others show lines of text; export the file as CSV for them"
            )
        if self._only("--input-format") or self._only("--stdin-filename"):
            raise UsageError("--input-format and --stdin-filename are not for workbooks and Parquet files")
        if self.passed_on[:1] == ["check"]:
            del self.passed_on[0]

    def _only(self, *names: str) -> str | None:
        given = [value for name in names for value in self._given[name]]
        if len(given) > 1:
            raise UsageError(f"give {names[-1]} once; a workbook or a Parquet file has one report")
        return given[0] if given else None


class Places:
    """Puts the places of the file into a report of its text, line by line."""

    def __init__(self, name: str, table: TextTable) -> None:
        self._name = name
        self._table = table
        self._findings: Iterator[dict[str, Any]] = iter(())

    def note_findings(self, lines: Iterable[str]) -> None:
        """What a report in lines of text shows, in the same order, as NDJSON."""
        found = [json.loads(line) for line in lines if line.startswith('{"rule":')]
        self._findings = iter(found)

    def change(self, format: str, line: str) -> str:
        """A line of the report; empty where it is to go."""
        if format == "text":
            return self._in_text(line)
        return self._in_github(line) if format == "github" else self._in_json(line)

    def _cell(self, finding: dict[str, Any]) -> Cell:
        return self._table.cell(finding["line"], finding["column"], finding["path"])

    def _in_text(self, line: str) -> str:
        if line.startswith("    "):
            return ""  # an excerpt of what was written for the check
        found = re.match(re.escape(self._name) + r":\d+:\d+: (?=(?:error|warning|info): )", line)
        if found is None:
            return line
        return f"{self._name}:{self._cell(next(self._findings))}: " + with_rows(line[found.end() :], self._table)

    def _in_github(self, line: str) -> str:
        found = re.match(r"(::\w+ )file=[^,]*,line=\d+,endLine=\d+,col=\d+,endColumn=\d+,(title=.*?)::", line)
        if found is None:
            return line
        cell = self._cell(next(self._findings))
        return f"{found[1]}file={self._name},{found[2]}::{cell}: " + with_rows(line[found.end() :], self._table)

    def _in_json(self, line: str) -> str:
        text = line.rstrip(",\n")
        if not text.startswith('{"rule":'):
            return line
        finding = json.loads(text)
        made: dict[str, Any] = {}
        for key, value in finding.items():
            if key == "file":
                made.update({key: value, **self._cell(finding).to_json()})
            elif key == "message":
                made[key] = with_rows(value, self._table)
            elif key not in ("line", "column", "endLine", "endColumn"):
                made[key] = value
        return json.dumps(made, ensure_ascii=False, separators=(",", ":")) + line[len(text) :]


def check(call: Call) -> int:
    """What `diallint check` gives for the call. Raises ImportError, OSError, ValueError."""
    table = read_table_file(call.path, call.sheet)
    name = "".join(c if c.isprintable() else "?" for c in call.path)
    with tempfile.TemporaryDirectory(prefix="diallint-") as folder:
        text, findings = os.path.join(folder, "text"), os.path.join(folder, "findings")
        with open(text, "w", encoding="utf-8", errors="surrogatepass", newline="") as out:
            table.write(out)
        # In one word: a file that stands alone would be handed on to here again.
        command = [path_of_program(), "check", "--input-format", table.format, f"--stdin-filename={name}"]
        command += ["--color", "never", "--output-format", call.format]
        if call.format in ("text", "github"):
            command += ["--output-format", "ndjson", "--output", findings]
        with open(text, "rb") as source:
            done = subprocess.run(
                [*command, *call.passed_on, "-"], stdin=source, stdout=subprocess.PIPE, check=False
            )
        places = Places(name, table)
        if os.path.exists(findings):
            with open(findings, encoding="utf-8") as lines:
                places.note_findings(lines)
        made = done.stdout.decode("utf-8", "replace").splitlines(keepends=True)
    _put("".join(places.change(call.format, line) for line in made), call.output)
    return done.returncode


def _put(text: str, output: str | None) -> None:
    """On standard output, or into a file that is there whole or not at all."""
    if output is None:
        sys.stdout.buffer.write(text.encode())
        sys.stdout.buffer.flush()
        return
    folder = os.path.dirname(output) or "."
    handle, made = tempfile.mkstemp(dir=folder, prefix=".diallint-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(text.encode())
        os.chmod(made, 0o644)
        os.replace(made, output)
    except BaseException:
        os.unlink(made)
        raise


def main() -> None:
    """The command `diallint-tables`."""
    try:
        call = Call(sys.argv[1:])
    except UsageError as error:
        sys.exit(_failed(str(error)))
    try:
        sys.exit(check(call))
    except (ImportError, ValueError) as error:
        sys.exit(_failed(f"{call.path}: {error}"))
    except OSError as error:
        sys.exit(_failed(f"{error.filename or call.path}: {error.strerror or error}"))
    except KeyboardInterrupt:
        sys.exit(130)


def _failed(message: str) -> int:
    print(f"diallint: {message}", file=sys.stderr)
    return 2
