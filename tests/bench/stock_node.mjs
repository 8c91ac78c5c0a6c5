// Nanoseconds that ajv and libphonenumber-js take for a dial request: ./dev bench calls this with a file of
// lines. Prints the median of its rounds.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const ROUNDS = 7;
const Ajv = createRequire(path.join(ROOT, 'tests/node/'))('ajv/dist/2020').default;
const { parsePhoneNumber } = createRequire(path.join(ROOT, 'tools/numbering_plan/'))('libphonenumber-js/max');

const ajv = new Ajv({ strict: false, allErrors: true });
const schema = JSON.parse(fs.readFileSync(path.join(ROOT, 'schemas/dial-request.schema.json')));
const validate = ajv.compile(schema);
const lines = fs.readFileSync(process.argv[2], 'utf8').trimEnd().split('\n');

function check(line) {
  const request = JSON.parse(line);
  return validate(request) && parsePhoneNumber(request.phoneNumber).isValid();
}

const times = Array.from({ length: ROUNDS }, () => {
  const begin = process.hrtime.bigint();
  if (!lines.every(check)) throw new Error('a valid request is refused');
  return Number(process.hrtime.bigint() - begin) / lines.length;
});
console.log(times.sort((a, b) => a - b)[ROUNDS >> 1]);
