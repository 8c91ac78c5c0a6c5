// The addon goes when the last who has loaded it ends, with all that it holds.
import assert from 'node:assert/strict';
import { test } from 'node:test';

import { NOW, inProcess } from './support.mjs';

// `./dev test --all` takes the thousand.
const LOADS = process.env.DIALLINT_ALL ? 1000 : 50;

test('loading and unloading it does not make a process grow', () => {
  // Each worker compiles the rules, checks, and ends while a stream is open.
  const worker = `
    const { check, checkAsync } = require('diallint');
    if (check('[{"clientToken": "a b"}]', { now: '${NOW}' }).ok) throw new Error('nothing was found');
    checkAsync((async function* () { yield '['; await new Promise(() => {}); })());`;
  const { stdout, stderr, status } = inProcess(`
    import fs from 'node:fs';
    import { Worker } from 'node:worker_threads';
    async function load(times) {
      for (let i = 0; i < times; ++i)
        await new Promise((resolve, reject) => {
          new Worker(${JSON.stringify(worker)}, { eval: true, execArgv: [] }).on('exit', resolve).on('error', reject);
        });
      return {
        bytes: process.memoryUsage.rss(),
        threads: fs.readdirSync('/proc/self/task').length,
        loaded: fs.readFileSync('/proc/self/maps', 'utf8').includes('diallint.node'),
      };
    }
    console.log(JSON.stringify([await load(10), await load(${LOADS})]));`);
  assert.equal(status, 0, stderr);
  const [before, behind] = JSON.parse(stdout);
  assert.deepEqual([before.loaded, behind.loaded], [false, false]);
  assert.equal(behind.threads, before.threads);
  // The compiled rules alone are some megabytes of each load.
  assert.ok(behind.bytes - before.bytes < 24 << 20, `${behind.bytes - before.bytes} bytes in ${LOADS} loads`);
});
