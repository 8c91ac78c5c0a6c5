// check() and checkAsync() over everything that people hold.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import util from 'node:util';
import { Worker } from 'node:worker_threads';

import * as diallint from 'diallint';
import { matchers } from 'diallint/vitest';
import { NOW, ROOT, SECRET, batch, brief, request } from './support.mjs';

const { check, checkAsync } = diallint;
const value = batch(request({ clientToken: 'a b' }), request({ phoneNumber: '12', expirationTime: undefined }));
const program = path.join(process.cwd(), 'node_modules/.bin/diallint');

test('a sound request is ok', () => {
  const report = check(request(), { now: NOW });
  assert.equal(report.ok, true);
  assert.deepEqual(brief(report), []);
  assert.equal(report.throwForErrors(), report);
  assert.equal(report.counts.valid, 1);
});

test('findings name rule, place and limits', () => {
  const report = check(batch(request(), request({ clientToken: 'x'.repeat(201) })), { now: NOW });
  const [finding] = report.ofRule('length');
  assert.equal(finding.path, '/dialRequests/1/clientToken');
  assert.deepEqual(finding.limits, { maximum: '200', actual: '201', unit: 'characters' });
  assert.equal(finding.row, 1);
  assert.equal(finding.place, undefined);
  assert.match(finding.source, /^https:/);
  assert.throws(() => report.throwForErrors(), diallint.DialRequestError);
});

test('every form finds the same', async () => {
  const expected = brief(check(value, { now: NOW }));
  assert.ok(expected.includes('pattern /dialRequests/0/clientToken'));
  const text = JSON.stringify(value);
  const halves = [text.slice(0, 50), text.slice(50)];
  for (const source of [text, Buffer.from(text), new TextEncoder().encode(text)]) {
    assert.deepEqual(brief(check(source, { now: NOW })), expected);
    assert.deepEqual(brief(await checkAsync(source, { now: NOW })), expected);
  }
  const streams = [
    Readable.from(halves),
    Readable.from(halves.map((half) => Buffer.from(half))),
    new Blob(halves).stream(),
    [value][Symbol.iterator](),
    (async function* () {
      yield value;
    })(),
    value,
  ];
  for (const source of streams) assert.deepEqual(brief(await checkAsync(source, { now: NOW })), expected);
});

test('the program finds the same', async () => {
  const examples = path.join(ROOT, 'corpus/examples');
  const files = fs
    .readdirSync(examples, { recursive: true })
    .map((name) => path.join(examples, name))
    .filter((name) => fs.statSync(name).isFile());
  assert.ok(files.length > 10);
  for (const name of files) {
    const { stdout } = spawnSync(
      program,
      ['check', '--isolated', '--now', NOW, '--output-format', 'json', name],
      { encoding: 'utf8' },
    );
    const report = JSON.parse(stdout);
    if (report.notRead !== undefined && report.notRead.length > 0) continue;
    const made = await checkAsync(fs.createReadStream(name), { now: NOW, name });
    assert.deepEqual(
      made.findings.map((f) => [f.rule, f.path, f.place.line, f.place.column, f.message]),
      report.findings.map((f) => [f.rule, f.path ?? '', f.line, f.column, f.message]),
      name,
    );
    assert.equal(made.counts.records, report.summary.records);
  }
});

test('Dates are what the SDK sends', () => {
  const at = (time) => brief(check(request({ expirationTime: new Date(time) }), { now: NOW }));
  assert.deepEqual(at('2026-11-20T12:05:00.5Z'), []);
  assert.deepEqual(at('2026-11-20T12:05:00Z'), []);
  assert.deepEqual(at('2026-11-20T11:00:00Z'), ['expiration-window /expirationTime']);
  assert.deepEqual(at('soon'), ['type /expirationTime']);
});

test('what is no input says so', () => {
  for (const source of [undefined, () => {}, Symbol('a')])
    assert.throws(() => check(source, { now: NOW }), /cannot check a (undefined|function|symbol)/);
  const loop = {};
  loop.loop = loop;
  assert.throws(() => check(loop, { now: NOW }), TypeError);
  assert.throws(() => check({ number: 1n }, { now: NOW }), TypeError);
});

test('a source that throws throws', async () => {
  const broken = (async function* () {
    yield request();
    throw new RangeError('the table is gone');
  })();
  await assert.rejects(checkAsync(broken, { now: NOW }), /the table is gone/);
});

test('moments', () => {
  const rules = (now) => brief(check(request(), { now }));
  for (const now of [NOW, new Date(NOW), null]) assert.deepEqual(rules(now), []);
  assert.deepEqual(rules('clock'), ['expiration-window /expirationTime']);
  assert.deepEqual(brief(check(request())), ['expiration-window /expirationTime']);
  for (const now of ['soon', 5, {}]) assert.throws(() => rules(now), /now must be a Date/);
});

