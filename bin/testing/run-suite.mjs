import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProject, root } from '../prepare/paths.mjs';
import { lastLines } from '../prepare/running.mjs';

const minute = 60_000;
const mocha = ['node_modules/mocha/bin/mocha.js', '--reporter', 'bin/testing/reporter.cjs'];

/**
 * Runs the files of one suite in a mocha process of its own.
 * @returns {Promise<{name: string, passed: number, failed: number, skipped: string[], output: string, ms: number}>}
 */
export async function runSuite({ name, files, grep }, { env, isLong }) {
  const started = Date.now();
  const folder = mkdtempSync(path.join(tmpdir(), 'task-session-result-'));
  const file = path.join(folder, 'result.json');
  const parameters = [...mocha, ...(grep ? ['--grep', grep] : []), ...files];
  const limit = (isLong ? 240 : 25) * minute;
  const { output, ending } = await runMocha(parameters, { ...env, TEST_RESULT: file }, limit);
  const result = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : broken();
  rmSync(folder, { recursive: true, force: true });
  const isSound = result.failed > 0 || ending === 'exit 0';
  if (!isSound) result.failed += 1;
  const shown = result.failed > 0 ? describe(output, ending) : '';
  return { name, ...result, output: shown, ms: Date.now() - started };
}

/** Counts the tests of files without running them: for suites that cannot run here. */
export function countTests(files) {
  const texts = files.map((file) => readFileSync(inProject(file), 'utf8'));
  return texts.reduce((sum, text) => sum + (text.match(/^\s*it\(/gm)?.length ?? 0), 0);
}

function runMocha(parameters, env, limit) {
  return new Promise((resolve) => {
    // A group of its own, so that a suite that hangs is ended with everything it started.
    const child = spawn(process.execPath, parameters, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      detached: process.platform !== 'win32',
    });
    const parts = [];
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      endGroup(child.pid);
    }, limit);
    const endAll = () => endGroup(child.pid);
    process.once('exit', endAll);
    child.stdout.on('data', (part) => parts.push(part));
    child.stderr.on('data', (part) => parts.push(part));
    // What tests left running would hold the output open and the ports of others.
    child.on('exit', endAll);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      process.off('exit', endAll);
      const ending = isLate ? `ended after ${limit / minute} minutes` : `exit ${code ?? signal}`;
      resolve({ output: Buffer.concat(parts).toString(), ending });
    });
  });
}

function endGroup(pid) {
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL');
  } catch {
    // It has ended by itself meanwhile.
  }
}

function broken() {
  return { passed: 0, failed: 0, skipped: [] };
}

function describe(output, ending) {
  return `${lastLines(output, 400)}\n(${ending})`;
}
