"""Each folder of lib/, tools/ and the bindings includes only those that stand below it. Run by CTest.

This is where the order is stated; CONTRIBUTING.md has a picture of it.
"""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parent.parent

# A folder, and those it stands on: it may include them, and whatever they may. All may include the
# public headers, lib/include.
ORDER = """
lib/base
lib/phone             lib/base
lib/input             lib/base
lib/plan              lib/input
lib/context           lib/plan lib/phone
lib/samples           lib/plan
lib/rules             lib/context lib/samples
lib/schema            lib/rules
lib/engine            lib/rules
lib/report            lib/context
lib/generate          lib/engine lib/schema
lib/api               lib/engine lib/schema
lib/campaign          lib/api lib/generate
lib/fix               lib/campaign lib/report
lib/service           lib/api
tools/numbering_plan  lib/phone
tools/compression     lib/input
tools/store           lib/base
tools/shared          lib/campaign lib/report
tools/reference       tools/shared
tools/serve           tools/shared
tools/dialgen         tools/shared
tools/diallint        tools/dialgen tools/reference tools/compression tools/store tools/serve lib/service
tools/generate        tools/diallint
bindings/shared       tools/diallint lib/api
python/module         bindings/shared
node/addon            bindings/shared
"""


# The programs are a shell around the library. What they take of its inside is listed here, and is to
# become less: classes that inputs and reports are made of, which a program's exceptions pass through
# (what is public returns errors as values), the compiled schemas, and what packs of fixtures are made
# with. lib/base knows nothing of dial requests.
PROGRAMS = ("tools/diallint", "tools/dialgen", "tools/shared")
INSIDE = """
context/finding_sink.h context/spill_store.h context/value_limit.h engine/csv_header.h engine/input_formats.h
engine/input_supply.h engine/record_texts.h engine/response_check.h engine/run.h generate/boundary_cases.h generate/conformance_pack.h
generate/generator_access.h generate/hostile_inputs.h generate/pack.h generate/response_maker.h
input/byte_source.h input/csv_mapping.h plan/plan.h plan/rule.h plan/rule_info.h report/fingerprint.h
report/outcome_page.h report/reporter.h schema/schema_catalog.h schema/schema_compiler.h
""".split()


def may_include(order):
    """By folder: itself, and all that stand below it."""
    below = {}
    for folder, *stands_on in map(str.split, order.split("\n")[1:-1]):
        below[folder] = {folder}.union(*(below[lower] for lower in stands_on))
    return below


def folder_of(name):
    return "/".join(name.split("/")[:2])


def roots_of(name):
    """Where the compiler looks for what a file includes: its own folder first, then those below."""
    top = name.split("/")[0] + "/"
    return {"lib/": (), "tools/": ("tools/",)}.get(top, (top, "", "tools/")) + ("lib/", "lib/include/")


def included(name, sources):
    """What a file includes of ours: as it is written, and the file; None if it is not there."""
    for header in re.findall(r'^\s*#\s*include "(.*)"', sources[name], re.M):
        yield header, next((root + header for root in roots_of(name) if root + header in sources), None)


def faults(sources, below):
    """Includes that lead where they may not. `sources` is texts by name."""
    found = []
    for name in sorted(sources):
        for header, target in included(name, sources):
            if target is None:
                found.append(f'{name}: "{header}" is not there, counted from {roots_of(name)[0]}')
            elif folder_of(target) not in below.get(folder_of(name), set()) | {"lib/include"}:
                found.append(f'{name} may not include "{header}"')
    return found


def inside(sources, programs):
    """Headers of lib/ that programs include, but for the public ones and those of lib/base."""
    return sorted({header for name, text in sources.items() if folder_of(name) in programs
                   for header in re.findall(r'^\s*#\s*include "(.*)"', text, re.M)
                   if f"lib/{header}" in sources and f"tools/{header}" not in sources
                   and not header.startswith("base/")})


def defined_twice(sources):
    """Types of one name that two files define in one namespace: the linker keeps the members of either."""
    places = {}
    for name, text in sorted(sources.items()):
        namespaces = []
        for line in text.split("\n"):
            if opened := re.match(r"(?:inline )?namespace ?([\w:]*) ?{$", line):
                namespaces.append(opened[1])
            elif line.startswith("}  // namespace"):
                namespaces.pop()
            elif "" not in namespaces and (
                    made := re.match(r"(?:class|struct|union|enum class) (?:alignas\(\w+\) |DIALLINT_API )?(\w+)(?!::|\w)[^;]*{$", line)):
                places.setdefault("::".join([*namespaces, made[1]]), []).append(name)
    return [f"{made} is defined in {' and '.join(where)}" for made, where in sorted(places.items())
            if len(where) > 1]


