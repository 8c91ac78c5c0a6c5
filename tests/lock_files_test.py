"""Lock files pin versions and contents, and say nothing of where they were made. Run by CTest."""
import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent


def lock_files():
    for folder in ("node", "python", "tests", "tools"):
        for path in sorted((ROOT / folder).rglob("*")):
            if "node_modules" in path.parts or not path.is_file():
                continue
            is_pip = path.suffix == ".txt" and "--hash=sha256:" in path.read_text(errors="replace")
            if is_pip or path.name == "package-lock.json":
                yield path


class LockFiles(unittest.TestCase):
    def test_there_are_some_of_each_kind(self):
        names = {path.suffix for path in lock_files()}
        self.assertEqual(names, {".json", ".txt"})

    def test_none_names_an_address_or_a_folder(self):
        for path in lock_files():
            for line in path.read_text().splitlines():
                # What npm says of a package's funding is the package's own.
                found = re.match(r'\s*("resolved"|--(find-links|index-url|extra-index-url|trusted-host))', line)
                self.assertIsNone(found, f"{path.relative_to(ROOT)}: {line}")


if __name__ == "__main__":
    unittest.main()
