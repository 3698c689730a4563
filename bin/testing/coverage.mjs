import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { inProject, root } from '../prepare/paths.mjs';

const raw = inProject('coverage', 'tmp');

/** Makes every process of the tests note which lines it ran. */
export function coverageEnvironment() {
  rmSync(inProject('coverage'), { recursive: true, force: true });
  return { NODE_V8_COVERAGE: raw };
}

/** Gathers the notes of all processes into one report; the pages are written to coverage/. */
export function reportCoverage() {
  const parameters = ['node_modules/c8/bin/c8.js', 'report', '--temp-directory', raw];
  return execFileSync(process.execPath, parameters, { cwd: root }).toString();
}
