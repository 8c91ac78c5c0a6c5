'use strict';

/** What was checked has errors. The message names rules and places, and no value. */
class DialRequestError extends Error {
  constructor(report) {
    const errors = report.findings.filter((finding) => finding.severity === 'error');
    const shown = errors.length > 0 ? errors : report.findings;
    const lines = shown.slice(0, 5).map(inWords);
    if (shown.length > lines.length) lines.push(`and ${shown.length - lines.length} more`);
    super(lines.length > 0 ? lines.join('\n') : 'the check did not pass');
    this.name = 'DialRequestError';
    this.code = 'ERR_DIALLINT_FINDINGS';
    this.report = report;
  }
}

function inWords(finding) {
  const where = finding.place ? `${finding.place.line}:${finding.place.column}: ` : '';
  const path = finding.path === '' ? '' : `${finding.path}: `;
  return `${where}${path}${finding.severity}: ${finding.message} [${finding.rule}]`;
}

const counted = (count, noun) => `${count} ${noun}${count === 1 ? '' : 's'}`;

/** What one check has found. */
class Report {
  constructor({ counts, found, findings, responses }) {
    this.counts = counts;
    this.found = found;
    this.findings = findings;
    if (responses) this.responses = responses;
  }

  get ok() {
    const { errors, invalid, unreadable } = this.counts;
    return errors === 0 && invalid === 0 && unreadable === 0;
  }

  ofRule(rule) {
    return this.findings.filter((finding) => finding.rule === rule);
  }

  throwForErrors() {
    if (!this.ok) throw new DialRequestError(this);
    return this;
  }

  summary() {
    const c = this.counts;
    return (
      `${counted(c.records, 'record')}: ${c.valid} valid, ${c.invalid} invalid, ${c.unreadable} unreadable; ` +
      `${counted(c.errors, 'error')}, ${counted(c.warnings, 'warning')}, ${counted(c.infos, 'info')}`
    );
  }

  toString() {
    return [...this.findings.map(inWords), this.summary()].join('\n');
  }

  [Symbol.iterator]() {
    return this.findings[Symbol.iterator]();
  }
}

module.exports = { DialRequestError, Report, inWords };
