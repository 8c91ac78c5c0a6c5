'use strict';

const isBytes = (value) => value instanceof Uint8Array;
const isText = (value) => typeof value === 'string' || isBytes(value);

/** A text as the addon takes it: a string, or a Buffer over the same bytes. */
const textOf = (text) =>
  typeof text === 'string' ? text : Buffer.from(text.buffer, text.byteOffset, text.byteLength);

/** Dates become date-times as the SDK sends them; one that is none becomes null, which is found. */
function writtenAsJson(value) {
  const text = JSON.stringify(value);
  if (text === undefined) throw new TypeError(`cannot check a ${typeof value}`);
  return text;
}

module.exports = { isText, textOf, writtenAsJson };
