"""The guard on real boto3 clients, which talk to a server on loopback. Run for the newest boto3 and,
with other packages on the path, for one that is two years old."""

import datetime as dt
import http.server
import json
import logging
import threading

import boto3
import botocore.config
import pytest
from support import NOW, SECRET, request

import diallint
from diallint.aws import OPERATIONS, guard

CAMPAIGN = "6f1f3c9e-0f0c-4b43-9a55-1c8d2e5f7a10"


class Service(http.server.ThreadingHTTPServer):
    """Answers as the service does where all is well, and keeps what it was sent."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.bodies = []
        self.answer = None


class Handler(http.server.BaseHTTPRequestHandler):
    def do_PUT(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.bodies.append(body)
        requests = body.get("dialRequests") or body.get("outboundRequests") or []
        answer = self.server.answer or {
            "successfulRequests": [{"clientToken": one["clientToken"], "id": CAMPAIGN} for one in requests],
            "failedRequests": [],
        }
        text = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *arguments):
        pass


@pytest.fixture
def service():
    server = Service()
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def client_of(service, name="connectcampaigns"):
    return boto3.client(
        name,
        region_name="us-east-1",
        endpoint_url=f"http://127.0.0.1:{service.server_address[1]}",
        aws_access_key_id="none",
        aws_secret_access_key="none",
        config=botocore.config.Config(retries={"total_max_attempts": 1}),
    )


@pytest.fixture
def client(service):
    return client_of(service)


def put(client, *requests):
    return client.put_dial_request_batch(id=CAMPAIGN, dialRequests=list(requests))


def at_now(client, on="raise", **options):
    return guard(client, on, now=lambda: NOW, **options)


def test_a_sound_batch_is_sent(service, client):
    at_now(client)
    assert len(put(client, request(), request(clientToken="b", phoneNumber="+12025550148"))["successfulRequests"]) == 2
    assert len(service.bodies) == 1


def test_errors_raise_before_anything_is_sent(service, client):
    at_now(client)
    with pytest.raises(diallint.DialRequestError) as raised:
        put(client, request(), request(clientToken="a b", attributes={"name": SECRET}))
    assert ("pattern", "/dialRequests/1/clientToken") in [(f.rule, f.path) for f in raised.value.report]
    assert SECRET not in str(raised.value)
    assert service.bodies == []


def test_expiry_is_judged_as_it_will_be_sent(service, client):
    at_now(client)
    good = NOW + dt.timedelta(minutes=5)
    put(client, request(expirationTime=good.astimezone(dt.timezone(dt.timedelta(hours=-5)))))
    with pytest.raises(diallint.DialRequestError, match="expiration-window"):
        put(client, request(expirationTime=NOW - dt.timedelta(seconds=1)))
    with pytest.raises(diallint.DialRequestError, match="boto3 would take it for the local time"):
        put(client, request(expirationTime=good.replace(tzinfo=None)))
    assert len(service.bodies) == 1


def test_the_clock_is_the_default(service, client):
    guard(client)
    with pytest.raises(diallint.DialRequestError, match="expiration-window"):
        put(client, request())
    put(client, request(expirationTime=dt.datetime.now(dt.timezone.utc) + dt.timedelta(minutes=10)))
    assert len(service.bodies) == 1


def test_warn_sends_and_logs_fields(service, client, caplog):
    at_now(client, "warn")
    with caplog.at_level(logging.INFO, "diallint"):
        put(client, request(clientToken="a b"))
    assert len(service.bodies) == 1
    (record,) = [r for r in caplog.records if r.diallint["rule"] == "pattern"]
    assert not [r for r in caplog.records if "answer" in r.getMessage()]
    assert record.diallint["path"] == "/dialRequests/0/clientToken"
    assert record.diallint["operation"] == "PutDialRequestBatch"
    assert SECRET not in caplog.text


def test_drop_sends_the_sound_requests(service, client, caplog):
    at_now(client, "drop")
    answer = put(
        client,
        request(clientToken="good"),
        request(clientToken="b d", phoneNumber="+12025550148"),
        request(clientToken="other", phoneNumber="+12025550149"),
    )
    assert [one["clientToken"] for one in service.bodies[0]["dialRequests"]] == ["good", "other"]
    assert [one["clientToken"] for one in answer["successfulRequests"]] == ["good", "other"]
    assert answer["failedRequests"] == [{"clientToken": "b d", "failureCode": "InvalidInput"}]


def test_drop_sends_nothing_where_nothing_is_sound(service, client):
    at_now(client, "drop")
    answer = put(client, request(clientToken="b d"))
    assert service.bodies == []
    assert answer["failedRequests"] == [{"clientToken": "b d", "failureCode": "InvalidInput"}]
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 200


def test_drop_raises_what_no_request_is_to_blame_for(service, client):
    at_now(client, "drop")
    with pytest.raises(diallint.DialRequestError, match=r"\[items\]"):
        put(client, *[request(clientToken=f"t{i}", phoneNumber=f"+120255501{i:02}") for i in range(26)])
    assert service.bodies == []


def test_answers_are_held_against_requests(service, client, caplog):
    at_now(client)
    service.answer = {
        "successfulRequests": [],
        "failedRequests": [{"clientToken": "a", "id": CAMPAIGN, "failureCode": "RequestThrottled"}],
    }
    with caplog.at_level(logging.INFO, "diallint"):
        put(client, request(clientToken="a"), request(clientToken="b", phoneNumber="+12025550148"))
    told = [(r.diallint["rule"], r.levelname) for r in caplog.records if "answer" in r.getMessage()]
    assert ("token-answered", "WARNING") in told
    assert ("failure-code", "INFO") in told


def test_a_guard_can_be_removed(service, client):
    kept = at_now(client)
    kept.remove()
    put(client, request(clientToken="a b"))
    assert len(service.bodies) == 1


def test_outbound_batches(service):
    client = client_of(service, "connectcampaignsv2")
    at_now(client)
    good = {
        "clientToken": "a",
        "expirationTime": "2026-11-20T12:05:00.000Z",
        "channelSubtypeParameters": {
            "telephony": {"destinationPhoneNumber": "+12025550147", "attributes": {"name": SECRET}}
        },
    }
    client.put_outbound_request_batch(id=CAMPAIGN, outboundRequests=[good])
    assert len(service.bodies) == 1
    with pytest.raises(diallint.DialRequestError, match="/outboundRequests/0/clientToken"):
        client.put_outbound_request_batch(id=CAMPAIGN, outboundRequests=[{**good, "clientToken": "a b"}])


def test_contacts(service):
    client = client_of(service, "connect")
    service.answer = {"ContactId": CAMPAIGN}
    at_now(client, "drop")
    voice = diallint.fixtures.valid("start-outbound-voice-contact", seed=2, now=NOW)
    known = client.meta.service_model.operation_model("StartOutboundVoiceContact").input_shape.members
    voice = {name: value for name, value in voice.items() if name in known}
    client.start_outbound_voice_contact(**voice)
    with pytest.raises(diallint.DialRequestError, match="/DestinationPhoneNumber"):
        client.start_outbound_voice_contact(**{**voice, "DestinationPhoneNumber": "12"})
    assert len(service.bodies) == 1


def test_every_operation_is_one_of_botocore(service):
    for service_name, operation in OPERATIONS:
        client = client_of(service, service_name)
        assert client.meta.service_model.operation_model(operation)


def test_clients_of_other_services_and_other_words(service):
    with pytest.raises(ValueError, match="no rules for the service 's3'"):
        guard(client_of(service, "s3"))
    with pytest.raises(ValueError, match="on must be"):
        guard(client_of(service), "drp")
