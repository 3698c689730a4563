import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open as openFile, rm, stat } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { defineJob, enqueue } from '../jobs/index.js';
import { codeOf, FileMissing } from './errors.js';
import { notePathOf, pathOf } from './folder.js';

/** What a check of a stored file found. */
export type FileState = 'whole' | 'missing' | 'damaged';

const removeFile = defineJob<{ key: string }>('storage.remove', ({ key }) => remove(key));

/**
 * Opens a stored file, or the bytes from `start` to `end` (both included) of it.
 * @throws FileMissing when it is not on the disk.
 */
export async function open(
  key: string,
  range: { start?: number; end?: number } = {},
): Promise<{ stream: Readable; sizeBytes: number }> {
  try {
    const handle = await openFile(pathOf(key), 'r');
    const { size } = await handle.stat();
    return { stream: handle.createReadStream(range), sizeBytes: size };
  } catch (error) {
    throw missing(error);
  }
}

/** Removes a stored file at once; nothing happens when it is gone already. */
export async function remove(key: string): Promise<void> {
  await rm(pathOf(key), { force: true });
  await rm(notePathOf(key), { force: true });
}

/**
 * Removes a stored file once the open transaction is committed, however often the process dies in
 * between: the order to do so is part of the transaction.
 */
export async function removeLater(key: string): Promise<void> {
  pathOf(key);
  await enqueue(removeFile, { key });
}

/** Compares a stored file with what the database says about it. */
export async function stateOf(
  key: string,
  known: { sizeBytes: number; sha256: string },
): Promise<FileState> {
  try {
    if ((await stat(pathOf(key))).size !== known.sizeBytes) return 'damaged';
    const hash = createHash('sha256');
    for await (const chunk of createReadStream(pathOf(key))) hash.update(chunk as Buffer);
    return hash.digest('hex') === known.sha256 ? 'whole' : 'damaged';
  } catch (error) {
    if (missing(error) instanceof FileMissing) return 'missing';
    throw error;
  }
}

function missing(error: unknown): unknown {
  const gone = ['ENOENT', 'ENOTDIR', 'EISDIR'].includes(codeOf(error));
  return gone ? new FileMissing('The file is missing on the disk') : error;
}
