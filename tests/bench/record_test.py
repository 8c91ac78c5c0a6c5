"""What `./dev bench --record` makes of a report. Run by CTest."""
import unittest

import record


def run(name, items_per_second, aggregate="median"):
    return {"name": f"{name}_{aggregate}", "run_name": name, "aggregate_name": aggregate,
            "items_per_second": items_per_second}


class Record(unittest.TestCase):
    def test_medians_alone_count(self):
        report = {"benchmarks": [run("a/b", 4e6), run("a/b", 9e6, "mean"), {"run_name": "c"},
                                 {"run_name": "d", "aggregate_name": "median"}]}
        self.assertEqual(record.medians(report), {"a/b": 250.0})

    def test_the_clock_is_no_part_of_a_name(self):
        self.assertEqual(record.medians({"benchmarks": [run("a/b/real_time", 4e6)]}), {"a/b": 250.0})
        self.assertEqual(record.medians({"benchmarks": [run("c/real_time/threads:2", 4e6)]}), {"c": 250.0})

    def test_table_of_speed_has_a_row_for_each_input(self):
        nanos = {f"lint/{name}": 300.0 for _, own, floor in record.LINT_ROWS
                 for name in (own, f"floor/{floor}")}
        nanos["lint/diallint/shuffled"] = 450.0
        rows = record.performance_text(nanos).splitlines()[2:]
        self.assertEqual(len(rows), len(record.LINT_ROWS))
        self.assertIn("| 450 ns | 300 ns | 1.5 |", rows[1])

    def test_sentence_has_ratios_within_the_run(self):
        text = record.readme_text({"lint/floor/ordinary": 200, "lint/diallint/ordinary": 500,
                                   "lint/diallint-csv/ordinary": 400,
                                   "lint/diallint-2-threads/ordinary": 250,
                                   "lint/diallint-csv-2-threads/ordinary": 320,
                                   "lint/by-hand/ordinary": 20_000})
        self.assertIn("about 2.0 million requests a second", text)
        self.assertIn("2.5 times as long as simdjson", text)
        self.assertIn("CSV takes 0.8 times", text)
        self.assertIn("40 times as long.", text)
        self.assertIn("Two threads are 2.0 times as fast as one with NDJSON and 1.2 times with CSV.", text)

    def test_table_has_a_row_for_each_input(self):
        nanos = {f"numbering_plan/{what}/{kind}-{countries}-countries": figure
                 for kind, countries in record.INPUTS
                 for what, figure in (("lookup", 12.5), ("libphonenumber", 10_000))}
        lines = record.numbering_plan_text(nanos).splitlines()
        self.assertEqual(len(lines), 2 + len(record.INPUTS))
        self.assertEqual(lines[2], "| valid, 10 countries | 12.5 ns | 10,000 ns | 1 : 800 |")

    def test_only_the_text_between_markers_is_replaced(self):
        document = f"before\n{record.BEGIN}\nold\n{record.END}\nafter\n"
        self.assertEqual(record.replaced(document, "new"),
                         f"before\n{record.BEGIN}\nnew\n{record.END}\nafter\n")

    def test_both_documents_have_markers(self):
        for name in ("README.md", "docs/performance.md", "docs/numbering-plan.md"):
            document = (record.ROOT / name).read_text()
            self.assertEqual(document.count(record.BEGIN), 1, name)
            self.assertLess(document.index(record.BEGIN), document.index(record.END), name)


if __name__ == "__main__":
    unittest.main()