test('settings that mean nothing say so in the words of JavaScript', () => {
  for (const [settings, says] of [
    [{ select: 'patern' }, /select: unknown rule 'patern'; did you mean 'pattern'/],
    [{ severity: { pattern: 'high' } }, /severity/],
    [{ phoneRegions: 'XX' }, /phoneRegions: the numbering plan has no region 'XX'/],
    [{ shape: 'dial-requests' }, /did you mean 'dial-request'/],
    [{ format: 'xml' }, /format must be one of/],
    [{ envelope: 'sack' }, /unknown envelope/],
    [{ selct: 'pattern' }, /unknown setting 'selct'/],
    [{ rules: new diallint.Rules(), select: 'pattern' }, /give select to the Rules/],
  ])
    assert.throws(() => check(request(), { now: NOW, ...settings }), says);
});

test('rules are settings that are kept', () => {
  const text = diallint.shapes().find((shape) => shape.id === 'dial-request').schema;
  const rules = new diallint.Rules({
    schemas: [{ name: 'own', text: text.replace('"maxLength": 200', '"maxLength": 5') }],
    ignore: 'phone-fictional',
    severity: { length: 'warning' },
  });
  const report = check(request(), { now: NOW, rules });
  assert.deepEqual(report.findings.map((f) => [f.rule, f.severity]), [['length', 'warning']]);
  assert.equal(report.ok, true);
  assert.equal(rules.explain('length').severity, 'warning');
  assert.throws(() => rules.explain('lenth'), /unknown rule 'lenth'/);
});

test('CSV with a map of columns, and findings that are too many', () => {
  const csv = 'clientToken,Phone,expirationTime,n\na b,12,x,y\na c,12,x,y\n';
  const report = check(csv, {
    now: NOW,
    format: 'csv',
    csvMap: { phoneNumber: 'Phone', 'attributes.n': 'n' },
    select: 'pattern',
    maxFindings: 1,
  });
  assert.equal(report.findings.length, 1);
  assert.equal(report.found, 2);
  assert.deepEqual(report.findings[0].place, { line: 2, column: 1, endLine: 2, endColumn: 4 });
});

test('reports hold no value', () => {
  const report = check(batch(request({ clientToken: `${SECRET} `, phoneNumber: SECRET, expirationTime: SECRET })), {
    now: NOW,
  });
  assert.ok(report.counts.errors >= 3);
  const error = new diallint.DialRequestError(report);
  for (const text of [String(report), util.inspect(report, { depth: 9 }), JSON.stringify(report), util.inspect(error)])
    assert.ok(!text.includes(SECRET));
});

test('an aborted check rejects', async () => {
  const controller = new AbortController();
  controller.abort(new Error('enough'));
  await assert.rejects(checkAsync('[]', { now: NOW, signal: controller.signal }), /enough/);
  const later = new AbortController();
  const endless = (async function* () {
    for (let i = 0; ; ++i) {
      if (i === 100) later.abort(new Error('later'));
      yield request();
    }
  })();
  await assert.rejects(checkAsync(endless, { now: NOW, signal: later.signal }), /later/);
  const lines = Buffer.from(`${JSON.stringify(request())}\n`.repeat(20_000));
  const running = new AbortController();
  const promise = checkAsync(lines, { now: NOW, signal: running.signal });
  setImmediate(() => running.abort(new Error('while it runs')));
  const outcome = await promise.then(() => 'done', (error) => error.message);
  assert.ok(['done', 'while it runs'].includes(outcome));
});

test('many checks at once, and from workers', async () => {
  const expected = check(value, { now: NOW }).findings.length;
  const text = JSON.stringify(value);
  const all = await Promise.all(Array.from({ length: 50 }, () => checkAsync(text, { now: NOW })));
  for (const report of all) assert.equal(report.findings.length, expected);
  const code = `
    const { parentPort, workerData } = require('node:worker_threads');
    const { check } = require('diallint');
    let found = 0;
    for (let i = 0; i < 20; ++i) found += check(workerData, { now: '${NOW}' }).findings.length;
    parentPort.postMessage(found);`;
  const workers = Array.from({ length: 8 }, () => {
    const worker = new Worker(code, { eval: true, workerData: text });
    return new Promise((resolve, reject) => worker.on('message', resolve).on('error', reject));
  });
  for (const found of await Promise.all(workers)) assert.equal(found, 20 * expected);
});

