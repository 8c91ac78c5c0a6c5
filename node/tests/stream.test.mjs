// checkAsync() over what is read piece by piece: how much is held, how it ends, and that it stops.
import assert from 'node:assert/strict';
import fs from 'node:fs';
import { PassThrough, Readable } from 'node:stream';
import { test } from 'node:test';
import { Worker } from 'node:worker_threads';

import { Rules, check, checkAsync } from 'diallint';
import { NOW, batch, inProcess, request } from './support.mjs';

const rules = new Rules({ ignore: 'phone-fictional,token-unique,phone-duplicate' });
const line = `${JSON.stringify(request())}\n`;
const megabyte = Buffer.from(line.repeat(Math.ceil((1 << 20) / line.length)));
const linesInOne = megabyte.length / line.length;

test('150 megabytes are checked in the memory of a few', () => {
  const { stdout, stderr, status } = inProcess(`
    import { Rules, checkAsync } from 'diallint';
    const piece = Buffer.from(${JSON.stringify(line)}.repeat(${linesInOne}));
    const rules = new Rules({ ignore: 'phone-fictional,token-unique,phone-duplicate' });
    let most = 0;
    async function* pieces(count) {
      for (let i = 0; i < count; ++i) {
        yield piece;
        most = Math.max(most, process.memoryUsage.rss());
      }
    }
    const check = (count) => checkAsync(pieces(count), { rules, now: '${NOW}', format: 'ndjson' });
    await check(10);
    const before = most;
    const { counts } = await check(150);
    console.log(JSON.stringify({ valid: counts.valid, grown: most - before }));`);
  assert.equal(status, 0, stderr);
  const { valid, grown } = JSON.parse(stdout);
  assert.equal(valid, 150 * linesInOne);
  assert.ok(grown < 50 << 20, `${grown} bytes`);
});

test('a text may be cut anywhere', async () => {
  const text = JSON.stringify(batch(request({ attributes: { name: 'Zo\u00eb \u{1f600}', 'a b': '\u{1f600}' } })));
  const expected = check(text, { now: NOW });
  assert.ok(expected.findings.length > 0);
  for (let i = 0; i <= text.length; ++i) {
    const report = await checkAsync([text.slice(0, i), text.slice(i)].values(), { now: NOW });
    assert.deepEqual(report.findings, expected.findings);
  }
});

test('texts of one piece, of none, and of one that is larger than what is held', async () => {
  const large = Buffer.concat([megabyte, megabyte, megabyte]);
  for (const [pieces, text] of [[[], ''], [[''], ''], [[line], line], [[large], large]]) {
    const report = await checkAsync(pieces.values(), { now: NOW, rules, format: 'ndjson' });
    assert.deepEqual(report, check(text, { now: NOW, rules, format: 'ndjson' }));
  }
});

test('records of an iterable are as many and as sound as they are', async () => {
  async function* records() {
    for (let i = 0; i < 5000; ++i) yield request({ clientToken: i === 4000 ? 'a b' : `t${i}` });
  }
  const report = await checkAsync(records(), { now: NOW, rules });
  assert.equal(report.counts.records, 5000);
  assert.deepEqual(report.findings.map(({ row, rule }) => [row, rule]), [[4000, 'pattern']]);
});

test('what is found is the same whatever the number of threads', async () => {
  const lines = Array.from({ length: 30_000 }, (_, i) =>
    i % 1000 === 7 ? '{"clientToken":' : JSON.stringify(request({ clientToken: `t${i % 29_000}` })));
  const text = Buffer.from(lines.join('\n'));
  const options = { now: NOW, format: 'ndjson', ignore: 'phone-fictional,phone-duplicate' };
  const expected = check(text, options);
  assert.ok(expected.ofRule('token-unique').length > 900 && expected.counts.unreadable === 30, expected.summary());
  const pieces = [0, 1, 2, 3, 4, 5, 6].map((i) => text.subarray(i * 1e6, (i + 1) * 1e6));
  for (const jobs of [undefined, 1, 2, 7]) {
    assert.deepEqual(await checkAsync(text, { ...options, jobs }), expected);
    assert.deepEqual(await checkAsync(pieces.values(), { ...options, jobs }), expected);
  }
  for (const jobs of [0, 1.5, 257, '2', NaN])
    await assert.rejects(checkAsync(text, { ...options, jobs }), /jobs must be a whole number from 1 to 256/);
});

