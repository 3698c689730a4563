import { existsSync } from 'node:fs';
import module from 'node:module';
import { pathToFileURL } from 'node:url';
import { build, isBuilt } from './build.mjs';
import { isDriverSettled, settleDriver } from './driver.mjs';
import { alone } from './lock.mjs';
import { arePackagesCurrent, installPackages } from './packages.mjs';
import { inProject } from './paths.mjs';
import { explain } from './problem.mjs';

const toPeople = (line) => process.stdout.write(`${line}\n`);
/** Where a program's own output is for machines, progress goes beside it. */
const aside = (line) => process.stderr.write(`${line}\n`);

/** Installs and builds what is missing or out of date, then runs a program from dist/ in this process. */
export async function runPrepared(program, say = toPeople) {
  try {
    await prepare(say);
    process.env.NODE_ENV ||= 'production';
    // From Node 22.1 on, later starts read the compiled code of all modules from there.
    module.enableCompileCache?.(inProject('dist', '.compiled'));
    await import(pathToFileURL(inProject('dist', `${program}.js`)).href);
  } catch (error) {
    explain(error);
  }
}

/**
 * Runs a program by the shortest way: from dist/ where that is up to date, by tsx in a developer's
 * folder, else prepared as for a start.
 */
export async function runNearest(program) {
  const isReady = arePackagesCurrent(false) && isDriverSettled();
  if (isReady && !isBuilt() && existsSync(inProject('node_modules', 'tsx'))) {
    const { register } = await import('tsx/esm/api');
    register();
    return import(pathToFileURL(inProject(`${program}.ts`)).href).catch(explain);
  }
  return runPrepared(program, aside);
}

/** Prepares a folder or an image for a start without starting. */
export async function prepareOnly() {
  try {
    await prepare(toPeople);
  } catch (error) {
    explain(error);
  }
}

/** Everything that production needs: packages, SQLite driver, compiled program. Quick when nothing is to do. */
async function prepare(say) {
  if (isPrepared()) return;
  await alone(say, async () => {
    await preparePackages(false, say);
    if (isBuilt()) return;
    say('Building…');
    await build();
  });
}

/** Packages and driver only, with those for tests and checks. */
export async function prepareDevelopment(say) {
  if (arePackagesCurrent(true) && isDriverSettled()) return;
  await alone(say, () => preparePackages(true, say));
}

function isPrepared() {
  return arePackagesCurrent(false) && isDriverSettled() && isBuilt();
}

async function preparePackages(withDevelopment, say) {
  if (!arePackagesCurrent(withDevelopment)) await installPackages(withDevelopment, say);
  if (!isDriverSettled()) await settleDriver(say);
}
