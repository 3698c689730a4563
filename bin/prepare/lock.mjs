import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { inProject } from './paths.mjs';

const folder = inProject('dist');
const file = inProject('dist', '.preparing');
/** No preparation takes this long (ms): the number in the file then belongs to another program. */
const longest = 30 * 60_000;
/** Within this time (ms) the maker of the file has written its number into it. */
const justMade = 5_000;

/** Does some work that no other process of this project does at the same time; waits its turn. */
export async function alone(say, work) {
  mkdirSync(folder, { recursive: true });
  for (let tries = 0; !take(); tries += 1) {
    if (tries === 0) say('Another start is preparing this folder; waiting for it…');
    await pause(250);
  }
  try {
    return await work();
  } finally {
    rmSync(file, { force: true });
  }
}

function take() {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (isAbandoned()) rmSync(file, { force: true });
    return false;
  }
}

function isAbandoned() {
  try {
    const age = Date.now() - statSync(file).mtimeMs;
    if (age < justMade) return false;
    return age > longest || !isAlive(Number(readFileSync(file, 'utf8')));
  } catch {
    return false;
  }
}

function isAlive(pid) {
  if (!(pid > 0)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}
