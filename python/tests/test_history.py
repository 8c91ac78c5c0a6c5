"""What a file remembers of what was sent: the history of the program, from the module."""

import json
import subprocess

import pyarrow
import pytest
from support import NOW, SECRET, request

import diallint

CAMPAIGN = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9"
START = "2026-11-20T12:00:00Z"
KEY = "0123456789abcdef"
PEOPLE = "Contact ID,Phone\na1,(202) 555-0101\na2,(202) 555-0102\n"
OTHERS = PEOPLE.replace("0101", "0177")


def prepared(source, history, **options):
    return diallint.prepare(
        source, history=history, campaign=CAMPAIGN, start=START, token_key=KEY, name="people.csv", default_region="US",
        **options,
    )


def program(folder, *arguments):
    made = subprocess.run(["diallint", *map(str, arguments)], cwd=folder, capture_output=True, text=True, check=False)
    assert made.returncode in (0, 1), made.stderr
    return made.stdout


def tokens_in(history):
    return json.loads(program(history.parent, "history", "--now", START, "--output-format", "json", history))["tokens"]


def rejected(made):
    return [(row.row, row.rule) for row in made.rejected]


def found(report):
    return [f.rule for f in report if f.rule in ("token-reused", "token-retried", "phone-recent")]


def test_a_history_is_that_of_the_program(tmp_path):
    history = tmp_path / "sent.db"
    (tmp_path / "token.key").write_text(KEY)
    (tmp_path / "people.csv").write_text(OTHERS)
    first = prepared(PEOPLE, history)
    assert (first.summary.taken, tokens_in(history)) == (2, 2)
    assert prepared(PEOPLE, history).summary.taken == 2  # a retry is none
    assert rejected(prepared(OTHERS, history)) == [(1, "token-reused")]
    program(tmp_path, "prepare", "people.csv", "--campaign", CAMPAIGN, "--start", START, "--token-key", "token.key",
            "--default-region", "US", "--history", history, "-o", "monday")
    assert "1,2,token-reused" in (tmp_path / "monday" / "rejected.csv").read_text()
    assert SECRET.encode() not in history.read_bytes()


def test_calls_are_limited_by_what_was_planned(tmp_path):
    history = tmp_path / "sent.db"
    prepared(PEOPLE, history)
    later = PEOPLE.replace("a1", "b1").replace("a2", "b2")
    assert rejected(prepared(later, history, call_limit="1/24h")) == [(1, "phone-recent"), (2, "phone-recent")]
    assert rejected(prepared(later, history, call_limit="2/24h")) == []


def test_requests_that_were_taken_are_noted(tmp_path):
    history = tmp_path / "sent.db"
    made = diallint.prepare(PEOPLE, campaign=CAMPAIGN, start=START, token_key=KEY, default_region="US")
    token = made.manifest[0].token
    answer = {"successfulRequests": [{"clientToken": token, "id": "7c9e"}], "failedRequests": []}
    diallint.reconcile(made, answer, start="2026-11-20T13:00:00Z", history=history)
    assert tokens_in(history) == 1
    sent = made.batches[0]["dialRequests"][0]
    assert found(diallint.check(sent, now=NOW, history=history)) == ["token-retried"]
    assert found(diallint.check({**sent, "phoneNumber": "+12025550199"}, now=NOW, history=history)) == ["token-reused"]


@pytest.mark.parametrize("kind", ["dict", "list", "text", "path", "rows", "table"])
def test_checks_look_tokens_up_and_note_them(tmp_path, kind):
    def source(number):
        one = request(phoneNumber=number)
        path = tmp_path / "rows.ndjson"
        path.write_text(json.dumps(one))
        return {"dict": one, "list": [one], "text": json.dumps(one), "path": path, "rows": iter([one]),
                "table": pyarrow.Table.from_pylist([one])}[kind]

    history = tmp_path / "sent.db"
    assert found(diallint.check(source("+12025550147"), now=NOW, history=history, remember=True)) == []
    assert tokens_in(history) == 1
    assert found(diallint.check(source("+12025550147"), now=NOW, history=history)) == ["token-retried"]
    assert found(diallint.check(source("+12025550148"), now=NOW, history=history)) == ["token-reused"]
    assert found(diallint.check(source("+12025550148"), now=NOW)) == []
    limited = diallint.check(source("+12025550147"), now=NOW, history=history, call_limit="1/24h")
    assert "phone-recent" in found(limited)
    assert tokens_in(history) == 1


def test_what_has_an_error_is_not_noted(tmp_path):
    history = tmp_path / "sent.db"
    rows = [request(clientToken="a"), request(clientToken="b", phoneNumber="12")]
    diallint.check(rows, now=NOW, history=history, remember=True)
    assert tokens_in(history) == 1


def test_rules_of_a_caller_are_left_as_they_are(tmp_path):
    rules = diallint.Rules(ignore="token-retried")
    history = tmp_path / "sent.db"
    for _ in range(2):
        assert found(diallint.check(request(), now=NOW, rules=rules, history=history, remember=True)) == []
    other = request(phoneNumber="+12025550148")
    assert found(diallint.check(other, now=NOW, rules=rules, history=history)) == ["token-reused"]
    assert found(diallint.check(other, now=NOW, rules=rules)) == []


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"remember": True}, ValueError, "remember needs a file"),
        ({"call_limit": "2/24h"}, ValueError, "call_limit needs a file"),
        ({"history": "sent.db", "remember": True, "now": None}, ValueError, "remember needs the moment"),
        ({"history": "sent.db", "remember": True, "call_limit": "many"}, ValueError, "call_limit takes calls and a time"),
        ({"history": 5}, TypeError, "history must be a path"),
        ({"history": "sent.db"}, ValueError, "sent.db"),
    ],
)
def test_what_means_nothing_is_said(tmp_path, monkeypatch, options, error, says):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(error, match=says):
        diallint.check(request(), **{"now": NOW, **options})


def test_a_file_that_is_no_history_stays_as_it_is(tmp_path):
    history = tmp_path / "sent.db"
    history.write_text("notes of somebody\n" * 100)
    for call in (
        lambda: diallint.check(request(), now=NOW, history=history),
        lambda: prepared(PEOPLE, history, output=tmp_path / "monday"),
    ):
        with pytest.raises(ValueError, match="sent.db: it is no SQLite database"):
            call()
    assert history.read_text() == "notes of somebody\n" * 100
    assert not (tmp_path / "monday").exists()


def test_a_list_that_cannot_be_read_notes_nothing(tmp_path):
    history = tmp_path / "sent.db"

    def rows():
        yield {"Phone": "+12025550101"}
        raise LookupError("no more")

    with pytest.raises(LookupError):
        prepared(rows(), history)
    assert tokens_in(history) == 0
