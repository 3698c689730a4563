import { spawn } from 'node:child_process';
import { existsSync, watch } from 'node:fs';
import { inProject, root } from '../prepare/paths.mjs';
import { explain } from '../prepare/problem.mjs';
import { prepareDevelopment } from '../prepare/program.mjs';
import { fillSmallWorld } from './small-world.mjs';

const folders = ['server', 'installer', 'migrations', 'license', 'config/locales'];
/** Editors write a file in several steps; wait (ms) until they are through. */
const settling = 150;

const say = (line) => process.stdout.write(`${line}\n`);
let child;
let isStopping = false;

/** Installs and fills in what is missing, starts the product and goes on until it is stopped. */
export async function develop() {
  try {
    await prepareDevelopment(say);
    if (!process.argv.includes('--installer')) await fillSmallWorld(say);
  } catch (error) {
    explain(error);
    return;
  }
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => stop(signal));
  watchSources();
  start();
}

function start() {
  child = spawn(process.execPath, ['--import', 'tsx', 'server/main.ts'], {
    cwd: root,
    env: { ...process.env, NODE_ENV: 'development' },
    stdio: 'inherit',
  });
  child.on('exit', (code, signal) => {
    if (isStopping) process.exit(code ?? 0);
    if (child.isReplaced) start();
    else say(`\nEnded (${signal ?? code}). Waiting for a change…`);
  });
}

function restart(file) {
  say(`\n${file} changed, starting anew…`);
  if (child.exitCode !== null || child.signalCode !== null) return start();
  // The port is free, and the data directory unlocked, only when the old process has ended.
  child.isReplaced = true;
  child.kill('SIGTERM');
}

function watchSources() {
  let timer;
  for (const folder of folders.filter((name) => existsSync(inProject(name)))) {
    watch(inProject(folder), { recursive: true }, (_event, name) => {
      if (!/\.(ts|json|liquid)$/.test(name ?? '')) return;
      clearTimeout(timer);
      timer = setTimeout(() => restart(`${folder}/${name}`), settling);
    });
  }
}

function stop(signal) {
  isStopping = true;
  if (child.exitCode !== null || child.signalCode !== null) process.exit(0);
  child.kill(signal);
}
