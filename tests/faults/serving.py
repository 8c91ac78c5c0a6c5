"""`diallint serve` while calls for files, connections or memory fail, and while it is killed: it answers or ends
with a word why, and with --state a start with the same file has all that was answered."""
import errno
import functools
import http.client
import json
import os
import select
import signal
import subprocess
import urllib.parse

PATIENCE = 60  # seconds, on a busy machine
STATUSES = {200, 400, 404, 409, 429, 500}
CALLS = {
    "read": [errno.EIO, errno.EINTR],
    "write": [errno.ENOSPC, errno.EIO],
    "open": [errno.EACCES, errno.EMFILE],
    "close": [errno.EIO],
    "fsync": [errno.EIO],
    "truncate": [errno.EIO],
    "receive": [errno.ECONNRESET, errno.EINTR],
    "send": [errno.EPIPE, errno.EINTR],
    "accept": [errno.EMFILE, errno.ECONNABORTED],
}


def batch(*tokens):
    return {"dialRequests": [{"clientToken": token, "phoneNumber": "+12025550147", "attributes": {"name": "Ann"},
                              "expirationTime": "2026-11-20T12:10:00.000Z"} for token in tokens]}


def put(campaign, *tokens):
    return "PUT", f"/campaigns/{campaign}/dial-requests", batch(*tokens)


# What is called, and the states of the campaigns and seconds of the clock behind it.
START = ({"monday": "Running", "tuesday": "Running"}, 0)
SCRIPT = [
    (put("monday", "a", "b", "c"), START),
    (put("tuesday", "d", "e"), START),
    (("POST", "/campaigns/tuesday/pause", None), ({"monday": "Running", "tuesday": "Paused"}, 0)),
    (("POST", "/_diallint/clock", {"advance": 1}), ({"monday": "Running", "tuesday": "Paused"}, 1)),
    (put("monday", "a", "f"), ({"monday": "Running", "tuesday": "Paused"}, 1)),
    (("POST", "/campaigns/tuesday/resume", None), ({"monday": "Running", "tuesday": "Running"}, 1)),
    (("PUT", "/contact/outbound-voice", {
        "DestinationPhoneNumber": "+12025550147", "SourcePhoneNumber": "+12025550148", "ClientToken": "g",
        "ContactFlowId": "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9",
        "InstanceId": "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f8"}), ({"monday": "Running", "tuesday": "Running"}, 1)),
    (("DELETE", "/campaigns/tuesday", None), ({"monday": "Running"}, 1)),
    (put("monday", "h", "i", "j"), ({"monday": "Running"}, 1)),
]


class Server:
    """One in the folder of a bench, with a fault or without."""

    def __init__(self, bench, scenario, fault):
        told, tell = os.pipe()
        self.said = open(os.path.join(bench.place, "said"), "w+b")
        self.process = subprocess.Popen(
            [str(bench.programs / "diallint"), *scenario.arguments], cwd=bench.folder, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=self.said, pass_fds=[tell],
            env=bench.environment(scenario, fault, tell))
        os.close(tell)
        self.told = os.fdopen(told, "rb")
        ready, _, _ = select.select([self.process.stdout], [], [], PATIENCE)
        line = self.process.stdout.readline().decode() if ready else ""
        self.address = urllib.parse.urlsplit(line.split()[-1]).netloc if line.startswith("listening") else None

    def call(self, method, path, body=None):
        """Status and JSON of an answer that came whole, or None."""
        connection = http.client.HTTPConnection(self.address, timeout=PATIENCE)
        try:
            connection.request(method, path, None if body is None else json.dumps(body), {"Connection": "close"})
            answer = connection.getresponse()
            return answer.status, json.loads(answer.read())
        except TimeoutError:
            self.process.kill()  # the end tells that it was no end of its own
            return None
        except (OSError, http.client.HTTPException):
            return None
        finally:
            connection.close()

    def end(self):
        """The exit code, negative of a signal, and what was said."""
        if self.process.poll() is None:
            self.process.terminate()
        try:
            self.process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
            self.process.returncode = "a hang"
        self.process.stdout.close()
        self.said.seek(0)
        said = self.said.read()
        self.said.close()
        with self.told:
            fired = self.told.read()
        return self.process.returncode, said, fired


def ids_of(call, answer):
    """The ids that an answer gave, by scope and token."""
    status, body = answer
    if status != 200:
        return {}
    if "ContactId" in body:
        return {("contact", call[2]["ClientToken"]): body["ContactId"]}
    scope = call[1].split("/")[2]
    return {(scope, one["clientToken"]): one["id"] for one in body.get("successfulRequests", [])}


