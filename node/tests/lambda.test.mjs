// examples/lambda as its README has it, against `diallint serve`.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { after, before, beforeEach, describe, test } from 'node:test';

import { LocalService } from 'diallint';
import { ROOT, SECRET } from './support.mjs';

const EXAMPLE = path.join(ROOT, 'examples/lambda');
const FETCHED = path.join(ROOT, 'node/node_modules');
const folder = path.resolve('lambda');
const readme = fs.readFileSync(path.join(EXAMPLE, 'README.md'), 'utf8');
const blocks = [...readme.matchAll(/^```(sh)?\n(.*?)^```$/gms)].map(([, , block]) => block);
const [build, serve, invoke, answer] = blocks;
const [, CAMPAIGN] = /--campaign (\S+)/.exec(serve);
// The newest client needs Node.js 20.
const skip = Number(process.versions.node.split('.')[0]) < 20;

/** What `npm install` would fetch: the packages that the lock of this package pins, and the one in dist. */
function install() {
  const { dependencies, devDependencies } = JSON.parse(fs.readFileSync(path.join(EXAMPLE, 'package.json')));
  const into = path.join(folder, 'node_modules');
  for (const name of [...Object.keys(dependencies), ...Object.keys(devDependencies), '.bin']) {
    fs.mkdirSync(path.dirname(path.join(into, name)), { recursive: true });
    const from = name === 'diallint' ? path.resolve('node_modules/diallint') : path.join(FETCHED, name);
    fs.symlinkSync(from, path.join(into, name));
  }
}

function shell(commands, environment) {
  return spawnSync('sh', ['-ec', commands], { cwd: folder, encoding: 'utf8', env: { ...process.env, ...environment } });
}

const person = (changes) => JSON.stringify({ token: 'a', phone: '+12025550147', attributes: { name: SECRET }, ...changes });
const messages = (...bodies) => ({ Records: bodies.map((body, i) => ({ messageId: `m${i}`, body })) });
const failed = (...ids) => ({ batchItemFailures: ids.map((itemIdentifier) => ({ itemIdentifier })) });

describe('the function of AWS Lambda', { skip }, () => {
  let service;
  before(async () => {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.cpSync(EXAMPLE, folder, { recursive: true });
    install();
    const [fetched, ...commands] = build.trim().split('\n');
    assert.equal(fetched, 'npm install');
    const built = shell(commands.join('\n'));
    assert.equal(built.status, 0, built.stdout + built.stderr);
    service = await LocalService.start({ campaigns: [CAMPAIGN] });
  });
  after(() => service?.stop());
  beforeEach(() => service.reset());

  /** The function in a process of its own, as the document starts it, with the service on its free port. */
  const invoked = (environment, commands = invoke) =>
    shell(commands.replace(/AWS_ENDPOINT_URL=\S+/, `AWS_ENDPOINT_URL=${service.endpoint}`), environment);
  const called = (event, environment) => {
    fs.writeFileSync(path.join(folder, 'event.json'), JSON.stringify(event));
    const made = invoked(environment, invoke.replace('(console.log)', '((said) => console.log(JSON.stringify(said)))'));
    // In front of it stands what the guard has logged for information.
    return { ...made, said: made.status === 0 && JSON.parse(made.stdout.trimEnd().split('\n').at(-1)) };
  };
  const calls = async () => (await service.summary()).calls;

  test('what the document shows', async () => {
    fs.copyFileSync(path.join(EXAMPLE, 'event.json'), path.join(folder, 'event.json'));
    const { stdout, stderr, status } = invoked();
    assert.equal(status, 0, stderr);
    assert.equal(stdout, answer);
    assert.match(stderr, /\/dialRequests\/1\/phoneNumber/);
    assert.ok(!stderr.includes('0148'));
    assert.equal((await service.summary()).accepted, 1);
  });

  test('a sound batch is sent', async () => {
    const { said, stderr } = called(messages(person(), person({ token: 'b', phone: '+12025550148' })));
    assert.deepEqual(said, failed());
    const { calls: made, accepted } = await service.summary();
    assert.deepEqual([made, accepted], [1, 2]);
  });

  test('what is unsound is not sent and goes back to the queue', async () => {
    const event = messages(person(), person({ token: 'b c' }), '{"token":', 'null');
    const { said, stderr } = called(event);
    assert.deepEqual(said, failed('m1', 'm2', 'm3'));
    assert.match(stderr, /dialRequests\/1\/clientToken: error/);
    assert.match(stderr, /message m1: InvalidInput/);
    assert.ok(!stderr.includes(SECRET));
    const { calls: made, accepted } = await service.summary();
    assert.deepEqual([made, accepted], [1, 1]);
  });

  test('nothing sound: no socket is opened', async () => {
    const { said, stderr } = called(messages(person({ phone: '12' })));
    assert.deepEqual(said, failed('m0'));
    assert.equal(await calls(), 0);
  });

  test('told to throw, it fails before a socket is opened', async () => {
    const { status, stderr } = called(messages(person(), person({ token: 'b c' })), { DIALLINT_ON: 'throw' });
    assert.equal(status, 1);
    assert.match(stderr, /DialRequestError: \/dialRequests\/1\/clientToken/);
    assert.ok(!stderr.includes(SECRET));
    assert.equal(await calls(), 0);
  });

  test('what the service does not take goes back to the queue', async () => {
    await service.trouble([], { requests: { RequestThrottled: 100 } });
    const { said, stderr } = called(messages(person()));
    assert.deepEqual(said, failed('m0'));
    assert.match(stderr, /message m0: RequestThrottled/);
    assert.equal(await calls(), 1);
  });
});
