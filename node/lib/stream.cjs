'use strict';

const { Readable, addAbortSignal } = require('node:stream');

const addon = require('./addon.cjs');
const { isText, textOf, writtenAsJson } = require('./texts.cjs');

/** Records are handed over as lines, this many characters or more at once. */
const LINES = 1 << 16;

const endsInHalf = (text) => /[\ud800-\udbff]$/.test(text);

/** The pieces of a source as the addon takes them, each with the format of all if that is known. Records of
 * an iterable become one line each. */
async function* piecesOf(source, format) {
  let holdsText;
  let rest = ''; // lines that are few yet, or half a character
  for await (const piece of source) {
    if ((holdsText ??= isText(piece)) !== isText(piece))
      throw new TypeError('what is read has to be pieces of a text or records, not both');
    if (!holdsText) {
      rest += `${writtenAsJson(piece)}\n`;
      if (rest.length < LINES) continue;
      yield [rest, 'ndjson'];
      rest = '';
    } else if (typeof piece === 'string') {
      const text = rest + piece;
      rest = endsInHalf(text) ? text.at(-1) : '';
      yield [rest === '' ? text : text.slice(0, -1), format];
    } else {
      yield [textOf(piece), format];
    }
  }
  yield [rest, holdsText === false ? 'ndjson' : format];
}

function untilAborted(promise, signal) {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}

/** Checks a source while it is read; of what is read no more than some pieces is held. */
async function checkedStream(source, held, words, signal) {
  if (signal !== undefined && source instanceof Readable) addAbortSignal(signal, source);
  let check; // once the first piece has told what comes
  let over = false;
  const open = (format) => {
    check = addon.openStream(held, { ...words, format });
    const end = () => (over = true);
    check.promise.then(end, end);
  };
  const feed = async () => {
    for await (const [piece, format] of piecesOf(source, words.format)) {
      signal?.throwIfAborted();
      if (check === undefined) open(format);
      await addon.givePiece(check.stream, piece);
      if (over || signal?.aborted) break;
    }
    addon.endStream(check.stream);
    return check.promise;
  };
  try {
    return await untilAborted(feed(), signal);
  } finally {
    if (check !== undefined && !over) addon.stopStream(check.stream);
  }
}

module.exports = { checkedStream };