test('answers are held against requests', () => {
  const asked = batch(request({ clientToken: 'a' }), request({ clientToken: 'b' }), request({ clientToken: 'c' }));
  const answer = {
    successfulRequests: [{ clientToken: 'a', id: '6f1f3c9e-0f0c-4b43-9a55-1c8d2e5f7a10' }],
    failedRequests: [{ clientToken: 'b', id: '6f1f3c9e-0f0c-4b43-9a55-1c8d2e5f7a11', failureCode: 'InvalidInput' }],
  };
  const report = diallint.checkResponse(asked, answer);
  assert.deepEqual(report.responses, { taken: 1, failed: 1, unanswered: 1 });
  assert.deepEqual(report.ofRule('token-answered').map((f) => f.path), ['/dialRequests/2/clientToken']);
});

test('fixtures are sound and repeat', () => {
  const { fixtures } = diallint;
  const made = fixtures.valid('put-dial-request-batch', { seed: 3, now: NOW });
  assert.deepEqual(made, fixtures.valid('put-dial-request-batch', { seed: 3, now: NOW }));
  assert.equal(matchers.toBeDialable(made, { now: NOW }).pass, true);
  made.dialRequests[0].clientToken = 'a b';
  const verdict = matchers.toBeDialable(made, { now: NOW });
  assert.equal(verdict.pass, false);
  assert.match(verdict.message(), /dialRequests\/0\/clientToken/);
  assert.throws(() => fixtures.valid('dial-request', { now: NOW, regions: ['XX'] }), /region/);
  assert.throws(() => fixtures.valid('dial-request', { now: NOW, seed: -1 }), /seed/);
});

test('CommonJS and ES modules are one package', () => {
  const required = createRequire(import.meta.url)('diallint');
  assert.equal(required.check, check);
  assert.deepEqual(Object.keys(required).sort(), Object.keys(diallint).sort());
  assert.equal(createRequire(import.meta.url)('diallint/vitest').matchers, matchers);
});

test('programs run, with exit codes and the names of wrong flags', () => {
  assert.match(execFileSync(program, ['--version'], { encoding: 'utf8' }), new RegExp(diallint.version));
  const generator = path.join(process.cwd(), 'node_modules/.bin/dialgen');
  const made = execFileSync(generator, ['valid', '--now', NOW, '--count', '3'], { encoding: 'utf8' });
  assert.equal(made.trim().split('\n').length, 3);
  const wrong = spawnSync(program, ['--nothing'], { encoding: 'utf8' });
  assert.equal(wrong.status, 2);
  const faulty = spawnSync(program, ['--now', 'none', '-'], { encoding: 'utf8', input: '[{"clientToken": "a b"}]' });
  assert.equal(faulty.status, 1);
});

test('it says whose work is in it', () => {
  const text = fs.readFileSync('node_modules/diallint/THIRD-PARTY.txt', 'utf8');
  for (const word of ['simdjson', 're2', 'fmt', 'CLI11', 'toml++']) assert.ok(text.includes(word), word);
});

test('explanations', () => {
  assert.equal(diallint.explain('expiration-window').severity, 'error');
  assert.equal(diallint.rules()[0].id, 'json-syntax');
});

test('failure codes and exceptions', () => {
  const known = diallint.allGuidance();
  for (const one of known) assert.deepEqual(diallint.guidance(one.name, one.service), one);
  const throttled = diallint.guidance('RequestThrottled', 'connectcampaigns');
  assert.equal(throttled.remedy, 'wait-then-retry');
  assert.equal('httpStatus' in throttled, false);
  assert.equal(diallint.guidance('com.amazonaws.connect#ThrottlingException', 'connect').httpStatus, 429);
  assert.equal(diallint.guidance('RequestThrottled', 'connect'), undefined);
  assert.equal(diallint.guidance('Nothing'), undefined);
  assert.throws(() => diallint.guidance(429), /name must be a string, not number/);
  assert.throws(() => diallint.guidance('InvalidInput', null), /service must be a string, not null/);
});

test('what the document shows runs', () => {
  const blocks = fs.readFileSync(path.join(ROOT, 'docs/node.md'), 'utf8').matchAll(/```js\n(.*?)```/gs);
  let count = 0;
  for (const [, block] of blocks) {
    const file = path.join(process.cwd(), `example-${count++}.mjs`);
    fs.writeFileSync(file, block);
    const { stdout, stderr, status } = spawnSync(process.execPath, [file], { encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    assert.deepEqual(stdout.trimEnd().split('\n'), [...block.matchAll(/\/\/ -> (.*)/g)].map(([, line]) => line));
  }
  assert.ok(count >= 3);
});
