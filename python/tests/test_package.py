"""The wheel as it is installed: programs, types, plugin, and what the documents show."""

import os
import pathlib
import re
import subprocess
import sys
import tarfile
import zipfile

import pytest
from support import ROOT

import diallint

DIST = pathlib.Path(os.environ["DIALLINT_DIST"])
EMPTY = pathlib.Path(os.environ["DIALLINT_EMPTY_PYTHON"])


def wheel():
    (path,) = DIST.glob("*.whl")
    return path


def run(*command, **options):
    return subprocess.run(command, capture_output=True, text=True, check=False, **options)


def test_the_wheel_is_for_every_linux_of_its_time():
    assert wheel().name.endswith("-manylinux_2_34_x86_64.whl")
    assert wheel().stat().st_size < 6 * 2**20
    names = zipfile.ZipFile(wheel()).namelist()
    assert "diallint/py.typed" in names
    assert "diallint/_core.pyi" in names
    assert any(name.endswith("licenses/LICENSE") for name in names)
    assert not [name for name in names if "tests" in name or name.endswith((".cpp", ".h"))]


def test_it_says_whose_work_is_in_it():
    archive = zipfile.ZipFile(wheel())
    (name,) = [name for name in archive.namelist() if name.endswith("licenses/THIRD-PARTY.txt")]
    text = archive.read(name).decode()
    for word in ("simdjson", "re2", "fmt", "nlohmann", "CLI11", "toml++", "date", "nanobind", "Wenzel Jakob"):
        assert word in text
    assert not re.search(r'--- /', text)


def test_the_source_distribution_has_what_is_compiled():
    (path,) = DIST.glob("*.tar.gz")
    names = {name.split("/", 1)[1] for name in tarfile.open(path).getnames() if "/" in name}
    for needed in ("CMakeLists.txt", "pyproject.toml", "python/module/module.cpp", "bindings/shared/checking.h", "lib/api/checker.cpp",
                   "tools/diallint/main.cpp", "schemas/dial-request.schema.json", "data/numbering-plan.txt",
                   "python/README.md", "LICENSE", "NOTICE"):
        assert needed in names
    assert not [name for name in names if name.startswith(("build/", "tests/", "corpus/", "fuzz/", "node/"))]
    assert not [name for name in names if "node_modules" in name]


@pytest.mark.parametrize("name", ["diallint", "dialgen"])
def test_programs_are_on_the_path(name):
    done = run(str(EMPTY.parent / name), "--version")
    assert done.returncode == 0, done.stderr
    assert diallint.__version__ in done.stdout


def test_the_module_is_the_program():
    done = run(str(EMPTY), "-m", "diallint", "rules")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("json-syntax")


def test_nothing_else_is_needed():
    done = run(str(EMPTY), "-c", "import diallint; print(diallint.check('[]', now=None).ok)")
    assert (done.returncode, done.stdout) == (0, "True\n"), done.stderr
    done = run(str(EMPTY), "-c", "from diallint import fixtures; fixtures.strategy()")
    assert "pip install diallint[hypothesis]" in done.stderr


def test_nothing_of_the_machine_stands_in_it():
    for name in zipfile.ZipFile(wheel()).namelist():
        content = zipfile.ZipFile(wheel()).read(name)
        assert str(ROOT).encode() not in content, name


def test_types_hold():
    done = run(sys.executable, "-m", "mypy", "--config-file", str(ROOT / "pyproject.toml"),
               str(ROOT / "python/diallint"), cwd=ROOT)
    assert done.returncode == 0, done.stdout


def test_pytest_finds_the_fixtures(tmp_path):
    (tmp_path / "test_own.py").write_text(
        "def test_sound(dial_requests, assert_dialable):\n"
        "    assert_dialable(dial_requests(seed=3))\n"
        "def test_broken(dial_requests, assert_dialable):\n"
        "    batch = dial_requests(seed=3)\n"
        "    batch['dialRequests'][0]['clientToken'] = 'a b'\n"
        "    assert_dialable(batch)\n"
    )
    done = run(sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path), cwd=tmp_path)
    assert "1 failed, 1 passed" in done.stdout, done.stdout + done.stderr
    assert "/dialRequests/0/clientToken: error:" in done.stdout


EXAMPLES = [
    (path.name, number, block)
    for path in (ROOT / "docs/python.md", ROOT / "python/README.md")
    for number, block in enumerate(re.findall(r"```python\n(.*?)```", path.read_text(), re.DOTALL))
]


@pytest.mark.parametrize(("name", "number", "block"), EXAMPLES, ids=lambda part: str(part)[:20])
def test_what_the_documents_show_runs(name, number, block, tmp_path, monkeypatch):
    """Each example runs by itself; what it prints stands in its comments `# -> `."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "monday.csv").write_text("Telephone\n+12025550147\n")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    done = run(sys.executable, "-c", block, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == re.findall(r"# -> (.*)", block)