class Serving:
    def __init__(self, scenario):
        self.scenario = scenario
        self.is_kept = "--state" in scenario.arguments

    def run(self, bench, is_strict, **fault):
        """The script; with `is_strict` no call is made behind one without an answer."""
        self.scenario.prepare(bench.folder)
        server = Server(bench, self.scenario, fault)
        answered, ids, failed = 0, {}, False
        for call, _ in SCRIPT if server.address else ():
            answer = server.call(*call)
            if answer is None:
                failed = True
                if is_strict or server.process.poll() is not None:
                    break
                continue
            answered += not failed
            if answer[0] not in STATUSES:
                bench.report(self.scenario.name, f"status {answer[0]}")
            ids.update(ids_of(call, answer))
        code, said, told = server.end()
        return code, said, told, answered, ids

    def judge_end(self, bench, where, code, said, codes):
        if code not in codes:
            bench.report(where, f"exit code {code} {said[-300:]!r}")
        if code == 2 and b"diallint: " not in said:
            bench.report(where, "exit code 2 and no word why")
        if any(value in said for value in (b"0147", b"Ann")):
            bench.report(where, "a value was told")

    def judge_file(self, bench, where, answered, ids):
        """A start with what is in the folder has what was answered. `answered`: so many calls, and of the next
        nobody knows; None: nobody knows of any."""
        server = Server(bench, self.scenario, {})
        if server.address is None:
            return bench.report(where, f"it does not start again: {server.end()[1][-300:]!r}")
        summary = server.call("GET", "/_diallint/")[1]
        requests = server.call("GET", "/_diallint/requests")[1]["requests"]
        if len(requests) != summary["accepted"]:
            bench.report(where, f"{len(requests)} requests are there of {summary['accepted']}")
        there = {(one.get("campaign", "contact"), one["clientToken"]): one["id"] for one in requests}
        lost = {key: value for key, value in ids.items() if there.get(key) != value}
        if lost:
            bench.report(where, f"answered and lost: {sorted(lost)}")
        if answered is not None:
            states = {one["id"]: one["state"] for one in summary["campaigns"]}
            now = (states, int(summary["now"][17:19]))
            known = [START, *(behind for _, behind in SCRIPT)][answered:answered + 2]
            if now not in known:
                bench.report(where, f"{answered} calls were answered, and there is {now}")
        again = [token for scope, token in ids if scope == "monday"]
        if again:
            server.call("POST", "/_diallint/campaigns", {"id": "monday", "state": "Running"})
            answer = server.call(*put("monday", *again))
            if ids_of(put("monday"), answer) != {("monday", token): ids["monday", token] for token in again}:
                bench.report(where, "a token has another id than it was answered with")
        self.judge_end(bench, where, *server.end()[:2], (0, 1))

    def check(self, bench, where, is_strict, codes, **fault):
        """Whether the fault was met."""
        code, said, told, answered, ids = self.run(bench, is_strict, **fault)
        self.judge_end(bench, where, code, said, codes)
        if self.is_kept:
            self.judge_file(bench, where, answered if is_strict else None, ids)
        return bool(told)

    def calls(self, bench, step):
        tried = 0
        for call, errors in CALLS.items():
            for error in errors:
                for mode in ("once", "good"):
                    if mode == "good" and (error == errno.EINTR or call == "accept"):
                        continue  # waits for ever, as it has to
                    at = 1
                    while self.check(bench, f"{self.scenario.name}, {call} {at} {os.strerror(error)} ({mode})",
                                     False, (0, 1, 2), call=call, at=at, mode=mode, errno=error):
                        tried += 1
                        at += step
        bench.tally.add("failing calls", tried)
        return f"{self.scenario.name}: {tried} failing calls"

    def memory(self, bench, step, first):
        tried, at = 0, first
        while self.check(bench, f"{self.scenario.name}, allocation {at}", False, (0, 1, 2), call="memory", at=at,
                         mode="good" if at % 2 else "once", errno=errno.ENOMEM):
            tried += 1
            at += step
        bench.tally.add("failing allocations", tried)
        return f"{self.scenario.name}: {tried} failing allocations, one of {step}"

    def kills(self, bench, first, step):
        tried, at = 0, first
        while self.check(bench, f"{self.scenario.name}, SIGKILL in front of call {at}", True,
                         (0, 1, 2, -signal.SIGKILL), call="any", at=at, mode="signal",
                         errno=int(signal.SIGKILL)):
            tried += 1
            at += step
        bench.tally.add("servers killed", tried)
        return f"{self.scenario.name}: SIGKILL in front of {tried} calls"


def jobs(scenario, quick):
    """Jobs for run.py."""
    serving = Serving(scenario)
    found = [(f"{scenario.name}: calls", functools.partial(serving.calls, step=40 if quick else 1))]
    for first in (1, 2):
        found.append((f"{scenario.name}: memory {first}", functools.partial(
            serving.memory, first=first, step=4000 if quick else 40)))
        if serving.is_kept:
            found.append((f"{scenario.name}: kill -9 at calls {first}", functools.partial(
                serving.kills, first=first, step=20 if quick else 2)))
    return found
