"""A guard for boto3 clients: what is wrong with a request is known before it is sent.

    import boto3
    from diallint.aws import guard

    client = boto3.client("connectcampaigns")
    guard(client)  # raises DialRequestError instead of sending what the service would refuse
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import types
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from diallint.checking import Now, check, check_response, rules_for, with_naive_times
from diallint.report import DialRequestError, Finding, Report
from diallint.rules import Rules
from diallint.words import one_of

On = Literal["raise", "warn", "drop"]

#: By service and operation of botocore: the shape of the request, and the member with its requests where
#: it is a batch.
OPERATIONS: dict[tuple[str, str], tuple[str, str | None]] = {
    ("connectcampaigns", "PutDialRequestBatch"): ("put-dial-request-batch", "dialRequests"),
    ("connectcampaignsv2", "PutOutboundRequestBatch"): (
        "put-outbound-request-batch",
        "outboundRequests",
    ),
    ("connect", "StartOutboundVoiceContact"): ("start-outbound-voice-contact", None),
    ("connect", "StartOutboundChatContact"): ("start-outbound-chat-contact", None),
    ("connect", "StartTaskContact"): ("start-task-contact", None),
    ("connect", "CreateContact"): ("create-contact", None),
}

#: What is told of an answer. What else is wrong with a request was told before it was sent.
_OF_ANSWERS = frozenset({"call-failed", "failure-code", "response-operation", "token-answered"})

_DEEPEST = 128
_KEY = "diallint"  # of what is kept with a call of botocore


@dataclass
class _Call:
    """What is known of one call on its way through botocore."""

    naive: list[str] = field(default_factory=list)
    dropped: list[dict[str, Any]] = field(default_factory=list)  # as failedRequests have them
    sent: bytes | None = None


class Guard:
    """What guard() has put on a client; `remove()` takes it off again."""

    def __init__(
        self, client: Any, on: On, rules: Rules, now: Callable[[], Now], logger: logging.Logger
    ) -> None:
        self._on = on
        self._rules = rules
        self._now = now
        self._log = logger
        self._events = client.meta.events
        self._hooks: list[tuple[str, Callable[..., Any]]] = []
        service = client.meta.service_model.service_name
        name = client.meta.service_model.service_id.hyphenize()
        for (of, operation), (shape, requests) in OPERATIONS.items():
            if of == service:
                self._hook(name, operation, shape, requests)
        if not self._hooks:
            raise ValueError(
                f"diallint has no rules for the service {service!r}; it knows "
                + ", ".join(sorted({of for of, _ in OPERATIONS}))
            )

    def remove(self) -> None:
        """The client is as it was."""
        for event, hook in self._hooks:
            self._events.unregister(event, hook)
        self._hooks.clear()

    def _hook(self, service: str, operation: str, shape: str, requests: str | None) -> None:
        def before_parameters(params: Any, context: dict[str, Any], **_: Any) -> None:
            context[_KEY] = _Call(naive=_naive_times(params, ""))

        def before_call(params: dict[str, Any], context: dict[str, Any], **_: Any) -> Any:
            return self._before(operation, shape, requests, params, context.setdefault(_KEY, _Call()))

        def after_call(
            http_response: Any, parsed: dict[str, Any], context: dict[str, Any], **_: Any
        ) -> None:
            call = context.pop(_KEY, None)
            if call is not None and http_response.status_code < 300:
                self._after(operation, call, parsed, is_batch=requests is not None)

        for event, hook in (
            ("before-parameter-build", before_parameters),
            ("before-call", before_call),
            ("after-call", after_call),
        ):
            full = f"{event}.{service}.{operation}"
            self._events.register(full, hook)
            self._hooks.append((full, hook))

    def _before(
        self, operation: str, shape: str, requests: str | None, params: dict[str, Any], call: _Call
    ) -> Any:
        body = _bytes_of(params["body"])
        report = check(body, now=self._now(), shape=shape, format="json", rules=self._rules)
        report = with_naive_times(report, [(None, pointer) for pointer in call.naive], self._rules)
        call.sent = body
        if report.ok:
            self._tell(operation, report.findings, sent=True)
            return None
        if self._on == "raise":
            raise DialRequestError(report)
        if self._on == "warn":
            self._tell(operation, report.findings, sent=True)
            return None
        return self._drop(operation, requests, params, report, call)

    def _drop(
        self,
        operation: str,
        requests: str | None,
        params: dict[str, Any],
        report: Report,
        call: _Call,
    ) -> Any:
        """Takes the requests with errors out of a batch. Nothing can be taken out of anything else."""
        wrong = _requests_with_errors(report, requests)
        if requests is None or wrong is None:
            raise DialRequestError(report)
        batch = json.loads(call.sent or b"{}")
        members = batch[requests]
        call.dropped = [
            {
                "clientToken": str(member.get("clientToken", "")) if isinstance(member, dict) else "",
                "failureCode": "InvalidInput",
            }
            for i, member in enumerate(members)
            if i in wrong
        ]
        batch[requests] = [member for i, member in enumerate(members) if i not in wrong]
        self._tell(operation, report.findings, sent=False)
        if not batch[requests]:
            call.sent = None
            return types.SimpleNamespace(status_code=200), {
                "successfulRequests": [],
                "failedRequests": [],
                "ResponseMetadata": {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0},
            }
        call.sent = params["body"] = json.dumps(batch).encode()
        return None

    def _after(self, operation: str, call: _Call, parsed: dict[str, Any], *, is_batch: bool) -> None:
        if is_batch and call.sent is not None:
            answer = {key: value for key, value in parsed.items() if key != "ResponseMetadata"}
            report = check_response(call.sent, answer, rules=self._rules)
            self._tell(f"{operation} (answer)", report.findings, sent=True, only=_OF_ANSWERS)
        if call.dropped:
            parsed.setdefault("successfulRequests", [])
            parsed["failedRequests"] = [*parsed.get("failedRequests", []), *call.dropped]

    def _tell(
        self,
        operation: str,
        findings: Iterable[Finding],
        *,
        sent: bool,
        only: frozenset[str] | None = None,
    ) -> None:
        """One log record a finding, with the finding's fields in `record.diallint`."""
        for finding in findings:
            if only is not None and finding.rule not in only:
                continue
            self._log.log(
                logging.INFO if finding.severity == "info" else logging.WARNING,
                "%s: %s",
                operation,
                finding,
                extra={"diallint": {"operation": operation, "sent": sent, **finding.to_dict()}},
            )


