"""Checks Amazon Connect dial requests before they are sent.

>>> import diallint
>>> report = diallint.check({"clientToken": "a b", "phoneNumber": "+12025550147"}, now=None)
>>> report.ok
False
"""

import importlib
from typing import TYPE_CHECKING

from diallint._core import __version__
from diallint.checking import check, check_response
from diallint.report import (
    Cell,
    Counts,
    DialRequestError,
    Finding,
    FindingsTable,
    FirstPlace,
    Limits,
    Place,
    Report,
    ResponseCounts,
)
from diallint.rules import Document, Rule, Rules, Shape, explain, rules, shapes

if TYPE_CHECKING:
    from diallint.answers import Guidance, all_guidance, guidance
    from diallint.campaigns import Prepared, Reconciled, prepare, reconcile
    from diallint.fixing import Fix, Fixed, FixKind, fix, fix_kinds

__all__ = [
    "Cell",
    "Counts",
    "DialRequestError",
    "Document",
    "Finding",
    "FindingsTable",
    "FirstPlace",
    "Fix",
    "FixKind",
    "Fixed",
    "Guidance",
    "Limits",
    "Place",
    "Prepared",
    "Reconciled",
    "Report",
    "ResponseCounts",
    "Rule",
    "Rules",
    "Shape",
    "__version__",
    "all_guidance",
    "check",
    "check_response",
    "explain",
    "fix",
    "fix_kinds",
    "guidance",
    "prepare",
    "reconcile",
    "rules",
    "shapes",
]


# Loaded by their first use, so that an import takes no longer than a check needs.
_MODULES = ("aws", "fixtures", "local_service", "spark")
_PLACES = {
    **dict.fromkeys(("Fix", "FixKind", "Fixed", "fix", "fix_kinds"), "fixing"),
    **dict.fromkeys(("Guidance", "all_guidance", "guidance"), "answers"),
    **dict.fromkeys(("Prepared", "Reconciled", "prepare", "reconcile"), "campaigns"),
}


def __getattr__(name: str) -> object:
    if name in _MODULES:
        return importlib.import_module(f"diallint.{name}")
    if name in _PLACES:
        value = getattr(importlib.import_module(f"diallint.{_PLACES[name]}"), name)
        globals()[name] = value
        return value
    raise AttributeError(f"module 'diallint' has no attribute {name!r}")
