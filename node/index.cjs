'use strict';

const { Rules, check, checkAsync, checkResponse, defaultRules, version } = require('./lib/check.cjs');
const { DialRequestError, Report } = require('./lib/report.cjs');
const { diallint } = require('./lib/guard.cjs');
const fixtures = require('./lib/fixtures.cjs');
const { LocalService } = require('./lib/local-service.cjs');
const { allGuidance, guidance } = require('./lib/guidance.cjs');

module.exports = {
  DialRequestError,
  LocalService,
  Report,
  Rules,
  allGuidance,
  check,
  checkAsync,
  checkResponse,
  diallint,
  explain: (id) => defaultRules().explain(id),
  fixtures,
  guidance,
  rules: () => defaultRules().rules(),
  shapes: () => defaultRules().shapes(),
  version,
};
