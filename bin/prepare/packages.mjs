import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { inProject } from './paths.mjs';
import { Problem } from './problem.mjs';
import { lastLines, npm } from './running.mjs';

const stampFile = inProject('node_modules', '.task-session.json');
const machine = `${process.platform}-${process.arch}`;

/**
 * Whether the packages in node_modules are those of package-lock.json, for this machine.
 * @param {boolean} withDevelopment also asks for what tests and checks need
 */
export function arePackagesCurrent(withDevelopment) {
  const stamp = readStamp();
  if (stamp.machine && stamp.machine !== machine) return false;
  if (stamp.lock === lockHash() && (stamp.development || !withDevelopment)) return true;
  return matchesLock(withDevelopment);
}

/**
 * Installs what package-lock.json lists. No package's install script runs here: the one that is
 * needed, the SQLite driver's, is started by name afterwards.
 */
export async function installPackages(withDevelopment, say) {
  const development = withDevelopment || hasDevelopment();
  say(
    development
      ? 'Installing what the product and its tests need (once, a minute or two)…'
      : 'Installing what the product needs (once, about two minutes)…',
  );
  const parameters = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  parameters.push(development ? '--include=dev' : '--omit=dev', '--include=optional');
  const { code, output } = await npm(parameters, { say });
  if (code !== 0) throw new Problem(explainFailure(code, output));
  writeStamp({ lock: lockHash(), machine, development });
}

/** What an earlier preparation noted about node_modules; empty when there was none. */
export function readStamp() {
  try {
    return JSON.parse(readFileSync(stampFile, 'utf8'));
  } catch {
    return {};
  }
}

/** Notes something about node_modules beside what is noted already. */
export function updateStamp(changes) {
  const known = { lock: lockHash(), machine, development: hasDevelopment(), ...readStamp() };
  writeStamp({ ...known, ...changes });
}

function writeStamp(stamp) {
  writeFileSync(stampFile, `${JSON.stringify(stamp)}\n`);
}

function lockHash() {
  return createHash('sha256')
    .update(readFileSync(inProject('package-lock.json')))
    .digest('hex');
}

/** Somebody may have typed `npm install`: then npm's own list of what it installed tells. */
function matchesLock(withDevelopment) {
  const installed = installedPackages();
  if (!installed) return false;
  const { packages } = JSON.parse(readFileSync(inProject('package-lock.json'), 'utf8'));
  const isCurrent = Object.entries(packages).every(
    ([name, entry]) =>
      name === '' ||
      entry.optional ||
      entry.devOptional ||
      (entry.dev && !withDevelopment) ||
      installed[name]?.version === entry.version,
  );
  if (isCurrent) updateStamp({ lock: lockHash(), machine, development: hasDevelopment() });
  return isCurrent;
}

function hasDevelopment() {
  return Boolean(installedPackages()?.['node_modules/mocha']);
}

function installedPackages() {
  const file = inProject('node_modules', '.package-lock.json');
  if (!existsSync(file)) return undefined;
  return JSON.parse(readFileSync(file, 'utf8')).packages;
}

function explainFailure(code, output) {
  if (code === null) {
    return 'npm was not found. It comes with Node; install Node again from https://nodejs.org, or on Debian: apt-get install npm';
  }
  return `The packages could not be installed. npm said:\n\n${lastLines(output)}\n\nWith no connection to the npm registry, or with too little disk space (300 MB are needed), this step cannot succeed; mend it and run the same command again.`;
}
