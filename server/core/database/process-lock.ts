import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** Another process already serves this data directory. */
export class LockedError extends Error {
  override name = 'LockedError';
}

const fileName = 'process.lock';

/**
 * Makes sure that one process serves a data directory (FAULTS 18): two on one SQLite file would
 * send mails twice. The lock of a process that is gone, or of an earlier boot of the machine, is
 * taken over. Returns the function that gives the lock back.
 * @throws LockedError naming the process that holds it.
 */
export function lockDataDirectory(directory: string): () => void {
  mkdirSync(directory, { recursive: true });
  const file = path.join(directory, fileName);
  const mine = JSON.stringify({ pid: process.pid, boot: bootId(), started: startOf(process.pid) });
  if (!tryWrite(file, mine)) {
    const holder = readHolder(file);
    if (holder && isAlive(holder)) {
      throw new LockedError(`Process ${holder.pid} already serves ${directory}. Stop it first.`);
    }
    rmSync(file, { force: true });
    if (!tryWrite(file, mine))
      throw new LockedError(`Another process has just started on ${directory}.`);
  }
  return () => {
    if (existsSync(file) && readFileSync(file, 'utf8') === mine) rmSync(file, { force: true });
  };
}

interface Holder {
  pid: number;
  boot: string;
  started: string;
}

function tryWrite(file: string, content: string): boolean {
  try {
    writeFileSync(file, content, { flag: 'wx', mode: 0o600 });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(file: string): Holder | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Holder;
  } catch {
    return undefined;
  }
}

function isAlive(holder: Holder): boolean {
  if (holder.boot !== bootId() || holder.pid === process.pid) return false;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
  }
  return startOf(holder.pid) === holder.started;
}

/** Changes with every boot; '' where the system does not tell. */
function bootId(): string {
  return readOr('/proc/sys/kernel/random/boot_id').trim();
}

/** Start of a process in clock ticks, so that a reused number is not taken for the same process. */
function startOf(pid: number): string {
  const afterName = readOr(`/proc/${pid}/stat`).split(') ').at(-1) ?? '';
  return afterName.split(' ')[19] ?? '';
}

function readOr(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
