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


def run(paths, *command):
    environment = {
        **os.environ,
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
    failed = run([packages], "-m", "pytest", "-q", *sys.argv[1:])
    if not sys.argv[1:]:
        print("the guard and the local service on a boto3 that is two years old:", flush=True)
        failed = run([packages_of(OLD), packages], "-m", "pytest", "-q", "python/tests/test_aws.py",
                                                                     "python/tests/test_local_service.py", "python/tests/test_signatures.py") or failed
    return failed


if __name__ == "__main__":
    sys.exit(main())
