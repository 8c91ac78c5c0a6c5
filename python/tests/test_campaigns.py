"""prepare() and reconcile(): what they make is what the programs make."""

import datetime as dt
import io
import json
import pathlib
import signal
import subprocess
import sys
import threading

import boto3
import botocore.config
import pyarrow
import pytest
from support import SECRET

import diallint
from diallint.files import rows_of_csv

CAMPAIGN = "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9"
START = "2026-11-20T12:00:00Z"
LATER = "2026-11-20T13:00:00Z"
KEY = "0123456789abcdef"
PEOPLE = f'''Contact ID,First Name,Mobile,Phone,Mailing Country,Do Not Call
a1,{SECRET},(202) 555-0101,,United States,0
a2,"Ben, ""B""",07700 900123,,UK,1
a3,"Cy
Cy",,202-555-0103,US,0
,,,,,
a5,Di,,202-555-0103,US,0
a6,=Ed,2.02555E+09,,US,0
'''
OPTIONS = {"campaign": CAMPAIGN, "start": START, "token_key": KEY, "name": "people.csv",
           "attributes": {"name": "First Name"}}


def prepared(source=PEOPLE, **options):
    return diallint.prepare(source, **{**OPTIONS, **options})


@pytest.fixture
def by_program(tmp_path):
    """The folder that the program makes of the same list."""
    (tmp_path / "people.csv").write_text(PEOPLE)
    (tmp_path / "token.key").write_text(KEY)
    run(tmp_path, "prepare", "people.csv", "--campaign", CAMPAIGN, "--start", START, "--token-key", "token.key",
        "--attribute", "name=First Name", "-o", "by-program")
    return tmp_path / "by-program"