def guard(
    client: Any,
    on: On = "raise",
    *,
    rules: Rules | None = None,
    now: Callable[[], Now] | None = None,
    logger: logging.Logger | None = None,
) -> Guard:
    """Checks each request of a boto3 client as it will be sent, before a socket is opened.

    `on` says what becomes of one with errors: "raise" raises DialRequestError and nothing is sent; "warn"
    logs each finding and sends it; "drop" sends the sound requests of a batch, and returns the others in
    the answer's `failedRequests` with the failure code InvalidInput. What a request that is no batch, or a
    batch as a whole, has wrong is raised then too.

    Warnings are logged in every mode. The answer to a batch is held against what was sent: requests that
    it does not name, and what failure codes mean, are logged.

    `now` gives the moment that expiry is judged against; the clock, if nothing is given. One guard serves
    all threads that share the client. Raises ValueError for a client of another service.
    """
    one_of("on", on, ("raise", "warn", "drop"))
    return Guard(
        client,
        on,
        rules_for(rules, {}),
        now or (lambda: "clock"),
        logger or logging.getLogger("diallint"),
    )


def _bytes_of(body: Any) -> bytes:
    if isinstance(body, str):
        return body.encode()
    if isinstance(body, (bytes, bytearray)):
        return bytes(body)
    return b""


def _naive_times(value: Any, path: str, depth: int = 0) -> list[str]:
    """JSON Pointers of datetimes without a zone, which botocore takes for local time. The names of
    members are those of the wire."""
    if isinstance(value, dt.datetime):
        return [path] if value.utcoffset() is None else []
    found: list[str] = []
    if depth >= _DEEPEST:  # where a check stops, and botocore soon
        return found
    if isinstance(value, dict):
        for key, member in value.items():
            name = str(key).replace("~", "~0").replace("/", "~1")
            found += _naive_times(member, f"{path}/{name}", depth + 1)
    elif isinstance(value, (list, tuple)):
        for i, item in enumerate(value):
            found += _naive_times(item, f"{path}/{i}", depth + 1)
    return found


def _requests_with_errors(report: Report, requests: str | None) -> set[int] | None:
    """The items of the batch that have errors; None where an error is one of the batch itself."""
    wrong: set[int] = set()
    prefix = f"/{requests}/"
    for finding in report.findings:
        if finding.severity != "error":
            continue
        item = finding.path.removeprefix(prefix).split("/")[0]
        if not finding.path.startswith(prefix) or not item.isdigit():
            return None
        wrong.add(int(item))
    return wrong
