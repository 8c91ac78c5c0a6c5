// What a check costs from Node.js: `./dev bench node`. Times are medians of rounds that take turns.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';

import { Rules, check, checkAsync, fixtures } from 'diallint';

const NOW = '2026-11-20T12:00:00Z';
const ROUNDS = 7;
const LINES = 200_000;

const requests = fixtures.documents('dial-request', { seed: 5, now: NOW });
const dialRequests = Array.from({ length: 25 }, () => requests.next().value);
const batch = { dialRequests };
const text = JSON.stringify(batch);
const rules = new Rules({ ignore: 'phone-fictional' });
const file = path.resolve('bench.ndjson');
const lines = fs.openSync(file, 'w');
for (let i = 0; i < LINES; ++i) fs.writeSync(lines, `${JSON.stringify({ ...dialRequests[i % 25], clientToken: `t${i}` })}\n`);
fs.closeSync(lines);

const kinds = {
  'a batch of 25 objects': [() => check(batch, { now: NOW, rules }), 500],
  'the same as JSON text': [() => check(text, { now: NOW, rules }), 500],
  'JSON.stringify alone': [() => JSON.stringify(batch), 500],
  [`${LINES} lines of a stream`]: [
    () => checkAsync(fs.createReadStream(file, { highWaterMark: 1 << 20 }), { now: NOW, rules, format: 'ndjson' }),
    1,
  ],
  'the program on the same file': [
    () => spawnSync('node_modules/diallint/prebuilt/diallint', ['-q', '--now', NOW, '--ignore', 'phone-fictional', '-o', 'bench.json', '--output-format', 'json', file]),
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
