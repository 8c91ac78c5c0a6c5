"""`diallint serve` for tests: starts on a free port, answers SDK clients, and stops.

>>> with LocalService(campaigns=["monday"]) as service:
...     client = boto3.client("connectcampaigns", endpoint_url=service.url, ...)
"""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterable, Mapping
from types import TracebackType
from typing import Any

from diallint.program import path_of_program


class LocalService:
    """A service of its own process. It stops with `stop()`, or at the end of a `with`."""

    def __init__(
        self,
        *options: str,
        campaigns: Iterable[str] | Mapping[str, str] = (),
        now: dt.datetime | str | None = None,
    ) -> None:
        """`campaigns` are ids, or states by id; `now` is a clock that stands still; `options` are
        others of `diallint serve`."""
        words = [path_of_program(), "serve", "--port", "0", *options]
        states = campaigns if isinstance(campaigns, Mapping) else dict.fromkeys(campaigns, "Running")
        words += [f"--campaign={name}={state}" for name, state in states.items()]
        if now is not None:
            words.append(f"--now={_time_of(now)}")
        self._process = subprocess.Popen(
            words, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line.startswith("listening at "):
            _, said = self._process.communicate()
            raise RuntimeError(said.strip() or "diallint serve has ended before it listened")
        #: What clients take as `endpoint_url`.
        self.url = line.split()[-1]
        #: What it has said at its end: the summary, and the log.
        self.said = ("", "")

    def __enter__(self) -> LocalService:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> int:
        """Ends it. Its exit code: 1 where the service itself would have refused something."""
        if self._process.poll() is None:
            self._process.terminate()
        if not self._process.stdout or not self._process.stdout.closed:
            self.said = self._process.communicate()
        return self._process.returncode

    def ask(self, what: str = "", body: object = None) -> dict[str, Any]:
        """The control API: what is at a path under /_diallint/, or with a body what it is told."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(f"{self.url}/_diallint/{what}", data=data)
        # Not by way of a proxy that the environment names.
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        try:
            with opener.open(request, timeout=30) as answer:
                found: dict[str, Any] = json.load(answer)
        except urllib.error.HTTPError as error:
            raise ValueError(json.load(error)["message"]) from None
        return found

    def summary(self) -> dict[str, Any]:
        """Counts, findings by rule, the clock and the campaigns."""
        return self.ask()

    def calls(self) -> list[dict[str, Any]]:
        """The calls in their order, and how each was answered."""
        return list(self.ask("calls")["calls"])

    def requests(self, *, values: bool = False) -> list[dict[str, Any]]:
        """What was accepted and what became of it; with `values` each request as it was sent."""
        return list(self.ask("requests?values=true" if values else "requests")["requests"])

    def reset(self) -> None:
        """As after the start."""
        self.ask("reset", {})

    def set_clock(self, now: dt.datetime | str) -> None:
        """The clock stands still there."""
        self.ask("clock", {"now": _time_of(now)})

    def advance(self, seconds: float) -> None:
        """Moves the clock; the dialler does what is due."""
        self.ask("clock", {"advance": seconds})

    def set_campaign(self, campaign: str, state: str = "Running") -> None:
        """Makes a campaign, or puts it into a state."""
        self.ask("campaigns", {"id": campaign, "state": state})

    def trouble(self, *following: str, **settings: Any) -> None:
        """What the calls that follow meet, one each: "ThrottlingException", "drop", "none" …
        `settings` are calls, requests, callsPerSecond, burst and latency."""
        self.ask("trouble", {"next": list(following), **settings})


def _time_of(now: dt.datetime | str) -> str:
    if isinstance(now, str):
        return now
    if now.tzinfo is None:
        raise ValueError("a clock needs a time zone: datetime(..., tzinfo=timezone.utc)")
    return now.astimezone(dt.timezone.utc).isoformat().replace("+00:00", "Z")
