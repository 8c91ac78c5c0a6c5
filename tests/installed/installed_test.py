"""Programs outside of the tree that use diallint as it is installed. Run by CTest:

    installed_test.py [TEST...]

DIALLINT_BUILD is the build directory, DIALLINT_SOURCE the repository. Servers listen on 127.0.0.1.
"""

import contextlib
import http.client
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import unittest

BUILD = pathlib.Path(os.environ["DIALLINT_BUILD"])
SOURCE = pathlib.Path(os.environ["DIALLINT_SOURCE"])
HERE = SOURCE / "tests/installed"
NOW = "2026-11-20T12:00:00Z"
NOW_SECONDS = "1795176000"
COMPILERS = {"gcc": ("gcc", "g++"), "clang": ("clang-16", "clang++-16")}


def run(*command, env=None, cwd=None, stdin=None, code=0):
    """Standard output of a command that has to end with `code`."""
    done = subprocess.run([str(c) for c in command], env={**os.environ, **(env or {})}, cwd=cwd,
                          input=stdin, capture_output=True, text=True, check=False)
    if done.returncode != code:
        raise AssertionError(f"{command} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


def cached(folder):
    """Compiles through the compiler's cache, where there is one: with paths below `folder` made
    relative, each run finds what an earlier one has compiled."""
    if shutil.which("ccache") is None:
        return []
    launcher = f"cmake;-E;env;CCACHE_BASEDIR={folder};CCACHE_NOHASHDIR=1;CCACHE_COMPILERCHECK=content;ccache"
    return [f"-DCMAKE_C_COMPILER_LAUNCHER={launcher}", f"-DCMAKE_CXX_COMPILER_LAUNCHER={launcher}"]


def request(token, **changes):
    return {"clientToken": token, "phoneNumber": "+12065550100",
            "expirationTime": "2026-11-20T12:10:00.000Z", "attributes": {"name": "Zoë"}, **changes}


class Installed(unittest.TestCase):
    """Everything in a folder of its own, gone behind the tests."""

    @classmethod
    def setUpClass(cls):
        cls.folder = pathlib.Path(tempfile.mkdtemp(prefix="diallint-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        first = cls.folder / "first"
        for component in ("library", "development"):
            run("cmake", "--install", BUILD, "--prefix", first, "--component", component)
        # What is installed may be moved: no path of the building machine is in it.
        cls.prefix = cls.folder / "installed"
        first.rename(cls.prefix)
        shutil.copytree(SOURCE / "examples", cls.folder / "examples")
        cls.libraries = next(cls.prefix.rglob("libdiallint.so")).parent
        cls.pkg_config = {"PKG_CONFIG_PATH": str(cls.libraries / "pkgconfig"),
                          "LD_LIBRARY_PATH": str(cls.libraries)}

    def build_examples(self, compiler, shared):
        cc, cxx = COMPILERS[compiler]
        if shutil.which(cxx) is None:
            self.skipTest(f"{cxx} is not installed")
        binaries = self.folder / f"{compiler}-{shared}"
        run("cmake", "-S", self.folder / "examples", "-B", binaries, "-G", "Ninja",
            *cached(self.folder),
            f"-DCMAKE_C_COMPILER={cc}", f"-DCMAKE_CXX_COMPILER={cxx}",
            "-DCMAKE_C_FLAGS=-Wall -Wextra -pedantic -Werror",
            "-DCMAKE_CXX_FLAGS=-Wall -Wextra -Wpedantic -Werror",
            f"-DCMAKE_PREFIX_PATH={self.prefix}", f"-DBUILD_SHARED_LIBS={'ON' if shared else 'OFF'}")
        run("cmake", "--build", binaries)
        return binaries


class Examples(Installed):
    """examples/, with each compiler and each kind of library."""

    def test_gcc_static(self):
        self.examples("gcc", False)

    def test_gcc_shared(self):
        self.examples("gcc", True)

    def test_clang_static(self):
        self.examples("clang", False)

    def test_clang_shared(self):
        self.examples("clang", True)

    def examples(self, compiler, shared):
        binaries = self.build_examples(compiler, shared)
        loaded = run("ldd", binaries / "check")
        self.assertEqual("libdiallint.so.0" in loaded, shared)
        self.check_program(binaries / "check")
        self.check_service(binaries / "intake")

    def check_program(self, program):
        good = json.dumps(request("t1")) + "\n"
        out = run(program, NOW_SECONDS, stdin=good)
        self.assertIn("1 records, 1 valid", out)
        self.assertIn("own request: 3 findings", out)
        out = run(program, NOW_SECONDS, stdin=good + good, code=1)
        self.assertIn("record 1 /clientToken: clientToken was already used in line 1", out)
        out = run(program, stdin='{"clientToken":', code=1)
        self.assertIn("[json-syntax]", out)

    def check_service(self, program):
        with subprocess.Popen([program, "0", NOW], stdout=subprocess.PIPE, text=True) as service:
            try:
                port = int(service.stdout.readline().rsplit(":", 1)[1])
                with contextlib.closing(
                        http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
                    self.ask(connection)
            finally:
                service.terminate()

    def ask(self, connection):
        def put(body):
            connection.request("PUT", "/campaigns/c1/dial-requests", body)
            answer = connection.getresponse()
            return answer.status, answer.getheader("x-amzn-ErrorType"), json.loads(answer.read())

        def fields(body):
            status, kind, answer = put(body)
            self.assertEqual((status, kind), (400, "ValidationException"))
            self.assertEqual(set(answer), {"message", "fieldList"})
            self.assertTrue(answer["message"].startswith(
                f"{len(answer['fieldList'])} validation error"), answer)
            for field in answer["fieldList"]:
                self.assertEqual(set(field), {"path", "message"})
            return [field["path"] for field in answer["fieldList"]]

        def batch(*requests):
            return json.dumps({"dialRequests": requests})

        self.assertEqual(put(batch(request("a"), request("b", phoneNumber="+12065550101"))),
                         (200, None, {"accepted": 2}))
        # 30 s and 900 s ahead are allowed, both; what is outside is not.
        for time, wrong in (("12:00:30Z", []), ("12:15:00.000Z", []), ("12:00:29.999Z", [0]),
                            ("12:15:00.001Z", [0]), ("12:40:00Z", [0]), ("13:10:00+01:00", [0])):
            body = batch(request("t", expirationTime="2026-11-20T" + time))
            if wrong:
                self.assertEqual(fields(body), ["/dialRequests/0/expirationTime"])
            else:
                self.assertEqual(put(body)[0], 200)
        self.assertEqual(fields(batch(request("a"), request("a"))),
                         ["/dialRequests/1/clientToken"])
        self.assertEqual(fields(batch(request("a b", attributes={"n n": "v"}))),
                         ["/dialRequests/0/clientToken", "/dialRequests/0/attributes/n n"])
        self.assertEqual(fields(batch(request("a", phoneNumber="+1-206-555-0100"))),
                         ["/dialRequests/0/phoneNumber"])
        self.assertEqual(fields(batch()), ["/dialRequests"])
        many = [request(f"t{i}", phoneNumber=f"+120655501{i:02}") for i in range(26)]
        self.assertEqual(fields(batch(*many)), ["/dialRequests"])
        self.assertEqual(put(batch(*many[:25])), (200, None, {"accepted": 25}))
        no_attributes = request("a")
        del no_attributes["attributes"]
        self.assertEqual(fields(batch(no_attributes)), ["/dialRequests/0"])
        self.assertEqual(fields('{"dialRequests":[{"clientToken" 1}]}'), ["/dialRequests/0"])
        self.assertEqual(fields('{"dialRequests":[{]}'), ["/dialRequests/0"])
        secret = batch(request("a", phoneNumber="+1-206-555-0199", attributes={"n": "s3cr3t" * 6000}))
        _, _, answer = put(secret)
        self.assertNotIn("0199", json.dumps(answer))
        self.assertNotIn("s3cr3t", json.dumps(answer))
        connection.request("GET", "/rules/expiration-window")
        answer = connection.getresponse()
        self.assertEqual(answer.status, 200)
        self.assertGreater(len(answer.read()), 50)
        connection.request("GET", "/rules/none")
        answer = connection.getresponse()
        answer.read()
        self.assertEqual(answer.status, 404)


class Packaged(Installed):
    """pkg-config, the headers, the C interface, and what the shared library offers and needs."""

    def test_headers_stand_alone(self):
        headers = sorted((self.prefix / "include/diallint").glob("*.h"))
        self.assertGreater(len(headers), 10)
        strict = ["-Wall", "-Wextra", "-pedantic", "-Werror", "-fsyntax-only", "-I",
                  self.prefix / "include"]
        for compiler in COMPILERS.values():
            if shutil.which(compiler[1]) is None:
                continue
            for header in headers:
                alone = self.folder / "alone.cpp"
                alone.write_text(f"#include <diallint/{header.name}>\n" * 2)
                run(compiler[1], "-std=c++20", *strict, alone)
                text = header.read_text()
                for foreign in ("nlohmann", "phonenumber", "CLI", "fmt", "re2", "simdjson"):
                    self.assertNotIn(f"#include <{foreign}", text)
                macros = re.findall(r"^#define (\w+)", text, re.M)
                # Those of Arrow are the interface's own guards, for a program that has its structs already.
                known = ("DIALLINT_API", "ARROW_C_DATA_INTERFACE", "ARROW_C_STREAM_INTERFACE")
                self.assertTrue(all(m in known or m.endswith("_H") for m in macros), macros)
            run(compiler[0], "-std=c11", *strict, "-x", "c", self.prefix / "include/diallint/diallint.h")

    def test_c(self):
        flags = run("pkg-config", "--cflags", "--libs", "diallint", env=self.pkg_config).split()
        fixed = run("pkg-config", "--cflags", "--libs", "--static", "diallint",
                    env=self.pkg_config).split()
        fixed = [str(self.libraries / "libdiallint.a") if f == "-ldiallint" else f for f in fixed]
        for compiler, _ in COMPILERS.values():
            if shutil.which(compiler) is None:
                continue
            for kind, libraries in (("shared", flags), ("static", fixed)):
                program = self.folder / f"c-{compiler}-{kind}"
                run(compiler, "-std=c11", "-pedantic", "-Wall", "-Wextra", "-Werror",
                    HERE / "c_api_test.c", "-o", program, *libraries)
                self.assertIn("does what it says", run(program, env=self.pkg_config))

    FFI = json.dumps(request("a b", phoneNumber="x", attributes={"k": "Zoë"}))
    FFI_OUT = "pattern /clientToken\npattern /phoneNumber\nnot ok 1 "

    def test_ctypes(self):
        out = run(sys.executable, HERE / "ffi_test.py", self.libraries / "libdiallint.so", self.FFI,
                  NOW_SECONDS)
        self.assertTrue(out.startswith(self.FFI_OUT), out)

    def test_node(self):
        if not (HERE / "node_modules").is_dir():
            self.fail("the npm packages are not installed; run ./dev test")
        out = run("node", HERE / "ffi_test.mjs", self.libraries / "libdiallint.so", self.FFI,
                  NOW_SECONDS)
        self.assertTrue(out.startswith(self.FFI_OUT), out)

    def test_what_it_needs(self):
        dynamic = run("readelf", "-d", self.libraries / "libdiallint.so")
        self.assertIn("soname: [libdiallint.so.0]", dynamic)
        needed = set(re.findall(r"NEEDED.*\[lib([a-z0-9+_]+)", dynamic)) | set(
            re.findall(r"NEEDED.*\[(ld-linux)", dynamic))
        self.assertLessEqual(needed, {"simdjson", "fmt", "re2", "stdc++", "m", "gcc_s", "c",
                                      "ld-linux"})

    def test_what_it_offers(self):
        names = run("nm", "-DC", "--defined-only", self.libraries / "libdiallint.so").splitlines()
        offered = {line.split(" ", 2)[2] for line in names if " " in line}
        foreign = [n for n in offered if "diallint" not in n]
        self.assertEqual(foreign, [])
        for internal in ("CheckContext", "RecordLedger", "Walker", "Plan::", "compile_plan",
                         "SeenSet", "StructCursor"):
            self.assertFalse([n for n in offered if f"diallint::{internal}" in n], internal)
        for wanted in ("diallint_check_json", "diallint::version()",
                       "diallint::Ruleset::builtin()"):
            self.assertTrue([n for n in offered if n.startswith(wanted)], wanted)

    def test_version(self):
        project = self.folder / "version"
        project.mkdir()
        for version, code in (("0.1", 0), ("0.2", 1), ("1.0", 1)):
            (project / "CMakeLists.txt").write_text(
                "cmake_minimum_required(VERSION 3.25)\nproject(version LANGUAGES NONE)\n"
                f"find_package(diallint {version} REQUIRED COMPONENTS shared)\n")
            run("cmake", "-S", project, "-B", project / version, "-G", "Ninja",
                f"-DCMAKE_PREFIX_PATH={self.prefix}", code=code)


class Embedded(unittest.TestCase):
    """The source tree as a part of another project."""

    def test_subdirectory(self):
        folder = pathlib.Path(tempfile.mkdtemp(prefix="diallint-"))
        self.addCleanup(shutil.rmtree, folder)
        source = folder / "diallint"
        source.mkdir()
        shutil.copy(SOURCE / "CMakeLists.txt", source)
        for part in ("cmake", "data", "lib", "schemas", "tools"):
            shutil.copytree(SOURCE / part, source / part, ignore=shutil.ignore_patterns("node_modules"))
        (folder / "main.cpp").write_text(
            '#include <diallint/checker.h>\n'
            'int main() {\n'
            '  diallint::Checker checker(diallint::Ruleset::builtin());\n'
            '  return checker.check_json("{}", std::nullopt).found == 1 ? 0 : 1;\n'
            '}\n')
        (folder / "CMakeLists.txt").write_text(
            'cmake_minimum_required(VERSION 3.25)\n'
            'project(other LANGUAGES CXX)\n'
            'include(FetchContent)\n'
            f'FetchContent_Declare(diallint SOURCE_DIR "{source}")\n'
            'FetchContent_MakeAvailable(diallint)\n'
            'add_executable(main main.cpp)\n'
            'target_link_libraries(main PRIVATE diallint::diallint)\n'
            'add_executable(fixed main.cpp)\n'
            'target_link_libraries(fixed PRIVATE diallint::diallint_static)\n'
            'get_target_property(options main COMPILE_OPTIONS)\n'
            'if(options OR CMAKE_RUNTIME_OUTPUT_DIRECTORY OR CMAKE_EXPORT_COMPILE_COMMANDS)\n'
            '  message(FATAL_ERROR "diallint has changed its surroundings")\n'
            'endif()\n'
            'get_property(tests DIRECTORY ${diallint_SOURCE_DIR} PROPERTY TESTS)\n'
            'if(tests OR TARGET diallint_tests OR TARGET diallint_program OR CMAKE_TESTING_ENABLED)\n'
            '  message(FATAL_ERROR "diallint has brought its tests or tools")\n'
            'endif()\n')
        binaries = folder / "build"
        run("cmake", "-S", folder, "-B", binaries, "-G", "Ninja", "-DBUILD_SHARED_LIBS=ON",
            "-DCMAKE_UNITY_BUILD=ON", *cached(folder))
        run("cmake", "--build", binaries, "--target", "main", "fixed")
        self.assertIn("libdiallint.so.0", run("ldd", binaries / "main"))
        self.assertNotIn("libdiallint", run("ldd", binaries / "fixed"))
        run(binaries / "main")
        run(binaries / "fixed")
        self.assertNotIn("-Werror", (binaries / "build.ninja").read_text())
        # Nothing of it is installed with the other project.
        run("cmake", "--install", binaries, "--prefix", folder / "installed", code=0)
        self.assertFalse((folder / "installed").exists())


if __name__ == "__main__":
    unittest.main()
