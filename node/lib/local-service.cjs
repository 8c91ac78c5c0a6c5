'use strict';

const { spawn } = require('node:child_process');
const http = require('node:http');
const path = require('node:path');

const PROGRAM = path.join(__dirname, '..', 'prebuilt', 'diallint');

function timeOf(now) {
  return now instanceof Date ? now.toISOString() : now;
}

function wordsOf({ campaigns = [], now, options = [] }) {
  const states = Array.isArray(campaigns) ? campaigns.map((id) => [id, 'Running']) : Object.entries(campaigns);
  const words = ['serve', '--port', '0', ...options];
  for (const [id, state] of states) words.push(`--campaign=${id}=${state}`);
  if (now !== undefined) words.push(`--now=${timeOf(now)}`);
  return words;
}

/** `diallint serve` for tests, in a process of its own. */
class LocalService {
  #child;
  #ended;
  #log = '';
  #said = '';

  constructor(child) {
    this.#child = child;
    child.stdout.setEncoding('utf8').on('data', (text) => (this.#said += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (this.#log += text));
    this.#ended = new Promise((resolve) => {
      child.on('error', () => resolve(null));
      child.on('close', (code) => resolve(code));
    });
  }

  /** Starts one on a free port. */
  static async start(options = {}) {
    const child = spawn(PROGRAM, wordsOf(options), { stdio: ['ignore', 'pipe', 'pipe'] });
    const service = new LocalService(child);
    await new Promise((resolve, reject) => {
      child.stdout.on('data', () => {
        if (service.#said.includes('\n')) resolve();
      });
      service.#ended.then(() =>
        reject(new Error(service.#log.trim() || 'diallint serve has ended before it listened')),
      );
    });
    service.endpoint = service.#said.split('\n')[0].split(' ').at(-1);
    return service;
  }

  /** What it has said: the summary comes with its end. */
  get output() {
    return this.#said;
  }

  get log() {
    return this.#log;
  }

  /** Ends it. Its exit code: 1 where the service itself would have refused something. */
  stop() {
    if (this.#child.exitCode === null) this.#child.kill('SIGTERM');
    return this.#ended;
  }

  /** The control API: what is at a path under /_diallint/, or with a body what it is told. */
  ask(what = '', body = undefined) {
    return new Promise((resolve, reject) => {
      const request = http.request(
        `${this.endpoint}/_diallint/${what}`,
        { method: body === undefined ? 'GET' : 'POST', agent: false },
        (answer) => {
          let text = '';
          answer.setEncoding('utf8').on('data', (piece) => (text += piece));
          answer.on('error', reject).on('end', () => {
            const found = JSON.parse(text);
            if (answer.statusCode === 200) resolve(found);
            else reject(new Error(found.message));
          });
        },
      );
      request.on('error', reject).end(body === undefined ? undefined : JSON.stringify(body));
    });
  }

  summary() {
    return this.ask();
  }

  async calls() {
    return (await this.ask('calls')).calls;
  }

  async requests({ values = false } = {}) {
    return (await this.ask(values ? 'requests?values=true' : 'requests')).requests;
  }

  reset() {
    return this.ask('reset', {});
  }

  setClock(now) {
    return this.ask('clock', { now: timeOf(now) });
  }

  advance(seconds) {
    return this.ask('clock', { advance: seconds });
  }

  setCampaign(id, state = 'Running') {
    return this.ask('campaigns', { id, state });
  }

  /** What the calls that follow meet, one each, and settings of what others do. */
  trouble(next = [], settings = {}) {
    return this.ask('trouble', { next, ...settings });
  }
}

module.exports = { LocalService };
