// Judges documents, each with a schema of its own, as a stock JSON Schema validator does.
//
//   node validate_pairs.mjs < pairs > verdicts
//
// Each line of the input is a JSON array: the text of a schema and the texts of documents. Each line
// of the output is an array of their verdicts: true, or false.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";

const ajv = new Ajv2020({ strict: false, unicodeRegExp: true });

function verdicts(text, documents) {
  const schema = JSON.parse(text);
  const validate = ajv.compile(schema);
  ajv.removeSchema(schema.$id);
  return documents.map((document) => validate(JSON.parse(document)));
}

const lines = readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
process.stdout.write(
  lines.map((line) => JSON.stringify(verdicts(...JSON.parse(line))) + "\n").join(""),
);
