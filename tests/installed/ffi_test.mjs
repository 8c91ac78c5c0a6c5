// The C interface from Node.js: prints the findings of argv[3], checked for argv[4].
import assert from 'node:assert';
import koffi from 'koffi';

const [library, json, now] = process.argv.slice(2);
const lib = koffi.load(library);
const pair = (name) => ({[name]: 'void *', [`${name}_size`]: 'size_t'});

koffi.struct('Finding', {
  struct_size: 'size_t',
  ...pair('rule'),
  severity: 'int32_t',
  has_first: 'uint8_t',
  first_is_line: 'uint8_t',
  first_check: 'uint64_t',
  first_number: 'uint64_t',
  begin: 'uint64_t',
  end: 'uint64_t',
  record: 'uint64_t',
  ...pair('path'),
  ...pair('message'),
  ...pair('minimum'),
  ...pair('maximum'),
  ...pair('actual'),
  ...pair('unit'),
  ...pair('source'),
});
koffi.struct('Options', {
  struct_size: 'size_t',
  now_seconds: 'int64_t',
  now_nanos: 'int32_t',
  has_now: 'uint8_t',
  reserved: koffi.array('uint8_t', 3),
  ...pair('shape'),
  max_findings: 'uint64_t',
  on_finding: 'void *',
  context: 'void *',
});
koffi.struct('Result', {
  struct_size: 'size_t',
  records: 'uint64_t',
  valid: 'uint64_t',
  invalid: 'uint64_t',
  unreadable: 'uint64_t',
  errors: 'uint64_t',
  warnings: 'uint64_t',
  infos: 'uint64_t',
  found: 'uint64_t',
  findings: 'uint64_t',
  ok: 'uint8_t',
});

const version = lib.func('const char *diallint_version()');
const make = lib.func('int32_t diallint_checker_new(void *, void *, _Out_ void **, void *)');
const check = lib.func(
    'int32_t diallint_check_json(void *, const char *, size_t, Options *, _Inout_ Result *)');
const findingAt = lib.func('int32_t diallint_finding_at(void *, size_t, _Inout_ Finding *)');
const free = lib.func('void diallint_checker_free(void *)');

const text = (data, size) =>
    size === 0 ? '' : Buffer.from(koffi.decode(data, 'uint8_t', size)).toString();

const out = [null];
assert.equal(make(null, null, out, null), 0);
const checker = out[0];
const options = {
  struct_size: koffi.sizeof('Options'), now_seconds: Number(now), now_nanos: 0, has_now: 1,
  reserved: [0, 0, 0], shape: null, shape_size: 0, max_findings: 0, on_finding: null, context: null,
};
const zero = {records: 0, valid: 0, invalid: 0, unreadable: 0, errors: 0, warnings: 0, infos: 0,
  found: 0, findings: 0, ok: 0};
const result = {struct_size: koffi.sizeof('Result'), ...zero};
assert.equal(check(checker, json, Buffer.byteLength(json), options, result), 0);
for (let i = 0; i < result.findings; ++i) {
  const f = {struct_size: koffi.sizeof('Finding')};
  for (const name of ['rule', 'path', 'message', 'minimum', 'maximum', 'actual', 'unit', 'source'])
    Object.assign(f, {[name]: null, [`${name}_size`]: 0});
  for (const name of ['severity', 'has_first', 'first_is_line', 'first_check', 'first_number',
                      'begin', 'end', 'record'])
    f[name] = 0;
  assert.equal(findingAt(checker, i, f), 0);
  console.log(text(f.rule, f.rule_size), text(f.path, f.path_size));
}
console.log(result.ok ? 'ok' : 'not ok', Number(result.records), version());
free(checker);
