// Runs the tests of the package for Node.js on the tarball in dist, which is installed offline into an
// empty folder. CTest calls this; `./dev npm` has made what it needs.
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const node = fileURLToPath(new URL('..', import.meta.url));
const root = path.join(node, '..');
const empty = path.join(root, 'build/node/empty');

function run(command, ...words) {
  const { status } = spawnSync(command, words, { cwd: empty, stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const [tarball, ...others] = fs.existsSync(path.join(root, 'dist')) ? fs.readdirSync(path.join(root, 'dist')).filter((name) => name.endsWith('.tgz')) : [];
if (tarball === undefined || others.length > 0) {
  console.error('there is no tarball in dist, or not one alone; run ./dev npm');
  process.exit(2);
}
fs.rmSync(empty, { recursive: true, force: true });
fs.mkdirSync(path.join(empty, 'tests'), { recursive: true });
fs.writeFileSync(path.join(empty, 'package.json'), '{"private": true, "type": "module"}\n');
run('npm', 'install', '--offline', '--no-audit', '--no-fund', '--silent', path.join(root, 'dist', tarball));
for (const name of fs.readdirSync(path.join(node, 'tests'))) fs.copyFileSync(path.join(node, 'tests', name), path.join(empty, 'tests', name));
// What the tests need beside the package: the clients of the SDK, and the compiler of TypeScript.
for (const name of ['@aws-sdk', '@types', 'campaigns-of-2024'])
  if (fs.existsSync(path.join(node, 'node_modules', name)))
    fs.symlinkSync(path.join(node, 'node_modules', name), path.join(empty, 'node_modules', name));

if (process.argv[2] === '--bench') {
  run(process.execPath, 'tests/bench.mjs');
  process.exit(0);
}
const tools = path.join(node, 'node_modules/.bin');
run(path.join(tools, 'publint'), '--strict', 'node_modules/diallint');
run(path.join(tools, 'attw'), '--no-emoji', path.join(root, 'dist', tarball));
run(path.join(tools, 'tsc'), '--strict', '--noEmit', '--module', 'node16', '--moduleResolution', 'node16', '--target', 'es2022', '--types', 'node', '--skipLibCheck', 'false', 'tests/use.mts');
run(process.execPath, '--test', ...(process.argv.length > 2 ? process.argv.slice(2) : ['tests/check.test.mjs', 'tests/guard.test.mjs', 'tests/lambda.test.mjs', 'tests/local-service.test.mjs', 'tests/signatures.test.mjs', 'tests/source.test.mjs', 'tests/stream.test.mjs', 'tests/unloading.test.mjs']));