def run(folder, *arguments):
    done = subprocess.run(["diallint", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode in (0, 1), done.stderr


def content_of(folder):
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def answer_to(made, *, failed=0):
    rows = made.manifest
    return {
        "successfulRequests": [{"clientToken": row.token, "id": "7c9e"} for row in rows[failed:]],
        "failedRequests": [{"clientToken": row.token, "failureCode": "InvalidInput"} for row in rows[:failed]],
        "ResponseMetadata": {"HTTPStatusCode": 200, "HTTPHeaders": {}, "RetryAttempts": 0},
    }


def test_a_folder_is_that_of_the_program(by_program, tmp_path):
    made = prepared(output=tmp_path / "by-module")
    assert content_of(tmp_path / "by-module") == content_of(by_program)
    for path in (tmp_path / "by-module", *(tmp_path / "by-module").iterdir()):
        assert path.stat().st_mode & 0o077 == 0
    held = prepared()
    assert list(made.batches) == list(held.batches) == [json.loads((by_program / "batch-000001.json").read_text())]
    assert made.manifest == held.manifest
    assert made.rejected == held.rejected
    assert (made.folder, held.folder) == (str(tmp_path / "by-module"), None)


def test_rows_say_what_became_of_them():
    made = prepared()
    assert (made.summary.rows, made.summary.taken, made.summary.rejected) == (6, 2, 4)
    assert made.summary.first_submission == dt.datetime(2026, 11, 20, 12, tzinfo=dt.timezone.utc)
    assert made.summary.lists[0].phone_columns == ("Mobile", "Phone")
    assert [(row.row, row.batch, row.position) for row in made.manifest] == [
        (1, "batch-000001.json", 0), (5, "batch-000001.json", 1)]
    assert [(row.row, row.rule) for row in made.rejected] == [
        (2, "do-not-call"), (3, "pattern"), (4, "blank-row"), (6, "number-unreadable")]
    cells = dict(made.rejected[0].cells)
    assert cells["First Name"] == 'Ben, "B"'
    assert dict(made.rejected[3].cells)["First Name"] == "'=Ed"


def test_batches_are_what_boto3_takes():
    client = boto3.client("connectcampaigns", region_name="us-east-1", aws_access_key_id="none",
                          aws_secret_access_key="none",
                          config=botocore.config.Config(retries={"total_max_attempts": 1}))
    sent = []

    def instead(request, **_):
        sent.append(json.loads(request.body))
        raise InterruptedError

    client.meta.events.register("before-send.connectcampaigns", instead)
    many = prepared([{"Phone": f"+120255501{i:02}"} for i in range(60)], attributes=None)
    assert [len(one["dialRequests"]) for one in many.batches] == [25, 25, 10]
    assert many.batches[1:] == list(many.batches)[1:]
    for one in many.batches:
        with pytest.raises(InterruptedError):
            client.put_dial_request_batch(**one)
    assert [len(one["dialRequests"]) for one in sent] == [25, 25, 10]


ROWS = [{"Contact ID": "a1", "Mobile": "+12025550101"}, {"Contact ID": "a2", "Mobile": "x"}]


@pytest.mark.parametrize(
    "source",
    [
        ROWS,
        iter(ROWS),
        "Contact ID,Mobile\na1,+12025550101\na2,x\n",
        b"Contact ID,Mobile\na1,+12025550101\na2,x\n",
        io.StringIO("Contact ID,Mobile\na1,+12025550101\na2,x\n"),
        "\n".join(map(json.dumps, ROWS)),
        pyarrow.table({name: [row[name] for row in ROWS] for name in ROWS[0]}),
    ],
)
def test_every_form_of_a_list_makes_the_same(source):
    made = prepared(source, attributes=None)
    expected = prepared(ROWS, attributes=None)
    assert list(made.batches) == list(expected.batches)
    assert [(row.row, row.rule) for row in made.rejected] == [(2, "number-unreadable")]


def test_an_outcome_is_that_of_the_program(by_program, tmp_path):
    made = prepared()
    answer = answer_to(made, failed=1)
    (tmp_path / "answers.json").write_text(json.dumps(answer))
    run(tmp_path, "reconcile", "by-program", "--responses", "answers.json", "--start", LATER, "-o", "expected")
    for n, (of, responses) in enumerate([
        (made, answer),
        (made, [answer, answer]),
        (by_program, iter([json.dumps(answer)])),
        (str(by_program), tmp_path / "answers.json"),
        (by_program, io.BytesIO(json.dumps(answer).encode())),
    ]):
        done = diallint.reconcile(of, responses, start=LATER, output=tmp_path / f"outcome-{n}")
        own, expected = content_of(tmp_path / f"outcome-{n}"), content_of(tmp_path / "expected")
        assert {name: own[name] for name in own if name.endswith("csv") or "retry" in name} == {
            name: expected[name] for name in expected if name.endswith("csv") or "retry" in name}
        assert own.keys() == expected.keys()
        subprocess.run(["sha256sum", "-c", "--quiet", "reconcile.sha256"], cwd=tmp_path / f"outcome-{n}",
                       check=True, stderr=subprocess.DEVNULL)
    # What the module has written the program knows for its own.
    run(tmp_path, "reconcile", "by-program", "--responses", "answers.json", "--start", LATER, "-o", "outcome-0")
    assert content_of(tmp_path / "outcome-0") == content_of(tmp_path / "expected")


def test_an_outcome_says_what_is_to_be_done():
    made = prepared([{"Phone": f"+120255501{i:02}"} for i in range(3)], attributes=None)
    answer = answer_to(made, failed=1)
    del answer["successfulRequests"][1]
    done = diallint.reconcile(made, [answer], start=LATER)
    assert [(row.row, row.outcome, row.code) for row in done.outcome] == [
        (1, "failed", "InvalidInput"), (2, "taken", None), (3, "unanswered", None)]
    assert [(row.row, row.rule) for row in done.repair] == [(1, "failure-code")]
    (again,) = done.retry
    assert [one["clientToken"] for one in again["dialRequests"]] == [made.manifest[2].token]
    (row,) = done.retry_manifest
    assert row.first_submission == made.manifest[2].submission
    assert (done.summary.taken, done.summary.failed, done.summary.unanswered) == (1, 1, 1)
    assert done.summary.by_region["US"] == diallint.campaigns.OutcomeCounts(1, 1, 1)


def test_texts_that_are_no_answer_are_counted():
    done = diallint.reconcile(prepared(), ["hello", b"\xff"], start=LATER)
    assert done.summary.unread == 2
    assert done.summary.first_unread[0].name == "response 1"


def test_a_folder_is_whole_or_not_there(tmp_path):
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "own").write_text("")
    with pytest.raises(FileExistsError, match="name a new one"):
        prepared(output=tmp_path / "full")

    def broken():
        yield {"Phone": "+12025550101"}
        raise LookupError("the table is gone")

    with pytest.raises(LookupError):
        prepared(broken(), attributes=None, output=tmp_path / "new")
    with pytest.raises(ValueError, match="no column"):
        prepared("a\n1\n", output=tmp_path / "new")
    assert [path.name for path in tmp_path.iterdir()] == ["full"]
    with pytest.raises(FileNotFoundError):
        prepared(output=tmp_path / "nowhere" / "new")


@pytest.mark.parametrize(
    ("options", "error", "says"),
    [
        ({"campaign": 5}, TypeError, "campaign must be a str"),
        ({"campaign": ""}, ValueError, "campaign"),
        ({"campaign": "\ud800"}, ValueError, "surrogate"),
        ({"start": None}, ValueError, "start must be a moment"),
        ({"start": dt.datetime(2026, 11, 20)}, ValueError, "start has no time zone"),
        ({"rate": -1}, ValueError, "rate must be"),
        ({"expires_in": 1}, ValueError, "no request would be sound"),
        ({"expiry": False, "expires_in": 600}, ValueError, "exclude each other"),
        ({"token_key": "short"}, ValueError, "16 bytes"),
        ({"token_key": 5}, TypeError, "token_key must be"),
        ({"default_region": "XX"}, ValueError, "default_region"),
        ({"phone_columns": "Nowhere"}, ValueError, "Nowhere"),
        ({"attributes": {"k": "Nowhere"}}, ValueError, "Nowhere"),
        ({"attributes": ["k"]}, TypeError, "attributes must be a mapping"),
        ({"api": "v3"}, ValueError, "api must be one of"),
        ({"reject_on": "info"}, ValueError, "reject_on must be one of"),
        ({"format": "json"}, ValueError, "format must be one of"),
        ({"output": 5}, TypeError, "output must be"),
        ({"rules": 5}, TypeError, "rules must be"),
    ],
)
def test_options_that_mean_nothing(options, error, says):
    with pytest.raises(error, match=says):
        prepared(**options)


@pytest.mark.parametrize("source", [5, None, object(), {"Phone": "1"}, [5], ["a"]])
def test_what_is_no_list(source):
    with pytest.raises((TypeError, ValueError)):
        prepared(source)


@pytest.mark.parametrize("responses", [5, [5], None])
def test_what_is_no_answer(responses):
    with pytest.raises(TypeError):
        diallint.reconcile(prepared(), responses, start=LATER)


@pytest.mark.parametrize("folder", ["", "..", "nowhere", "/dev/null"])
def test_what_is_no_prepared_folder(folder):
    with pytest.raises((ValueError, OSError)):
        diallint.reconcile(folder, [], start=LATER)
    with pytest.raises(TypeError, match="prepared must be"):
        diallint.reconcile(5, [], start=LATER)


def test_a_manifest_leads_to_no_file_outside(tmp_path):
    prepared(output=tmp_path / "monday")
    (tmp_path / "secret.json").write_text('{"id":"x","dialRequests":[]}')
    manifest = tmp_path / "monday/manifest.ndjson"
    manifest.write_text(manifest.read_text().replace("batch-000001.json", "../secret.json"))
    with pytest.raises(ValueError, match="manifest"):
        diallint.reconcile(tmp_path / "monday", [], start=LATER)


def test_nothing_that_is_made_shows_a_value():
    made = prepared()
    done = diallint.reconcile(made, [answer_to(made, failed=1)], start=LATER)
    texts = [repr(one) for one in (made, made.batches, made.manifest, made.rejected, made.summary,
                                   done, done.retry, done.outcome, done.repair, done.summary)]
    for text in texts:
        for value in (SECRET, "555", made.manifest[0].token):
            assert value not in text


def test_the_forms_of_csv():
    assert list(rows_of_csv('a,"b""c,\r\nd",\r\n"",e,f\r\n,,\r\n')) == [
        ["a", 'b"c,\r\nd', ""], ["", "e", "f"], ["", "", ""]]


class Ended(Exception):
    pass


def test_an_empty_cell_of_the_only_column_is_a_row():
    made = prepared(pyarrow.table({"Phone": ["+12025550101", None, "+12025550102"]}), attributes=None)
    assert [(row.row, row.rule) for row in made.rejected] == [(2, "blank-row")]
    assert [row.row for row in made.manifest] == [1, 3]


def interrupted(call, function):
    """Sends a signal to the thread that runs `call` once it is in that function of the package, without the
    interpreter's lock; its handler raises Ended."""

    def end(*_):
        raise Ended

    def send():
        while sys._current_frames()[main].f_code.co_name != function:
            pass
        signal.pthread_kill(main, signal.SIGUSR1)

    main = threading.main_thread().ident
    before = signal.signal(signal.SIGUSR1, end)
    thread = threading.Thread(target=send)
    try:
        with pytest.raises(Ended):
            thread.start()
            call()
    finally:
        thread.join()
        signal.signal(signal.SIGUSR1, before)


def test_an_interrupt_ends_a_long_call():
    rows = "Phone\n" + "".join(f"+1202{5550100 + i % 100}\n" for i in range(300_000))
    requests = [{"clientToken": str(i), "phoneNumber": "00 1 202 555 0147"} for i in range(100_000)]
    text = "\n".join(map(json.dumps, requests))
    interrupted(lambda: prepared(rows, attributes=None, allow_repeats=True), "prepare")
    interrupted(lambda: diallint.fix(text, now=None), "fix")
    interrupted(lambda: diallint.check(text, now=None), "_check_read")
    interrupted(lambda: diallint.check(text, now=None, jobs=5), "_check_read")
    interrupted(lambda: diallint.check(requests, now=None), "_check")
