"""The service of the package and boto3 clients, for the newest boto3 and one that is two years old. What each
SDK understands of each answer is in tests/clients."""

import boto3
import botocore.config
import pytest
from support import NOW, SECRET, request

from diallint.local_service import LocalService

EXPIRY = NOW.replace(minute=5)


def client_of(service, attempts=1):
    return boto3.client(
        "connectcampaigns",
        region_name="us-east-1",
        endpoint_url=service.url,
        aws_access_key_id="none",
        aws_secret_access_key="none",
        config=botocore.config.Config(
            retries={"total_max_attempts": attempts, "mode": "standard"}, read_timeout=20
        ),
    )


@pytest.fixture
def service(start_local_service):
    return start_local_service(campaigns=["monday"], now=NOW)


def put(client, *requests):
    return client.put_dial_request_batch(id="monday", dialRequests=list(requests))


def dial(**changes):
    return request(expirationTime=EXPIRY, **changes)


def test_a_cut_answer_names_nobody_and_a_second_call_does(service):
    """The newest boto3 takes what came for the whole: an answer without lists, and no error. One of two
    years ago tries again."""
    service.trouble("cut")
    answer = put(client_of(service, attempts=3), dial())
    if answer["ResponseMetadata"]["RetryAttempts"] == 0:
        assert "successfulRequests" not in answer
        answer = put(client_of(service), dial())
    assert [one["id"] for one in answer["successfulRequests"]] == [one["id"] for one in service.requests()]
    assert (service.summary()["accepted"], service.summary()["repeated"]) == (1, 1)


def test_requests_succeed_and_fail_one_by_one(service):
    late = request(clientToken="late", expirationTime=NOW.replace(minute=30))
    answer = put(
        client_of(service),
        dial(clientToken="a"),
        dial(clientToken="short", phoneNumber="0147"),
        late,
        dial(clientToken="asked", attributes={"diallint-fail": "RequestThrottled"}),
        dial(clientToken="a"),
    )
    assert [one["clientToken"] for one in answer["successfulRequests"]] == ["a", "a"]
    assert answer["successfulRequests"][0] == answer["successfulRequests"][1]
    assert {one["clientToken"]: one["failureCode"] for one in answer["failedRequests"]} == {
        "short": "InvalidInput",
        "late": "InvalidInput",
        "asked": "RequestThrottled",
    }
    assert service.summary()["findings"] == {"expiration-window": 1, "phone-e164": 1, "token-unique": 1}
    assert service.stop() == 1


def test_half_of_a_batch_expires_before_anybody_is_free(start_local_service):
    service = start_local_service("--dial-rate=1", campaigns=["monday"], now=NOW)
    expiry = NOW.replace(second=40)
    put(client_of(service), *(request(clientToken=f"t{i}", expirationTime=expiry) for i in range(25)))
    service.set_campaign("monday", "Paused")
    service.advance(28)
    service.set_campaign("monday")
    service.advance(3600)
    summary = service.summary()
    assert (summary["answered"], summary["expired"], summary["waiting"]) == (13, 12, 0)
    assert {one["fate"] for one in service.requests()} == {"answered", "expired"}


def test_values_are_for_who_asks(service):
    put(client_of(service), dial())
    assert SECRET not in str(service.requests())
    assert service.requests(values=True)[0]["request"]["attributes"] == {"name": SECRET}
    service.stop()
    assert SECRET not in "".join(service.said)
    assert "0147" not in "".join(service.said)


def test_it_says_what_is_wrong(service):
    with pytest.raises(ValueError, match="there is no trouble 'x'"):
        service.trouble("x")
    with pytest.raises(ValueError, match="a clock needs a time zone"):
        service.set_clock(NOW.replace(tzinfo=None))
    with pytest.raises(RuntimeError, match="there is no state 'running' of a campaign"):
        LocalService(campaigns={"a": "running"})
    service.reset()
    assert service.summary()["calls"] == 0
    assert service.stop() == 0
    assert service.stop() == 0
