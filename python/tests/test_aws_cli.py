"""The AWS CLI and `diallint serve`: what it understands of each answer, beside the table of verdicts. Each of its
calls takes a second, so `./dev test --all` alone runs this."""

import json
import os
import pathlib
import subprocess

import pytest
from support import NOW, SECRET, request

AWS = pathlib.Path(os.environ.get("DIALLINT_AWS_CLI", "build/python/awscli")) / "bin/aws"
KEY = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")  # of the documents of AWS

pytestmark = pytest.mark.skipif("DIALLINT_ALL" not in os.environ, reason="./dev test --all runs it")


@pytest.fixture
def aws(tmp_path):
    """Calls the CLI; gives its exit code, and what it has understood: the answer or the error's text."""
    config = tmp_path / "config"
    # What the CLI finds wrong by itself does not reach the service.
    config.write_text("[default]\nregion = us-east-1\nparameter_validation = false\n")

    def call(service, *words, body=None, secret=KEY[1], attempts=1):
        if body is not None:
            path = tmp_path / "body.json"
            path.write_text(json.dumps(body))
            words += ("--cli-input-json", f"file://{path}")
        environment = {
            "PATH": os.environ["PATH"], "HOME": str(tmp_path), "AWS_CONFIG_FILE": str(config),
            "AWS_ACCESS_KEY_ID": KEY[0], "AWS_SECRET_ACCESS_KEY": secret, "AWS_PAGER": "",
            "AWS_MAX_ATTEMPTS": str(attempts), "AWS_RETRY_MODE": "standard",
        }
        done = subprocess.run([AWS, "--endpoint-url", service.url, "--output", "json", *words], check=False,
                              capture_output=True, text=True, env=environment, timeout=120)
        if done.returncode != 0:
            return done.returncode, done.stderr
        return 0, json.loads(done.stdout) if done.stdout.strip() else {}

    return call


@pytest.fixture
def service(start_local_service, tmp_path):
    path = tmp_path / "credentials"
    path.touch(0o600)
    path.write_text(f"[default]\naws_access_key_id = {KEY[0]}\naws_secret_access_key = {KEY[1]}\n")
    campaigns = {"monday": "Running", "paused": "Paused"}
    return start_local_service(f"--credentials={path}", campaigns=campaigns, now=NOW)


def batch(*requests, campaign="monday"):
    return {"id": campaign, "dialRequests": list(requests)}


# A batch that breaks one rule, by the rule.
BROKEN = {
    "pattern": [request(clientToken="a b")],
    "length": [request(clientToken="a" * 501)],
    "items": [request(clientToken=f"t{i}") for i in range(26)],
    "required": [request(attributes=None)],
    "expiration-window": [request(expirationTime="2026-11-20T12:30:00Z")],
    "phone-e164": [request(phoneNumber="0147")],
    "token-unique": [request(), request()],
}


def test_it_understands_what_the_table_says(service, aws):
    verdicts = {line["rule"]: line["verdict"] for line in service.ask("verdicts")["verdicts"]}
    for rule, requests in BROKEN.items():
        code, answer = aws(service, "connectcampaigns", "put-dial-request-batch", body=batch(*requests))
        if verdicts[rule] == "refuse":
            assert code != 0 and "(ValidationException)" in answer, (rule, answer)
            assert SECRET not in answer
        else:
            failures = [one["failureCode"] for one in answer["failedRequests"]]
            assert failures == (["InvalidInput"] if verdicts[rule] == "fail" else []), rule
            assert len(answer["successfulRequests"]) == len(requests) - len(failures), rule
    assert set(service.summary()["findings"]) == set(BROKEN)


def test_its_signatures_are_verified(service, aws):
    state = ("connectcampaigns", "get-campaign-state", "--id", "monday")
    assert aws(service, *state)[1]["state"] == "Running"
    code, said = aws(service, *state, secret=KEY[1][:-1])
    assert code != 0 and "(InvalidSignatureException)" in said
    code, said = aws(service, *state, "--no-sign-request")
    assert code != 0 and "(MissingAuthenticationTokenException)" in said
