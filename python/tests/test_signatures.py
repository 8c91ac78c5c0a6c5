"""botocore's own signatures and `diallint serve --credentials`: each is right, and none is once a part of
its call was altered. Run for the newest boto3 and for one that is two years old."""

import boto3
import botocore
import botocore.config
import botocore.exceptions
import pytest
from support import NOW, SECRET, request

EXPIRY = NOW.replace(minute=5)
KEY = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")  # of the documents of AWS
OTHER = ("ASIAIOSFODNN7EXAMPLE", "another/secret+of=40characters")
TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE=="
FILE = f"""# as aws configure writes it
[default]
aws_access_key_id = {KEY[0]}
aws_secret_access_key = {KEY[1]}
region = us-east-1

[profile temporary]
aws_access_key_id={OTHER[0]}
aws_secret_access_key={OTHER[1]}
aws_session_token={TOKEN}
"""


@pytest.fixture
def service(start_local_service, tmp_path):
    path = tmp_path / "credentials"
    path.touch(0o600)
    path.write_text(FILE)
    return start_local_service(f"--credentials={path}", campaigns={"a b:/c": "Running"}, now=NOW)


def client_of(service, name="connectcampaigns", key=KEY, token=None, region="us-east-1", **config):
    return boto3.client(
        name, region_name=region, endpoint_url=service.url, aws_access_key_id=key[0],
        aws_secret_access_key=key[1], aws_session_token=token,
        config=botocore.config.Config(retries={"total_max_attempts": 1}, **config),
    )


def put(client, **changes):
    # Each byte of the id that a path has to encode is signed in its twofold encoding.
    return client.put_dial_request_batch(id="a b:/c", dialRequests=[request(expirationTime=EXPIRY, **changes)])


def refusal(act):
    with pytest.raises(botocore.exceptions.ClientError) as raised:
        act()
    answer = raised.value.response
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 403
    assert len(answer["ResponseMetadata"]["RequestId"]) == 36
    return answer["Error"]["Code"], answer["Error"]["Message"]


def test_what_botocore_signs_is_let_in(service):
    assert put(client_of(service))["successfulRequests"]
    assert put(client_of(service, region="eu-central-1"), attributes={"name": "Zoë"})["successfulRequests"]
    assert put(client_of(service, key=OTHER, token=TOKEN))["successfulRequests"]
    newer = client_of(service, "connectcampaignsv2")
    assert newer.get_campaign_state(id="a b:/c")["state"] == "Running"
    newer.pause_campaign(id="a b:/c")
    task = client_of(service, "connect")
    with pytest.raises(task.exceptions.ClientError) as raised:  # let in, and judged
        task.start_task_contact(InstanceId="x", Name="y", ClientToken="z")
    assert raised.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert [one["status"] for one in service.calls()] == [200, 200, 200, 200, 200, 400]


@pytest.mark.parametrize(
    ("settings", "exception"),
    [
        ({"key": (KEY[0], KEY[1][:-1] + "Z")}, "InvalidSignatureException"),
        ({"key": (KEY[0], OTHER[1])}, "InvalidSignatureException"),
        ({"key": ("AKIAIOSFODNN7NOBODYX", KEY[1])}, "UnrecognizedClientException"),
        ({"key": OTHER}, "UnrecognizedClientException"),
        ({"key": OTHER, "token": TOKEN[:-1]}, "UnrecognizedClientException"),
        ({"token": TOKEN}, "UnrecognizedClientException"),
        ({"signature_version": botocore.UNSIGNED}, "MissingAuthenticationTokenException"),
    ],
)
def test_who_signs_with_something_else_is_refused(service, settings, exception):
    code, message = refusal(lambda: put(client_of(service, **settings)))
    assert code == exception
    service.stop()
    for text in (message, *service.said):
        assert not any(value in text for value in (*KEY, *OTHER, TOKEN, SECRET))
    assert exception in service.said[1]


def altered(name, value):
    def alter(call):
        call.headers.pop(name, None)
        call.headers[name] = value
    return alter


def in_authorization(what, by):
    def alter(call):
        before = call.headers["Authorization"]
        before = before.decode() if isinstance(before, bytes) else before
        assert what in before
        altered("Authorization", before.replace(what, by))(call)
    return alter


def set_body(call):
    call.body = call.body[:-1] + b" "  # of the same length


def set_path(call):
    call.url = call.url.replace("a%20b", "a%20c")


def set_method(call):
    call.method, call.url = "POST", call.url.replace("/dial-requests", "/pause")


ALTERED = {
    "body": set_body,
    "path": set_path,
    "query": lambda call: setattr(call, "url", call.url + "?x=y"),
    "method": set_method,
    "host": altered("Host", "connect-campaigns.us-east-1.amazonaws.com"),
    "content type": altered("Content-Type", "text/plain"),
    "date": altered("X-Amz-Date", "20150830T123600Z"),
    "header that has to be signed": altered("X-Amz-Target", "other"),
    "region": in_authorization("us-east-1", "us-east-2"),
    "service": in_authorization("connect-campaigns", "connect"),
    "terminator": in_authorization("aws4_request", "aws5_request"),
    "signed headers": in_authorization("content-type;", ""),
    "signature": in_authorization("Signature=", "Signature=f"),
    "algorithm": in_authorization("SHA256", "SHA512"),
    "access key id": in_authorization(KEY[0], OTHER[0]),
    "a parameter twice": in_authorization("Signature=", "Signature=0, Signature="),
}


@pytest.mark.parametrize("part", ALTERED)
def test_a_call_that_was_altered_on_its_way_is_refused(service, part):
    client = client_of(service)
    client.meta.events.register("before-send.*.*", lambda request, **_: ALTERED[part](request))
    code, _ = refusal(lambda: put(client))
    expected = {"algorithm": "IncompleteSignatureException", "a parameter twice": "IncompleteSignatureException",
                "access key id": "UnrecognizedClientException"}
    assert code == expected.get(part, "InvalidSignatureException")
    assert service.summary()["accepted"] == 0
    assert service.stop() == 1


def test_the_control_api_and_unknown_calls_need_no_signature(service):
    assert service.summary()["calls"] == 0
    service.set_campaign("other", "Paused")
    assert len(service.summary()["campaigns"]) == 2
