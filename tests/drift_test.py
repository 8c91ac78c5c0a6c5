"""What `./dev drift` makes of a schema and a model that differ in known ways. Run by CTest; offline."""

import copy
import gzip
import json
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tools" / "drift"))

from compare import Comparison, moved  # noqa: E402
from drift import accept, compare_all, models_of, read_schemas, written  # noqa: E402

MODEL = {
    "metadata": {"uid": "calls-2020-01-01"},
    "operations": {"Call": {"errors": [{"shape": "Busy"}, {"shape": "Gone"}]}},
    "shapes": {
        "Busy": {"type": "structure", "members": {"message": {"shape": "Text"}},
                 "required": ["message"], "error": {"httpStatusCode": 409}},
        "Gone": {"type": "structure", "required": ["message", "what"],
                 "members": {"message": {"shape": "Text"}, "what": {"shape": "Text"}},
                 "error": {"httpStatusCode": 404}},
        "Text": {"type": "string"},
        "Request": {"type": "structure", "required": ["kind"],
                    "members": {"kind": {"shape": "Kind"}, "number": {"shape": "Number"},
                                "tags": {"shape": "Tags"}, "list": {"shape": "List"},
                                "inner": {"shape": "Request"}, "at": {"shape": "At"},
                                "either": {"shape": "Either"}}},
        "Kind": {"type": "string", "enum": ["A", "B"]},
        "Number": {"type": "string", "min": 2, "max": 20, "pattern": "[\\:0-9]*", "sensitive": True},
        "Tags": {"type": "map", "key": {"shape": "Text"}, "value": {"shape": "Text"}},
        "List": {"type": "list", "member": {"shape": "Count"}, "min": 1, "max": 25},
        "Count": {"type": "integer", "min": 0, "max": 9},
        "At": {"type": "timestamp"},
        "Either": {"type": "structure", "union": True,
                   "members": {"left": {"shape": "Text"}, "right": {"shape": "Text"}}},
    },
}

SCHEMA = {
    "x-shape": "call",
    "type": "object", "required": ["kind"], "additionalProperties": False,
    "properties": {
        "kind": {"type": "string", "enum": ["B", "A"]},
        "number": {"type": "string", "minLength": 2, "maxLength": 20, "pattern": "^[:0-9]*$",
                   "x-sensitive": True},
        "tags": {"type": "object", "propertyNames": {"minLength": 0},
                 "additionalProperties": {"type": "string"}},
        "list": {"type": "array", "minItems": 1, "maxItems": 25,
                 "items": {"$ref": "urn:diallint:shape:parts#/$defs/count"}},
        "inner": {"$ref": "#"},
        "at": {"type": "number"},
        "either": {"type": "object", "additionalProperties": False,
                   "oneOf": [{"required": ["left"]}, {"required": ["right"]}],
                   "properties": {"left": {"type": "string"}, "right": {"type": "string"}}},
    },
}
PARTS = {"$defs": {"count": {"type": "integer", "minimum": 0, "maximum": 9}}}
ERRORS = {
    "type": "object", "required": ["message"], "additionalProperties": False,
    "properties": {"message": {"type": "string"}, "what": {"type": "string"},
                   "__type": {"enum": ["Busy", "Gone"]}, "code": {"enum": ["Gone", "Busy"]},
                   "httpStatusCode": {"enum": [404, 409]}},
    "allOf": [
        {"x-rule": "exception-status", "if": {"properties": {"__type": {"const": "Busy"}}},
         "then": {"properties": {"httpStatusCode": {"const": 409}}}},
        {"x-rule": "exception-status", "if": {"properties": {"__type": {"const": "Gone"}}},
         "then": {"properties": {"httpStatusCode": {"const": 404}}}},
        {"if": {"properties": {"__type": {"const": "Gone"}}}, "then": {"required": ["what"]}},
    ],
}
LISTED = {"about": "", "deviations": [],
          "shapes": [{"schema": "call", "service": "calls", "shape": "Request"},
                     {"schema": "errors", "service": "calls", "errorsOf": ["Call"]}]}
# What a body carries beside the members of its exception.
BESIDE = ["/__type", "/code", "/httpStatusCode"]


def compared(schema=SCHEMA, model=MODEL):
    comparison = Comparison({"call": schema, "parts": PARTS}, model)
    comparison.compare("call", "Request")
    return comparison.differences


def changed(document, path, value):
    document = copy.deepcopy(document)
    at = document
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return document


