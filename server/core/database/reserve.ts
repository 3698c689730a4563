import { AsyncLocalStorage } from 'node:async_hooks';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, statfsSync, statSync, writeSync } from 'node:fs';
import path from 'node:path';

/**
 * Room kept free beside an SQLite database (FAULTS 11). When the disk is full, its file is removed:
 * people can still sign in and whoever runs the system can look at it. Changes are refused until
 * there is room for a new one.
 */
const sizeBytes = 16 * 1024 ** 2;
const pieceBytes = 1024 ** 2;
/** What must be free beside a new reserve, so that it does not fill the disk itself. */
const besideBytes = 4 * 1024 ** 2;
/** With less than this the process cannot even start. */
const leastBytes = 1024 ** 2;

let file = '';
let full = false;
/** Only used while the disk is full: following promises costs every page something. */
const refused = new AsyncLocalStorage<boolean>();

/** Nothing can be written because the disk is full. */
export class DiskFullError extends Error {
  override name = 'DiskFullError';
  readonly code = 'SQLITE_FULL';
}

/** How it stands: `used` while the disk is full, `missing` where its file cannot be written. */
export type ReserveState = 'kept' | 'used' | 'missing';

/** Says where the reserve lies and makes it; one left from before is given up when the start needs it. */
export function useReserve(directory: string): void {
  file = path.join(directory, 'reserve');
  full = false;
  if (freeBytes() < leastBytes && existingBytes() > 0) noteDiskFull();
  else if (!restoreReserve()) full = freeBytes() < sizeBytes + besideBytes;
}

/** Ends the use of a reserve; its file stays for the next start. */
export function leaveReserve(): void {
  file = '';
  full = false;
}

/** How the reserve stands; undefined where none is kept, as on a database server. */
export function reserveState(): ReserveState | undefined {
  if (!file) return undefined;
  if (full) return 'used';
  return existingBytes() === sizeBytes ? 'kept' : 'missing';
}

/** Whether an error says that the disk of the database is full, on every engine. */
export function isDiskFull(error: unknown): boolean {
  const code = String((error as { code?: unknown } | null)?.code ?? '');
  return /^(SQLITE_FULL|SQLITE_IOERR_SHMSIZE|53100|ER_DISK_FULL|ER_RECORD_FILE_FULL)$/.test(code);
}

/** The disk is full: gives up the reserve. Returns whether that has just made room. */
export function noteDiskFull(): boolean {
  if (!file) return false;
  full = true;
  return existingBytes() > 0 && remove();
}

/** Makes the reserve (anew) where there is room for it. Returns whether it is there. */
export function restoreReserve(): boolean {
  if (!file) return true;
  const isThere =
    existingBytes() === sizeBytes || (freeBytes() >= sizeBytes + besideBytes && write());
  if (isThere) full = false;
  return isThere;
}

/**
 * Runs what a person wants changed. While the disk is full, transactions inside are refused
 * before they begin, so that the reserve is left to those who sign in.
 */
export function sparingReserve<T>(work: () => T): T {
  if (!full || restoreReserve()) {
    refused.disable();
    return work();
  }
  return refused.run(true, work);
}

/** Runs work that must succeed on a full disk too, a second time if need be: it only writes to the database. */
export async function withReserve<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await refused.exit(work);
  } catch (error) {
    if (!isDiskFull(error)) throw error;
    noteDiskFull();
    return refused.exit(work);
  }
}

/** @throws DiskFullError where changes are refused. */
export function refuseOnFullDisk(): void {
  if (refused.getStore()) throw new DiskFullError('The disk is full: nothing was saved');
}

function write(): boolean {
  // Random, since some file systems store nothing for zeros.
  const piece = randomBytes(pieceBytes);
  let handle: number | undefined;
  try {
    handle = openSync(file, 'w', 0o600);
    for (let written = 0; written < sizeBytes; ) {
      written += writeSync(handle, piece, 0, Math.min(pieceBytes, sizeBytes - written));
    }
    return true;
  } catch {
    remove();
    return false;
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

/** Says false where the folder takes no changes: then there is nothing to be gained. */
function remove(): boolean {
  try {
    rmSync(file, { force: true });
    return true;
  } catch {
    return false;
  }
}

function existingBytes(): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}

/** Not a number where nobody can tell: the reserve is a help, and never why a start fails. */
function freeBytes(): number {
  try {
    const { blocks, bavail, bsize } = statfsSync(path.dirname(file));
    return blocks > 0 ? bavail * bsize : Number.NaN;
  } catch {
    return Number.NaN;
  }
}
