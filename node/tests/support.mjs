// What the tests share. Numbers are of ranges that are kept for fiction.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../../../../', import.meta.url));
export const NOW = '2026-11-20T12:00:00Z';
export const SECRET = 'Zaphod-Beeblebrox';

/** A sound request; a member that is undefined is left out. */
export const request = (changes = {}) => ({
  clientToken: 'token-1',
  phoneNumber: '+12025550147',
  expirationTime: '2026-11-20T12:05:00.000Z',
  attributes: { name: SECRET },
  ...changes,
});

export const batch = (...requests) => ({ dialRequests: requests });

/** What was found, without the rule that says that the numbers are fictional. */
export const brief = (report) =>
  report.findings.filter((f) => f.rule !== 'phone-fictional').map((f) => `${f.rule} ${f.path}`);

/** Runs the text of a module in a process of its own. */
export const inProcess = (code, environment = {}) =>
  spawnSync(process.execPath, ['--input-type=module', '-e', code], {
    encoding: 'utf8',
    env: { ...process.env, ...environment },
  });
