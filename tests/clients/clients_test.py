"""Real clients of the SDKs and `diallint serve`: each makes the calls of script.json and has to understand of
each answer what stands there, signatures verified. Run by CTest, `./dev test --all` with the clients that take
long as well.

DIALLINT_PROGRAM is diallint, DIALLINT_NODE is Node.js; the clients are where ./dev has put them.
"""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
BUILD = HERE.parent.parent / "build"
SCRIPT = json.loads((HERE / "script.json").read_text())
KEY = ("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY")  # of the documents of AWS
SECRETS = ("Zaphod-Beeblebrox", "0147")  # of the script's requests; no message has them
# Ids that the service makes; none in the script is like them.
GUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-8[0-9a-f]{3}-[0-9a-f]{12}")
NEWEST_PARTS = [part["name"] for part in SCRIPT["parts"]]
OLD_PARTS = [name for name in NEWEST_PARTS if name.startswith("campaigns: ")]


class Service:
    """A service of its own, whose calls are to be signed."""

    def __init__(self, folder):
        path = pathlib.Path(folder, "credentials")
        path.touch(0o600)
        path.write_text(f"[default]\naws_access_key_id = {KEY[0]}\naws_secret_access_key = {KEY[1]}\n")
        campaigns = [f"--campaign={name}={state}" for name, state in SCRIPT["campaigns"].items()]
        self.process = subprocess.Popen(
            [os.environ["DIALLINT_PROGRAM"], "serve", "--port=0", "--quiet", f"--now={SCRIPT['now']}",
             f"--credentials={path}", *campaigns], stdout=subprocess.PIPE, text=True)
        self.address = self.process.stdout.readline().split()[-1]

    def ask(self, what, body=None):
        data = None if body is None else json.dumps(body).encode()
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(f"{self.address}/_diallint/{what}", data, timeout=30) as answer:
            return json.load(answer)

    def stop(self):
        self.process.terminate()
        self.process.communicate()


