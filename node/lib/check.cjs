'use strict';

const addon = require('../prebuilt/diallint.node');
const { Report } = require('./report.cjs');

const FORMATS = ['auto', 'json', 'ndjson', 'csv'];
const CHECK_OPTIONS = ['now', 'shape', 'format', 'csvMap', 'maxFindings', 'rules', 'signal', 'name'];

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

function prepared(options) {
  const settings = { ...options };
  for (const name of CHECK_OPTIONS) delete settings[name];
  const hasSettings = Object.keys(settings).length > 0;
  if (options.rules !== undefined && hasSettings)
    throw new TypeError(`give ${Object.keys(settings).join(', ')} to the Rules, not to a check that is given rules`);
  const format = options.format ?? 'auto';
  if (!FORMATS.includes(format)) throw new TypeError(`format must be one of ${FORMATS.join(', ')}`);
  const rules = options.rules ?? (hasSettings ? new Rules(settings) : defaultRules());
  const words = {
    now: momentOf(options.now),
    shape: options.shape,
    format,
    name: options.name,
    csvMap: Object.entries(options.csvMap ?? {}),
    maxFindings: options.maxFindings,
  };
  return { held: Rules.held(rules), words };
}

/** Dates become date-times as the SDK sends them; one that is none becomes null, which is found. */
function writtenAsJson(value) {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`cannot check a ${typeof value}`);
  return text;
}

const isBytes = (value) => value instanceof Uint8Array;
const asBuffer = (bytes) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Checks dial requests at once: objects and arrays as the SDK takes them, or text. */
function check(source, options = {}) {
  const { held, words } = prepared(options);
  return new Report(
    inJavaScript(() => {
      if (typeof source === 'string') return addon.checkText(held, source, words);
      if (isBytes(source)) return addon.checkText(held, asBuffer(source), words);
      return addon.checkValue(held, writtenAsJson(source), words);
    }),
  );
}

/** The same for text of any size, on another thread; streams and iterables are read to their end. */
async function checkAsync(source, options = {}) {
  const { held, words } = prepared(options);
  const { signal } = options;
  signal?.throwIfAborted();
  const { text, format } = await gathered(source, signal);
  if (format !== undefined) words.format = format;
  signal?.throwIfAborted();
  const { promise, work } = inJavaScript(() => addon.checkTextAsync(held, text, words));
  const stop = () => addon.stop(work);
  signal?.addEventListener('abort', stop, { once: true });
  try {
    return new Report(await promise);
  } catch (error) {
    signal?.throwIfAborted();
    throw translated(error);
  } finally {
    signal?.removeEventListener('abort', stop);
  }
}

/** The text of a source. Records of an iterable become one line each. */
async function gathered(source, signal) {
  if (typeof source === 'string') return { text: source };
  if (isBytes(source)) return { text: asBuffer(source) };
  const iterable = source?.[Symbol.asyncIterator] ?? (Array.isArray(source) ? undefined : source?.[Symbol.iterator]);
  if (iterable === undefined) return { text: writtenAsJson(source), format: 'json' };
  const pieces = [];
  let format;
  for await (const piece of source) {
    signal?.throwIfAborted();
    if (typeof piece === 'string') {
      pieces.push(Buffer.from(piece));
    } else if (isBytes(piece)) {
      pieces.push(asBuffer(piece));
    } else {
      format = 'ndjson';
      pieces.push(Buffer.from(`${writtenAsJson(piece)}\n`));
    }
  }
  return { text: Buffer.concat(pieces), format };
}

/** Holds the answer of the service against the request. */
function checkResponse(request, response, options = {}) {
  const { held, words } = prepared({ now: null, ...options });
  const text = (value) => (typeof value === 'string' || isBytes(value) ? value : writtenAsJson(value));
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
