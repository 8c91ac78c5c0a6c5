// The package on a system that its addon does not fit: what is said, and the build from the sources in it.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { beforeEach, describe, test } from 'node:test';

import { NOW, ROOT, batch, request } from './support.mjs';

const folder = path.resolve('from-source');
const home = path.join(folder, 'node_modules/diallint');
const script = path.join(home, 'lib/install.cjs');
const addon = path.join(home, 'prebuilt/diallint.node');
const tools = path.join(folder, 'bin');
const FORCED = { npm_config_build_from_source: 'true' };

/** A folder of commands, which are all that is found: of this system, or scripts. */
function commands(found) {
  for (const [name, text] of Object.entries(found)) {
    const file = path.join(tools, name);
    if (text === undefined) {
      const { stdout } = spawnSync('which', [name], { encoding: 'utf8' });
      fs.symlinkSync(stdout.trim(), file);
    } else {
      fs.writeFileSync(file, `#!/bin/sh\n${text}\n`, { mode: 0o755 });
    }
  }
}

const node = (words, environment = {}) =>
  spawnSync(process.execPath, words, { cwd: folder, encoding: 'utf8', env: { ...process.env, ...environment } });
const install = (environment) => node([script], { PATH: tools, ...environment });
const prebuilt = () => fs.readdirSync(path.join(home, 'prebuilt')).sort();

describe('from the sources', () => {
  let before;
  beforeEach(() => {
    fs.rmSync(folder, { recursive: true, force: true });
    fs.mkdirSync(tools, { recursive: true });
    fs.cpSync('node_modules/diallint', home, { recursive: true });
    before = prebuilt();
  });

  test('nothing is built where the addon fits', () => {
    const { status, stdout, stderr } = install();
    assert.deepEqual([status, stdout, stderr], [0, '', '']);
    assert.deepEqual(prebuilt(), before);
  });

  test('an addon that does not fit says how to build one', () => {
    fs.writeFileSync(addon, 'of another system');
    const { status, stderr } = node(['-e', "require('diallint')"]);
    assert.equal(status, 1);
    assert.ok(stderr.includes(`does not fit this system (linux, ${process.arch}); \`node ${script}\` builds it`), stderr);
    assert.match(stderr, /ERR_DIALLINT_ADDON/);
  });

  test('what the build lacks is named, and the package stays as it is', () => {
    fs.writeFileSync(addon, 'of another system');
    commands({ tar: undefined, gzip: undefined });
    const { status, stderr } = install();
    assert.equal(status, 1);
    assert.match(stderr, /does not fit this system .*; building/);
    assert.match(stderr, /the build has failed: there is no cmake\n/);
    const [, packages] = /^readonly PROGRAM_PACKAGES=\((.*?)\)/ms.exec(fs.readFileSync(path.join(ROOT, 'dev'), 'utf8'));
    for (const name of packages.split(/\s+/)) assert.ok(stderr.includes(` ${name}`), name);
    assert.deepEqual(prebuilt(), before);
    assert.deepEqual(fs.readdirSync(home).filter((name) => name.startsWith('build')), []);
  });

  test('what the build says is shown where it fails', () => {
    commands({ tar: undefined, gzip: undefined, cmake: 'echo "Could NOT find RE2"; exit 3' });
    const { status, stderr } = install(FORCED);
    assert.equal(status, 1);
    assert.match(stderr, /a build from source was asked for/);
    assert.match(stderr, /cmake ended with 3:\nCould NOT find RE2\n/);
    assert.deepEqual(prebuilt(), before);
  });

  test('the sources are whole: CMake finds all that it is to build', { skip: process.env.DIALLINT_ALL && 'they are built' }, () => {
    // All but the compiling: `./dev test --all` does that.
    const cmake = spawnSync('which', ['cmake'], { encoding: 'utf8' }).stdout.trim();
    fs.writeFileSync(path.join(tools, 'cmake'), `#!/bin/sh\n[ "$1" = --build ] && { echo configured; exit 9; }\nexec ${cmake} "$@"\n`, { mode: 0o755 });
    const { status, stderr } = install({ ...FORCED, PATH: `${tools}:${process.env.PATH}` });
    assert.equal(status, 1);
    assert.match(stderr, /cmake ended with 9:\nconfigured/);
  });

  test('addon and programs are built, and find the same', { skip: !process.env.DIALLINT_ALL && './dev test --all builds them' }, () => {
    fs.writeFileSync(addon, 'of another system');
    const { status, stderr } = node([script], { CMAKE_CXX_COMPILER_LAUNCHER: 'ccache', CCACHE_BASEDIR: home });
    assert.equal(status, 0, stderr);
    assert.deepEqual(prebuilt(), ['diallint', 'diallint.node']);
    assert.deepEqual(fs.readdirSync(home).filter((name) => name.startsWith('build')), []);
    const code = `console.log(require('diallint').check(${JSON.stringify(batch(request({ clientToken: 'a b' })))}, { now: '${NOW}' }).toString())`;
    const [made, shipped] = [folder, process.cwd()].map((cwd) => spawnSync(process.execPath, ['-e', code], { cwd, encoding: 'utf8' }));
    assert.match(made.stdout, /\[pattern\]/);
    assert.equal(made.stdout, shipped.stdout);
    assert.equal(node([path.join(home, 'bin/diallint.cjs'), '--version']).status, 0);
  });
});
