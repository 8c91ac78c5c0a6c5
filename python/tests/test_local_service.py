"""Real boto3 clients of diallint serve: what the SDK understands of each answer. Run for the newest
boto3 and for one that is two years old."""

import boto3
import botocore.config
import botocore.exceptions
import pytest
from support import NOW, SECRET, request

from diallint.local_service import LocalService

EXPIRY = NOW.replace(minute=5)


def client_of(service, name="connectcampaigns", attempts=1):
    return boto3.client(
        name,
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
    return start_local_service(
        campaigns={"monday": "Running", "paused": "Paused", "new": "Initialized"}, now=NOW
    )


def put(client, *requests, campaign="monday"):
    return client.put_dial_request_batch(id=campaign, dialRequests=list(requests))


def dial(**changes):
    return request(expirationTime=EXPIRY, **changes)


def outbound(**changes):
    return {
        "clientToken": "v-1",
        "expirationTime": EXPIRY,
        "channelSubtypeParameters": {
            "telephony": {"destinationPhoneNumber": "+12025550147", "attributes": {}}
        },
        **changes,
    }


# What is called, and what the SDK makes of the answer: the names of the exception, its status, and whether
# it has the members that the model gives it.
REFUSALS = [
    ("a broken constraint", lambda c: put(c, dial(clientToken="a b")), "ValidationException", 400),
    ("no campaign", lambda c: put(c, dial(), campaign="nowhere"), "ResourceNotFoundException", 404),
    ("a paused one", lambda c: put(c, dial(), campaign="paused"), "InvalidCampaignStateException", 409),
    ("started twice", lambda c: c.start_campaign(id="monday"), "InvalidCampaignStateException", 409),
    ("resumed", lambda c: c.resume_campaign(id="new"), "InvalidCampaignStateException", 409),
]


@pytest.mark.parametrize(("what", "act", "exception", "status"), REFUSALS, ids=[row[0] for row in REFUSALS])
def test_refusals_are_the_exceptions_of_the_model(service, what, act, exception, status):
    client = client_of(service)
    with pytest.raises(getattr(client.exceptions, exception)) as raised:
        act(client)
    answer = raised.value.response
    assert answer["Error"]["Code"] == exception
    assert answer["Error"]["Message"] == answer["message"] != ""
    assert answer["xAmzErrorType"] == exception
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == status
    assert len(answer["ResponseMetadata"]["RequestId"]) == 36
    assert ("state" in answer) == (exception == "InvalidCampaignStateException")
    assert SECRET not in str(raised.value)
    assert service.summary()["refusedCalls"] == 1
    assert service.stop() == 1


TROUBLES = [
    ("connectcampaigns", "AccessDeniedException", 403),
    ("connectcampaigns", "ConflictException", 409),
    ("connectcampaigns", "InternalServerException", 500),
    ("connectcampaigns", "ThrottlingException", 429),
    ("connectcampaignsv2", "ConflictException", 409),
    ("connectcampaignsv2", "ThrottlingException", 429),
    ("connect", "InternalServiceException", 500),
    ("connect", "LimitExceededException", 429),
    ("connect", "OutboundContactNotPermittedException", 403),
]


def call(client, name, token="t-1"):
    if name == "connectcampaigns":
        return put(client, dial(clientToken=token))
    if name == "connectcampaignsv2":
        return client.put_outbound_request_batch(id="monday", outboundRequests=[outbound(clientToken=token)])
    return client.start_outbound_voice_contact(
        DestinationPhoneNumber="+12025550147",
        ContactFlowId="0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9",
        InstanceId="0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f8",
        SourcePhoneNumber="+12025550148",
        ClientToken=token,
    )


@pytest.mark.parametrize(("name", "exception", "status"), TROUBLES)
def test_trouble_is_met_once_and_a_retry_gets_through(service, name, exception, status):
    service.trouble(exception)
    client = client_of(service, name)
    with pytest.raises(getattr(client.exceptions, exception)) as raised:
        call(client, name)
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == status
    assert call(client, name)
    assert service.summary()["troubledCalls"] == 1
    assert service.stop() == 0  # nothing that the caller has earned


@pytest.mark.parametrize("trouble", ["ThrottlingException", "InternalServerException", "drop"])
def test_the_sdk_retries_and_nobody_is_called_twice(service, trouble):
    service.trouble(trouble)
    answer = put(client_of(service, attempts=3), dial())
    assert answer["ResponseMetadata"]["RetryAttempts"] == 1
    summary = service.summary()
    assert (summary["calls"], summary["accepted"]) == (2, 1)
    # Of an answer that was lost the request had been taken: the token gives its id again.
    assert summary["repeated"] == (trouble == "drop")
    assert [one["id"] for one in answer["successfulRequests"]] == [one["id"] for one in service.requests()]


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


def test_tokens_are_known_for_seven_days(service):
    client = client_of(service)
    first = put(client, dial())["successfulRequests"]
    assert put(client, dial(phoneNumber="+12025550148"))["successfulRequests"] == first
    service.advance(7 * 24 * 3600)
    later = EXPIRY.replace(day=27)
    assert put(client, request(expirationTime=later))["successfulRequests"] != first
    summary = service.summary()
    assert (summary["accepted"], summary["repeated"], summary["changed"]) == (2, 1, 1)


@pytest.mark.parametrize("name", ["connectcampaigns", "connectcampaignsv2"])
def test_campaigns_live(service, name):
    client = client_of(service, name)
    settings = (
        {"channelSubtypeConfig": {"telephony": {
            "outboundMode": {"agentless": {}}, "defaultOutboundConfig": {"connectContactFlowId": "flow"}}}}
        if name == "connectcampaignsv2"
        else {"dialerConfig": {"agentlessDialerConfig": {}}, "outboundCallConfig": {"connectContactFlowId": "flow"}}
    )
    made = client.create_campaign(name="Monday", connectInstanceId="i-1", tags={"a": "b"}, **settings)
    assert made["tags"] == {"a": "b"}
    described = client.describe_campaign(id=made["id"])["campaign"]
    assert {key: described[key] for key in settings} == settings
    assert (described["name"], described["arn"]) == ("Monday", made["arn"])
    states = []
    for step in (client.start_campaign, client.pause_campaign, client.resume_campaign, client.stop_campaign):
        step(id=made["id"])
        states.append(client.get_campaign_state(id=made["id"])["state"])
    assert states == ["Running", "Paused", "Running", "Stopped"]
    client.delete_campaign(id=made["id"])
    with pytest.raises(client.exceptions.ResourceNotFoundException):
        client.get_campaign_state(id=made["id"])


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
