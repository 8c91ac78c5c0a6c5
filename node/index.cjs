'use strict';

const { Rules, check, checkAsync, checkResponse, defaultRules, version } = require('./lib/check.cjs');
const { DialRequestError, Report } = require('./lib/report.cjs');
const { diallint } = require('./lib/guard.cjs');
const fixtures = require('./lib/fixtures.cjs');
const { LocalService } = require('./lib/local-service.cjs');

module.exports = {
  DialRequestError,
  LocalService,
  Report,
  Rules,
  check,
  checkAsync,
  checkResponse,
  diallint,
  explain: (id) => defaultRules().explain(id),
  fixtures,
  rules: () => defaultRules().rules(),
  shapes: () => defaultRules().shapes(),
  version,
};
