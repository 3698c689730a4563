import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { readStamp, updateStamp } from './packages.mjs';
import { inProject } from './paths.mjs';
import { npm, run } from './running.mjs';
import { buildFallback, fallbackVersion } from './sqlite3-fallback.mjs';
import { howToInstallTools, missingTools } from './tools.mjs';

const folder = inProject('node_modules', 'better-sqlite3');
const binary = path.join(folder, 'build', 'Release', 'better_sqlite3.node');
const abi = process.versions.modules;

/** SQLite's makers advise -O2; the package's -O3 takes a quarter longer to compile for nothing. */
const compilerFlags = { CFLAGS: '-O2', CXXFLAGS: '-O2' };

/** Whether the SQLite driver question was settled earlier for this Node and these tools. */
export function isDriverSettled() {
  const stamp = readStamp();
  if (stamp.abi !== abi) return false;
  return Boolean(stamp.driver) || stamp.missing === missingTools().join();
}

/**
 * Sees to it that one SQLite driver loads: better-sqlite3 as it lies there, else an earlier
 * compiled copy, else compiled now, else sqlite3. The product starts without one too: PostgreSQL
 * and MySQL need none.
 */
export async function settleDriver(say) {
  const driver = await findDriver(say);
  updateStamp({ abi, driver, missing: driver ? '' : missingTools().join() });
}

async function findDriver(say) {
  if (await loads('better-sqlite3')) return keep();
  if (restore() && (await loads('better-sqlite3'))) return 'better-sqlite3';
  say('Building the SQLite driver for this machine (once, one to two minutes)…');
  const attempt = await compile(say);
  if (await loads('better-sqlite3')) return keep();
  const missing = missingTools();
  if (missing.length === 0) {
    say(`better-sqlite3 could not be built; building sqlite3 ${fallbackVersion} in its place…`);
    await buildFallback({ ...compilerFlags, ...process.env }, say);
    if (await loads('sqlite3')) return 'sqlite3';
  }
  say(withoutDriver(missing, attempt.output));
  return null;
}

/** The package's own script: takes a ready-made binary where one can be fetched, else compiles. */
function compile(say) {
  const env = { ...compilerFlags, ...process.env };
  return npm(['rebuild', 'better-sqlite3', '--foreground-scripts', '--no-audit'], { env, say });
}

/** Opens a database in a process of its own: a binary for another Node can crash the one that loads it. */
async function loads(name) {
  const script =
    name === 'better-sqlite3'
      ? `new (require('better-sqlite3'))(':memory:').prepare('select 1').get()`
      : `new (require('sqlite3').Database)(':memory:', (error) => process.exit(error ? 1 : 0))`;
  if (!existsSync(inProject('node_modules', name))) return false;
  const { code } = await run(process.execPath, ['-e', script]);
  return code === 0;
}

/** A copy outside node_modules saves the minutes when packages are installed anew. */
function keep() {
  if (existsSync(binary)) {
    mkdirSync(path.dirname(keptBinary()), { recursive: true });
    copyFileSync(binary, keptBinary());
  }
  return 'better-sqlite3';
}

function restore() {
  if (!existsSync(folder) || !existsSync(keptBinary())) return false;
  mkdirSync(path.dirname(binary), { recursive: true });
  copyFileSync(keptBinary(), binary);
  return true;
}

function keptBinary() {
  const { version } = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const name = `better-sqlite3-${version}-${process.platform}-${process.arch}-${abi}.node`;
  return inProject('dist', 'native', name);
}

function withoutDriver(missing, output) {
  const reason =
    missing.length > 0
      ? `This machine lacks ${missing.join(', ')}.`
      : `The compiler said:\n${firstErrors(output)}`;
  return [
    '',
    `No SQLite driver could be made ready. ${reason}`,
    'Install what compiling needs, then start again:',
    howToInstallTools,
    'PostgreSQL, MariaDB and MySQL work without it.',
    '',
  ].join('\n');
}

function firstErrors(output) {
  const errors = output.split('\n').filter((line) => /\berror\b|ERR!/i.test(line));
  return errors.slice(0, 8).join('\n');
}
