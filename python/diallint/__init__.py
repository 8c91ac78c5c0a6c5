"""Checks Amazon Connect dial requests before they are sent.

>>> import diallint
>>> report = diallint.check({"clientToken": "a b", "phoneNumber": "+12025550147"}, now=None)
>>> report.ok
False
"""

import importlib
from types import ModuleType

from diallint._core import __version__
from diallint.checking import check, check_response
from diallint.report import (
    Counts,
    DialRequestError,
    Finding,
    FirstPlace,
    Limits,
    Place,
    Report,
    ResponseCounts,
)
from diallint.rules import Document, Rule, Rules, Shape, explain, rules, shapes

__all__ = [
    "Counts",
    "DialRequestError",
    "Document",
    "Finding",
    "FirstPlace",
    "Limits",
    "Place",
    "Report",
    "ResponseCounts",
    "Rule",
    "Rules",
    "Shape",
    "__version__",
    "check",
    "check_response",
    "explain",
    "rules",
    "shapes",
]


def __getattr__(name: str) -> ModuleType:
    """diallint.aws, diallint.fixtures and diallint.local_service are loaded by their first use."""
    if name in ("aws", "fixtures", "local_service"):
        return importlib.import_module(f"diallint.{name}")
    raise AttributeError(f"module 'diallint' has no attribute {name!r}")
