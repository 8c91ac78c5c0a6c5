// How the types are used: compiled by `tsc --strict`, and not run.
import { matchers } from 'diallint/vitest';
import { DialRequestError, LocalService, Report, Rules, allGuidance, check, checkAsync, checkResponse, diallint, explain, fixtures, guidance, rules, shapes, version } from 'diallint';

const own: Rules = new Rules({ select: ['pattern'], severity: { pattern: 'warning' }, schemas: [{ name: 'a', text: '{}' }] });
const report: Report = check([{ clientToken: 'a' }], { now: new Date(), rules: own, csvMap: { phoneNumber: 'Phone' } });
for (const finding of report) {
  const path: string = finding.path;
  const line: number | undefined = finding.place?.line;
  console.log(path, line, finding.limits?.maximum, finding.first?.row);
}
const later: Promise<Report> = checkAsync(process.stdin, { now: null, signal: new AbortController().signal, jobs: 2 });
const counts: number = checkResponse({}, '{}').responses?.taken ?? report.throwForErrors().counts.records;
const client = { middlewareStack: { use(plugin: { applyToStack(stack: any): void }) { return plugin; } } };
client.middlewareStack.use(diallint({ on: 'warn', now: () => new Date() }));
try {
  report.throwForErrors();
} catch (error) {
  if (error instanceof DialRequestError) console.log(error.report.found, error.code);
}
console.log(guidance('InvalidInput')?.remedy, allGuidance().length);
console.log(later, counts, explain('pattern').why, rules().length, shapes()[0]?.id, version);
console.log(fixtures.valid('dial-request', { seed: 1, now: new Date() }), matchers.toBeDialable({}).pass);
const service: LocalService = await LocalService.start({ campaigns: { a: 'Paused' }, now: new Date(), options: ['--quiet'] });
const waiting: number = (await service.summary()).waiting + (await service.calls()).length;
console.log(waiting, (await service.requests({ values: true }))[0]?.fate, await service.stop());
// @ts-expect-error: there is no such word
diallint({ on: 'drp' });
// @ts-expect-error: nor such a format
check('', { format: 'xml' });
