"""The files of a prepared list and of an outcome: in memory, or in a folder that is there whole or not at
all."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO, Protocol


class Files(Protocol):
    """Files by their names."""

    folder: str | None  #: where they are, if not in memory

    def read(self, name: str) -> bytes | None:
        """All of one; None where there is none."""


class FolderFiles:
    """Those of a folder on disk. Names may lead into a folder in it, and never out of it."""

    def __init__(self, folder: str) -> None:
        self.folder: str | None = folder
        self._folder = folder

    def read(self, name: str) -> bytes | None:
        if any(part in ("", ".", "..") for part in name.split("/")) or "\0" in name:
            return None
        try:
            with open(os.path.join(self._folder, name), "rb") as file:
                return file.read()
        except (FileNotFoundError, NotADirectoryError):
            return None


class HeldFiles:
    """Those that stay in memory."""

    def __init__(self, inner: str = "") -> None:
        self.folder: str | None = None
        self.batches: list[str] = []
        self._inner = inner
        self._parts: dict[str, list[bytes]] = {}

    def __enter__(self) -> HeldFiles:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def take(self, name: str, content: bytes) -> None:
        _note_batch(self.batches, name)
        self._parts.setdefault(name, []).append(content)

    def finish(self) -> None:
        pass

    def files(self) -> Files:
        return self

    def read(self, name: str) -> bytes | None:
        parts = self._parts.get(name)
        return None if parts is None else b"".join(parts)


class NewFolder:
    """A folder that is written beside its place and renamed by finish(). Its owner alone may read it. Where
    a `command` is named it gets the listing by which `diallint COMMAND` knows what it may replace."""

    def __init__(self, path: str, inner: str, command: str) -> None:
        import tempfile

        self._path = path
        self._target = os.path.realpath(path)
        self._command = command
        self.batches: list[str] = []
        self._open: dict[str, BinaryIO] = {}
        self._hashes: dict[str, str] = {}
        if os.path.exists(self._target) and (
            not os.path.isdir(self._target) or os.listdir(self._target)
        ):
            raise FileExistsError(f"{path!r} is there and is no empty folder; name a new one")
        parent, leaf = os.path.split(self._target)
        self._work = tempfile.mkdtemp(prefix=f".{leaf[:100]}.", dir=parent)
        if inner:
            os.mkdir(os.path.join(self._work, inner), 0o700)
        # They are there even where nothing goes into them.
        always = ("outcome.csv", "repair.csv") if command else ("rejected.csv",)
        for name in (*always, f"{inner}/manifest.ndjson" if inner else "manifest.ndjson"):
            self.take(name, b"")

    def __enter__(self) -> NewFolder:
        return self

    def __exit__(self, *_: object) -> None:
        for file in self._open.values():
            file.close()
        if self._work:
            import shutil

            shutil.rmtree(self._work, ignore_errors=True)

    def take(self, name: str, content: bytes) -> None:
        if _note_batch(self.batches, name):
            file = self._new(name)
            file.write(content)
            self._settle(name, file)
            return
        if name not in self._open:
            self._open[name] = self._new(name)
        self._open[name].write(content)

    def finish(self) -> None:
        for name, file in self._open.items():
            self._settle(name, file)
        self._open.clear()
        if self._command:
            listing = f"{self._command}.sha256"
            file = self._new(listing)
            head = (
                f"# files that diallint {self._command} wrote; it replaces the folder while these are all\n"
            )
            lines = [f"{digest}  {name}\n" for name, digest in self._hashes.items()]
            file.write("".join([head, *lines]).encode())
            self._settle(listing, file)
        os.rename(self._work, self._target)
        self._work = ""

    def files(self) -> Files:
        return FolderFiles(self._path)

    def _new(self, name: str) -> BinaryIO:
        flags = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC | os.O_NOFOLLOW
        return os.fdopen(os.open(os.path.join(self._work, name), flags, 0o600), "w+b")

    def _settle(self, name: str, file: BinaryIO) -> None:
        file.flush()
        if self._command:
            import hashlib

            file.seek(0)
            self._hashes[name] = hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
        os.fsync(file.fileno())
        file.close()


def _note_batch(batches: list[str], name: str) -> bool:
    is_batch = name.endswith(".json")
    if is_batch:
        batches.append(name)
    return is_batch


def rows_of_csv(text: str) -> Iterator[list[str]]:
    """Rows of RFC 4180, as the library writes them. (The csv module has a bound on cells, which is one for
    all of the process.)"""
    at = 0
    row: list[str] = []
    while at < len(text):
        if text[at] == '"':
            cell, at = _quoted(text, at)
        else:
            line_end = text.index("\r\n", at)
            comma = text.find(",", at, line_end)
            end = line_end if comma < 0 else comma
            cell, at = text[at:end], end
        row.append(cell)
        if text[at] == ",":
            at += 1
        else:
            at += 2
            yield row
            row = []


def _quoted(text: str, begin: int) -> tuple[str, int]:
    """The cell whose first quote stands at `begin`, and the place behind its last one."""
    at = begin + 1
    while True:
        at = text.index('"', at)
        if text[at + 1] != '"':
            return text[begin + 1 : at].replace('""', '"'), at + 1
        at += 2
