"""Requests made up for tests: sound ones, with numbers that are kept for fiction."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from diallint import _core
from diallint.checking import Now, _moment
from diallint.words import text_word, whole_number, words_of

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_BATCH = "put-dial-request-batch"


def documents(
    shape: str = _BATCH,
    *,
    seed: int = 1,
    now: Now = "clock",
    regions: Iterable[str] = (),
) -> Iterator[dict[str, Any]]:
    """One sound document after the other, without end. The same seed, moment and regions make the same
    ones. A check for the same moment finds nothing in them but that their numbers are fictional."""
    moment = _moment(now)
    if moment is None:
        raise ValueError("a fixture expires: it needs a moment to count from")
    generator = _core.make_generator(
        text_word("shape", shape), whole_number("seed", seed), moment, words_of("regions", regions)
    )
    return _parsed(generator)


def _parsed(generator: _core.Generator) -> Iterator[dict[str, Any]]:
    while True:
        yield json.loads(generator.next())


def valid(
    shape: str = _BATCH,
    *,
    seed: int = 1,
    now: Now = "clock",
    regions: Iterable[str] = (),
) -> dict[str, Any]:
    """One sound document, as boto3 takes it: `client.put_dial_request_batch(id=..., **valid())` for one
    without an id."""
    return next(documents(shape, seed=seed, now=now, regions=regions))


def regions() -> list[str]:
    """The regions whose fictional numbers can be made."""
    return _core.generator_regions()


def strategy(
    shape: str = _BATCH,
    *,
    now: dt.datetime | str = "2026-11-20T12:00:00Z",
    regions: Iterable[str] = (),
) -> SearchStrategy[dict[str, Any]]:
    """A strategy of Hypothesis for sound documents, which it draws from the schemas. Needs
    `pip install diallint[hypothesis]`."""
    try:
        from hypothesis import strategies
    except ImportError:
        raise ImportError("Hypothesis is not there: pip install diallint[hypothesis]") from None
    chosen = list(regions)
    return strategies.integers(0, 2**63 - 1).map(
        lambda seed: valid(shape, seed=seed, now=now, regions=chosen)
    )
