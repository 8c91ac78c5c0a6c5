"""boto3 as clients_test.py drives it: a line of JSON with a call comes in, a line with what the SDK has
understood of the answer goes out."""

import json
import sys

import boto3
from botocore import xform_name
from botocore.config import Config
from botocore.exceptions import ClientError


def understood(call):
    config = Config(retries={"total_max_attempts": call["attempts"], "mode": "standard"})
    client = boto3.client(
        call["service"], region_name="us-east-1", endpoint_url=call["endpoint"], config=config,
        aws_access_key_id=call["key"], aws_secret_access_key=call["secret"],
    )
    try:
        answer = getattr(client, xform_name(call["operation"]))(**call["input"])
    except ClientError as error:
        return exception_of(error)
    del answer["ResponseMetadata"]
    return {"output": answer}


def exception_of(error):
    members = dict(error.response)
    details, metadata = members.pop("Error"), members.pop("ResponseMetadata")
    for name in ("message", "Message"):
        members.pop(name, None)
    return {"exception": type(error).__name__, "status": metadata["HTTPStatusCode"],
            "message": details["Message"], "members": members}


for line in sys.stdin:
    print(json.dumps(understood(json.loads(line))), flush=True)
