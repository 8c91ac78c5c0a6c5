// Says of each number in a file what libphonenumber-js holds of it: `VALID REGION TYPE` a line.
// The tests compare the automaton with it.
import {readFileSync, writeFileSync} from 'node:fs';
import {PhoneNumber} from 'libphonenumber-js/core';
import metadata from 'libphonenumber-js/metadata.max.json';

const TYPES = {
  PREMIUM_RATE: 'premium', TOLL_FREE: 'toll-free', SHARED_COST: 'shared-cost', VOIP: 'voip',
  PERSONAL_NUMBER: 'personal', PAGER: 'pager', UAN: 'uan', VOICEMAIL: 'voicemail',
  FIXED_LINE: 'fixed', FIXED_LINE_OR_MOBILE: 'fixed-or-mobile', MOBILE: 'mobile',
};

function callingCode(digits) {
  for (let size = 1; size <= 3; size++) {
    const code = digits.slice(0, size);
    if (metadata.country_calling_codes[code] || metadata.nonGeographic[code]) return code;
  }
  return undefined;
}

// The package's own parser strips national prefixes first, so its steps are taken one by one. The
// region of a calling code that several share is the one that the package would find: that with the
// leading digits, or in which the number is valid.
function regionOf(code, national) {
  const regions = metadata.country_calling_codes[code];
  if (regions.length === 1) return regions[0];
  return regions.find((id) => {
    const leading = metadata.countries[id][10];
    if (leading) return national.search(leading) === 0;
    return national && new PhoneNumber(id, national, metadata).getType() !== undefined;
  });
}

function opinion(number) {
  const digits = number.slice(1);
  const code = callingCode(digits);
  if (!code) return '0 - none';
  const national = digits.slice(code.length);
  const region = metadata.nonGeographic[code] ? '001' : regionOf(code, national);
  if (!region || !national) return `0 ${region ?? '-'} none`;
  const asked = new PhoneNumber(region === '001' ? code : region, national, metadata);
  return `${asked.isValid() ? 1 : 0} ${region} ${TYPES[asked.getType()] ?? 'none'}`;
}

const numbers = readFileSync(process.argv[2], 'utf8').trimEnd().split('\n');
writeFileSync(1, numbers.map((number) => `${opinion(number)}\n`).join(''));
