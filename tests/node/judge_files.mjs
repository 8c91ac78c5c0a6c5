// Judges files by a JSON Schema, as a stock validator does.
//
//   node judge_files.mjs SCHEMA FILE...
//
// A name that ends in .toml is read as TOML, any other as JSON. Each line of the output is a file and
// its verdict: "valid", "syntax", or "invalid" and what fails.
import { readFileSync } from "node:fs";
import Ajv2020 from "ajv/dist/2020.js";
import { parse } from "smol-toml";

const [schema, ...files] = process.argv.slice(2);
const ajv = new Ajv2020({ strict: true, strictRequired: false, allErrors: true, unicodeRegExp: true });
const validate = ajv.compile(JSON.parse(readFileSync(schema, "utf8")));

function verdict(file) {
  let value;
  try {
    const text = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(readFileSync(file));
    value = file.endsWith(".toml") ? parse(text) : JSON.parse(text);
  } catch {
    return "syntax";
  }
  return validate(value) ? "valid" : "invalid " + ajv.errorsText(validate.errors);
}

for (const file of files) process.stdout.write(`${file} ${verdict(file)}\n`);
