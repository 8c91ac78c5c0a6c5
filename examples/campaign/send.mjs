#!/usr/bin/env node
// Sends the batches of a folder that `diallint prepare` or `diallint reconcile` has made.
//
//   node send.mjs FOLDER ANSWERS
//
// Each answer is saved to a file in ANSWERS before anything else is sent. To go on after a kill, run it
// again with the same ANSWERS: a request that was taken, or refused for good, is not sent again. A request
// whose answer was lost is sent again with the same token, and the service dials nobody for a token that it
// knows.
import { randomUUID } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import readline from 'node:readline';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';

import { ConnectCampaignsClient, PutDialRequestBatchCommand } from '@aws-sdk/client-connectcampaigns';

// Failure codes of requests and exceptions of calls after which the same request may be sent again. After
// any other it would fail again.
const AGAIN = new Set([
  'UnknownError', 'RequestThrottled', 'BufferLimitExceeded',
  'ThrottlingException', 'InternalServerException', 'ConflictException', 'no answer',
]);
const LONGEST_PAUSE = 20; // seconds
const LEAST_AHEAD = 60; // seconds from now to an expiry, half of which the service asks for

/** A folder of answers, and the tokens that they settle: of requests that were taken, or that failed with a
 * code after which a retry is useless. These are not sent again. */
class Answers {
  settled = new Set();

  constructor(folder) {
    this.folder = folder;
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const name of fs.readdirSync(folder))
      if (name.endsWith('.json')) this.#note(JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8')));
  }

  /** The file is there whole or not at all, also where the power fails. */
  save(batch, answer) {
    const whole = path.join(this.folder, `${path.basename(batch, '.json')}-${randomUUID()}.json`);
    const unfinished = `${whole.slice(0, -'.json'.length)}.tmp`;
    const file = fs.openSync(unfinished, 'wx', 0o600);
    fs.writeFileSync(file, JSON.stringify(answer));
    fs.fsyncSync(file);
    fs.closeSync(file);
    fs.renameSync(unfinished, whole);
    this.#note(answer);
  }

  #note({ successfulRequests = [], failedRequests = [] }) {
    for (const { clientToken } of successfulRequests) this.settled.add(clientToken);
    for (const { clientToken, failureCode } of failedRequests)
      if (!AGAIN.has(failureCode)) this.settled.add(clientToken);
  }
}

/** When each batch is to be sent, and its name. */
async function batchesOf(folder) {
  const times = new Map();
  const lines = readline.createInterface({ input: fs.createReadStream(path.join(folder, 'manifest.ndjson')) });
  for await (const line of lines) {
    const { batch, submission } = JSON.parse(line);
    times.set(batch, new Date(submission));
  }
  return [...times].sort(([, a], [, b]) => a - b);
}

/** What the service answers; an exception as logs have it. */
async function answerTo(client, id, requests) {
  const dialRequests = requests.map((one) => ({ ...one, expirationTime: new Date(one.expirationTime) }));
  try {
    const { successfulRequests, failedRequests } = await client.send(new PutDialRequestBatchCommand({ id, dialRequests }));
    return successfulRequests || failedRequests ? { successfulRequests, failedRequests } : { __type: 'no answer' };
  } catch (error) {
    if (error.$fault) return { __type: error.name, status: error.$metadata.httpStatusCode };
    // None came, or one that was cut off: errors of the system have a code.
    if (error.code || error.name === 'TimeoutError' || error instanceof SyntaxError) return { __type: 'no answer' };
    throw error;
  }
}

/** Sends what is not settled, until everything is, the batch expires or a retry is useless. What is left gets
 * a fresh expiry from `diallint reconcile`. */
async function send(client, name, batch, answers, options) {
  let exception;
  for (let tries = 0; tries < options.tries; ++tries) {
    if (tries > 0) await pause(1000 * Math.random() * Math.min(LONGEST_PAUSE, options.pause * 2 ** (tries - 1)));
    const requests = batch.dialRequests.filter((one) => !answers.settled.has(one.clientToken));
    if (requests.length === 0) return;
    const expiry = Math.min(...requests.map((one) => Date.parse(one.expirationTime)));
    if (expiry - Date.now() < 1000 * LEAST_AHEAD) return;
    const answer = await answerTo(client, batch.id, requests);
    exception = answer.__type;
    if (exception !== 'no answer') answers.save(name, answer);
    if (exception && !AGAIN.has(exception) && !(answer.status >= 500)) break;
  }
  if (exception === 'ValidationException') {
    console.error(`${name}: refused; diallint check says why`); // the next batch may be sound
  } else if (exception) {
    console.error(`${name}: ${exception}; mend it or wait, then start again`);
    process.exit(2);
  }
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { tries: { type: 'string', default: '8' }, pause: { type: 'string', default: '1' } },
});
const options = { tries: Number(values.tries), pause: Number(values.pause) }; // for a batch; seconds, which double
if (positionals.length !== 2 || !(options.tries >= 1) || !(options.pause >= 0)) {
  console.error('usage: node send.mjs [--tries N] [--pause SECONDS] FOLDER ANSWERS');
  process.exit(2);
}
const [folder, saved] = positionals;
const answers = new Answers(saved);
const client = new ConnectCampaignsClient({ maxAttempts: 1 }); // retries are made above, where each answer is saved
let left = 0;
for (const [name, when] of await batchesOf(folder)) {
  while (when > Date.now()) await pause(Math.min(when - Date.now(), 3600_000)); // a timer holds 24 days at most
  const batch = JSON.parse(fs.readFileSync(path.join(folder, name), 'utf8'));
  await send(client, name, batch, answers, options);
  left += batch.dialRequests.filter((one) => !answers.settled.has(one.clientToken)).length;
}
console.log(`requests that are to be sent again: ${left}`);
process.exitCode = left > 0 ? 1 : 0;
