import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { inProject } from './paths.mjs';
import { npm } from './running.mjs';

/** The release of the package sqlite3 that stands in where better-sqlite3 cannot. */
export const fallbackVersion = '6.0.1';

const home = inProject('dist', 'native', 'sqlite3');
const packageFolder = path.join(home, 'node_modules', 'sqlite3');
/** better-sqlite3 brings an approved SQLite: sqlite3 6.0.1 comes with 3.52.0, which was withdrawn. */
const approved = inProject('node_modules', 'better-sqlite3', 'deps', 'sqlite3');

/**
 * Compiles the package sqlite3 against better-sqlite3's copy of SQLite and puts it where knex looks.
 * It lives outside node_modules, so that installing packages anew does not cost the minutes again.
 */
export async function buildFallback(environment, say) {
  if (!existsSync(path.join(packageFolder, 'build', 'Release', 'node_sqlite3.node'))) {
    await install();
    await replaceSqlite();
    const env = { ...environment, npm_config_build_from_source: 'true' };
    await npm(['rebuild', 'sqlite3', '--foreground-scripts'], { cwd: home, env, say });
  }
  link();
}

async function install() {
  mkdirSync(home, { recursive: true });
  const manifest = {
    private: true,
    dependencies: { sqlite3: fallbackVersion },
    allowScripts: { sqlite3: true },
  };
  writeFileSync(path.join(home, 'package.json'), JSON.stringify(manifest));
  await npm(['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: home,
  });
}

/** The package unpacks its SQLite from an archive whose name holds the version: give it another. */
async function replaceSqlite() {
  if (!existsSync(approved) || !existsSync(packageFolder)) return;
  const { create } = createRequire(path.join(packageFolder, 'package.json'))('tar');
  const version = approvedVersion();
  const name = `sqlite-autoconf-${version}`;
  const sources = path.join(home, name);
  mkdirSync(sources, { recursive: true });
  for (const file of ['sqlite3.c', 'sqlite3.h', 'sqlite3ext.h']) {
    copyFileSync(path.join(approved, file), path.join(sources, file));
  }
  await create(
    { gzip: true, cwd: home, file: path.join(packageFolder, 'deps', `${name}.tar.gz`) },
    [name],
  );
  const settings = path.join(packageFolder, 'deps', 'common-sqlite.gypi');
  const text = readFileSync(settings, 'utf8').replace(
    /('sqlite_version%'\s*:\s*)'\d+'/,
    `$1'${version}'`,
  );
  writeFileSync(settings, text);
}

/** As SQLite names its archives: 3.53.2 is 3530200. */
function approvedVersion() {
  const header = readFileSync(path.join(approved, 'sqlite3.h'), 'utf8');
  const number = Number(/#define SQLITE_VERSION_NUMBER\s+(\d+)/.exec(header)?.[1]);
  const parts = [Math.floor(number / 1_000_000), Math.floor(number / 1000) % 1000, number % 1000];
  return `${parts[0]}${parts
    .slice(1)
    .map((part) => String(part).padStart(2, '0'))
    .join('')}00`;
}

function link() {
  const place = inProject('node_modules', 'sqlite3');
  rmSync(place, { recursive: true, force: true });
  if (existsSync(packageFolder)) symlinkSync(packageFolder, place, 'junction');
}
