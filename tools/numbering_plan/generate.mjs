// Writes data/numbering-plan.txt from the metadata of the npm package pinned in package.json.
//
//   node generate.mjs           writes the table
//   node generate.mjs --check   compares it, exit 1 where it differs
//   node generate.mjs --latest  moves package.json and its lock to the newest version first
//
// `./dev generate numbering-plan` calls this after `npm ci`.
import {execFileSync} from 'node:child_process';
import {existsSync, readFileSync, writeFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';

const here = fileURLToPath(new URL('.', import.meta.url));
const table = fileURLToPath(new URL('../../data/numbering-plan.txt', import.meta.url));
const PACKAGE = 'libphonenumber-js';
const readJson = (path) => JSON.parse(readFileSync(here + path, 'utf8'));
const npm = (...args) => execFileSync('npm', args, {cwd: here, encoding: 'utf8'});

// A region is an array; these are the places of what the table keeps of it.
const GENERAL = 2, LENGTHS = 3, LEADING_DIGITS = 10, TYPES = 11;
// Places in the array of types, in the order in which libphonenumber tries them.
const TYPE_PLACES = {
  'premium': 3, 'toll-free': 2, 'shared-cost': 9, 'voip': 8, 'personal': 4,
  'pager': 7, 'uan': 6, 'voicemail': 5, 'fixed': 0, 'mobile': 1,
};

// [7, 9, 10, 11] -> "7,9-11"
function lengthList(lengths) {
  const runs = [];
  for (const length of lengths) {
    const last = runs.at(-1);
    if (last && last[1] === length - 1) last[1] = length;
    else runs.push([length, length]);
  }
  return runs.map(([from, to]) => (from === to ? `${from}` : `${from}-${to}`)).join(',');
}

// One outermost alternative a line, so that a change of the plan is a short diff.
function alternatives(pattern) {
  const found = [];
  let depth = 0, from = 0;
  for (let i = 0; i < pattern.length; i++) {
    if (pattern[i] === '(' || pattern[i] === '[') depth++;
    if (pattern[i] === ')' || pattern[i] === ']') depth--;
    if (pattern[i] === '|' && depth === 0) {
      found.push(pattern.slice(from, i));
      from = i + 1;
    }
  }
  return [...found, pattern.slice(from)].map((one) => `  ${one.replaceAll('(?:', '(')}`);
}

function typeLines(region, name) {
  const type = region[TYPES][TYPE_PLACES[name]];
  const fixed = region[TYPES][TYPE_PLACES.fixed];
  // The package leaves the mobile pattern out where it is the fixed one, and reads its absence so.
  if (name === 'mobile' && fixed && !(type && type[0])) return ['mobile = fixed'];
  if (!type || !type[0]) return [];
  return [type[1] ? `${name} ${lengthList(type[1])}` : name, ...alternatives(type[0])];
}

function regionLines(id, region) {
  const lines = ['', `region ${id}`];
  if (region[LEADING_DIGITS]) lines.push('leading', ...alternatives(region[LEADING_DIGITS]));
  lines.push(`general ${lengthList(region[LENGTHS])}`, ...alternatives(region[GENERAL]));
  return lines.concat(...Object.keys(TYPE_PLACES).map((name) => typeLines(region, name)));
}

function planLines(metadata) {
  const codes = Object.entries(metadata.country_calling_codes)
      .map(([code, ids]) => [code, ids.map((id) => [id, metadata.countries[id]])]);
  for (const [code, region] of Object.entries(metadata.nonGeographic)) {
    codes.push([code, [['001', region]]]);
  }
  codes.sort(([a], [b]) => (a < b ? -1 : 1));
  return codes.flatMap(([code, regions]) => [
    '', `calling-code ${code}`, ...regions.flatMap(([id, region]) => regionLines(id, region)),
  ]);
}

function header(version, date) {
  return `# The numbering plans of the world: which telephone numbers can be assigned, where, to what.
# Written by \`./dev generate numbering-plan\`; the build compiles it. Do not edit.
#
# The plan is the metadata of Google's libphonenumber (Apache License 2.0) as the npm package
# libphonenumber-js (MIT License) publishes it. See NOTICE.
#
# calling-code N   starts a calling code; its regions follow, the main one first
# region ID        ISO 3166-1 alpha-2, or 001 where the calling code belongs to no country
# leading          what a number starts with if it belongs to this region, whatever else holds
# general LENGTHS  every number of the region; LENGTHS counts digits after the calling code
# TYPE [LENGTHS]   numbers of one type; without LENGTHS those of \`general\` hold
# mobile = fixed   one range for both
# Indented lines are the alternatives of the pattern above them.

package ${PACKAGE}
version ${version}
date ${date}
`;
}

// Asks for the date of publication only where the table at hand is of another version.
function publicationDate(version) {
  const old = existsSync(table) ? readFileSync(table, 'utf8') : '';
  const known = /^version (.*)\ndate (.*)$/m.exec(old);
  if (known && known[1] === version) return known[2];
  return JSON.parse(npm('view', PACKAGE, 'time', '--json'))[version].slice(0, 10);
}

if (process.argv.includes('--latest')) npm('install', '--save-exact', `${PACKAGE}@latest`);
const {version} = readJson(`node_modules/${PACKAGE}/package.json`);
const pinned = readJson('package.json').dependencies[PACKAGE];
if (version !== pinned) throw new Error(`${PACKAGE} ${version} is installed, not ${pinned}: npm ci`);
const metadata = readJson(`node_modules/${PACKAGE}/metadata.max.json`);
if (metadata.version !== 4) throw new Error(`metadata of an unknown form: ${metadata.version}`);
const text = `${header(version, publicationDate(version))}${planLines(metadata).join('\n')}\n`;

if (!process.argv.includes('--check')) {
  writeFileSync(table, text);
} else if (readFileSync(table, 'utf8') !== text) {
  console.error('data/numbering-plan.txt is stale: run ./dev generate numbering-plan');
  process.exit(1);
}