class Driver:
    """A program that takes a call a line and tells a line of what its SDK understood."""

    def __init__(self, *words):
        self.said = tempfile.TemporaryFile("w+")
        self.process = subprocess.Popen(words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=self.said,
                                        text=True)

    def call(self, call):
        self.process.stdin.write(json.dumps(call) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            code = self.process.wait()
            self.said.seek(0)
            raise AssertionError(f"the client ended with {code}: {self.said.read()}")
        return json.loads(line)

    def stop(self):
        self.process.communicate()
        self.said.close()


class CommandLine:
    """The AWS CLI, a process a call. Of an exception it tells the name alone."""

    def call(self, call):
        words = [re.sub(r"(?<!^)(?=[A-Z])", "-", call["operation"]).lower(), "--cli-input-json",
                 json.dumps(call["input"]), "--endpoint-url", call["endpoint"], "--output", "json"]
        with tempfile.TemporaryDirectory() as home:
            config = pathlib.Path(home, "config")
            # What the CLI finds wrong by itself does not reach the service.
            config.write_text("[default]\nregion = us-east-1\nparameter_validation = false\n")
            environment = {
                "PATH": os.environ["PATH"], "HOME": home, "AWS_CONFIG_FILE": str(config), "AWS_PAGER": "",
                "AWS_ACCESS_KEY_ID": call["key"], "AWS_SECRET_ACCESS_KEY": call["secret"],
                "AWS_MAX_ATTEMPTS": str(call["attempts"]), "AWS_RETRY_MODE": "standard",
            }
            done = subprocess.run([BUILD / "python/awscli/bin/aws", call["service"], *words], text=True,
                                  capture_output=True, env=environment, timeout=120, check=False)
        if done.returncode == 0:
            return {"output": json.loads(done.stdout) if done.stdout.strip() else {}}
        found = re.search(r"An error occurred \((\w+)\)[^:]*: (.*)", done.stderr)
        if not found:
            raise AssertionError(done.stderr)
        return {"exception": found[1], "message": found[2]}

    def stop(self):
        pass


class Ids:
    """The ids that a service gave, by the names that the script has for them."""

    def __init__(self):
        self.given = {}

    def named(self, value):
        def name_of(found):
            return self.given.setdefault(found[0], f"<id {len(self.given) + 1}>")

        return json.loads(GUID.sub(name_of, json.dumps(value)))

    def filled_in(self, value):
        text = json.dumps(value)
        for guid, name in self.given.items():
            text = text.replace(name, guid)
        return json.loads(text)


def expected_of(step, told):
    """What the table has of a step, without what a client cannot tell."""
    names = ("output", "exception", "status", "members")
    return {name: step[name] for name in names if name in step and name in told}


@unittest.skipUnless("DIALLINT_PROGRAM" in os.environ, "run by CTest")
class Clients(unittest.TestCase):
    def perform(self, client, parts):
        self.addCleanup(client.stop)
        for part in SCRIPT["parts"]:
            if part["name"] not in parts:
                continue
            with self.subTest(part["name"]), tempfile.TemporaryDirectory() as folder:
                service = Service(folder)
                try:
                    self.perform_part(client, service, part)
                finally:
                    service.stop()

    def perform_part(self, client, service, part):
        ids = Ids()
        for number, step in enumerate(part["steps"], 1):
            where = f"step {number} of {part['name']}"
            if "control" in step:
                self.control(service, step["control"], where)
                continue
            told = client.call({
                "service": part["service"], "operation": step["operation"], "endpoint": service.address,
                "key": KEY[0], "secret": KEY[1], "attempts": step.get("attempts", 1),
                "input": ids.filled_in(step["input"]),
            })
            message = told.pop("message", "")
            self.assertEqual(ids.named(told), expected_of(step, told), where)
            self.assertEqual("exception" in step, bool(message), where)
            self.assertFalse([one for one in SECRETS if one in message], where)

    def control(self, service, step, where):
        ((what, body),) = step.items()
        if what != "counts":
            service.ask(what, body)
            return
        summary = service.ask("")
        self.assertEqual({name: summary[name] for name in body}, body, where)

    def test_boto3(self):
        self.perform(Driver(BUILD / "python/tools/bin/python", HERE / "boto3_client.py"), NEWEST_PARTS)

    def test_boto3_of_two_years_ago(self):
        self.perform(Driver(BUILD / "python/old-boto3/bin/python", HERE / "boto3_client.py"), NEWEST_PARTS)

    def javascript(self, **packages):
        words = [f"{service}={package}" for service, package in packages.items()]
        return Driver(os.environ["DIALLINT_NODE"], HERE / "javascript_client.mjs", *words)

    def test_javascript(self):
        version = subprocess.run([os.environ["DIALLINT_NODE"], "--version"], capture_output=True, text=True, check=True)
        if int(version.stdout[1:].split(".")[0]) < 20:
            self.skipTest("the newest SDK needs Node.js 20")
        self.perform(self.javascript(connect="@aws-sdk/client-connect",
                                     connectcampaigns="@aws-sdk/client-connectcampaigns",
                                     connectcampaignsv2="@aws-sdk/client-connectcampaignsv2"), NEWEST_PARTS)

    def test_javascript_of_2024(self):
        self.perform(self.javascript(connectcampaigns="campaigns-of-2024"), OLD_PARTS)

    @unittest.skipUnless("DIALLINT_ALL" in os.environ, "./dev test --all runs it")
    def test_java(self):
        classes = (BUILD / "clients/java/classpath").read_text()
        self.perform(Driver("java", "-cp", f"{BUILD}/clients/java/classes:{classes}", "SdkClient"), NEWEST_PARTS)

    @unittest.skipUnless("DIALLINT_ALL" in os.environ, "./dev test --all runs it")
    def test_go(self):
        # The release that the Go of Debian 12 builds is older than the newer campaigns and CreateContact.
        self.perform(Driver(BUILD / "clients/go/sdk-client"), [*OLD_PARTS, "contacts"])

    @unittest.skipUnless("DIALLINT_ALL" in os.environ, "./dev test --all runs it")
    def test_command_line(self):
        self.perform(CommandLine(), NEWEST_PARTS)


if __name__ == "__main__":
    unittest.main()
