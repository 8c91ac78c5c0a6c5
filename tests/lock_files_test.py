"""Lock files pin versions and contents, and say nothing of where they were made. Run by CTest."""
import pathlib
import re
import unittest
import xml.etree.ElementTree

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


class SdkClients(unittest.TestCase):
    """Maven has no lock file: a POM of exact versions is one, as those of a release never change."""

    def test_maven_has_exact_versions_and_no_address(self):
        pom = (ROOT / "tests/clients/java/pom.xml").read_text()
        tree = xml.etree.ElementTree.fromstring(pom)
        names = {element.tag.rsplit("}", 1)[-1] for element in tree.iter()}
        self.assertFalse(names & {"repository", "pluginRepository", "url"})
        versions = re.findall(r"<version>(.*)</version>", pom)
        self.assertEqual(len(re.findall("<plugin>", pom)) + 2, len(versions))  # and the project's, and the BOM's
        for version in versions:
            self.assertRegex(version, r"^\d+(\.\d+)*$")

    def test_go_has_the_sum_of_each_module(self):
        module = (ROOT / "tests/clients/go/go.mod").read_text()
        sums = (ROOT / "tests/clients/go/go.sum").read_text()
        self.assertNotIn("replace", module)
        required = re.findall(r"^\t(\S+) (v\S+)", module, re.MULTILINE)
        self.assertTrue(required)
        for name, version in required:
            self.assertIn(f"\n{name} {version} h1:", "\n" + sums)


if __name__ == "__main__":
    unittest.main()
