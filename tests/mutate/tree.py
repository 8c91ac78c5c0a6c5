"""Makes the copy of the repository with all mutants in it, and builds its tests."""
import collections
import concurrent.futures
import hashlib
import pathlib
import pickle
import re
import subprocess
import sys

import places
import scope

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
WORK = ROOT / "build" / "mutate"
TREE = WORK / "src"
BUILD = WORK / "build"
RUNNER = BUILD / "bin" / "diallint_tests"
COMPILER = "clang++-16"

# Numbers of mutants that a file may have; with it a number does not change with another file.
BLOCK = 1000
# Numbers that the program has room for.
MOST = int(re.search(r"kMaxMutants = ([\d']+)", (pathlib.Path(__file__).parent / "mutants.h").read_text())[1].replace("'", ""))
FLAGS = ["-std=c++20", f"-I{ROOT}/lib", f"-I{ROOT}/lib/include", '-DDIALLINT_VERSION="0"']


def shapes():
    return sorted(path for path in (ROOT / "schemas").glob("*.json")
                  if '"x-shape"' in path.read_text())


def places_of(name):
    """The places of a source. They are kept until it, a header or the search for them changes."""
    sources = [ROOT / name, pathlib.Path(places.__file__), *sorted((ROOT / "lib").rglob("*.h"))]
    key = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()
    kept = WORK / "places" / f"{name.replace('/', '-')}-{key[:16]}"
    if not kept.exists():
        found = places.Finder(ROOT / name, name, FLAGS).find()
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(pickle.dumps(found))
    return pickle.loads(kept.read_bytes())


def find_limits(path):
    """The whole numbers of a schema: (offset, text)."""
    text = path.read_text()
    return [(match.start(1), match.group(1))
            for match in re.finditer(r'(?<=[:\[,\s])(-?\d+)(?=\s*[,}\]\n])', re.sub(
                r'"(?:[^"\\]|\\.)*"', lambda quoted: "_" * len(quoted.group()), text))]


def limit_mutants(path, first):
    """The mutants of a schema, and their lines of the table that mutants.h includes."""
    text, found, table = path.read_text(), [], []
    name = str(path.relative_to(ROOT))
    for offset, number in find_limits(path):
        line = text.count("\n", 0, offset) + 1
        column = offset - text.rfind("\n", 0, offset)
        source = text.split("\n")[line - 1].strip()
        for way in (1, -1):
            changed = str(int(number) + way)
            if int(changed) < 0:
                continue
            found.append(places.Mutant(name, line, column, number, changed, source, True,
                                        first + len(found)))
            at = len(text[:offset].encode())
            table.append(f'{{{found[-1].id}, "{path.name}", {at}, {len(number)}, "{changed}"}},')
    return found, table


class Tree:
    """The copy, and the mutants in it."""

    def __init__(self):
        self.mutants = []
        self.places = {}
        self.unbuilt = []  # mutants that the compiler refuses
        self.limits = []

    def write(self):
        names = scope.names()
        if (len(names) + len(shapes())) * BLOCK > MOST:
            raise RuntimeError(f"{len(names)} sources have more numbers than mutants.h has room for: {MOST}")
        with concurrent.futures.ProcessPoolExecutor() as pool:
            found = dict(zip(names, pool.map(places_of, names)))
        for number, name in enumerate(names):
            self.places[name] = sorted(found[name], key=lambda one: (one.start, -one.end))
            self.number(name, number * BLOCK)
        for number, path in enumerate(shapes()):
            mutants, table = limit_mutants(path, (len(names) + number) * BLOCK)
            self.mutants += mutants
            self.limits += table
        self.name_them()
        self.mutants = [mutant for mutant in self.mutants if mutant.tried]
        self.write_files()

    def name_them(self):
        seen = collections.Counter()
        for mutant in self.mutants:
            name = (f"{mutant.file}: {mutant.source} @{mutant.column} {mutant.was} => "
                    f"{mutant.becomes}")
            seen[name] += 1
            mutant.name = f"{name} #{seen[name]}"

    def number(self, name, first):
        for place in self.places[name]:
            for mutant in place.mutants:
                mutant.id = first
                self.mutants.append(mutant)
                first += 1
        if first % BLOCK == 0 and self.places[name]:
            raise RuntimeError(f"{name} has more than {BLOCK} mutants")

    def write_files(self):
        listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"],
                                cwd=ROOT, capture_output=True, text=True, check=True)
        kept = set()
        for name in listed.stdout.split("\n"):
            if name and (ROOT / name).is_file():
                kept.add(name)
                put(TREE / name, self.text_of(name))
        put(TREE / "tests/mutate/limits.inc", "\n".join(self.limits).encode() + b"\n")
        kept.add("tests/mutate/limits.inc")
        for path in TREE.rglob("*"):
            if path.is_file() and str(path.relative_to(TREE)) not in kept:
                path.unlink()

    def text_of(self, name):
        if name == "tests/main.cpp":
            name = "tests/mutate/main.cpp"
        text = (ROOT / name).read_bytes()
        if name in self.places:
            return places.rewritten(text, self.places[name])
        if name == "cmake/embed_script.cmake":
            old, new = b"return kFiles;", b"return mutants::${NAME}(kFiles);"
            if text.count(old) != 1:
                raise RuntimeError(f"{name} embeds files in another way than expected")
            return text.replace(old, new)
        return text

    # --- building ---------------------------------------------------------------------------------

    def build(self):
        configure()
        for _ in range(8):
            made = subprocess.run(["cmake", "--build", BUILD, "--target", "diallint_tests", "--",
                                   "-k", "0"], capture_output=True, text=True)
            if made.returncode == 0:
                return
            refused = self.refused(made.stdout + made.stderr)
            if not refused:
                sys.exit(f"mutate: the copy does not build\n{made.stdout[-4000:]}")
            self.leave_out(refused)
        sys.exit("mutate: the compiler refuses more mutants with every build")

    def refused(self, log):
        """The places on lines that the compiler names."""
        lines = {(match.group(1), int(match.group(2))) for match in
                 re.finditer(r"/src/(lib/[^:\n]+):(\d+):\d+: (?:error|note)", log)}
        return [(name, place) for name, found in self.places.items() for place in found
                if (name, place.mutants[0].line) in lines]

    def leave_out(self, refused):
        for name, place in refused:
            self.places[name].remove(place)
            for mutant in place.mutants:
                if mutant in self.mutants:
                    self.mutants.remove(mutant)
                    self.unbuilt.append(mutant)
        self.write_files()


def put(path, text):
    """Writes a file unless it is as it should be: what is newer is built again."""
    if path.exists() and path.read_bytes() == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(text)


def configure():
    if (BUILD / "build.ninja").exists():
        return
    # Optimized a little, so that a loop over a million texts is no wait; warnings are for the source.
    flags = f"-std=c++20 -O1 -w -Wno-c++11-narrowing -include {TREE}/tests/mutate/mutants.h"
    subprocess.run(["cmake", "-S", TREE, "-B", BUILD, "-G", "Ninja", "-DCMAKE_BUILD_TYPE=None",
                    f"-DCMAKE_CXX_COMPILER={COMPILER}", f"-DCMAKE_CXX_FLAGS={flags}",
                    "-DDIALLINT_MUTANTS=ON", "-DDIALLINT_CCACHE=ON", "-DDIALLINT_SHARED=OFF", "-DDIALLINT_HARDEN=OFF"],
                   check=True, stdout=sys.stderr)
