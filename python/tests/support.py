"""What the tests share. Numbers are of ranges that are kept for fiction."""

import datetime as dt
import pathlib

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
NOW = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.timezone.utc)
SECRET = "Zaphod-Beeblebrox"


def request(**changes):
    """A sound request; a member that is None is left out."""
    members = {
        "clientToken": "token-1",
        "phoneNumber": "+12025550147",
        "expirationTime": "2026-11-20T12:05:00.000Z",
        "attributes": {"name": SECRET},
        **changes,
    }
    return {name: value for name, value in members.items() if value is not None}


def batch(*requests):
    return {"dialRequests": list(requests)}


def brief(report):
    """What was found, without the rule that says that the numbers are fictional."""
    return [(f.rule, f.path) for f in report if f.rule != "phone-fictional"]
