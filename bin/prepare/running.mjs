import { spawn } from 'node:child_process';
import { root } from './paths.mjs';

/** How often a long step says that it is still at work, in ms. */
const signOfLife = 30_000;

/**
 * Runs a program to its end without showing its output.
 * @returns {Promise<{code: number|null, output: string}>} exit code (null when it could not start) and all it wrote
 */
export function run(command, parameters, { cwd = root, env = process.env, say } = {}) {
  return new Promise((resolve) => {
    const started = Date.now();
    const child = spawn(command, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    const parts = [];
    const timer = say && setInterval(() => say(`  … ${spent(started)}`), signOfLife);
    const end = (code, note = '') => {
      clearInterval(timer);
      resolve({ code, output: Buffer.concat(parts).toString() + note });
    };
    child.stdout.on('data', (part) => parts.push(part));
    child.stderr.on('data', (part) => parts.push(part));
    child.on('error', (error) => end(null, String(error.message)));
    child.on('close', (code) => end(code));
  });
}

/** Runs npm: the one that started us where there is one, else the one on the path. */
export function npm(parameters, options) {
  const own = process.env.npm_execpath;
  if (own && /npm-cli\.c?js$/.test(own))
    return run(process.execPath, [own, ...parameters], options);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', parameters, options);
}

/** The last lines of a program's output: there the reason stands. */
export function lastLines(output, count = 25) {
  return output.trim().split('\n').slice(-count).join('\n');
}

function spent(since) {
  const seconds = Math.round((Date.now() - since) / 1000);
  return seconds < 60 ? `${seconds} s` : `${Math.floor(seconds / 60)} min ${seconds % 60} s`;
}
