'use strict';

const addon = require('./addon.cjs');

/** What a failure code or exception of the service means; undefined where it is not known. */
function guidance(name, service = 'connect-campaigns') {
  for (const [what, text] of Object.entries({ name, service }))
    if (typeof text !== 'string') throw new TypeError(`${what} must be a string, not ${text === null ? 'null' : typeof text}`);
  return addon.guidance(service, name);
}

module.exports = { allGuidance: addon.allGuidance, guidance };
