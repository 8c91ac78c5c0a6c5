"""What calls are told: words and numbers as the library takes them, or an error that says what was expected."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping

StrPath = str | os.PathLike[str]

#: Files that table_files.py reads, by their endings; table_helper.cpp of the program has the same list.
WORKBOOKS = (".xlsx", ".xlsm", ".xls")
TABLE_FILES = (*WORKBOOKS, ".parquet", ".pq")


def text_word(name: str, value: object) -> str:
    """A word that the library takes as UTF-8."""
    if not isinstance(value, str):
        raise TypeError(f"{name} must be a str, not {type(value).__name__}")
    # Of a class of its own it may be anything else besides.
    word = str.__str__(value) if type(value) is str else "".join(str.__iter__(value))
    try:
        word.encode()
    except UnicodeEncodeError:
        raise ValueError(f"{name} holds half of a surrogate pair, which is no character") from None
    return word


def words_of(name: str, texts: Iterable[str] | str) -> list[str]:
    """A word, or several of them."""
    if isinstance(texts, str):
        return [text_word(name, texts)]
    if not isinstance(texts, Iterable):
        raise TypeError(f"{name} must be a str or an iterable of them, not {type(texts).__name__}")
    return [text_word(f"an item of {name}", text) for text in texts]


def pairs_of(name: str, mapping: Mapping[str, str] | None) -> list[tuple[str, str]]:
    """Words by words."""
    if mapping is None:
        return []
    if not isinstance(mapping, Mapping):
        raise TypeError(f"{name} must be a mapping, not {type(mapping).__name__}")
    return [
        (text_word(f"a key of {name}", key), text_word(f"a value of {name}", value))
        for key, value in mapping.items()
    ]


def one_of(name: str, word: object, words: tuple[str, ...]) -> str:
    known = text_word(name, word)
    if known not in words:
        raise ValueError(f"{name} must be one of {', '.join(words)}, not {known!r}")
    return known


def whole_number(name: str, value: object, least: int = 0) -> int:
    """What the library counts with: it takes 64 bits."""
    if not isinstance(value, int) or isinstance(value, bool):
        raise TypeError(f"{name} must be an int, not {type(value).__name__}")
    if not least <= value < 2**64:
        raise ValueError(f"{name} must be a whole number from {least}, of 64 bits at most")
    return int(value)


def path_word(name: str, value: object) -> str:
    """A path as text."""
    if not isinstance(value, (str, os.PathLike)):
        raise TypeError(f"{name} must be a path, not {type(value).__name__}")
    return text_word(name, os.fsdecode(value))
