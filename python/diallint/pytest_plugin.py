"""Fixtures of pytest, which it finds by itself where diallint is installed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from diallint.local_service import LocalService
    from diallint.report import Report


@pytest.fixture
def dial_requests() -> Callable[..., dict[str, Any]]:
    """Makes sound documents: `dial_requests("put-dial-request-batch", seed=7)`."""
    from diallint import fixtures

    return fixtures.valid


@pytest.fixture
def assert_dialable() -> Callable[..., Report]:
    """Checks what a test has made, and fails with the findings unless it is sound. Numbers that are kept
    for fiction, as those of tests have to be, are none."""
    from diallint import check

    def assert_sound(source: object, **settings: Any) -> Report:
        if "rules" not in settings:
            ignored = settings.pop("ignore", ())
            settings["ignore"] = [*([ignored] if isinstance(ignored, str) else ignored), "phone-fictional"]
        report = check(source, **settings)
        if not report.ok:
            pytest.fail(str(report), pytrace=False)
        return report

    return assert_sound


@pytest.fixture
def start_local_service() -> Iterator[Callable[..., LocalService]]:
    """Starts `diallint serve` for this test: `start_local_service("--dial-rate=2", campaigns=["a"])`."""
    from diallint.local_service import LocalService

    started: list[LocalService] = []

    def start(*options: str, **settings: Any) -> LocalService:
        started.append(LocalService(*options, **settings))
        return started[-1]

    yield start
    for service in started:
        service.stop()
