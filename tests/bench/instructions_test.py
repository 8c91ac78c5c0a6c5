"""What `./dev bench count` says of a count. Run by CTest."""
import json
import unittest

import instructions


class Verdict(unittest.TestCase):
    def test_as_many_and_a_little_more_are_fine(self):
        for count in (1_000, 1_029, 990):
            line, failed = instructions.verdict("csv", count, 1_000)
            self.assertFalse(failed)
            self.assertNotIn("record", line)

    def test_more_fails_and_says_what_to_do(self):
        line, failed = instructions.verdict("csv", 1_031, 1_000)
        self.assertTrue(failed)
        self.assertIn("+3.1%", line)
        self.assertIn("./dev bench count --record", line)

    def test_fewer_are_to_be_recorded(self):
        line, failed = instructions.verdict("csv", 960, 1_000)
        self.assertFalse(failed)
        self.assertIn("-4.0% against 1,000: record it", line)

    def test_what_was_never_counted_fails(self):
        self.assertTrue(instructions.verdict("csv", 960, None)[1])

    def test_the_document_shows_what_is_recorded(self):
        document = instructions.DOCUMENT.read_text()
        counts = json.loads(instructions.RECORDED.read_text())
        self.assertEqual(tuple(counts), instructions.KINDS)
        self.assertEqual(document, instructions.shown(document, counts))


if __name__ == "__main__":
    unittest.main()
