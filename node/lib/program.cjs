'use strict';

const { spawn } = require('node:child_process');
const os = require('node:os');
const path = require('node:path');

/** Runs the program of the package in place of this process, as far as Node.js can: with its streams, its
 * signals and its exit code. It is the one whose name it is started by. */
function run(name) {
  const program = path.join(__dirname, '..', 'prebuilt', 'diallint');
  const child = spawn(program, process.argv.slice(2), { argv0: name, stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`${name}: the program cannot be started: ${error.code}`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? code : 128 + os.constants.signals[signal];
  });
}

module.exports = { run };
