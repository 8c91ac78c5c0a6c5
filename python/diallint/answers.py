"""What the service's answers mean, and what to do about each."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from diallint import _core
from diallint.words import text_word


@dataclass(frozen=True, slots=True)
class Guidance:
    """A failure code of one request, or an exception of a whole call."""

    service: str  #: "connect-campaigns" or "connect"
    name: str
    http_status: int | None  #: of an exception
    #: the same request fails again; the same one later and more slowly; the same one again. Always with its
    #: token: a new one calls twice
    remedy: Literal["mend", "wait-then-retry", "retry"]
    meaning: str
    advice: str


def guidance(name: str, service: str = "connect-campaigns") -> Guidance | None:
    """What a failure code or exception means. None: it is not known.

    `service` is "connect-campaigns", "connect", or what boto3 calls them ("connectcampaigns",
    "connectcampaignsv2").
    """
    found = _core.guidance_for(text_word("service", service), text_word("name", name))
    return None if found is None else Guidance(*found)


def all_guidance() -> list[Guidance]:
    """All that are known: failure codes, then the exceptions of one service after the other."""
    return [Guidance(*known) for known in _core.all_guidance()]
