"""The C++ that the documents show, compiled as it stands there. Run by CTest.

DIALLINT_BUILD is the build directory, DIALLINT_SOURCE the repository, CXX the compiler.
"""

import os
import pathlib
import re
import subprocess
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["DIALLINT_BUILD"])
SOURCE = pathlib.Path(os.environ["DIALLINT_SOURCE"])
COMPILE = [os.environ["CXX"], "-std=c++20", "-Wall", "-Wextra", "-Werror"]


def run(*command):
    """Standard output; what the command says otherwise, where it fails."""
    done = subprocess.run([str(c) for c in command], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stderr}")
    return done.returncode, done.stdout, done.stderr


def cpp_of(document):
    """The one block of C++ in a document."""
    (block,) = re.findall(r"^```cpp\n(.*?)^```$", (SOURCE / document).read_text(), re.M | re.S)
    return block


def put_before(text, place, what):
    """`what` in front of a place that is there once."""
    assert text.count(place) == 1, f"{place!r} is there {text.count(place)} times"
    return text.replace(place, what + place)


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
        self.compiled("main.cpp", cpp_of("docs/library.md"), *self.link())
        code, out, _ = run(self.folder / "program")
        self.assertEqual(code, 1)
        self.assertIn("/clientToken: character 2 of clientToken is a space", out)

    def test_generator(self):
        self.compiled("main.cpp", f"""
            #include <cstdio>
            #include <diallint/generate.h>
            #include <diallint/instant.h>
            int main() {{
              {cpp_of("docs/dialgen.md")}
              std::fputs(text.c_str(), stdout);
            }}""", *self.link())
        code, out, _ = run(self.folder / "program")
        self.assertEqual(code, 0)
        self.assertIn('"dialRequests"', out)

    def test_new_rule(self):
        family = (SOURCE / "lib/rules/token.cpp").read_text()
        rule = cpp_of("CONTRIBUTING.md")
        name = re.search(r"extern const Rule (k\w+);", rule)[1]
        family = put_before(family, "}  // namespace\n\nstd::span", rule)
        family = put_before(family, "&kEmpty, ", f"&{name}, ")
        family = put_before(family, "#include \"samples/sample.h\"\n", "#include \"base/utf8.h\"\n")
        self.compiled("token.cpp", family, "-fsyntax-only", "-I", SOURCE / "lib")


if __name__ == "__main__":
    unittest.main()
