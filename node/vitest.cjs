// expect(batch).toBeDialable({ now }), for Vitest and Jest: `expect.extend(matchers)`.
'use strict';

const { check } = require('./index.cjs');

const matchers = {
  toBeDialable(received, options = {}) {
    const ignored = options.rules === undefined ? { ignore: ['phone-fictional', ...[options.ignore ?? []].flat()] } : {};
    const report = check(received, { ...options, ...ignored });
    return {
      pass: report.ok,
      message: () => (report.ok ? 'expected findings, and there are none' : report.toString()),
    };
  },
};

module.exports = { matchers };
