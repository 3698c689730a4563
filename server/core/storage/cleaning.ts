import { readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { now } from '../dates/clock.js';
import { codeOf } from './errors.js';
import { isStorageKey, notePathOf, notesFolder, pathOf, temporaryFolder } from './folder.js';

/** Says which of some keys its room knows. */
export type FileOwner = (keys: readonly string[]) => Promise<readonly string[]>;

/** Time in which a stored file may still be on its way into the database, in ms. */
const graceMs = 3_600_000;
const batchSize = 200;
const owners: FileOwner[] = [];

/** Registers a room that keeps keys of stored files; cleanOrphans() asks every one of them. */
export function registerFileOwner(owner: FileOwner): void {
  owners.push(owner);
}

/** Notes that the database knows a file now. Called after the commit; forgetting it does no harm. */
export async function keep(key: string): Promise<void> {
  await rm(notePathOf(key), { force: true });
}

/**
 * Removes what uploads that were cut off left behind. For the start of a process, before it takes
 * uploads itself: what another living process of this machine is writing stays. Returns how many.
 */
export async function cleanTemporary(): Promise<number> {
  const left = (await entriesOf(temporaryFolder())).filter((part) => !isBeingWritten(part));
  for (const part of left) {
    await rm(path.join(temporaryFolder(), part), { force: true, recursive: true });
  }
  return left.length;
}

function isBeingWritten(part: string): boolean {
  const pid = Number(/\.(\d+)\.part$/.exec(part)?.[1] ?? 0);
  if (pid === 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return codeOf(error) === 'EPERM';
  }
}

/**
 * Removes stored files that no room knows: the process was killed between storing them and the
 * commit. Only files noted as new are looked at, so that nothing that was once known is ever
 * removed here. Returns how many were removed.
 */
export async function cleanOrphans(olderThanMs: number = graceMs): Promise<number> {
  if (owners.length === 0) return 0;
  const keys = (await entriesOf(notesFolder())).filter(isStorageKey);
  let removed = 0;
  for (let at = 0; at < keys.length; at += batchSize) {
    const due = await noted(keys.slice(at, at + batchSize), olderThanMs);
    removed += await cleanBatch(due);
  }
  return removed;
}

async function cleanBatch(keys: string[]): Promise<number> {
  const known = new Set<string>();
  for (const owner of owners) for (const key of await owner(keys)) known.add(key);
  const orphans = keys.filter((key) => !known.has(key));
  for (const key of orphans) await rm(pathOf(key), { force: true });
  for (const key of keys) await keep(key);
  return orphans.length;
}

async function noted(keys: string[], olderThanMs: number): Promise<string[]> {
  const due: string[] = [];
  for (const key of keys) {
    const { mtimeMs } = await stat(notePathOf(key));
    if (now() - mtimeMs >= olderThanMs) due.push(key);
  }
  return due;
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return [];
    throw error;
  }
}
