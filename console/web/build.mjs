// Builds the pages for Maven and does only what is needed:
//   node build.mjs web OUT    npm ci when the lock changed, vite build when a source changed
//   node build.mjs test       type check and unit tests
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const INPUTS = ['index.html', 'package.json', 'package-lock.json', 'tsconfig.json', 'vite.config.ts', 'build.mjs', 'src', 'public'];
const INSTALLED = join(HERE, 'node_modules', '.poyang-stamp');

function files(path) {
  const full = join(HERE, path);
  if (!existsSync(full)) return [];
  try {
    return readdirSync(full).sort().flatMap((name) => files(join(path, name)));
  } catch (e) {
    if (e.code === 'ENOTDIR') return [path];
    throw e;
  }
}

function stampOf(paths) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch} ${process.versions.modules}\n`);
  for (const path of paths.flatMap(files)) {
    hash.update(path.replaceAll('\\', '/')).update('\0').update(readFileSync(join(HERE, path)));
  }
  return hash.digest('hex');
}

function same(stampFile, stamp) {
  return existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp;
}

function run(command, args, mend) {
  const shell = process.platform === 'win32';
  const { status, error } = spawnSync(command, args, { cwd: HERE, stdio: 'inherit', shell });
  if (status === 0) return;
  console.error(`console/web: ${[command, ...args].join(' ')} failed${error ? `: ${error.message}` : ''}${mend ? `; ${mend}` : ''}`);
  process.exit(1);
}

function install() {
  const stamp = stampOf(['package-lock.json', '.npmrc']);
  if (same(INSTALLED, stamp)) return;
  run('npm', ['ci', '--no-audit', '--no-fund'], 'the npm registry must be reachable the first time');
  writeFileSync(INSTALLED, stamp);
}

const npx = (tool, ...args) => run(process.execPath, [join(HERE, 'node_modules', ...tool.split('/')), ...args]);

function web(out) {
  const target = resolve(out);
  const stampFile = join(dirname(dirname(target)), 'web.stamp');
  const stamp = stampOf(INPUTS);
  if (same(stampFile, stamp) && existsSync(join(target, 'index.html'))) {
    console.log('console/web: the pages are up to date');
    return;
  }
  install();
  npx('vite/bin/vite.js', 'build', '--outDir', target, '--emptyOutDir', '--logLevel', 'warn');
  mkdirSync(dirname(stampFile), { recursive: true });
  writeFileSync(stampFile, stamp);
  console.log(`console/web: built into ${target}`);
}

function test() {
  install();
  npx('typescript/bin/tsc', '--noEmit');
  npx('vitest/vitest.mjs', 'run', '--no-color');
}

const [task, out] = process.argv.slice(2);
if (task === 'web' && out) web(out);
else if (task === 'test') test();
else {
  console.error('usage: node build.mjs web OUT | test');
  process.exit(2);
}