NO_CODE = re.compile(r'R"(\w*)\(.*?\)\1"|//[^\n]*|/\*.*?\*/|"(?:[^"\\\n]|\\.)*"', re.S)
TYPE = re.compile(r"^(?:template ?<.*> )?(?:class|struct|union|enum class|enum) (?:alignas\(\w+\) |DIALLINT_API )?(\w+)"
                  r"(?!::|\w)[^;]*[{;]", re.M)


def unreached(sources):
    """Types that a header names without a way to where one is declared: it depends on what stands in front of it."""
    headers = {name: NO_CODE.sub("", text) for name, text in sources.items() if name.endswith(".h")}
    declared = {name: set(TYPE.findall(text)) for name, text in headers.items()}
    known = set().union(*declared.values())
    below = {name: {target for _, target in included(name, sources) if target} for name in headers}
    found = []
    for name, text in sorted(headers.items()):
        reached, left = set(), [name]
        while left:
            one = left.pop()
            if one not in reached:
                reached.add(one)
                left += below.get(one, ())
        at_hand = set().union(*(declared.get(one, set()) for one in reached))
        # What is a name of its own there, as of a parameter of a template or a type within a type.
        at_hand |= set(re.findall(r"(?:typename|class|struct|enum class|using|::) ?(\w+)", text))
        found += [f"{name} names {word}" for word in sorted(set(re.findall(r"\b\w+\b", text)) & known - at_hand)]
    return found


def sources():
    return {str(path.relative_to(ROOT)): path.read_text()
            for top in ("lib", "tools", "bindings", "python", "node") for path in (ROOT / top).rglob("*")
            if path.suffix in (".h", ".cpp") and "node_modules" not in path.parts}


class Layering(unittest.TestCase):
    def test_includes_lead_downward(self):
        self.assertEqual(faults(sources(), may_include(ORDER)), [])

    def test_programs_take_no_more_of_the_inside(self):
        self.assertEqual(inside(sources(), PROGRAMS), INSIDE)
        planted = {"lib/base/utf8.h": "", "lib/plan/plan.h": "", "lib/include/diallint/checker.h": "",
                   "tools/diallint/a.h": "",
                   "tools/diallint/a.cpp": '#include "base/utf8.h"\n#include "diallint/a.h"\n'
                                           '#include "diallint/checker.h"\n#include "plan/plan.h"\n'}
        self.assertEqual(inside(planted, PROGRAMS), ["plan/plan.h"])

    def test_no_type_is_defined_twice(self):
        self.assertEqual(defined_twice(sources()), [])
        planted = {"lib/base/a.h": "namespace diallint {\nclass Once {\n};\nstruct Twice {\n};\n}  // namespace",
                   "lib/rules/b.h": "namespace diallint {\nclass Twice final {\nclass Once;\n}  // namespace",
                   "lib/rules/c.cpp": "namespace diallint {\nnamespace {\nstruct Twice {\n}  // namespace\n"
                                      "enum class Other : int {\n}  // namespace diallint"}
        self.assertEqual(defined_twice(planted),
                         ["diallint::Twice is defined in lib/base/a.h and lib/rules/b.h"])

    def test_headers_stand_alone(self):
        self.assertEqual(unreached(sources()), [])
        planted = {"lib/base/a.h": "enum class Made : int { kA };\nstruct Told {\n};",
                   "lib/base/b.h": '#include "base/a.h"\n',
                   "lib/plan/c.h": '#include "base/b.h"\nclass Late;\nMade f(Told t, Late* l);  // not Other',
                   "lib/plan/d.h": "struct Other {\n  Made made;\n  struct Told {};\n  Told told;\n};"}
        self.assertEqual(unreached(planted), ["lib/plan/d.h names Made"])

    def test_upward_include_is_found(self):
        planted = {"lib/engine/run.h": "", "lib/base/planted.h": '#include "engine/run.h"\n',
                   "lib/api/planted.h": '#include "engine/run.h"\n#include "run.h"\n',
                   "lib/nowhere/planted.h": '#include "engine/run.h"\n',
                   "lib/include/diallint/planted.h": '#include "engine/run.h"\n'}
        self.assertEqual(faults(planted, may_include(ORDER)), [
            'lib/api/planted.h: "run.h" is not there, counted from lib/',
            'lib/base/planted.h may not include "engine/run.h"',
            'lib/include/diallint/planted.h may not include "engine/run.h"',
            'lib/nowhere/planted.h may not include "engine/run.h"'])


if __name__ == "__main__":
    unittest.main()
