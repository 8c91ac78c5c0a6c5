'use strict';

const addon = require('./addon.cjs');
const { inJavaScript, momentOf } = require('./check.cjs');

/** One sound document after the other, without end; the same options make the same ones. */
function* documents(shape = 'put-dial-request-batch', { seed = 1, now, regions } = {}) {
  const moment = momentOf(now);
  if (moment === null) throw new TypeError('a fixture expires: it needs a moment to count from');
  if (!Number.isSafeInteger(seed) || seed < 0) throw new TypeError('seed must be a whole number from 0');
  const generator = inJavaScript(() =>
    addon.makeGenerator({ shape, seed, now: moment, regions: regions ?? [] }),
  );
  for (;;) yield JSON.parse(addon.nextDocument(generator));
}

/** One sound document, as the SDK takes it. */
function valid(shape, options) {
  return documents(shape, options).next().value;
}

module.exports = { documents, valid };
