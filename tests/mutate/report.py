"""What `./dev mutate` prints and records."""
import collections

import tree

LEAST = 95  # of 100
DOCUMENT = tree.ROOT / "docs" / "mutation.md"
BEGIN = "<!-- mutants: written by ./dev mutate --record -->"
END = "<!-- end of mutants -->"


class Row:
    def __init__(self):
        self.caught = self.survived = self.excused = 0

    @property
    def counted(self):
        return self.caught + self.survived

    def percent(self):
        return 100 * self.caught / self.counted if self.counted else 100.0

    def cells(self):
        return [f"{self.counted + self.excused:,}", f"{self.caught:,}", f"{self.survived:,}",
                f"{self.excused:,}", f"{self.percent():.1f} %"]


class Figures:
    def __init__(self, suite, mutants, results, excuses, unbuilt):
        self.suite, self.unbuilt = suite, unbuilt
        self.rows = collections.defaultdict(Row)
        self.how = collections.Counter()
        self.survivors, self.wrongly_excused = [], []
        self.untried = [mutant for mutant in mutants if not results.has(mutant)]
        for mutant in mutants:
            if results.has(mutant):
                self.count(mutant, results.of(mutant), excuses)

    def count(self, mutant, result, excuses):
        row = self.rows[mutant.file]
        self.how[result.how] += 1
        if result.caught:
            row.caught += 1
            if mutant.id in excuses:
                self.wrongly_excused.append((mutant, result))
        elif mutant.id in excuses:
            row.excused += 1
        else:
            row.survived += 1
            self.survivors.append((mutant, result))

    def total(self):
        total = Row()
        for row in self.rows.values():
            total.caught += row.caught
            total.survived += row.survived
            total.excused += row.excused
        return total

    def enough(self):
        return (self.total().percent() >= LEAST and not self.wrongly_excused
                and not self.untried)

    # --- printed --------------------------------------------------------------------------------

    def print(self):
        for mutant, result in self.survivors:
            print(f"{mutant}  {result.words()}")
        for mutant, result in self.wrongly_excused:
            print(f"{mutant}  is excused, and yet caught: {result.words()}")
        if self.survivors:
            print()
        width = max(len(name) for name in self.rows) if self.rows else 0
        print(f"{'':<{width}}  mutants   caught survived  excused")
        for name, row in sorted(self.rows.items()) + [("together", self.total())]:
            print(f"{name:<{width}}" + "".join(f"{cell:>9}" for cell in row.cells()))
        print(self.words())

    def ways(self):
        return ", ".join(f"{self.how[how]:,} {what}" for how, what in
                         (("failed", "by a check"), ("crashed", "by a crash"),
                          ("hung", "by a test that did not end")) if self.how[how])

    def words(self):
        ways = self.ways()
        lines = [f"Caught: {ways}." if ways else "None was caught."]
        lines.append(f"{len(self.suite.tests)} tests were tried; {len(self.suite.left_out)} that "
                     f"start other programs and {len(self.suite.long)} that take long were not.")
        if self.untried:
            files = len({mutant.file for mutant in self.untried})
            lines.append(f"Not tried yet: {len(self.untried):,} more mutants, in {files} files.")
        lines.append(f"{self.unbuilt} more changes do not compile.")
        return "\n".join(lines)

    # --- recorded -------------------------------------------------------------------------------

    def sentence(self):
        total = self.total()
        if total.caught == 0:
            return "No mutant was caught."
        return (f"Of {total.counted:,} mutants, tests caught {total.caught:,} "
                f"({total.percent():.1f} %): {self.ways()}.")

    def record(self):
        text = DOCUMENT.read_text()
        begin, end = text.index(BEGIN) + len(BEGIN), text.index(END)
        DOCUMENT.write_text(text[:begin] + "\n" + self.sentence() + "\n" + text[end:])
