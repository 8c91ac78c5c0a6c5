#!/usr/bin/env python3
"""Sends the batches of a folder that `diallint prepare` or `diallint reconcile` has made.

    python3 send.py FOLDER ANSWERS

Each answer is saved to a file in ANSWERS before anything else is sent. To go on after a kill, run it
again with the same ANSWERS: a request that was taken, or refused for good, is not sent again. A request
whose answer was lost is sent again with the same token, and the service dials nobody for a token that it
knows.
"""

import argparse
import datetime as dt
import json
import os
import pathlib
import random
import sys
import time
import uuid

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, HTTPClientError
from botocore.exceptions import ConnectionError as NoConnection
from botocore.parsers import ResponseParserError

# Failure codes of requests and exceptions of calls after which the same request may be sent again. After
# any other it would fail again.
AGAIN = {
    "UnknownError", "RequestThrottled", "BufferLimitExceeded",
    "ThrottlingException", "InternalServerException", "ConflictException", "no answer",
}  # fmt: skip
LONGEST_PAUSE = 20.0  # seconds
LEAST_AHEAD = dt.timedelta(seconds=60)  # of an expiry, half of which the service asks for


class Answers:
    """A folder of answers, and the tokens that they settle: of requests that were taken, or that failed
    with a code after which a retry is useless. These are not sent again."""

    def __init__(self, folder):
        self.folder = folder
        self.settled = set()
        folder.mkdir(mode=0o700, exist_ok=True)
        for path in folder.glob("*.json"):
            self._note(json.loads(path.read_text()))

    def save(self, batch, answer):
        """The file is there whole or not at all, also where the power fails."""
        path = self.folder / f"{batch.removesuffix('.json')}-{uuid.uuid4()}.json"
        unfinished = path.with_suffix(".tmp")
        with open(unfinished, "x", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            json.dump(answer, file)
            file.flush()
            os.fsync(file.fileno())
        os.replace(unfinished, path)
        self._note(answer)

    def _note(self, answer):
        self.settled.update(one["clientToken"] for one in answer.get("successfulRequests", []))
        self.settled.update(
            one["clientToken"]
            for one in answer.get("failedRequests", [])
            if one.get("failureCode") not in AGAIN
        )


def batches_of(folder):
    """When each batch is to be sent, and its name."""
    with open(folder / "manifest.ndjson") as manifest:
        rows = map(json.loads, manifest)
        times = {row["batch"]: dt.datetime.fromisoformat(row["submission"]) for row in rows}
    return sorted((when, name) for name, when in times.items())


def answer_to(client, campaign, requests):
    """What the service answers; an exception as logs have it."""
    try:
        answer = client.put_dial_request_batch(id=campaign, dialRequests=requests)
        lists = {name: answer[name] for name in ("successfulRequests", "failedRequests") if name in answer}
        return lists or {"__type": "no answer"}  # the SDK takes one that was cut off for an empty one
    except ClientError as error:
        status = error.response["ResponseMetadata"].get("HTTPStatusCode", 0)
        return {"__type": error.response["Error"]["Code"], "status": status}
    except (NoConnection, HTTPClientError, ResponseParserError):
        return {"__type": "no answer"}


def send(client, name, batch, answers, options):
    """Sends what is not settled, until everything is, the batch expires or a retry is useless. What is
    left gets a fresh expiry from `diallint reconcile`."""
    exception = None
    for tries in range(options.tries):
        if tries > 0:
            time.sleep(random.uniform(0, min(LONGEST_PAUSE, options.pause * 2 ** (tries - 1))))
        requests = [one for one in batch["dialRequests"] if one["clientToken"] not in answers.settled]
        if not requests:
            return
        expiry = min(dt.datetime.fromisoformat(one["expirationTime"]) for one in requests)
        if expiry - dt.datetime.now(dt.timezone.utc) < LEAST_AHEAD:
            return
        answer = answer_to(client, batch["id"], requests)
        exception = answer.get("__type")
        if exception != "no answer":
            answers.save(name, answer)
        if exception and exception not in AGAIN and answer["status"] < 500:
            break
    if exception == "ValidationException":  # the next batch may be sound
        print(f"{name}: refused; diallint check says why", file=sys.stderr)
    elif exception:
        print(f"{name}: {exception}; mend it or wait, then start again", file=sys.stderr)
        sys.exit(2)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("answers", type=pathlib.Path)
    parser.add_argument("--tries", type=int, default=8, help="calls for a batch in one run (default: 8)")
    parser.add_argument("--pause", type=float, default=1.0, help="seconds, which double (default: 1)")
    options = parser.parse_args()
    answers = Answers(options.answers)
    # Retries are made above, where each answer is saved.
    client = boto3.client("connectcampaigns", config=Config(retries={"total_max_attempts": 1}))
    left = 0
    for when, name in batches_of(options.folder):
        time.sleep(max(0.0, (when - dt.datetime.now(dt.timezone.utc)).total_seconds()))
        batch = json.loads((options.folder / name).read_text())
        send(client, name, batch, answers, options)
        left += sum(one["clientToken"] not in answers.settled for one in batch["dialRequests"])
    print(f"requests that are to be sent again: {left}")
    return 1 if left else 0


if __name__ == "__main__":
    sys.exit(main())