test('texts among records are refused', async () => {
  for (const pieces of [[request(), line], [line, request()]])
    await assert.rejects(checkAsync(pieces.values(), { now: NOW }), /pieces of a text or records, not both/);
});

/** More pieces than are read; how many were asked for, and a promise that it was left. */
function endless(each = () => megabyte) {
  const seen = { asked: 0 };
  seen.left = new Promise((resolve) => {
    seen.pieces = (async function* () {
      try {
        while (seen.asked < 10_000) yield each(seen.asked++);
        assert.fail('it was read to its end');
      } finally {
        resolve();
      }
    })();
  });
  return seen;
}

test('a signal stops it within a piece', async () => {
  const controller = new AbortController();
  const seen = endless((i) => {
    if (i === 20) controller.abort(new Error('enough'));
    return megabyte;
  });
  await assert.rejects(checkAsync(seen.pieces, { now: NOW, rules, signal: controller.signal }), /enough/);
  await seen.left;
  assert.equal(seen.asked, 21);
});

test('a signal stops it while it waits for room', async () => {
  const controller = new AbortController();
  const seen = endless();
  const report = checkAsync(seen.pieces, { now: NOW, rules, signal: controller.signal });
  await new Promise(setImmediate);
  controller.abort(new Error('enough'));
  const asked = seen.asked;
  await assert.rejects(report, /enough/);
  await seen.left;
  assert.equal(seen.asked, asked);
});

test('a signal stops what waits for a source that says nothing', async () => {
  for (const begin of [[], [line]]) {
    const controller = new AbortController();
    const silent = new PassThrough({ readableObjectMode: true });
    for (const piece of begin) silent.write(piece);
    const report = checkAsync(silent, { now: NOW, signal: controller.signal });
    setImmediate(() => controller.abort(new Error('too late')));
    await assert.rejects(report, /too late/);
    assert.ok(silent.destroyed);
  }
});

test('a source that fails fails the check, with its own error', async () => {
  const gone = new RangeError('the table is gone');
  for (const before of [0, 1, 20]) {
    const source = Readable.from(
      (async function* () {
        for (let i = 0; i < before; ++i) yield megabyte;
        throw gone;
      })(),
    );
    await assert.rejects(checkAsync(source, { now: NOW, rules }), (error) => error === gone);
  }
});

test('settings that mean nothing leave the source', async () => {
  const table = Buffer.from('a,b\n'.repeat(1 << 18));
  for (const [settings, says] of [
    [{ shape: 'dial-requests' }, /did you mean 'dial-request'/],
    [{ format: 'csv', csvMap: { phoneNumbr: 'x' } }, /phoneNumbr/],
  ]) {
    const seen = endless(() => table);
    await assert.rejects(checkAsync(seen.pieces, { now: NOW, ...settings }), says);
    await seen.left;
  }
});

test('many at once leave the threads that read files alone', () => {
  fs.writeFileSync('lines.ndjson', megabyte);
  const { stdout, stderr, status } = inProcess(
    `
    import fs from 'node:fs';
    import { checkAsync } from 'diallint';
    const check = () => checkAsync(fs.createReadStream('lines.ndjson'), { now: '${NOW}', format: 'ndjson', maxFindings: 1 });
    const reports = await Promise.all(Array.from({ length: 8 }, check));
    console.log(reports.map(({ counts }) => counts.records).join());`,
    { UV_THREADPOOL_SIZE: '1' },
  );
  assert.equal(status, 0, stderr);
  assert.equal(stdout, `${Array(8).fill(linesInOne)}\n`);
});

test('a process and a worker may end while a stream is open', async () => {
  const silent = `
    import { checkAsync } from 'diallint';
    async function* source() {
      yield ${JSON.stringify(line)};
      process.stdout.write('waits');
      await new Promise(() => {});
    }
    checkAsync(source(), { now: '${NOW}' });`;
  const { stdout, stderr, status } = inProcess(silent);
  assert.deepEqual([stdout, stderr, status], ['waits', '', 0]);
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
    const { checkAsync } = require('diallint');
    async function* source() {
      for (;;) {
        yield ${JSON.stringify(line)}.repeat(1000);
        parentPort.postMessage('reads');
        await new Promise(setImmediate);
      }
    }
    checkAsync(source(), { now: '${NOW}', maxFindings: 1 });`,
    { eval: true },
  );
  await new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
  assert.equal(await worker.terminate(), 1);
});