class Compare(unittest.TestCase):
    def test_what_agrees(self):
        self.assertEqual(compared(), [])

    def test_each_change_of_the_model_is_told(self):
        shapes = ("shapes",)
        for path, value, words in [
            ((*shapes, "Kind", "enum"), ["A", "B", "C", "D"],
             "call /kind: values: only the model names C, D"),
            ((*shapes, "Kind", "enum"), ["A"], "call /kind: values: only the schema names B"),
            ((*shapes, "Kind", "enum"), None,
             "call /kind: values: only the schema names A, B"),
            ((*shapes, "Number", "max"), 100, "call /number: the greatest number of characters is 20 in "
             "the schema, 100 in the model"),
            ((*shapes, "Number", "min"), 0, "call /number: the least number of characters is 2 in the "
             "schema, 0 in the model"),
            ((*shapes, "Number", "pattern"), "[0-9]*",
             "call /number: the pattern is ^[:0-9]*$ in the schema, [0-9]* in the model"),
            ((*shapes, "List", "max"), 50,
             "call /list: the greatest number of items is 25 in the schema, 50 in the model"),
            ((*shapes, "Count", "min"), 1,
             "call /list/*: the least value is 0 in the schema, 1 in the model"),
            ((*shapes, "Count", "max"), None,
             "call /list/*: the greatest value is 9 in the schema, not stated in the model"),
            ((*shapes, "Text", "sensitive"), True,
             "call /tags/(key): the sensitivity is false in the schema, true in the model"),
            ((*shapes, "At", "timestampFormat"), "iso8601",
             "call /at: the type is number in the schema, string in the model"),
            ((*shapes, "Request", "required"), ["kind", "number"],
             "call: required members: only the model names number"),
            ((*shapes, "Request", "members", "new"), {"shape": "Text"},
             "call /new: the model has this member, the schema does not"),
            ((*shapes, "Either", "members", "middle"), {"shape": "Text"},
             "call /either: members of which one stands: only the model names middle"),
        ]:
            with self.subTest(path=path):
                told = moved(compared(model=changed(MODEL, path, value)), [])
                self.assertIn(words, told)

    def test_each_change_of_the_schema_is_told(self):
        for path, value, words in [
            (("properties", "old"), {"type": "string"},
             "call /old: the schema has this member, the model does not"),
            (("additionalProperties",), True,
             "call: the openness to other members is true in the schema, false in the model"),
            (("properties", "tags", "properties"), {"system": {"type": "string"}},
             "call /tags/system: the schema has this member, the model does not"),
        ]:
            with self.subTest(path=path):
                told = moved(compared(changed(SCHEMA, path, value)), [])
                self.assertEqual(told, [words])

    def test_errors(self):
        comparison = Comparison({"errors": ERRORS}, MODEL)
        comparison.compare_errors("errors", ["Call", "Call"])
        self.assertEqual([d.place for d in comparison.differences], BESIDE)
        for path, value, words in [
            (("operations", "Call", "errors"), [{"shape": "Busy"}, {"shape": "Gone"}, {"shape": "Late"}],
             "errors /__type: exceptions: only the model names Late"),
            (("shapes", "Gone", "error", "httpStatusCode"), 410,
             "errors /httpStatusCode (Gone): the status is 404 in the schema, 410 in the model"),
            (("shapes", "Gone", "required"), ["message"],
             "errors (Gone): required members: only the schema names what"),
        ]:
            with self.subTest(path=path):
                model = changed(MODEL, path, value)
                model["shapes"]["Late"] = dict(model["shapes"]["Busy"])
                comparison = Comparison({"errors": ERRORS}, model)
                comparison.compare_errors("errors", ["Call", "Call"])
                self.assertIn(words, moved(comparison.differences, []))


class Deviations(unittest.TestCase):
    def setUp(self):
        self.differences = compared(model=changed(MODEL, ("shapes", "Number", "max"), 100))
        self.listed = accept(LISTED, self.differences, "known")

    def test_one_that_is_known_is_not_told(self):
        self.assertEqual(moved(self.differences, self.listed["deviations"]), [])

    def test_one_that_moved_on_is_told(self):
        further = compared(model=changed(MODEL, ("shapes", "Number", "max"), 200))
        self.assertEqual(moved(further, self.listed["deviations"]),
                         ["call /number: the greatest number of characters is 20 in the schema, 200 in "
                          "the model; known so far: 20 in the schema, 100 in the model"])

    def test_one_that_is_none_any_more_is_told(self):
        self.assertEqual(moved(compared(), self.listed["deviations"]),
                         ["call /number: schema and model now agree on the greatest number of "
                          "characters; take the deviation off the list"])

    def test_reasons_are_kept(self):
        again = accept(self.listed, self.differences, "other")
        self.assertEqual([d["reason"] for d in again["deviations"]], ["known"])
        self.assertEqual(json.loads(written(again)), again)


class Files(unittest.TestCase):
    def test_models_are_read_from_a_wheel(self):
        with tempfile.TemporaryDirectory() as folder:
            wheel = pathlib.Path(folder) / "botocore-0-py3-none-any.whl"
            with zipfile.ZipFile(wheel, "w") as archive:
                older = {"metadata": {}, "shapes": {}}
                archive.writestr("botocore/data/calls/2019-01-01/service-2.json", json.dumps(older))
                archive.writestr("botocore/data/calls/2020-01-01/service-2.json.gz",
                                 gzip.compress(json.dumps(MODEL).encode()))
                archive.writestr("botocore/data/other/2020-01-01/service-2.json", "{}")
            self.assertEqual(models_of(wheel, {"calls"}), {"calls": MODEL})

    def test_a_service_that_is_not_there_is_told(self):
        schemas = {"call": SCHEMA, "parts": PARTS, "errors": ERRORS}
        differences, compared_now, missing = compare_all(LISTED, schemas, {"calls": MODEL})
        self.assertEqual(([d.place for d in differences], missing), (BESIDE, []))
        self.assertGreater(compared_now, 50)
        self.assertEqual(compare_all(LISTED, schemas, {}), ([], 0, ["call", "errors"]))

    def test_the_list_names_schemas_that_there_are(self):
        listed = json.loads((ROOT / "data" / "service-models.json").read_text())
        schemas = read_schemas(ROOT / "schemas")
        for entry in [*listed["shapes"], *listed["deviations"]]:
            self.assertIn(entry["schema"], schemas)
        for deviation in listed["deviations"]:
            self.assertTrue(deviation["reason"])

    def test_the_command_ends_with_1_where_something_moved(self):
        with tempfile.TemporaryDirectory() as folder:
            model = pathlib.Path(folder) / "service-2.json"
            model.write_text(json.dumps(MODEL))
            done = subprocess.run([sys.executable, "-B", ROOT / "tools/drift/drift.py", model],
                                  capture_output=True, text=True, check=False)
        self.assertEqual(done.returncode, 1)
        self.assertIn("create-contact: its service is not among the models\n", done.stdout)


if __name__ == "__main__":
    unittest.main()
