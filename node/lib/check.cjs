'use strict';

const os = require('node:os');

const addon = require('./addon.cjs');
const { Report } = require('./report.cjs');
const { checkedStream } = require('./stream.cjs');
const { isText, textOf, writtenAsJson } = require('./texts.cjs');

const FORMATS = ['auto', 'json', 'ndjson', 'csv'];
const CHECK_OPTIONS = new Set(['now', 'shape', 'format', 'csvMap', 'maxFindings', 'rules', 'signal', 'name', 'jobs']);

const list = (value) => (value === undefined ? [] : typeof value === 'string' ? [value] : [...value]);

/** Compiled rules with their settings; made once, used by any number of checks. */
class Rules {
  #held;

  constructor(settings = {}) {
    const { select, ignore, severity, schemas, phoneRegions, denyPhoneRegions, denyPhoneTypes, ...rest } =
      settings;
    const { numberingPlan, envelope, acceptSdkNames, maskKeys, ...others } = rest;
    const [unknown] = Object.keys(others);
    if (unknown !== undefined) throw new TypeError(`unknown setting '${unknown}'`);
    this.#held = inJavaScript(() =>
      addon.makeRules({
        select: list(select),
        ignore: list(ignore),
        severity: Object.entries(severity ?? {}).map(([rule, level]) => `${rule}=${level}`),
        schemas: (schemas ?? []).map(({ name, text }) => [name, text]),
        phoneRegions: list(phoneRegions),
        denyPhoneRegions: list(denyPhoneRegions),
        denyPhoneTypes: list(denyPhoneTypes),
        numberingPlan,
        envelope,
        acceptSdkNames,
        maskKeys,
      }),
    );
  }

  /** For this package alone. */
  static held(rules) {
    return rules.#held;
  }

  rules() {
    return addon.listRules(this.#held);
  }

  explain(id) {
    const rule = this.rules().find((known) => known.id === id);
    if (rule === undefined) throw new RangeError(`unknown rule '${id}'; rules() lists them`);
    return rule;
  }

  shapes() {
    return addon.listShapes(this.#held);
  }
}

/** Messages of the library name options of the command line: --phone-regions is phoneRegions here. */
function inJavaScript(call) {
  try {
    return call();
  } catch (error) {
    throw translated(error);
  }
}

function translated(error) {
  if (typeof error?.code === 'string' && error.code.startsWith('ERR_DIALLINT'))
    error.message = error.message.replace(/--([a-z]+(?:-[a-z]+)*)/g, (_, name) =>
      name.replace(/-([a-z])/g, (_all, letter) => letter.toUpperCase()),
    );
  return error;
}

let defaults;
const defaultRules = () => (defaults ??= new Rules());

/** Milliseconds since 1970, or null for checks without a moment. */
function momentOf(now) {
  if (now === null) return null;
  if (now === undefined || now === 'clock') return Date.now();
  const moment = now instanceof Date ? now.getTime() : typeof now === 'string' ? Date.parse(now) : NaN;
  if (Number.isNaN(moment))
    throw new TypeError("now must be a Date, a date-time such as '2026-11-20T12:00:00Z', 'clock' or null");
  return moment;
}

/** Threads that may check one input. */
function jobsOf(jobs) {
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > addon.maxJobs)
    throw new TypeError(`jobs must be a whole number from 1 to ${addon.maxJobs}`);
  return jobs;
}

const processors = () => Math.min(os.availableParallelism?.() ?? os.cpus().length, addon.maxJobs);

function prepared(options, jobs = 1) {
  const settings = Object.keys(options).filter((name) => !CHECK_OPTIONS.has(name));
  if (options.rules !== undefined && settings.length > 0)
    throw new TypeError(`give ${settings.join(', ')} to the Rules, not to a check that is given rules`);
  const format = options.format ?? 'auto';
  if (!FORMATS.includes(format)) throw new TypeError(`format must be one of ${FORMATS.join(', ')}`);
  const own = () => new Rules(Object.fromEntries(settings.map((name) => [name, options[name]])));
  const rules = options.rules ?? (settings.length > 0 ? own() : defaultRules());
  const words = {
    now: momentOf(options.now),
    shape: options.shape,
    format,
    name: options.name,
    csvMap: options.csvMap && Object.entries(options.csvMap),
    maxFindings: options.maxFindings,
    jobs: jobsOf(options.jobs ?? jobs),
  };
  return { held: Rules.held(rules), words };
}

/** Checks dial requests at once: objects and arrays as the SDK takes them, or text. */
function check(source, options = {}) {
  const { held, words } = prepared(options);
  return new Report(
    inJavaScript(() => {
      if (isText(source)) return addon.checkText(held, textOf(source), words);
      return addon.checkValue(held, writtenAsJson(source), words);
    }),
  );
}

/** The same on other threads; streams and iterables are checked while they are read. */
async function checkAsync(source, options = {}) {
  const { held, words } = prepared(options, processors());
  const { signal } = options;
  signal?.throwIfAborted();
  try {
    return new Report(await (isIterable(source) ? checkedStream : checkedText)(source, held, words, signal));
  } catch (error) {
    signal?.throwIfAborted();
    throw translated(error);
  }
}

const isIterable = (source) =>
  !isText(source) && !Array.isArray(source) && (source?.[Symbol.asyncIterator] ?? source?.[Symbol.iterator]) !== undefined;

async function checkedText(source, held, words, signal) {
  const { promise, work } = isText(source)
    ? addon.checkTextAsync(held, textOf(source), words)
    : addon.checkTextAsync(held, writtenAsJson(source), { ...words, format: 'json' });
  const stop = () => addon.stop(work);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return await promise;
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** Holds the answer of the service against the request. */
function checkResponse(request, response, options = {}) {
  const { held, words } = prepared({ now: null, ...options });
  const text = (value) => (isText(value) ? textOf(value) : writtenAsJson(value));
  return new Report(inJavaScript(() => addon.checkResponse(held, text(request), text(response), words)));
}

module.exports = {
  Rules,
  check,
  checkAsync,
  checkResponse,
  defaultRules,
  momentOf,
  inJavaScript,
  version: addon.version,
};
