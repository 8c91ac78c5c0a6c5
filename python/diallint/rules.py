"""The rules that a check goes by, and what they say."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from diallint import _core
from diallint.words import StrPath, pairs_of, path_word, text_word, words_of


@dataclass(frozen=True, slots=True)
class Document:
    """A document that states a constraint."""

    title: str
    url: str
    read: str  #: the day it was read, YYYY-MM-DD


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule in words."""

    id: str
    title: str  #: what is checked, one sentence
    severity: str  #: "error", "warning", "info" or "off", with the settings counted in
    why: str  #: what happens where it is broken
    repair: str  #: what to do
    disagreement: str  #: where documents disagree; mostly empty
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an input can be: one schema."""

    id: str  #: what `shape=` takes
    title: str
    schema: str  #: the text of its JSON Schema


def _documents(made: Iterable[tuple[str, str, str]]) -> tuple[Document, ...]:
    return tuple(Document(*document) for document in made)


def _text_of(path: StrPath) -> str:
    with open(path, encoding="utf-8") as file:
        return file.read()


class Rules:
    """Compiled rules with their settings: made once, used by any number of threads.

    The settings are those of the command line: `select` and `ignore` take rule ids, `severity` maps them
    to "error", "warning", "info" or "off", `schemas` are files that stand in for built-in schemas or add
    some, `numbering_plan` is a newer plan than the one built in.

    Raises ValueError for settings that mean nothing, and OSError for files that cannot be read.
    """

    def __init__(
        self,
        *,
        select: Iterable[str] | str = (),
        ignore: Iterable[str] | str = (),
        severity: Mapping[str, str] | None = None,
        schemas: Sequence[StrPath] = (),
        envelope: str = "auto",
        accept_sdk_names: bool = False,
        mask_keys: bool = False,
        phone_regions: Iterable[str] | str = (),
        deny_phone_regions: Iterable[str] | str = (),
        deny_phone_types: Iterable[str] | str = (),
        numbering_plan: StrPath | None = None,
    ) -> None:
        words = _core.RulesWords()
        words.select = words_of("select", select)
        words.ignore = words_of("ignore", ignore)
        words.severity = [f"{rule}={level}" for rule, level in pairs_of("severity", severity)]
        if isinstance(schemas, str | os.PathLike) or not isinstance(schemas, Iterable):
            raise TypeError(f"schemas must be a list of paths, not {type(schemas).__name__}")
        words.schemas = [(path_word("an item of schemas", path), _text_of(path)) for path in schemas]
        words.envelope = text_word("envelope", envelope)
        words.accept_sdk_names = bool(accept_sdk_names)
        words.mask_keys = bool(mask_keys)
        words.phone_regions = words_of("phone_regions", phone_regions)
        words.deny_phone_regions = words_of("deny_phone_regions", deny_phone_regions)
        words.deny_phone_types = words_of("deny_phone_types", deny_phone_types)
        words.numbering_plan = (
            "" if numbering_plan is None else path_word("numbering_plan", numbering_plan)
        )
        try:
            self._core = _core.Rules(words)
        except ValueError as error:
            raise ValueError(_in_python(str(error))) from None

    @classmethod
    def _of(cls, core: _core.Rules) -> Rules:
        made = cls.__new__(cls)
        made._core = core
        return made

    def rules(self) -> list[Rule]:
        """All rules, in the order of the reference."""
        return [
            Rule(rule, title, severity, why, repair, disagreement, _documents(documents))
            for rule, title, severity, why, repair, disagreement, documents in self._core.rules()
        ]

    def explain(self, rule: str) -> Rule:
        """One rule in words. Raises KeyError where there is none of this id."""
        for known in self.rules():
            if known.id == rule:
                return known
        raise KeyError(f"unknown rule {rule!r}; diallint.rules() lists them")

    def shapes(self) -> list[Shape]:
        """What an input can be."""
        return [Shape(*words) for words in self._core.shapes()]


def _in_python(message: str) -> str:
    """Messages of the library name options of the command line: --phone-regions is phone_regions here."""
    return re.sub(r"--([a-z]+(?:-[a-z]+)*)", lambda found: found[1].replace("-", "_"), message)


@lru_cache(maxsize=1)
def default_rules() -> Rules:
    """The built-in rules, each at its own severity; compiled by the first call and kept."""
    return Rules()


def rules() -> list[Rule]:
    """All rules, in the order of the reference."""
    return default_rules().rules()


def explain(rule: str) -> Rule:
    """One rule in words: what it checks, why, and what to do. Raises KeyError for an unknown id."""
    return default_rules().explain(rule)


def shapes() -> list[Shape]:
    """What an input can be: the ids are what `shape=` takes."""
    return default_rules().shapes()
