// What a check costs from Node.js: `./dev bench node`. Times are medians of rounds that take turns.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

import { Rules, check, checkAsync, fixtures, shapes } from 'diallint';
import { ROOT } from './support.mjs';

const NOW = '2026-11-20T12:00:00Z';
const ROUNDS = 7;
const STREAM_BYTES = 150e6;

const requests = fixtures.documents('dial-request', { seed: 5, now: NOW });
const dialRequests = Array.from({ length: 25 }, () => requests.next().value);
const batch = { dialRequests };
const text = JSON.stringify(batch);
// The stream repeats numbers, and what would be said of each is not to be measured.
const IGNORED = 'phone-fictional,phone-duplicate';
const rules = new Rules({ ignore: IGNORED });
const file = path.resolve('bench.ndjson');
const lines = fs.openSync(file, 'w');
for (let i = 0, size = 0; size < STREAM_BYTES; ) {
  const line = () => `${JSON.stringify({ ...dialRequests[i % 25], clientToken: `t${i++}` })}\n`;
  size += fs.writeSync(lines, Array.from({ length: 1000 }, line).join(''));
}
fs.closeSync(lines);

/** What is at hand without this package: a validator of JSON Schema, and a library of numbering plans. */
function stockCheck() {
  const Ajv = createRequire(path.join(ROOT, 'tests/node/'))('ajv/dist/2020').default;
  const { parsePhoneNumber } = createRequire(path.join(ROOT, 'tools/numbering_plan/'))('libphonenumber-js/max');
  const ajv = new Ajv({ strict: false, allErrors: true });
  for (const { schema } of shapes()) ajv.addSchema(JSON.parse(schema));
  const { schema } = shapes().find(({ id }) => id === 'put-dial-request-batch');
  const validate = ajv.getSchema(JSON.parse(schema).$id);
  const numberIsValid = ({ phoneNumber }) => parsePhoneNumber(phoneNumber).isValid();
  return (value) => validate(value) && value.dialRequests.every(numberIsValid);
}
const stock = stockCheck();
const call = { id: '0f1e2d3c-4b5a-4978-8695-a4b3c2d1e0f9', ...batch };
if (!stock(call)) throw new Error('the stock libraries refuse the batch');

const kinds = {
  'a batch of 25 objects': [() => check(batch, { now: NOW, rules }), 500],
  'the same as JSON text': [() => check(text, { now: NOW, rules }), 500],
  'ajv and libphonenumber-js on it': [() => stock(call), 500],
  'JSON.stringify alone': [() => JSON.stringify(batch), 500],
  '150 MB of lines as a stream': [
    () => checkAsync(fs.createReadStream(file, { highWaterMark: 1 << 20 }), { now: NOW, rules, format: 'ndjson' }),
    1,
  ],
  'the program on the same file': [
    () => spawnSync('node_modules/diallint/prebuilt/diallint', ['-q', '--now', NOW, '--ignore', IGNORED, '-o', 'bench.json', '--output-format', 'json', file]),
    1,
  ],
};
const times = Object.fromEntries(Object.keys(kinds).map((name) => [name, []]));
for (let round = 0; round < ROUNDS; ++round) {
  for (const [name, [work, count]] of Object.entries(kinds)) {
    const begin = process.hrtime.bigint();
    for (let i = 0; i < count; ++i) await work();
    times[name].push(Number(process.hrtime.bigint() - begin) / count / 1e3);
  }
}
for (const [name, all] of Object.entries(times)) {
  const median = all.sort((a, b) => a - b)[ROUNDS >> 1];
  console.log(`${name.padEnd(36)} ${median >= 1e4 ? `${(median / 1e3).toFixed(1).padStart(9)} ms` : `${median.toFixed(1).padStart(9)} us`}`);
}
fs.rmSync(file);
