"""The code that the documents show, compiled and run as it stands there. Run by CTest.

DIALLINT_BUILD is the build directory, DIALLINT_SOURCE the repository, DIALLINT_PROGRAM_OBJECTS what
diallint is linked from beside the libraries, with colons between, CXX the compiler.
"""

import json
import os
import pathlib
import re
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["DIALLINT_BUILD"])
SOURCE = pathlib.Path(os.environ["DIALLINT_SOURCE"])
PROGRAM = os.environ["DIALLINT_PROGRAM_OBJECTS"].split(":")
COMPILE = [os.environ["CXX"], "-std=c++20", "-Wall", "-Wextra", "-Werror"]


def run(*command):
    """Standard output; what the command says otherwise, where it fails."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stderr}")
    return done.returncode, done.stdout, done.stderr


def block_of(document, language="cpp"):
    """The one block of that language in a document."""
    (block,) = re.findall(rf"^(```+){language}\n(.*?)^\1$", (SOURCE / document).read_text(), re.M | re.S)
    return block[1]


def put_before(text, place, what):
    """`what` in front of a place that is there once."""
    assert text.count(place) == 1, f"{place!r} is there {text.count(place)} times"
    return text.replace(place, what + place)


def line_of(finding):
    """A finding as fixtures write it."""
    return "{line}:{column} {severity} {rule} #{path}: {message}\n".format(**finding)


class Documents(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="diallint-")
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def compiled(self, name, text, *options):
        source = self.folder / name
        source.write_text(text)
        code, _, errors = run(*COMPILE, source, "-I", SOURCE / "lib/include", *options)
        self.assertEqual(code, 0, errors)

    def link(self):
        return ("-o", self.folder / "program", "-L", BUILD, f"-Wl,-rpath,{BUILD}", "-ldiallint")

    def test_program_with_the_library(self):
        self.compiled("main.cpp", block_of("docs/library.md"), *self.link())
        code, out, _ = run(self.folder / "program")
        self.assertEqual(code, 1)
        self.assertIn("/clientToken: character 2 of clientToken is a space", out)

    def test_prepare(self):
        self.compiled("main.cpp", block_of("docs/prepare.md"), *self.link())
        code, out, _ = run(self.folder / "program")
        self.assertEqual(code, 0)
        self.assertIn('"phoneNumber":"+12025550101"', out)
        self.assertIn("list,2,3,number-not-in-plan,", out)

    def test_reconcile(self):
        self.compiled("main.cpp", block_of("docs/reconcile.md"), *self.link())
        code, out, _ = run(self.folder / "program")
        self.assertEqual(code, 0)
        self.assertIn("list,1,2,batch-000001.json,0,unanswered,", out)
        self.assertIn('"expirationTime":"2026-11-20T13:08:30.000Z"', out)

    def test_reconcile_shows_what_the_program_says(self):
        """The run that docs/reconcile.md begins with."""
        text = (SOURCE / "docs/reconcile.md").read_text()
        answers, shown = re.findall(r"^```\n(.*?)^```$", text, re.M | re.S)[:2]
        (self.folder / "answers.json").write_text(answers)
        people = "Contact ID,Mobile\n" + "".join(f"a{i},+1202555010{i}\n" for i in range(1, 5))
        (self.folder / "people.csv").write_text(people)
        (self.folder / "token.key").write_text("0123456789abcdef0123456789abcdef\n")
        program = BUILD / "bin/diallint"
        prepared = [program, "prepare", "people.csv", "--campaign", "0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9",
                    "--start", "2026-11-20T12:00:00Z", "--token-key", "token.key", "-o", "monday"]
        subprocess.run(prepared, cwd=self.folder, check=True, capture_output=True)
        command, said = shown.removeprefix("$ diallint ").split("-o outcome\n")
        done = subprocess.run(f"'{program}' {command}-o outcome", shell=True, cwd=self.folder, text=True,
                              capture_output=True, check=False)
        self.assertEqual((done.stdout, done.stderr, done.returncode), (said, "", 1))

    def test_fix(self):
        self.compiled("main.cpp", block_of("docs/fix.md"), *self.link())
        code, out, _ = run(self.folder / "program")
        self.assertEqual(code, 0)
        self.assertIn('"phoneNumber":"+12025550101","expirationTime":"2026-11-20T12:10:00.000Z"', out)
        self.assertIn("national-number: 1\ntime-zone: 1\n", out)

    def test_fix_shows_what_the_program_says(self):
        """The run that docs/fix.md begins with."""
        text = (SOURCE / "docs/fix.md").read_text()
        requests, shown = re.findall(r"^```\n(.*?)^```$", text, re.M | re.S)[:2]
        (self.folder / "requests.ndjson").write_text(requests)
        command, said = shown.removeprefix("$ diallint ").split("\n", 1)
        done = subprocess.run(f"'{BUILD / 'bin/diallint'}' {command} 2>&1", shell=True, cwd=self.folder,
                              text=True, stdout=subprocess.PIPE, check=False)
        self.assertEqual((done.stdout, done.returncode), (said, 1))

    def test_local_service(self):
        self.compiled("main.cpp", block_of("docs/serve.md"), "-o", self.folder / "program",
                      BUILD / "libdiallint_service.a", BUILD / "libdiallint.a", "-pthread", "-lre2",
                      "-lsimdjson", "-lfmt")
        code, out, _ = run(self.folder / "program")
        self.assertEqual((code, out), (0, "200, 1 dialled\n"))

    def test_prepare_shows_what_the_program_says(self):
        """The run that docs/prepare.md begins with."""
        text = (SOURCE / "docs/prepare.md").read_text()
        people, shown = re.findall(r"^```\n(.*?)^```$", text, re.M | re.S)[:2]
        (self.folder / "people.csv").write_text(people)
        (self.folder / "token.key").write_text("0123456789abcdef0123456789abcdef\n")
        command, said = shown.removeprefix("$ diallint ").split("-o monday\n")
        program = BUILD / "bin/diallint"
        done = subprocess.run(f"'{program}' {command}-o monday", shell=True, cwd=self.folder, text=True,
                              capture_output=True, check=False)
        self.assertEqual((done.stdout, done.stderr, done.returncode), (said, "", 1))

    def test_generator(self):
        self.compiled("main.cpp", f"""
            #include <cstdio>
            #include <diallint/generate.h>
            #include <diallint/instant.h>
            int main() {{
              {block_of("docs/dialgen.md")}
              std::fputs(text.c_str(), stdout);
            }}""", *self.link())
        code, out, _ = run(self.folder / "program")
        self.assertEqual(code, 0)
        self.assertIn('"dialRequests"', out)

    def test_new_rule(self):
        """The recipe of CONTRIBUTING.md, followed: its rule, its keyword and its fixture."""
        recipe = "CONTRIBUTING.md"
        rule = block_of(recipe)
        program = self.program_with(rule)
        schema = self.folder / "dial-request.schema.json"
        schema.write_text(put_before(
            (SOURCE / "schemas/dial-request.schema.json").read_text(),
            '      "x-token-empty": true,', block_of(recipe, "json")))
        fixture = block_of(recipe, "markdown")
        (given,) = re.findall(r"^```ndjson\n(.*?)^```$", fixture, re.M | re.S)
        (wanted,) = re.findall(r"^```findings\n(.*?)^```$", fixture, re.M | re.S)
        requests = self.folder / "requests.ndjson"
        requests.write_text(given)
        name = re.search(r'\.id = "([\w-]+)"', rule, re.M)[1]
        options = ("--isolated", "--schema", schema)
        _, report, _ = run(program, *options, "--now", "2026-11-20T12:00:00Z", "--select", name,
                           "--output-format", "json", requests)
        findings = "".join(map(line_of, json.loads(report)["findings"]))
        self.assertTrue(findings)
        self.assertEqual(findings, "".join(wanted.splitlines(True)[:-1]))
        # Its page has an example, which the rule's own `spoil` has made.
        _, page, errors = run(program, "explain", name, *options[1:])
        self.assertIn("diallint says: clientToken is a number of 2", page, errors)

    def program_with(self, rule):
        """diallint with a family that has one rule more: one source compiled, all else as built."""
        family = (SOURCE / "lib/rules/token.cpp").read_text()
        name = re.search(r"^const Rule (k\w+) = {", rule, re.M)[1]
        family = put_before(family, "}  // namespace\n\nstd::span", rule)
        family = put_before(family, "&kEmpty, ", f"&{name}, ")
        family = put_before(family, "#include \"base/random.h\"\n", "#include \"base/ascii.h\"\n")
        self.compiled("token.cpp", family, "-I", SOURCE / "lib", *PROGRAM,
                      BUILD / "tools/libdiallint_http.a", BUILD / "tools/libdiallint_tooling.a",
                      BUILD / "libdiallint_service.a",
                      BUILD / "tools/libdiallint_compression.a",
                      BUILD / "tools/libdiallint_store.a", BUILD / "libdiallint.a",
                      "-o", self.folder / "diallint", "-pthread", "-lre2", "-lsimdjson", "-lfmt",
                      "-lz", "-lzstd", "-levent_extra", "-levent_core", "-lsqlite3")
        return self.folder / "diallint"


if __name__ == "__main__":
    unittest.main()
