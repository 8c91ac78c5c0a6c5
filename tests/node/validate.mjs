// Reads the schemas of diallint as a stock validator does and judges documents with them.
//
//   node validate.mjs SCHEMA_FOLDER < documents > verdicts
//
// Each line of the input is a JSON array: the id of a shape and the text of a document. Each line of
// the output is its verdict: "valid", "syntax" where the text is not JSON, or "invalid" and the
// keywords that failed.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";

const folder = process.argv[2];
// Keywords of diallint's own begin with x-: annotations to anyone else.
const ajv = new Ajv2020({ strict: false, allErrors: true, unicodeRegExp: true });
const shapes = new Map();
for (const name of readdirSync(folder).filter((name) => name.endsWith(".schema.json"))) {
  const schema = JSON.parse(readFileSync(join(folder, name), "utf8"));
  ajv.addSchema(schema);
  if (schema["x-shape"]) shapes.set(schema["x-shape"], schema.$id);
}

function verdict(shape, text) {
  let value;
  try {
    value = JSON.parse(text);
  } catch {
    return "syntax";
  }
  const validate = ajv.getSchema(shapes.get(shape));
  if (validate(value)) return "valid";
  return "invalid " + [...new Set(validate.errors.map((error) => error.keyword))].sort().join(" ");
}

const lines = readFileSync(0, "utf8").split("\n").filter((line) => line !== "");
process.stdout.write(lines.map((line) => verdict(...JSON.parse(line)) + "\n").join(""));
