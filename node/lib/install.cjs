'use strict';

// What `npm install` runs, if it runs scripts: nothing happens where the addon in the package fits. Elsewhere,
// and with npm_config_build_from_source in the environment, addon and programs are built from the sources in
// the package.
const { spawnSync } = require('node:child_process');
const fs = require('node:fs');
const os = require('node:os');
const path = require('node:path');

const HOME = path.join(__dirname, '..');
const SOURCES = path.join(HOME, 'source.tar.gz');
const PREBUILT = path.join(HOME, 'prebuilt');
const HEADERS = path.join(process.execPath, '../../include/node');

/** As Debian 12 and later call them. */
const PACKAGES = [
  'g++ cmake ninja-build pkg-config libsimdjson-dev libre2-dev nlohmann-json3-dev libfmt-dev libcli11-dev',
  'libhowardhinnant-date-dev libtomlplusplus-dev zlib1g-dev libzstd-dev libevent-dev libsqlite3-dev',
];
const ADVICE = `It takes these packages of Debian 12 or later, or the same libraries of another system:
  ${PACKAGES.join('\n  ')}
and the headers of Node.js in ${HEADERS}. Install what is missing, then run
  node ${__filename}`;

class Failure extends Error {}

/** Why the addon that is there cannot be used; undefined if it can. */
function misfit() {
  if (process.env.npm_config_build_from_source) return 'a build from source was asked for';
  try {
    require('./addon.cjs');
    return undefined;
  } catch (error) {
    return `${error.message}: ${error.cause.message}`;
  }
}

function run(command, ...words) {
  const { error, status, stdout, stderr } = spawnSync(command, words, { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error?.code === 'ENOENT') throw new Failure(`there is no ${command}`);
  if (error) throw error;
  if (status !== 0) throw new Failure(`${command} ended with ${status}:\n${(stdout + stderr).trimEnd().split('\n').slice(-20).join('\n')}`);
}

/** What is there stays until all of the new is. */
function build() {
  const folder = fs.mkdtempSync(path.join(HOME, 'build-'));
  const [source, made, built] = ['source', 'cmake', 'built'].map((name) => path.join(folder, name));
  try {
    if (!fs.existsSync(path.join(HEADERS, 'node_api.h'))) throw new Failure('there are no headers of Node.js');
    fs.mkdirSync(source);
    run('tar', '-xzf', SOURCES, '-C', source);
    run('cmake', '-S', path.join(source, 'node'), '-B', made, '-G', 'Ninja', '-DCMAKE_BUILD_TYPE=Release', `-DDIALLINT_NODE_HEADERS=${HEADERS}`);
    run('cmake', '--build', made, '--parallel', String(os.cpus().length), '--target', 'diallint_addon', 'diallint_program');
    run('cmake', '--install', made, '--prefix', built);
    fs.rmSync(PREBUILT, { recursive: true });
    fs.renameSync(built, PREBUILT);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

function install() {
  if (!fs.existsSync(SOURCES)) return; // a clone, in which ./dev builds
  const why = misfit();
  if (why === undefined) return;
  console.error(`diallint: ${why}; building, which takes some minutes`);
  try {
    build();
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`diallint: the build has failed: ${error.message}\n${ADVICE}`);
    process.exitCode = 1;
  }
}

install();
