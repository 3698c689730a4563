import { open, rm } from 'node:fs/promises';
import path from 'node:path';
import { codeOf } from './errors.js';

/** Codes that say nothing about the folder: its disk is full, or the process has too many files open. */
const otherTroubles = new Set(['ENOSPC', 'EDQUOT', 'EMFILE', 'ENFILE']);

/**
 * Makes an empty file in a folder and removes it: a disk that the kernel has given up still looks
 * writable by its rights.
 * @throws the system's error where the folder takes no files.
 */
export async function tryFolder(folder: string): Promise<void> {
  const file = path.join(folder, `.try-${process.pid}`);
  try {
    await (await open(file, 'w', 0o600)).close();
    await rm(file, { force: true });
  } catch (error) {
    if (!otherTroubles.has(codeOf(error))) throw error;
  }
}
