import { randomBytes } from 'node:crypto';
import { constants, existsSync } from 'node:fs';
import { access, lstat, mkdir, open, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './errors.js';
import { tryFolder } from './probe.js';

let root = '';

/** Gives this process the uploads folder (an absolute path). Nothing is made or changed by this. */
export function useUploads(folder: string): void {
  root = path.resolve(folder);
}

/**
 * Makes the uploads folder. Only for a new installation: where files are known to the database, a
 * missing folder means a volume that is not mounted, and an empty one in its place would hide that.
 */
export async function createUploads(): Promise<void> {
  await mkdir(uploads(), { recursive: true, mode: 0o700 });
}

/**
 * What is wrong with the uploads folder, for the health page and the log; undefined when nothing is.
 */
export async function checkUploads(): Promise<
  'missing' | 'not_a_folder' | 'not_writable' | undefined
> {
  try {
    const found = await lstat(uploads());
    if (!found.isDirectory() && !found.isSymbolicLink()) return 'not_a_folder';
    await access(uploads(), constants.R_OK | constants.W_OK | constants.X_OK);
    await tryFolder(uploads());
    return undefined;
  } catch (error) {
    return codeOf(error) === 'ENOENT' ? 'missing' : 'not_writable';
  }
}

/** Whether the uploads folder carries the mark of a finished installation. */
export function isMarkedInstalled(): boolean {
  return existsSync(markPath());
}

/** Marks the uploads folder as part of a finished installation, so that losing the settings file alone never opens the installer again. */
export async function markInstalled(): Promise<void> {
  await createUploads();
  await writeFile(markPath(), 'This installation is finished.\n', { mode: 0o600, flush: true });
  await syncFolder(uploads());
}

/** Whether a text is a key that this storage could have given out. */
export function isStorageKey(text: string): boolean {
  return /^[0-9a-f]{32}$/.test(text);
}

/** A new key: 128 random bits. */
export function newKey(): string {
  return randomBytes(16).toString('hex');
}

/**
 * Where the file of a key lies: two levels of folders, so that none grows too long.
 * @throws Error for anything but a key, so that no stored or sent text can become a path.
 */
export function pathOf(key: string): string {
  return path.join(uploads(), 'files', key.slice(0, 2), key.slice(2, 4), valid(key));
}

/** Where the bytes of an upload lie until they are complete; the name tells which process writes it. */
export function temporaryPathOf(key: string): string {
  return path.join(temporaryFolder(), `${valid(key)}.${process.pid}.part`);
}

/** Where it is noted that a file has been stored and nobody may know it yet. */
export function notePathOf(key: string): string {
  return path.join(notesFolder(), valid(key));
}

export function temporaryFolder(): string {
  return path.join(uploads(), 'tmp');
}

export function notesFolder(): string {
  return path.join(uploads(), 'new');
}

/** Makes a folder below the uploads folder, which itself must exist, and makes that durable. */
export async function makeFolder(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return;
    if (codeOf(error) !== 'ENOENT' || !folder.startsWith(uploads() + path.sep)) throw error;
    if (parent === uploads()) throw error;
    await makeFolder(parent);
    return makeFolder(folder);
  }
  await syncFolder(parent);
}

/** Writes a folder's entries to the disk: without it a renamed file can be gone after a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function markPath(): string {
  return path.join(uploads(), 'installed');
}

function uploads(): string {
  if (!root) throw new Error('The uploads folder is not set yet');
  return root;
}

function valid(key: string): string {
  if (!isStorageKey(key)) throw new Error('This is not a key of the storage');
  return key;
}
