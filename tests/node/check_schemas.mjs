// Checks schema files against the meta-schema that they name, as a stock validator has it.
//
//   node check_schemas.mjs SCHEMA_FOLDER
//
// Each line of the output is a file and "valid" or what is wrong with it.
import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import Ajv2020 from "ajv/dist/2020.js";

const folder = process.argv[2];
const ajv = new Ajv2020({ strict: false, validateFormats: false, unicodeRegExp: true });
const names = readdirSync(folder).filter((name) => name.endsWith(".schema.json")).sort();
const schemas = names.map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
for (const schema of schemas) ajv.addSchema(schema);
names.forEach((name, i) => {
  const valid = ajv.validateSchema(schemas[i]);
  // Every reference is followed here.
  if (valid) ajv.getSchema(schemas[i].$id);
  process.stdout.write(`${name} ${valid ? "valid" : ajv.errorsText()}\n`);
});
