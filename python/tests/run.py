#!/usr/bin/env python3
"""Runs the tests of the Python package on the wheel in dist, which is installed, without any index, into
an environment with nothing else in it. CTest calls this; `./dev wheel` has made what it needs."""

import os
import pathlib
import shutil
import subprocess
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
BUILD = ROOT / "build" / "python"
TOOLS = BUILD / "tools"  # pytest and boto3 are here
OLD = BUILD / "old-boto3"
# What a check costs beside what botocore does anyway.
BENCH = ROOT / "python" / "tests" / "bench.py"
SPARKS = (BUILD / "spark35", BUILD / "spark4")
SPARK_TESTS = ("python/tests/test_spark.py", "python/tests/test_spark_campaigns.py")
EMPTY = BUILD / "empty"


def wheel():
    wheels = sorted((ROOT / "dist").glob("diallint-*.whl"))
    if len(wheels) != 1 or not TOOLS.exists():
        sys.exit("there is no wheel in dist, or not one alone; run ./dev wheel")
    return wheels[0]


def install(path):
    shutil.rmtree(EMPTY, ignore_errors=True)
    subprocess.run(["/usr/bin/python3", "-m", "venv", "--without-pip", EMPTY], check=True)
    subprocess.run([TOOLS / "bin/python", "-m", "pip", "--python", EMPTY / "bin/python", "install",
                    "--quiet", "--no-index", "--disable-pip-version-check", path], check=True)
    return packages_of(EMPTY)


def packages_of(environment):
    (packages,) = environment.glob("lib/python3.*/site-packages")
    return packages


def run(paths, *command, **variables):
    environment = {
        **os.environ,
        **variables,
        "PATH": f"{EMPTY}/bin:{os.environ['PATH']}",
        "PYTHONPATH": ":".join(map(str, paths)),
        "PYTHONDONTWRITEBYTECODE": "1",
        "DIALLINT_DIST": str(ROOT / "dist"),
        "DIALLINT_EMPTY_PYTHON": str(EMPTY / "bin/python"),
    }
    return subprocess.run([TOOLS / "bin/python", *command], cwd=ROOT, env=environment,
                          check=False).returncode


def main():
    packages = install(wheel())
    if sys.argv[1:] == ["--bench"]:
        return run([packages], BENCH)
    if sys.argv[1:2] == ["--bench-spark"]:
        return run([packages_of(SPARKS[-1]), packages], ROOT / "python/tests/bench_spark.py", *sys.argv[2:])
    if sys.argv[1:2] == ["--fuzz"]:
        return fuzz(packages, *sys.argv[2:])
    failed = run([packages], "-m", "pytest", "-q", *sys.argv[1:])
    if not sys.argv[1:]:
        print("the guard and the local service on a boto3 that is two years old:", flush=True)
        failed = run([packages_of(OLD), packages], "-m", "pytest", "-q", "python/tests/test_aws.py",
                                                                     "python/tests/test_local_service.py", "python/tests/test_signatures.py") or failed
    for spark in SPARKS if "DIALLINT_ALL" in os.environ and not sys.argv[1:] else ():
        print(f"{spark.name}:", flush=True)
        failed = run([packages_of(spark), packages], "-m", "pytest", "-q", *SPARK_TESTS) or failed
    return failed


def fuzz(packages, sanitized, examples):
    """With the module of a build that has the address sanitizer in the place of the wheel's."""
    (module,) = (ROOT / sanitized).glob("_core*.so")
    (built_in,) = (packages / "diallint").glob("_core*.so")
    shutil.copy(module, built_in)
    # The sanitizer looks for what throws before the module brings it.
    runtime = [subprocess.run(["g++", f"-print-file-name={name}"], capture_output=True, text=True, check=True)
               .stdout.strip() for name in ("libasan.so", "libstdc++.so")]
    return run([packages], "-m", "pytest", "-q", "python/tests/test_anything.py",
               PYTHONMALLOC="malloc", LD_PRELOAD=" ".join(runtime), ASAN_OPTIONS="detect_leaks=0:allocator_may_return_null=1",
               DIALLINT_FUZZ_EXAMPLES=examples)


if __name__ == "__main__":
    sys.exit(main())
